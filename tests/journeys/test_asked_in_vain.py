"""没答上来的: what was asked in vain is listed by likeness, becomes another name for a policy, is hidden, or was dealt with."""

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

POLICY = "policies/bt-shibaiqian-2024.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example, held=True), load_lexicon(folder / "search"))


async def say(driver: Driver, text: str, expected: str = "", user: str = ADMIN) -> Seen:
    await driver.say(text, user=user)
    return await driver.expect(expected, chat_id=await driver.person(user))


async def group(driver: Driver, part: str) -> Seen:
    """The card of a group."""
    listed = await say(driver, "/unanswered", "没答上来的：")
    return await press(driver, listed, next(label for label in listed.labels if part in label), ADMIN, "没答上，最近")


async def test_a_name_that_people_use_is_learned_from_what_they_asked(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    await with_admin(driver, bot)
    for text in ("鹿鸣桂冠啥时候截止", "鹿鸣桂冠要交什么材料", "考驾照在哪", "鹿鸣桂冠啥时候截止"):
        await say(driver, text, user="测试员")
    listed = await say(driver, "/unanswered", "没答上来的：2 类，共 4 次")
    assert "鹿鸣桂冠（2 种问法）：3 次，最近 11-28" in listed.text
    card = await group(driver, "鹿鸣桂冠")
    await press(driver, card, "这是一个项目的别名…", ADMIN, "打它的名字")
    await say(driver, "月球矿工", "没找到")
    await say(driver, "新疆", "是这里面的哪一项")
    asked = await say(driver, "包头金蓝领", "哪几个字是它的别名")
    assert "“鹿鸣桂冠”" in asked.labels
    await say(driver, "包头金蓝领", "已经有了")
    again = await say(driver, "长" * 40, "太长")
    shown = await press(driver, again, "“鹿鸣桂冠”", ADMIN, "改动 1：改了")
    assert "大家问过 3 次没答上" in shown.text
    before = (folder / POLICY).read_text("utf-8")
    await press(driver, shown, "发布", ADMIN, "现在是第 2 版")
    after = (folder / POLICY).read_text("utf-8")
    pairs = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert [new.replace(", 鹿鸣桂冠", "") == old for old, new in pairs] == [True]
    assert "12月10日" in (await say(driver, "鹿鸣桂冠啥时候截止", user="测试员")).text
    card = await group(driver, "鹿鸣桂冠")
    assert "✅ 现在答得上了" in card.text
    await press(driver, card, "已处理", ADMIN, "处理过了")
    assert rows.count("questions") == 1
    await driver.click(card, data=data_with(card, "vu")[0], user=ADMIN, stale=True)
    await driver.expect("已经不在了", chat_id=card.chat_id)


async def test_what_is_not_ours_stays_hidden_for_the_same_words_until_that_is_taken_back(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    await say(driver, "考驾照在哪", user="测试员")
    hidden = await press(driver, await group(driver, "驾照"), "不归我们管", ADMIN, "不归我们管")
    await say(driver, "考驾照在哪", user="测试员")
    await say(driver, "/unanswered", "没有没答上来的问题")
    assert rows.all("SELECT asked FROM questions") == [(2,)]
    await press(driver, hidden, "撤回", ADMIN, "撤回了，1 种问法")
    card = await group(driver, "驾照")
    assert "问了 2 次" in card.text
    assert [act for (act,) in rows.all("SELECT act FROM audit WHERE act NOT LIKE 'right.%named'")] == ["question.not_ours"]
    assert "驾照" not in rows.everything()


async def test_of_two_who_deal_with_a_group_the_second_is_told(driver: Driver, bot: Bot) -> None:
    admin = await with_admin(driver, bot)
    await with_editor(driver, admin)
    coded = code("policy", "bt-shibaiqian-2024")
    for data, expected in ((f":{coded}", "哪几个字"), ("", "打它的名字")):
        await say(driver, "考驾照在哪", user="测试员")
        card = await group(driver, "驾照")
        key = data_with(card, "vv")[0].split(":")[1]
        await driver.click(card, data=f"vv:{key}{data}", user=ADMIN, stale=True)
        await driver.expect(expected, chat_id=admin)
        theirs = await say(driver, "/unanswered", "没答上来的：", user=EDITOR)
        theirs = await press(driver, theirs, theirs.labels[0], EDITOR, "没答上，最近")
        assert "这是一个项目的别名…" in theirs.labels
        await press(driver, theirs, "已处理", EDITOR, "处理过了")
        await say(driver, "嗯", "已经不在了")
        assert "已经不在了" not in (await say(driver, "嗯嗯")).text
    await driver.click(card, data="vv:nonsense", user=ADMIN, stale=True)
    await driver.expect("已经不在了", chat_id=admin)


async def test_to_others_there_is_no_such_list(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    await say(driver, "/unanswered", "没有这个命令", user="测试员")
    assert rows.all("SELECT act FROM audit WHERE act NOT LIKE 'right.%named'") == [("knowledge.refused",)]
