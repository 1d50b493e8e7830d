"""A date that moves while a reminder of it is on its way: nobody reads the old one, the change is told."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import texts
from bot.sandbox.driver import Driver
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.following import USER, follow, morning, pushes, rewrite, until, with_files_of_ones_own
from tests.journeys.rows import Rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example, held=True), load_lexicon(folder / "search"))


async def test_a_deadline_that_moves_between_a_claim_and_its_sending_is_told_as_it_is_now(
    driver: Driver, bot: Bot, rows: Rows, folder: Path
) -> None:
    await follow(driver)
    await driver.fail("sendMessage", code=502)
    await driver.move_clock(morning(7))
    await until(driver, rows, "kind = 'reminder' AND error IS NOT NULL")
    rewrite(folder, "ends: 2024-12-10", "ends: 2024-12-14")
    await driver.move_clock(timedelta(minutes=1))
    told = await driver.expect("日期改了")
    assert "2024年12月14日" in told.text
    await until(driver, rows, "kind = 'reminder' AND state = 'skipped'")
    await bot.stop()
    assert await pushes(driver) == []


@pytest.mark.parametrize("is_heard_of", [True, False])
async def test_who_could_not_be_reached_while_a_day_moved_is_told_once_back(
    driver: Driver, bot: Bot, rows: Rows, folder: Path, *, is_heard_of: bool
) -> None:
    """All that changed meanwhile is one message, from the day that they knew to the one that holds."""
    await follow(driver)
    if is_heard_of:
        await driver.do("block", user=USER)
        while rows.all("SELECT unreachable_since FROM chats") == [(None,)]:
            await driver.state()
    else:
        await driver.fail("sendMessage", code=403, description="Forbidden: bot was blocked by the user")
    await driver.move_clock(morning(10))
    rewrite(folder, "ends: 2024-12-10", "ends: 2024-12-14")
    await driver.move_clock(timedelta(minutes=1))
    while rows.count("deadlines WHERE day = '2024-12-14'") == 0:
        await driver.state()
    if not is_heard_of:
        await until(driver, rows, "kind = 'moved' AND state = 'skipped'")
        await driver.do("block", user=USER)
    rewrite(folder, "ends: 2024-12-14", "ends: 2024-12-16")
    await driver.move_clock(timedelta(minutes=1))
    while rows.count("deadlines WHERE day = '2024-12-16'") == 0:
        await driver.state()
    await driver.move_clock(morning(8))
    await driver.do("unblock", user=USER)
    await driver.expect(texts.WELCOME_BACK)
    told = await driver.expect("日期改了")
    assert "原来：2024年12月10日（周二） → 现在：2024年12月16日（周一）" in told.text
    assert "2024年12月14日" not in told.text
    await bot.restart()
    await driver.move_clock(morning(7))
    await bot.stop()
    assert sum("日期改了" in seen.text for seen in await driver.outbox()) == 1
