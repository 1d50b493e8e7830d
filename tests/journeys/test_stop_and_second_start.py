"""A stop ends in time whatever hangs; a second start with the same token is noticed and explained, asking and being called."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.typing import EventDict

import bot.app
from benchmarks.fleet.workers import free_port
from bot.app import App, Connection
from bot.intake import poller, webhook
from bot.intake.poller import TWO_POLLERS, WEBHOOK_SET
from bot.intake.webhook import SECRET_HEADER, Address
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from bot.usecases.braking import Paces
from bot.usecases.snapshot import Snapshots
from storage.database import Database
from storage.presence import LEAVING_SECONDS
from tests.journeys.conftest import Bot
from tests.storage.servers import SqliteFolder, codec

SECRET = "correct-horse-battery-staple"
STOP_SECONDS = 20
"""What the documents promise of a stop."""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poller, "PAUSE_AFTER_ERROR", 0.01)
    monkeypatch.setattr(webhook, "LOOK_SECONDS", 0.01)


@pytest.fixture
def second(  # noqa: PLR0913 - what a bot is made of
    sandbox: Sandbox, clock: MovableClock, tmp_path: Path, snapshots: Snapshots, sqlite: SqliteFolder, *, paces: Paces
) -> Bot:
    """Another bot of the same token, on another machine; not started yet."""
    folder = tmp_path / "second"
    sqlite.put(folder / "bot.db", folder / "keys" / "answers.key")
    return Bot(sandbox, clock, folder, snapshots, paces=paces)


@asynccontextmanager
async def at_work(bot: Bot) -> AsyncIterator[None]:
    """Let it run for a while."""
    bot.start()
    try:
        yield
    finally:
        await bot.stop()


def address() -> Address:
    port = free_port()
    return Address(f"http://127.0.0.1:{port}/telegram", SECRET, "127.0.0.1", port)


async def until_told(driver: Driver, logged: list[EventDict], words: str) -> None:
    async with asyncio.timeout(60):
        while not any(words in str(entry["event"]) for entry in logged):
            await driver.state()


@pytest.mark.usefixtures("impatient")
async def test_two_that_ask_are_told_of_each_other_and_one_alone_goes_on(driver: Driver, logged: list[EventDict], second: Bot) -> None:
    await driver.say("/help")
    await driver.expect()
    async with at_work(second):
        await until_told(driver, logged, TWO_POLLERS)
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")


@pytest.mark.usefixtures("impatient")
async def test_who_asks_and_who_is_called_are_told_of_each_other(driver: Driver, bot: Bot, logged: list[EventDict], second: Bot) -> None:
    await driver.say("/help")
    await driver.expect()
    second.webhook = address()
    async with at_work(second):
        await until_told(driver, logged, WEBHOOK_SET)
        await bot.stop()
        bot.start()  # and takes the webhook off
        await until_told(driver, logged, "another process took the updates away")
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")


class Silent:
    """A server that takes connections and never answers; ``reached``: that somebody asked."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        self.reached.set()
        await reader.read()
        writer.close()


async def test_a_start_at_a_telegram_that_hangs_can_be_stopped(
    snapshots: Snapshots, clock: MovableClock, sqlite: SqliteFolder, sandbox: Sandbox
) -> None:
    silent = Silent()
    database, stop = Database(sqlite.fresh(), codec()), asyncio.Event()
    async with await asyncio.start_server(silent.answer, "127.0.0.1", 0) as server, asyncio.TaskGroup() as tasks:
        port = server.sockets[0].getsockname()[1]
        running = tasks.create_task(App(Connection(sandbox.token, f"http://127.0.0.1:{port}"), database, snapshots, clock).run(stop))
        await silent.reached.wait()
        stop.set()
        async with asyncio.timeout(STOP_SECONDS):
            await running
    await database.close()


async def test_a_stop_waits_for_no_delivery_that_does_not_come_to_its_end(
    driver: Driver, bot: Bot, logged: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LAST_SECONDS", 0.05)
    await bot.stop()
    bot.webhook = address()
    bot.start()
    await until_told(driver, logged, "Telegram calls us")
    _, writer = await asyncio.open_connection(bot.webhook.host, bot.webhook.port)
    writer.write(f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: 99\r\n\r\n{{".encode())
    await writer.drain()
    async with asyncio.timeout(STOP_SECONDS):
        await bot.stop()
    writer.close()
    bot.start()


def test_a_stop_takes_no_longer_than_the_documents_say() -> None:
    """What is under way, deliveries and the farewell to the database one after the other."""
    assert bot.app.GRACE_SECONDS + webhook.LAST_SECONDS + LEAVING_SECONDS <= STOP_SECONDS
