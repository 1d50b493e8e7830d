"""Several files are one change, a policy is deleted by a change, and what nobody finishes is put away."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.callbacks import code
from bot.sandbox.driver import Driver, Seen
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.following import with_files_of_ones_own
from tests.journeys.interview import data_with
from tests.journeys.office import ADMIN, EDITOR, press, with_admin, with_editor
from tests.journeys.rows import Rows

BAOTOU, CRAFTSMAN = "policies/bt-shibaiqian-2024.yaml", "policies/xj-craftsman-2022.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example, held=True), load_lexicon(folder / "search"))


async def send(  # noqa: PLR0913, PLR0917 - which file, how it differs, what comes of it
    driver: Driver, folder: Path, path: str, old: str, new: str, expected: str, *, user: str = ADMIN, caption: str = "", album: str = ""
) -> Seen:
    """Send a file with something put in the place of something."""
    text = (folder / path).read_text("utf-8")
    assert old in text
    await driver.send("document", text.replace(old, new).encode(), Path(path).name, user=user, caption=caption, album=album)
    return await driver.expect(expected, chat_id=await driver.person(user))


async def test_files_one_after_another_become_one_change(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    await send(driver, folder, BAOTOU, "ends: 2024-12-10", "ends: 2024-12-16", "改动 1：改了")
    second = await send(driver, folder, CRAFTSMAN, "short_title: ", "short_title: 新", "改动 2：改了", caption="两个一起改")
    assert "也加到改动 1" in second.labels
    await press(driver, second, "也加到改动 1", ADMIN, "改动 2 并到了改动 1")
    both = await driver.expect("改动 1：改了", chat_id=admin)
    assert "12月16日" in both.text
    assert "名称和叫法" in both.text
    assert "依据：两个一起改" in both.text
    assert "也加到改动 2" not in both.labels
    await driver.click(second, data="vb:2:j:1", user=ADMIN, stale=True)
    await driver.expect("没有再发一次", chat_id=admin)
    await press(driver, both, "发布", ADMIN, "现在是第 2 版")
    assert "ends: 2024-12-16" in (folder / BAOTOU).read_text("utf-8")
    assert "short_title: 新" in (folder / CRAFTSMAN).read_text("utf-8")
    assert rows.all("SELECT state FROM proposals ORDER BY id") == [("published",), ("joined",)]


async def test_only_ones_own_changes_are_joined_and_none_that_somebody_agreed_to(
    driver: Driver, bot: Bot, folder: Path, rows: Rows
) -> None:
    bot.consents = 2
    admin = await with_admin(driver, bot)
    editor = await with_editor(driver, admin)
    mine = await send(driver, folder, BAOTOU, "ends: 2024-12-10", "ends: 2024-12-16", "改动 1：改了", caption="延期到16日")
    theirs = await send(driver, folder, CRAFTSMAN, "short_title: ", "short_title: 新", "改动 2：改了", user=EDITOR)
    assert not [label for label in theirs.labels if "也加到" in label]
    for data in ("vb:1:j:2", "vb:2:j:1", "vb:2:j:2", "vb:2:j:9"):
        await driver.click(theirs, data=data, user=EDITOR, stale=True)
        await driver.expect("过期|没有并过去", chat_id=editor)
    await press(driver, mine, "发布", ADMIN, "还要别人同意")
    third = await send(driver, folder, CRAFTSMAN, "short_title: ", "short_title: 又", "改动 3：改了")
    await press(driver, third, "也加到改动 1", ADMIN, "没有并过去")
    assert rows.all("SELECT state FROM proposals") == [("open",)] * 3


FACT = """facts:
  - id: works_nights
    kind: yes_no
    name: 上夜班
    subject: person
    group: work
    effort: 3
    changes: any
    ask: 您上夜班吗？
"""
CONDITION = """  - id: nights-first
    clause: 三
    kind: preferred
    text: 上夜班的优先
    rule: {fact: works_nights, is: true}

gates:
"""


async def test_files_that_need_each_other_are_sent_together(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    await with_admin(driver, bot)
    alone = await send(driver, folder, CRAFTSMAN, "\ngates:\n", CONDITION, "改动 1", album="a")
    assert "works_nights" in alone.text
    assert "改动 1 没有发布" in alone.text
    card = await send(driver, folder, "facts.yaml", "facts:\n", FACT, "改动 1：改了", album="a", caption="省里补充通知")
    assert "上夜班" in card.text
    assert "依据：省里补充通知" in card.text
    assert rows.all("SELECT path FROM proposal_files ORDER BY path") == [("facts.yaml",), (CRAFTSMAN,)]
    await press(driver, card, "发布", ADMIN, "现在是第 2 版")
    again = await send(driver, folder, BAOTOU, "ends: 2024-12-10", "ends: 2024-12-16", "改动 2：改了", album="a")
    assert "也加到改动 1" not in again.labels


@pytest.mark.parametrize("start", [datetime(2022, 10, 28, 1, tzinfo=UTC)])
async def test_a_policy_is_deleted_by_a_change_that_says_what_hangs_on_it(driver: Driver, bot: Bot, folder: Path) -> None:
    admin = await with_admin(driver, bot)
    await driver.say(f"/start f-{code('policy', 'xj-craftsman-2022')}")
    await driver.expect(chat_id=await driver.person("测试员"))
    await driver.say("/admin", user=ADMIN)
    card = await driver.expect("您的权限", chat_id=admin)
    await driver.click(card, data=f"vt:{code('policy', 'xj-craftsman-2022')}", user=ADMIN, stale=True)
    policy = await driver.expect("下次核对", chat_id=admin)
    asked = await press(driver, policy, "删掉这一项…", ADMIN, "删掉 新疆工匠")
    assert "现在有1 人关注，0 人存着自测" in asked.text
    await driver.say("废", user=ADMIN)
    await driver.expect("请写明为什么删", chat_id=admin)
    await driver.say("市里通知废止了", user=ADMIN)
    card = await driver.expect("改动 1：改了", chat_id=admin)
    assert "⚠ 删掉 新疆工匠培养项目（2022）：现在有1 人关注" in card.text
    assert "依据：删掉 新疆工匠培养项目：市里通知废止了" in card.text
    done = await press(driver, card, "发布", ADMIN, "现在是第 2 版")
    assert not (folder / CRAFTSMAN).exists()
    assert not (folder / "clauses" / "xj-craftsman-2022.yaml").exists()
    await press(driver, done, "退回到上一版", ADMIN, "为什么")
    await driver.say("删错了，没有废止", user=ADMIN)
    back = await driver.expect("改动 2：改了", chat_id=admin)
    await press(driver, back, "发布", ADMIN, "现在是第 3 版")
    assert (folder / CRAFTSMAN).exists()
    await driver.click(card, data=f"vt:{code('policy', 'bt-shibaiqian-2024')}:x", user=ADMIN, stale=True)
    await driver.expect("删掉 包头", chat_id=admin)
    await driver.say("市里通知废止了", user=ADMIN)
    stuck = await driver.expect("还提到要删的这一项.*也加到改动 3", chat_id=admin)
    assert "general.yaml 第" in stuck.text
    await press(driver, stuck, "取回文件", ADMIN, "没有文件可取")


async def test_what_nobody_finishes_is_put_away_and_said_to_be(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    card = await send(driver, folder, BAOTOU, "ends: 2024-12-10", "ends: 2024-12-16", "改动 1：改了", caption="延期到16日")
    await driver.move_clock(timedelta(days=29))
    await driver.say("/admin", user=ADMIN)
    await driver.expect("您的权限", chat_id=admin)
    assert rows.all("SELECT state FROM proposals") == [("open",)]
    await driver.move_clock(timedelta(days=1, minutes=1))
    told = await driver.expect("改动 1 放了 30 天没有发布，收起来了", chat_id=admin)
    assert "延期到16日" in told.text
    back = await press(driver, told, "取回文件", ADMIN, "改动 1：")
    assert back.raw["message"]["document"]["file_name"] == "bt-shibaiqian-2024@1.yaml"
    await driver.click(card, data=data_with(card, "vb")[-1], user=ADMIN, stale=True)
    await driver.expect("没有再发一次", chat_id=admin)
    assert rows.all("SELECT act FROM audit ORDER BY id DESC LIMIT 1") == [("knowledge.faded",)]
