"""改一处, from a phone: buttons and typed words become a change of one line of the file, published like any other."""

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

POLICY = "policies/bt-shibaiqian-2024.yaml"
OTHER = "工人张"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example, held=True), load_lexicon(folder / "search"))


async def say(driver: Driver, text: str, expected: str, user: str = ADMIN) -> Seen:
    await driver.say(text, user=user)
    return await driver.expect(expected, chat_id=await driver.person(user))


def label(seen: Seen, part: str) -> str:
    return next(one for one in seen.labels if part in one)


async def asked_for_the_day(driver: Driver) -> Seen:
    """The new last day of the units' stage is awaited."""
    kinds = await say(driver, "/edit 包头金蓝领", "要改哪一种")
    spots = await press(driver, kinds, label(kinds, "日期"), ADMIN, "哪一处")
    fields = await press(driver, spots, label(spots, "单位报旗县区"), ADMIN, "改其中的哪一个")
    return await press(driver, fields, label(fields, "最后一天：2024年12月10日"), ADMIN, "现在：2024年12月10日（周二）")


async def test_a_date_is_put_right_from_a_phone(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    before = (folder / POLICY).read_bytes()
    await asked_for_the_day(driver)
    await say(driver, "尽快", "没看出是哪一天")
    shown = await say(driver, "12月16日", "请核对")
    assert "最后一天：2024年12月10日（周二） → 2024年12月16日（周一）" in shown.text
    await say(driver, "嗯", "请写清根据什么")
    assert "谁在哪天电话里说的" in (await say(driver, "2024年12月16日", "请写清根据什么")).text
    card = await say(driver, "市人社局12月5日补充通知第二条", "改动 1")
    assert "2024年12月10日（周二） → 2024年12月16日（周一）" in card.text
    assert "ends" not in card.text
    await driver.click(card, label(card, "发布"), user=ADMIN)
    await driver.expect("现在是第 2 版", chat_id=admin)
    old, new = before.splitlines(), (folder / POLICY).read_bytes().splitlines()
    assert [(was, now) for was, now in zip(old, new, strict=True) if was != now] == [(b"    ends: 2024-12-10", b"    ends: 2024-12-16")]
    ((why,),) = rows.all("SELECT why FROM publications WHERE number = 2")
    assert "根据：市人社局12月5日补充通知第二条" in why


async def test_everybody_can_read_what_was_put_right(driver: Driver, bot: Bot, folder: Path) -> None:
    admin = await with_admin(driver, bot)
    await say(driver, "/changes", "都没有改过", OTHER)
    await say(driver, "/changes 包头金蓝领", "收进来以后没有改过", OTHER)
    await asked_for_the_day(driver)
    await say(driver, "12月16日", "请核对")
    card = await say(driver, "市人社局12月5日补充通知第二条", "改动 1")
    await driver.click(card, label(card, "发布"), user=ADMIN)
    await driver.expect("现在是第 2 版", chat_id=admin)
    every = await say(driver, "/changes", "2024年11月28日：包头十百千", OTHER)
    one = await press(driver, every, label(every, "包头十百千"), OTHER, "更正记录：包头十百千")
    assert "2024年12月10日（周二） → 2024年12月16日（周一）" in one.text
    assert "补充通知" not in one.text
    text = (folder / POLICY).read_text("utf-8")
    assert text.count("ends: 2024-12-16") == 1
    page = await say(driver, "/pause 包头金蓝领", "现在照常答")
    await press(driver, await press(driver, page, "⏸ 暂停整项", ADMIN, "为什么暂停"), "日期可能不对", ADMIN, "暂停了")
    assert "12月16日" not in (await say(driver, "/changes 包头金蓝领", "核实中", OTHER)).text


async def test_a_name_is_added_and_found_at_once(driver: Driver, bot: Bot, folder: Path) -> None:
    admin = await with_admin(driver, bot)
    every = await say(driver, "/edit", "先选政策")
    assert "后面的" in "".join(every.labels)
    kinds = await say(driver, "包头金蓝领", "要改哪一种")
    spots = await press(driver, kinds, label(kinds, "叫法"), ADMIN, "哪一处")
    await press(driver, spots, "整项政策", ADMIN, "加一个叫法")
    await say(driver, "金蓝领", "这个已经有了")
    await say(driver, "鹿城蓝领计划", "请核对")
    card = await say(driver, "热线上常这样问", "改动 1")
    await driver.click(card, label(card, "发布"), user=ADMIN)
    await driver.expect("现在是第 2 版", chat_id=admin)
    assert "十百千专项培养, 鹿城蓝领计划]" in (folder / POLICY).read_text("utf-8")
    await say(driver, "鹿城蓝领计划啥时候截止", "包头十百千", OTHER)


async def test_others_have_no_such_command_and_it_is_written_down(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    await say(driver, "/edit 包头金蓝领", "没有这个命令", OTHER)
    assert rows.all("SELECT act FROM audit WHERE act NOT LIKE 'right.%named'") == [("knowledge.refused",)]


async def test_who_loses_the_right_in_between_changes_nothing(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    await asked_for_the_day(driver)
    await bot.stop()
    bot.admins = ()
    bot.start()
    await say(driver, "12月16日", "")
    assert rows.count("proposals") == 0
    assert rows.all("SELECT act FROM audit WHERE act NOT LIKE 'right.%named'") == [("knowledge.refused",)]
    assert rows.count("dialogs") == 0


async def test_a_cancelled_edit_awaits_nothing(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    asked = await asked_for_the_day(driver)
    await press(driver, asked, "取消", ADMIN, "不办了")
    assert rows.count("dialogs") == 0
    assert rows.count("proposals") == 0


async def test_names_that_fit_many_or_none(driver: Driver, bot: Bot) -> None:
    await with_admin(driver, bot)
    none = await say(driver, "/edit 月球矿工补贴评选", "")
    assert label(none, "取消")
    many = await say(driver, "高技能人才", "")
    assert label(many, "取消")
