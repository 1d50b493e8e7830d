"""Rights: given by link and by number, taken, lost at once; and a second publisher who has to agree."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.driver import Driver, Seen
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from tests.journeys.conftest import Bot
from tests.journeys.following import with_files_of_ones_own
from tests.journeys.office import ADMIN, press, pushed, with_admin
from tests.journeys.rows import Rows
from tests.journeys.test_keeping import WHY, edited, send

WANG, ZHANG = "老王", "小张"
STALE = "过期"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_files_of_ones_own(tmp_path)


@pytest.fixture
def snapshots(folder: Path) -> Snapshots:
    return Snapshots(Library(folder, check_example, held=True), load_lexicon(folder / "search"))


async def rights(driver: Driver, user: str = ADMIN) -> Seen:
    chat = await driver.person(user)
    await driver.say("/admin", user=user)
    card = await driver.expect("管理", chat_id=chat)
    return await press(driver, card, "谁能管资料", user, "能管资料的有")


async def offer(driver: Driver, role: str, called: str) -> str:
    """Make a link; its payload."""
    chosen = await press(driver, await rights(driver), "给一个人权限", ADMIN, "哪一种")
    await press(driver, chosen, role, ADMIN, "打一个称呼")
    await driver.say(called, user=ADMIN)
    link = await driver.expect("把下面的链接", chat_id=await driver.person(ADMIN))
    found = re.search(r"start=(vf-[a-z2-7]{24})", link.text)
    assert found
    return found[1]


async def come(driver: Driver, user: str, role: str) -> int:
    """Somebody gets a right by a link; their chat."""
    payload = await offer(driver, role, f"人社局 {user}")
    chat = await driver.person(user)
    await driver.start(payload, user=user)
    await press(driver, await driver.expect("请您一起管资料", chat_id=chat), "接受", user, f"您有“{role}”权限了")
    return chat


async def test_a_link_gives_a_right_to_one_who_accepts_once(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    payload = await offer(driver, "编辑", "人社局 老王")
    for user in (WANG, ZHANG):
        await driver.start(payload, user=user)
    theirs = [await driver.expect("请您一起管资料", chat_id=await driver.person(user)) for user in (WANG, ZHANG)]
    assert rows.all("SELECT count(*) FROM roles WHERE role = 'editor'") == [(0,)], "nothing is given by opening it"
    await driver.start(f"{payload}-y", user=WANG)
    await driver.expect("请您一起管资料", chat_id=await driver.person(WANG))
    assert rows.all("SELECT count(*) FROM roles WHERE role = 'editor'") == [(0,)]
    await press(driver, theirs[0], "接受", WANG, "您有“编辑”权限了")
    await pushed(driver, "给了 人社局 老王", await driver.person(ADMIN))
    await press(driver, theirs[1], "接受", ZHANG, STALE)
    await driver.start(payload, user=ZHANG)
    await driver.expect("链接", chat_id=await driver.person(ZHANG))
    assert rows.all("SELECT count(*) FROM roles WHERE role = 'editor'") == [(1,)]
    assert "人社局 老王：编辑" in (await rights(driver)).text
    assert "老王" not in rows.everything()
    assert payload.removeprefix("vf-") not in str(rows.all("SELECT * FROM audit"))


async def test_a_link_leads_nowhere_after_a_week(driver: Driver, bot: Bot) -> None:
    await with_admin(driver, bot)
    payload = await offer(driver, "管理", "人社局 老王")
    await driver.move_clock(timedelta(days=7))
    await driver.start(payload, user=WANG)
    await driver.expect("链接", chat_id=await driver.person(WANG))


async def test_by_number_at_once_and_taken_in_the_middle_of_a_dialog(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    wang = await driver.person(WANG)
    await driver.start(user=WANG)
    await driver.expect("申报助手", chat_id=wang)
    chosen = await press(driver, await rights(driver), "给一个人权限", ADMIN, "哪一种")
    await press(driver, chosen, "发布", ADMIN, "打一个称呼")
    await driver.say(f"{wang} 人社局 老王", user=ADMIN)
    await driver.expect("给了 人社局 老王“发布”权限", chat_id=admin)
    await pushed(driver, "您有“发布”权限了", wang)
    card = await send(driver, edited(folder), "改动 1：改了", user=WANG)
    await press(driver, card, "发布", WANG, "依据")
    sure = await press(driver, await rights(driver), "收回：人社局 老王", ADMIN, "马上生效")
    await press(driver, sure, "收回", ADMIN, "能管资料的有 1 位")
    await pushed(driver, "权限收回了", wang)
    await driver.say(WHY, user=WANG)
    await driver.expect(STALE, chat_id=wang)
    await press(driver, card, "发布", WANG, STALE)
    assert rows.count("publications") == 1
    assert rows.all("SELECT act FROM audit ORDER BY id DESC LIMIT 2") == [("knowledge.refused",), ("right.taken",)]


async def test_the_last_owner_and_those_in_the_settings_stay(driver: Driver, bot: Bot, rows: Rows) -> None:
    await with_admin(driver, bot)
    found = await rights(driver)
    assert not any("收回" in label for label in found.labels)
    me = rows.all("SELECT person_id FROM roles")[0][0]
    await driver.click(found, data=f"ve:t:{me}:y", user=ADMIN, stale=True)
    await driver.expect("在设置", chat_id=found.chat_id)
    wang = await come(driver, WANG, "管理")
    await bot.stop()
    bot.admins = ()
    bot.start()
    theirs = await rights(driver, WANG)
    assert "有 1 位" in theirs.text
    sure = await press(driver, theirs, "收回：人社局", WANG, "马上生效")
    await press(driver, sure, "收回", WANG, "最后一位")
    await driver.say("/admin", user=WANG)
    await driver.expect("您的权限：管理", chat_id=wang)


@pytest.mark.parametrize("answer", ["同意并发布", "不同意"])
async def test_a_second_publisher_has_to_agree(driver: Driver, bot: Bot, folder: Path, rows: Rows, answer: str) -> None:
    bot.consents = 2
    admin = await with_admin(driver, bot)
    card = await send(driver, edited(folder), "改动 1：改了", caption=WHY)
    assert "没有别的能发布的人" in (await press(driver, card, "发布", ADMIN, "还要别人同意")).text
    wang = await come(driver, WANG, "发布")
    await come(driver, ZHANG, "编辑")
    await press(driver, card, "发布", ADMIN, "已经告诉 1 位")
    asked = await pushed(driver, "改动 1：改了", wang)
    assert rows.count("publications") == 1
    if answer == "同意并发布":
        await press(driver, asked, answer, WANG, "现在是第 2 版")
        await pushed(driver, "资料换成了第 2 版", admin)
        await press(driver, card, "发布", ADMIN, "已经发布")
    else:
        await press(driver, asked, answer, WANG, "为什么不同意")
        await driver.say("日期和通知对不上", user=WANG)
        await driver.expect("放弃了", chat_id=wang)
        assert "日期和通知对不上" in (await pushed(driver, "改动 1 没有发布", admin)).text
    assert rows.count("publications") == (2 if answer == "同意并发布" else 1)


async def test_an_editor_asks_those_who_may(driver: Driver, bot: Bot, folder: Path, rows: Rows) -> None:
    admin = await with_admin(driver, bot)
    wang = await come(driver, WANG, "编辑")
    card = await send(driver, edited(folder), "改动 1：改了", user=WANG)
    await press(driver, card, "请人发布", WANG, "依据")
    await driver.say(WHY, user=WANG)
    await driver.expect("已经告诉 1 位", chat_id=wang)
    asked = await pushed(driver, "改动 1：改了", admin)
    assert WHY in asked.text
    await press(driver, asked, "同意并发布", ADMIN, "现在是第 2 版")
    await pushed(driver, "资料换成了第 2 版", wang)
    assert rows.all("SELECT who FROM publications WHERE number = 2") == [("1 号",)]
