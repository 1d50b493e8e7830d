"""A date that moves while a reminder of it is on its way: nobody reads the old one, the change is told."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.driver import Driver
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.following import follow, morning, pushes, rewrite, until, with_files_of_ones_own
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
