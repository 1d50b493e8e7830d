"""State survives a restart, numbers never repeat, and time does not run backwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.sandbox.errors import ActionError, GoingBackError, SandboxError
from bot.sandbox.sandbox import Sandbox, stored_time
from tests.bot.sandbox.client import Client
from tests.bot.sandbox.conftest import START, real_now


@asynccontextmanager
async def opened(folder: Path, at: datetime | None = None) -> AsyncIterator[tuple[Driver, Client]]:
    """A sandbox in a folder, and both ends of it."""
    async with (
        Sandbox(folder, clock=MovableClock(real_now), at=at) as sandbox,
        Driver(sandbox.base_url) as driver,
        aiohttp.ClientSession() as session,
    ):
        yield driver, Client(session, f"{sandbox.bot_url}{sandbox.token}")


async def test_chats_updates_files_and_settings_survive(tmp_path: Path) -> None:
    async with opened(tmp_path, START) as (driver, client):
        await driver.say("一")
        chat = await driver.person("测试员")
        sent = await client.call("sendMessage", chat_id=chat, text="答", reply_markup={"keyboard": [["好"]]})
        await client.call("setMyCommands", commands=[{"command": "start", "description": "开始"}])
        await driver.send("document", b"x", "a.txt")
        before = await client.updates(allowed_updates=["message"])
        await driver.move_clock(timedelta(days=1))
        state, history = await driver.state(), await driver.get("history", chat_id=chat)
    async with opened(tmp_path) as (driver, client):
        after = await driver.state()
        assert [after[name] for name in ("users", "rooms", "commands")] == [state[name] for name in ("users", "rooms", "commands")]
        assert await driver.get("history", chat_id=chat) == history
        assert await client.updates() == before
        assert datetime.fromisoformat(after["now"]) >= datetime.fromisoformat(state["now"]) >= START + timedelta(days=1)
        assert (await driver.get("outbox"))[-1]["message_id"] == sent["message_id"]
        assert await driver.say("二") == before[-1]["message"]["message_id"] + 1
        assert (await client.updates())[-1]["update_id"] == before[-1]["update_id"] + 1
        await driver.do("block", user="测试员")
        assert len(await client.updates()) == len(before) + 1, "the choice of kinds is kept"


async def test_a_reset_forgets_all_but_the_numbers(client: Client, driver: Driver) -> None:
    first = await driver.say("一")
    update = (await client.updates())[-1]["update_id"]
    await driver.send("document", b"x", "a.txt")
    await driver.fail("getMe")
    earlier = START - timedelta(days=365)
    assert datetime.fromisoformat(await driver.do("reset", at=earlier.isoformat())) - earlier < timedelta(minutes=1)
    assert (await driver.state())["users"] == []
    assert await client.updates() == []
    assert await client.call("getMe")
    assert await driver.say("二") > first
    assert (await client.updates())[-1]["update_id"] > update


async def test_a_fresh_folder_goes_on_with_higher_numbers(tmp_path: Path) -> None:
    numbers = []
    for name in ("a", "b"):
        async with opened(tmp_path / name) as (driver, client):
            await driver.say("你好")
            numbers.append((await client.updates())[0]["update_id"])
    assert numbers[0] <= numbers[1], "numbers begin with the seconds of the real time"
    assert numbers[1] >= START.timestamp()


async def test_the_clock_goes_back_in_a_fresh_folder_only(tmp_path: Path) -> None:
    assert stored_time(tmp_path) is None
    async with Sandbox(tmp_path, clock=MovableClock(real_now), at=START) as sandbox, Driver(sandbox.base_url) as driver:
        with pytest.raises(ActionError, match="cannot go back"):
            await driver.move_clock(START - timedelta(days=1))
        with pytest.raises(ActionError, match="cannot go back"):
            await driver.move_clock(timedelta(days=-1))
    seen = stored_time(tmp_path)
    assert seen is not None
    assert timedelta() <= seen - START < timedelta(minutes=1)
    with pytest.raises(GoingBackError, match="fresh folder"):
        async with Sandbox(tmp_path, clock=MovableClock(real_now), at=START - timedelta(seconds=1)):
            pass
    clock = MovableClock(real_now)
    async with Sandbox(tmp_path, clock=clock, at=START + timedelta(days=2)):
        assert clock.now() >= START + timedelta(days=2)


def test_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="this machine only"):
        Sandbox(tmp_path, clock=MovableClock(real_now), host="0.0.0.0")  # noqa: S104 - that is what must be refused


async def test_a_port_in_use_leaves_nothing_open(tmp_path: Path, sandbox: Sandbox) -> None:
    port = int(sandbox.base_url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        async with Sandbox(tmp_path / "other", clock=MovableClock(real_now), port=port):
            pass


async def test_it_can_listen_on_the_other_loopback(tmp_path: Path) -> None:
    async with Sandbox(tmp_path, clock=MovableClock(real_now), host="localhost") as sandbox, Driver(sandbox.base_url) as driver:
        assert (await driver.state())["bot"]["username"] == "shenbao_sandbox_bot"
    assert Sandbox(tmp_path, clock=MovableClock(real_now), host="::1", port=8081).base_url == "http://[::1]:8081"
