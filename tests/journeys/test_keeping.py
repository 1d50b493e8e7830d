"""Keeping the knowledge from the chat: a file becomes a change, is looked at, explained, published, and told."""

from pathlib import Path

import pytest

from bot.sandbox.driver import Driver, Seen
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.following import with_files_of_ones_own
from tests.journeys.office import ADMIN, press, with_admin
from tests.journeys.rows import Rows

NAME = "bt-shibaiqian-2024.yaml"
POLICY = f"policies/{NAME}"
OLD, NEW = "ends: 2024-12-10", "ends: 2024-12-16"
WHY = "市里12月2日通知，延期到16日"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example), load_lexicon(folder / "search"))


def edited(folder: Path, old: str = OLD, new: str = NEW) -> bytes:
    """The policy with something put in the place of something."""
    text = (folder / POLICY).read_text("utf-8")
    assert old in text
    return text.replace(old, new).encode()


async def send(  # noqa: PLR0913 - what a file has, and what is to come of it
    driver: Driver, content: bytes, expected: str, *, name: str = NAME, caption: str = "", user: str = ADMIN
) -> Seen:
    """Send a file and see what comes of it."""
    chat = await driver.person(user)
    await driver.send("document", content, name, user=user, caption=caption)
    return await driver.expect(expected, chat_id=chat)


async def test_a_file_that_is_sent_is_checked_told_explained_and_published(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    content = edited(folder)
    card = await send(driver, content, "改动 1：改了")
    assert "2024年12月10日（周二） → 2024年12月16日（周一）" in card.text
    assert rows.all("SELECT count(*) FROM publications") == [(1,)]
    await press(driver, card, "发布", ADMIN, "依据")
    await driver.say(WHY, user=ADMIN)
    done = await driver.expect("现在是第 2 版", chat_id=admin)
    assert "看看改了什么" in done.labels
    assert (folder / POLICY).read_bytes() == content
    await driver.say("包头金蓝领啥时候截止")
    await driver.expect("2024年12月16日", chat_id=await driver.person("测试员"))
    assert rows.all("SELECT state FROM proposals") == [("published",)]
    assert rows.all("SELECT number, why, who FROM publications WHERE number = 2") == [(2, WHY, "1 号")]
    assert [act for (act,) in rows.all("SELECT act FROM audit ORDER BY id")] == [
        "knowledge.proposed",
        "knowledge.explained",
        "knowledge.agreed",
        "knowledge.published",
    ]
