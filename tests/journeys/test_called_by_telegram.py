"""Being called instead of asking, and back: the same bot, the same people, nothing lost in between."""

import pytest

from benchmarks.fleet.workers import free_port
from bot.intake.webhook import Address
from bot.sandbox.driver import Driver
from tests.journeys.conftest import Bot
from tests.journeys.rows import Rows

SECRET = "correct-horse-battery-staple"


@pytest.fixture
def address() -> Address:
    port = free_port()
    return Address(f"http://127.0.0.1:{port}/telegram", SECRET, "127.0.0.1", port)


async def hook(driver: Driver) -> tuple[str, str]:
    """Where the stand-in was told last to call, with what word."""
    calls = [one for one in await driver.requests() if one["method"].lower() in {"setwebhook", "deletewebhook"}]
    return calls[-1]["params"].get("url", ""), calls[-1]["params"].get("secret_token", "")


async def test_a_bot_may_ask_be_called_and_ask_again(driver: Driver, bot: Bot, rows: Rows, address: Address) -> None:
    for webhook in (None, address, None):
        await bot.stop()
        await driver.say("特培计划什么时候截止")
        bot.webhook = webhook
        bot.start()
        await driver.expect("2023年3月20日")
        await driver.say("包头金蓝领啥时候截止")
        await driver.expect("2024年12月10日")
        assert await hook(driver) == ((address.url, SECRET) if webhook else ("", ""))
    assert rows.all("SELECT count(*) FROM inbox WHERE state <> 'handled'") == [(0,)]
    assert len(await driver.outbox()) == 6
