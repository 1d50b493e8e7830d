"""A unit's group hears the notice's own dates: no name, no count, no button of somebody's own; and it may move or throw the bot out."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.callbacks import code
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver, Seen
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import Bot
from tests.journeys.contacts import approve, connect, drop, heard_in
from tests.journeys.following import morning
from tests.journeys.interview import data_with
from tests.journeys.members import BAOTOU, CONTACT, Colleagues, founded
from tests.journeys.rows import Rows

CODED = code("policy", BAOTOU)
MENTION = "@shenbao_sandbox_bot"
ME, OTHER = "工人张", "联系人李"


@pytest.fixture
async def unit(driver: Driver, tmp_path: Path, clock: MovableClock) -> Colleagues:
    unit = await founded(driver, tmp_path, clock.now())
    await unit.press(CONTACT, await unit.say(CONTACT, "/unit"), f"jv:{unit.unit}:{CODED}")
    return unit


@pytest.fixture
async def group(unit: Colleagues, driver: Driver, base: KnowledgeBase, clock: MovableClock) -> int:
    room = await driver.do("group", user=CONTACT, title="三厂技能群", members=["组员"])
    chat = int(room["chat"]["id"])
    await driver.expect(MENTION, chat_id=chat)
    await connect(unit, base, chat, clock.now())
    return chat


async def reminders(driver: Driver, chat: int) -> list[Seen]:
    return [seen for seen in await driver.outbox(chat_id=chat) if seen.text.startswith(("⏰", "⚠", "抱歉"))]


async def test_all_that_a_group_ever_hears_is_public(unit: Colleagues, driver: Driver, base: KnowledgeBase, clock: MovableClock) -> None:
    page = await unit.join(ME, await unit.token(), "张建国")
    await unit.share(ME, page, f"jp:{unit.unit}:{CODED}", ":" + code("track", f"{BAOTOU}/senior"))
    asked = await unit.press(CONTACT, await unit.say(CONTACT, "/unit"), f"jh:{unit.unit}:{CODED}")
    await unit.say(CONTACT, "高级技师20人，技师150人")
    day = await unit.press(CONTACT, asked, f"jj:{unit.unit}:{CODED}:20241206")
    assert "12月6日" in day.text
    await approve(unit, base, OTHER, clock.now())
    room = await driver.do("group", user=CONTACT, title="三厂技能群", members=[ME])
    group = int(room["chat"]["id"])
    await driver.expect(MENTION, chat_id=group)
    for user, connects in ((ME, ""), (CONTACT, "接上了"), (CONTACT, "接上了")):
        await driver.say(f"/start{MENTION} jg-{unit.unit}", user=user, chat_id=group)
        await driver.expect(connects, chat_id=group)
    for user in (CONTACT, ME):
        for text in (f"{MENTION} 包头金蓝领什么时候截止", f"{MENTION} 包头金蓝领要交什么材料", f"/unit{MENTION}", f"/my{MENTION}"):
            await driver.say(text, user=user, chat_id=group)
            await driver.expect(chat_id=group)
    for left in (7, 3):
        await driver.move_clock(morning(left))
        private = await driver.expect(f"还有 {left} 天截止", chat_id=await driver.person(CONTACT))
        for told in ("张建国", "最多推荐", "12月6日", "同意告诉单位的"):
            assert told in private.text
        push = await driver.expect(f"还有 {left} 天截止", chat_id=group)
        assert "2024年12月10日（周二）" in push.text
        for user in (CONTACT, ME):
            for data in (data_with(push, "t")[0], f"ju:{unit.unit}:{CODED}", f"jr:{unit.unit}:{CODED}", f"jg:{unit.unit}"):
                await driver.click(push, data=data, user=user, stale=True)
                await driver.expect(kinds="answer", chat_id=group)
    await drop(unit, base, CONTACT, clock.now())
    await driver.move_clock(morning(1))
    await driver.expect("还有 1 天截止", chat_id=group)
    said = await heard_in(driver, group)
    assert sum(seen.text.startswith("⏰") for seen in said) == 3, "and it heard them all"


async def test_what_is_handed_in_cannot_be_seen_by_the_group(unit: Colleagues, driver: Driver, bot: Bot, group: int) -> None:
    card = await unit.say(CONTACT, "/unit")
    page = await unit.press(CONTACT, card, f"ju:{unit.unit}:{CODED}")
    steps = data_with(page, "jx")
    await driver.move_clock(morning(7))
    before = await driver.expect("还有 7 天截止", chat_id=group)
    for data in steps:
        await unit.press(CONTACT, page, data)
        await driver.move_clock(morning(3 if data == steps[0] else 1))
        push = await driver.expect("天截止", chat_id=group)
        assert push.text.partition("\n")[2] == before.text.partition("\n")[2]
    await bot.stop()


async def test_a_group_that_moved_is_reminded_where_it_is_now(unit: Colleagues, driver: Driver, bot: Bot, group: int) -> None:
    moved = await driver.do("migrate", user=CONTACT, chat_id=group)
    assert unit.unit
    await driver.move_clock(morning(7))
    await driver.expect("还有 7 天截止", chat_id=int(moved["chat"]["id"]))
    await bot.stop()
    assert await reminders(driver, group) == []


async def test_a_group_that_threw_the_bot_out_stops_nobody_else_and_must_be_connected_anew(
    unit: Colleagues, driver: Driver, bot: Bot, group: int, rows: Rows
) -> None:
    await driver.do("remove_bot", user=CONTACT, chat_id=group)
    await driver.do("add_bot", user="组员", chat_id=group)
    await driver.move_clock(morning(7))
    await driver.expect("还有 7 天截止", chat_id=await driver.person(CONTACT))
    await driver.move_clock(morning(3))
    await driver.expect("还有 3 天截止", chat_id=await driver.person(unit.contact))
    await bot.stop()
    assert rows.count("unit_groups") == 0
    assert rows.all("SELECT act FROM audit ORDER BY id DESC LIMIT 1") == [("group.disconnected",)]
    assert await reminders(driver, group) == []


@pytest.mark.parametrize("goes", ["leaves", "is cut off", "deletes everything"])
async def test_who_stays_keeps_or_cuts_the_groups_of_a_contact_who_goes(  # noqa: PLR0913, PLR0917 - all that a unit with a group is made of
    unit: Colleagues, driver: Driver, group: int, base: KnowledgeBase, clock: MovableClock, rows: Rows, goes: str
) -> None:
    await approve(unit, base, OTHER, clock.now())
    other = await unit.say(OTHER, "/unit")
    mine = rows.all("SELECT connected_by FROM unit_groups")[0][0]
    match goes:
        case "leaves":
            await unit.press(CONTACT, await unit.say(CONTACT, "/unit"), f"jf:{unit.unit}:ll")
        case "is cut off":
            await unit.press(OTHER, other, f"jf:{unit.unit}:rr:{mine}")
        case _:
            asked = await unit.say(CONTACT, "/delete")
            await driver.click(asked, data="dd", user=CONTACT)
            await driver.expect("全部删除", chat_id=asked.chat_id)
    await driver.move_clock(timedelta(seconds=1))
    told = await driver.expect("管群的联系人走了", chat_id=other.chat_id)
    assert "· 技能群，2024-11-28 接上" in told.text
    keep, cut = (next(data for data in data_with(told, "jg") if f":{act}:" in data) for act in "kd")
    assert "没有人管" in (await unit.press(OTHER, told, f"jg:{unit.unit}")).text
    assert "· 技能群：2024-11-28 接上，联系人李管" in (await unit.press(OTHER, told, keep)).text
    await driver.move_clock(morning(7))
    await driver.expect("还有 7 天截止", chat_id=group)
    assert "还没有接群" in (await unit.press(OTHER, told, cut)).text
    assert await unit.toast(OTHER, told, keep) == "这个群已经断开了"
    assert (rows.count("unit_groups"), rows.all("SELECT count(*) FROM audit WHERE act = 'group.kept'")) == (0, [(1,)])
    await heard_in(driver, group)
