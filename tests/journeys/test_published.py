"""Versions of the knowledge while the bot runs: published elsewhere, broken and mended, and changed below a questionnaire."""

from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.clock import SystemClock
from bot.sandbox.driver import Driver
from bot.usecases.publishing import Author, Publisher
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from storage.codec import load_or_make_key
from storage.database import Database
from tests.journeys.conftest import Bot
from tests.journeys.following import meet, rewrite, with_files_of_ones_own
from tests.journeys.interview import Interview, data_with, is_question
from tests.journeys.rows import Rows
from tests.journeys.test_feedback import with_admin

POLICY = "policies/bt-shibaiqian-2024.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files that are looked at more often than every three seconds."""
    monkeypatch.setattr("bot.watching.LOOK_SECONDS", 0.2)
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example, held=True), load_lexicon(folder / "search"))


@pytest.fixture
def person(driver: Driver, snapshots: Snapshots) -> Interview:
    return Interview(driver, snapshots.current.base)


async def ask_until(driver: Driver, day: str) -> None:
    """Ask for the deadline until it is that day."""
    while True:
        await driver.say("包头金蓝领啥时候截止")
        if day in (await driver.expect()).text:
            return


async def holds(driver: Driver, folder: Path, content: bytes) -> None:
    """Wait until the policy lies in the folder like this."""
    while (folder / POLICY).read_bytes() != content:
        await driver.state()


async def test_what_another_process_publishes_is_served_and_lies_in_the_folder(driver: Driver, folder: Path, tmp_path: Path) -> None:
    await meet(driver)
    first = (folder / POLICY).read_bytes()
    elsewhere = with_files_of_ones_own(tmp_path / "elsewhere")
    rewrite(elsewhere, "ends: 2024-12-10", "ends: 2024-12-14")
    edited = (elsewhere / POLICY).read_bytes()
    database = Database(f"sqlite:///{tmp_path / 'bot.db'}", load_or_make_key(tmp_path / "keys" / "answers.key"))
    others = Publisher(database, Snapshots(Library(elsewhere, check_example, held=True), load_lexicon(elsewhere / "search")), SystemClock())
    assert await others.look() == ()
    assert others.number == 2, "the bot's own folder was the first"
    await ask_until(driver, "2024年12月14日")
    await holds(driver, folder, edited)
    await others.roll_back(1, Author("命令行"), "退回第 1 版")
    await ask_until(driver, "2024年12月10日")
    await holds(driver, folder, first)
    assert (elsewhere / POLICY).read_bytes() == first
    await database.close()


async def test_admins_are_told_file_line_and_cure_once_and_when_it_is_mended(
    driver: Driver, bot: Bot, folder: Path, rows: Rows, logged: list[EventDict]
) -> None:
    admin = await with_admin(driver, bot)
    good = (folder / POLICY).read_text("utf-8")
    line = next(number for number, text in enumerate(good.splitlines(), 1) if text.startswith("applicant: "))
    (folder / POLICY).write_text(good.replace("applicant: person", "applicant: persn"), "utf-8")
    told = await driver.expect("资料文件有错", chat_id=admin)
    for word in (POLICY, f"第{line}行", "person", "第 1 版"):
        assert word in told.text
    await driver.say("包头金蓝领啥时候截止")
    await driver.expect("2024年12月10日", chat_id=await driver.person("测试员"))
    logged.clear()
    await bot.restart()
    while not any(entry.get("kind") == "broken" for entry in logged):
        await driver.state()
    (folder / POLICY).write_text(good, "utf-8")
    await driver.expect("已经没有问题", chat_id=admin)
    assert len(rows.all("SELECT 1 FROM outbox WHERE kind = 'trouble'")) == 2
    assert rows.all("SELECT count(*) FROM publications") == [(1,)]


async def test_a_questionnaire_about_a_policy_that_is_gone_ends_kindly(person: Interview, driver: Driver, folder: Path, bot: Bot) -> None:
    edition = folder / "policies" / "bt-shibaiqian-2025.yaml"
    edition.write_text((folder / POLICY).read_text("utf-8").replace("2024", "2025"), "utf-8")
    await until(driver, bot, present=True)
    question = await person.begin("bt-shibaiqian-2025", "senior")
    assert is_question(question)
    edition.unlink()
    await until(driver, bot, present=False)
    await driver.click(question, data=data_with(question, "a")[0], stale=True)
    await driver.expect("这个按钮过期了")
    await driver.say("/check")
    again = await driver.expect()
    assert not any("2025" in label for label in again.labels)
    assert is_question(await person.begin("bt-shibaiqian-2024", "senior"))


async def until(driver: Driver, bot: Bot, *, present: bool) -> None:
    """Wait until the next edition is there, or is gone."""
    while ("bt-shibaiqian-2025" in bot.snapshots.current.base.policies) is not present:
        await driver.state()
