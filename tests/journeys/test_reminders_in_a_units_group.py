"""A unit's group hears the notice's own dates: no name, no count, no button of somebody's own; and it may move or throw the bot out."""

from pathlib import Path

import pytest

from bot.callbacks import code
from bot.handlers.table import PUBLIC_PRESSES
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver, Seen
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import Bot
from tests.journeys.contacts import approve, connect, drop
from tests.journeys.following import morning
from tests.journeys.interview import data_with, verbs
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


async def test_a_group_hears_public_dates_and_nothing_of_anybody(unit: Colleagues, driver: Driver, group: int) -> None:
    page = await unit.join(ME, await unit.token(), "张建国")
    await unit.share(ME, page, f"jp:{unit.unit}:{CODED}", ":" + code("track", f"{BAOTOU}/senior"))
    asked = await unit.press(CONTACT, await unit.say(CONTACT, "/unit"), f"jh:{unit.unit}:{CODED}")
    assert "单位有多少人" in asked.text
    await unit.say(CONTACT, "高级技师20人，技师150人")
    await unit.press(CONTACT, asked, f"jj:{unit.unit}:{CODED}:20241206")
    await driver.move_clock(morning(7))
    private = await driver.expect("还有 7 天截止", chat_id=await driver.person(CONTACT))
    for told in ("张建国", "最多推荐", "12月6日", "同意告诉单位的"):
        assert told in private.text
    told_all = await driver.expect("还有 7 天截止", chat_id=group)
    assert "2024年12月10日（周二）" in told_all.text
    for kept in ("张建国", "推荐 ", "20人", "12月6日", "同意", "内部", "包头第三机械厂", CONTACT):
        assert kept not in told_all.text
    assert verbs(told_all) <= PUBLIC_PRESSES


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


async def test_a_group_outlives_the_contact_who_connected_it(
    unit: Colleagues, driver: Driver, group: int, base: KnowledgeBase, clock: MovableClock
) -> None:
    await approve(unit, base, OTHER, clock.now())
    await drop(unit, base, CONTACT, clock.now())
    await driver.move_clock(morning(7))
    await driver.expect("还有 7 天截止", chat_id=group)


async def test_a_group_outlives_the_contact_who_deletes_everything(
    unit: Colleagues, driver: Driver, group: int, base: KnowledgeBase, clock: MovableClock
) -> None:
    await approve(unit, base, OTHER, clock.now())
    asked = await unit.say(CONTACT, "/delete")
    await driver.click(asked, data="dd", user=CONTACT)
    await driver.expect("全部删除", chat_id=asked.chat_id)
    await driver.move_clock(morning(7))
    await driver.expect("还有 7 天截止", chat_id=group)
