"""What must never happen, and does: a bug, a Telegram that is away at the start, rows that nobody can read, a stop in the middle."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest
from structlog.typing import EventDict

import bot.app
from bot import texts
from bot.handlers import table
from bot.handlers.visit import Visit
from bot.sandbox.driver import Driver
from storage.codec import load_or_make_key
from storage.database import Database
from storage.errors import DatabaseUnavailableError
from storage.people import People
from storage.queue_records import IncomingUpdate
from storage.records import PersonRecord
from tests.journeys.conftest import Bot
from tests.journeys.rows import Rows


async def broken(_: Visit) -> NoReturn:
    raise ZeroDivisionError("四十五岁")


def errors(logged: list[EventDict]) -> list[EventDict]:
    return [entry for entry in logged if entry["log_level"] == "error"]


async def meet(driver: Driver) -> None:
    await driver.say("你好")
    await driver.expect()


async def test_a_bug_is_apologised_for_logged_without_the_persons_words_and_set_aside(
    driver: Driver, bot: Bot, rows: Rows, logged: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    await meet(driver)
    await bot.stop()
    monkeypatch.setitem(table.COMMANDS, "help", broken)
    bot.start()
    await driver.say("/help 我四十六岁")
    assert (await driver.expect()).text == texts.SORRY
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    await bot.stop()
    bot.start()
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    assert rows.all("SELECT count(*), max(error) FROM inbox WHERE state = 'failed'") == [(1, "ZeroDivisionError")]
    assert [entry["error"] for entry in errors(logged)] == ["ZeroDivisionError"]
    assert not any("四十六" in str(entry) for entry in logged)
    logged.clear()


async def test_a_database_that_is_away_for_a_moment_loses_no_question(
    driver: Driver, rows: Rows, logged: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    await meet(driver)
    monkeypatch.setattr("bot.intake.reception.LOOK_SECONDS", 0)
    ensure, failures = People.ensure, [True, True]

    async def away(people: People, telegram_user_id: int, now: datetime) -> PersonRecord:
        if failures:
            failures.pop()
            raise DatabaseUnavailableError("the disk is full")
        return await ensure(people, telegram_user_id, now)

    monkeypatch.setattr(People, "ensure", away)
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    assert not failures
    assert rows.all("SELECT count(*) FROM inbox WHERE state <> 'handled'") == [(0,)]
    assert sum("database is away" in str(entry["event"]) for entry in logged) == 2


async def test_a_bug_behind_a_button_stops_its_spinner_too_and_nothing_of_it_is_kept(
    driver: Driver, rows: Rows, logged: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def half_done(visit: Visit) -> NoReturn:
        await visit.rows.people.give_consent(visit.person.id, "answers", visit.now)
        raise ZeroDivisionError

    monkeypatch.setitem(table.PRESSES, "p", half_done)
    await driver.say("今天天气怎么样")
    told = await driver.expect()
    await driver.click(told, data="p")
    assert (await driver.expect(kinds="message")).text == texts.SORRY
    await driver.expect(kinds="answer")
    assert rows.all("SELECT consented_at FROM people") == [(None,)]
    assert len(errors(logged)) == 1
    logged.clear()


# python-telegram-bot warns of a coming change of retry_after; both its forms are taken.
@pytest.mark.filterwarnings("ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning")
async def test_a_telegram_that_is_away_at_the_start_is_waited_for(
    driver: Driver, bot: Bot, logged: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_app(), "PAUSE_UNREACHABLE", 0)
    await meet(driver)
    await bot.stop()
    await driver.fail("getMe", times=2, code=502)
    await driver.fail("getMyDescription", times=1, code=429, retry_after=86_400)
    bot.start()
    await meet(driver)
    warnings = [str(entry["event"]) for entry in logged if entry["log_level"] == "warning"]
    assert sum("TELEGRAM_PROXY" in one for one in warnings) >= 1
    assert any("menus and descriptions" in one for one in warnings)


async def test_a_bot_that_cannot_reach_telegram_can_be_stopped(driver: Driver, bot: Bot) -> None:
    await meet(driver)
    await bot.stop()
    await driver.fail("getMe", times=10_000, code=502)
    bot.start()
    while not [one for one in await driver.requests() if one["status"] == 502]:
        await driver.state()
    async with asyncio.timeout(10):
        await bot.stop()


async def test_an_update_that_nobody_can_read_is_set_aside_and_stops_nobody(
    driver: Driver, bot: Bot, rows: Rows, logged: list[EventDict], tmp_path: Path
) -> None:
    await meet(driver)
    await bot.stop()
    database = Database(f"sqlite:///{tmp_path / 'bot.db'}", load_or_make_key(tmp_path / "keys" / "answers.key"))
    async with database.transaction() as tx:
        await tx.inbox.receive(
            [IncomingUpdate(update_id=1, lane="x", telegram_user_id=None, payload="{")], datetime(2024, 1, 1, tzinfo=UTC)
        )
    await database.close()
    bot.start()
    await meet(driver)
    assert rows.all("SELECT state FROM inbox WHERE update_id = 1") == [("failed",)]
    assert len(errors(logged)) == 1
    logged.clear()


async def test_a_stop_lets_what_is_under_way_come_to_its_end(driver: Driver, bot: Bot, rows: Rows) -> None:
    await meet(driver)
    for _ in range(5):
        await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    async with asyncio.timeout(10):
        await bot.stop()
    assert rows.all("SELECT count(*) FROM outbox WHERE state = 'pending'") == [(0,)]
    assert rows.all("SELECT count(*) FROM inbox WHERE state <> 'handled'") == [(0,)]


async def test_a_stop_does_not_wait_for_ever_for_a_telegram_that_hangs(
    driver: Driver, bot: Bot, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_app(), "GRACE_SECONDS", 0.2)
    await meet(driver)
    await driver.fail("sendMessage", kind="hang_before")
    await driver.say("特培计划什么时候截止")
    while not rows.all("SELECT 1 FROM outbox WHERE id = 2"):
        await driver.state()
    async with asyncio.timeout(10):
        await bot.stop()
    assert rows.all("SELECT id FROM outbox WHERE state = 'pending'") == [(2,)]


def bot_app() -> object:
    """The module of the wiring; ``bot`` is also what a fixture is called."""
    return bot.app
