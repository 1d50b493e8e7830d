"""A unit follows: its contacts are reminded of its own links, one marks them handed in, its group hears public dates alone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.callbacks import code
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver, Seen
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import Bot
from tests.journeys.contacts import approve, drop
from tests.journeys.following import morning
from tests.journeys.interview import data_with, verbs
from tests.journeys.members import BAOTOU, CONTACT, Colleagues, founded
from tests.journeys.rows import Rows

COLLEAGUE = "联系人李"
CODED = code("policy", BAOTOU)


@pytest.fixture
async def unit(driver: Driver, tmp_path: Path, clock: MovableClock) -> Colleagues:
    return await founded(driver, tmp_path, clock.now())


async def follow(unit: Colleagues) -> Seen:
    """The unit follows the notice of Baotou, by a tap of its contact."""
    card = await unit.say(CONTACT, "/unit")
    return await unit.press(CONTACT, card, f"jv:{unit.unit}:{CODED}")


async def pushes(driver: Driver, user: str) -> list[Seen]:
    """The unit's reminders that came to somebody so far."""
    return [seen for seen in await driver.outbox(chat_id=await driver.person(user)) if seen.text.startswith("⏰")]


async def test_a_contact_is_told_what_the_unit_hands_in_to_whom_and_when(unit: Colleagues, driver: Driver, bot: Bot) -> None:
    page = await follow(unit)
    assert "单位关注了" in page.text
    assert "单位报旗县区" in page.text
    await driver.move_clock(morning(7))
    push = await driver.expect("还有 7 天截止", chat_id=page.chat_id)
    for said in ("单位：包头第三机械厂", "2024年12月10日（周二）", "交到单位所在旗县区的人力资源和社会保障局", "要用的表"):
        assert said in push.text
    assert {"jx", "jz", "jr", "ji", "jh", "ju"} <= verbs(push)
    await driver.move_clock(timedelta(minutes=10))
    await bot.restart()
    await driver.move_clock(timedelta(hours=5))
    await bot.stop()
    assert len(await pushes(driver, CONTACT)) == 1


async def test_one_contact_marks_it_handed_in_and_all_hear_no_more(
    unit: Colleagues, driver: Driver, bot: Bot, base: KnowledgeBase, clock: MovableClock
) -> None:
    await follow(unit)
    await approve(unit, base, COLLEAGUE, clock.now())
    await driver.move_clock(morning(7))
    push = await driver.expect("还有 7 天截止", chat_id=await driver.person(CONTACT))
    await driver.expect("还有 7 天截止", chat_id=await driver.person(COLLEAGUE))
    for data in data_with(push, "jx"):
        filed = await unit.press(COLLEAGUE, await unit.say(COLLEAGUE, "/unit"), data)
        assert "已报送" in filed.text
    again = await unit.press(CONTACT, push, data_with(push, "jx")[0])
    assert "早就记下了" in again.text
    page = await unit.press(CONTACT, push, f"ju:{unit.unit}:{CODED}")
    assert "已报送 ✔" in page.text
    for days in (3, 1, 0):
        await driver.move_clock(morning(days))
    await bot.stop()
    assert len(await pushes(driver, CONTACT)) == len(await pushes(driver, COLLEAGUE)) == 1


async def test_what_was_marked_by_mistake_is_reminded_of_again(unit: Colleagues, driver: Driver) -> None:
    page = await follow(unit)
    for data in data_with(page, "jx"):
        filed = await unit.press(CONTACT, page, data)
    back = await unit.press(CONTACT, filed, data_with(filed, "jy")[0])
    assert "继续提醒" in back.text
    await driver.move_clock(morning(3))
    push = await driver.expect("还有 3 天截止", chat_id=page.chat_id)
    assert len(data_with(push, "jx")) == 1


async def test_on_the_last_day_nobody_is_promised_one_more_reminder(unit: Colleagues, driver: Driver) -> None:
    page = await follow(unit)
    for data in data_with(page, "jx"):
        filed = await unit.press(CONTACT, page, data)
    back = data_with(filed, "jy")[0]
    await driver.move_clock(morning(0))
    told = await unit.press(CONTACT, filed, back)
    assert "今天截止，不再另外提醒" in told.text
    assert "继续提醒" not in told.text
    await driver.move_clock(morning(-1))
    assert "截止日已经过了" in (await unit.press(CONTACT, filed, back)).text


async def test_tomorrow_comes_once_more(unit: Colleagues, driver: Driver, rows: Rows) -> None:
    page = await follow(unit)
    await driver.move_clock(morning(7))
    push = await driver.expect("还有 7 天截止", chat_id=page.chat_id)
    told = await unit.press(CONTACT, push, data_with(push, "jz")[0])
    assert "12月4日 09:00 再提醒您" in told.text
    assert rows.all("SELECT count(*) FROM outbox WHERE kind = 'unit_snooze'") == [(1,)]
    await driver.move_clock(morning(6))
    await driver.expect("还有 6 天截止", chat_id=page.chat_id)
    again = data_with(push, "jz")[0]
    await unit.press(CONTACT, push, data_with(push, "jx")[0])
    assert "早就记下了" in (await unit.press(CONTACT, push, again)).text, "what is handed in does not come once more"


async def test_head_counts_are_asked_once_and_counted_for_all_contacts(
    unit: Colleagues, driver: Driver, base: KnowledgeBase, clock: MovableClock
) -> None:
    page = await follow(unit)
    asked = await unit.press(CONTACT, page, f"jh:{unit.unit}:{CODED}")
    assert "单位有多少人" in asked.text
    assert "· 技师：按持证人数数" in asked.text
    unread = await unit.say(CONTACT, "这个怎么填")
    assert "没看出人数" in unread.text
    told = await unit.say(CONTACT, "高级技师20人，技师150人")
    assert "最多推荐" in told.text
    await approve(unit, base, COLLEAGUE, clock.now())
    await driver.move_clock(morning(3))
    push = await driver.expect("还有 3 天截止", chat_id=await driver.person(COLLEAGUE))
    assert "能推荐几个人" in push.text
    assert "最多推荐" in push.text


async def test_who_is_cut_off_hears_nothing_from_then_on(
    unit: Colleagues, driver: Driver, bot: Bot, base: KnowledgeBase, clock: MovableClock
) -> None:
    await follow(unit)
    await approve(unit, base, COLLEAGUE, clock.now())
    await driver.move_clock(morning(7) - timedelta(hours=12))
    await drop(unit, base, COLLEAGUE, clock.now())
    await driver.move_clock(morning(7))
    await driver.expect("还有 7 天截止", chat_id=await driver.person(CONTACT))
    await bot.stop()
    assert await pushes(driver, COLLEAGUE) == []


async def test_a_policy_followed_no_more_is_silent(unit: Colleagues, driver: Driver, bot: Bot) -> None:
    page = await follow(unit)
    asked = await unit.press(CONTACT, page, f"jw:{unit.unit}:{CODED}")
    assert "真的不再关注吗" in asked.text
    ended = await unit.press(CONTACT, asked, f"jw:{unit.unit}:{CODED}:y")
    assert "不再关注" in ended.text
    assert "jx" not in verbs(ended)
    await driver.move_clock(morning(7))
    await driver.move_clock(morning(3))
    await bot.stop()
    assert await pushes(driver, CONTACT) == []


async def test_what_a_unit_follows_is_listed_and_another_added(unit: Colleagues) -> None:
    listed = await unit.press(CONTACT, await unit.say(CONTACT, "/unit"), f"jt:{unit.unit}")
    assert "单位关注的项目：包头第三机械厂" in listed.text
    more = await unit.press(CONTACT, listed, f"jl:{unit.unit}")
    assert "加哪个项目" in more.text
    assert all("截止" in label or "没写日期" in label for label in more.labels if "➕" in label)
    assert not re.search("安徽|新疆|山西", str(more.buttons)), "of other provinces only behind a button"
    far = await unit.press(CONTACT, more, f"jl:{unit.unit}:0:a")
    assert len({*data_with(far, "jv")} - {*data_with(more, "jv")}) > 0
    added = await unit.press(CONTACT, more, data_with(more, "jv")[0])
    assert "单位关注了" in added.text
    again = await unit.press(CONTACT, listed, f"jt:{unit.unit}")
    assert len(data_with(again, "ju")) == len(data_with(listed, "ju")) + 1


async def test_a_step_that_is_none_is_a_stale_button(unit: Colleagues, rows: Rows) -> None:
    page = await follow(unit)
    for verb in ("jx", "jy", "jz"):
        stale = await unit.press(CONTACT, page, f"{verb}:{unit.unit}:{CODED}:nonsense")
        assert "过期" in stale.text
    assert rows.count("filings") == 0


async def test_who_was_cut_off_while_typing_head_counts_leaves_none(
    unit: Colleagues, base: KnowledgeBase, clock: MovableClock, rows: Rows
) -> None:
    page = await follow(unit)
    await approve(unit, base, COLLEAGUE, clock.now())
    await unit.press(CONTACT, page, f"jh:{unit.unit}:{CODED}")
    await drop(unit, base, CONTACT, clock.now())
    stale = await unit.say(CONTACT, "高级技师20人")
    assert "过期" in stale.text
    assert rows.count("unit_answers") == 0


async def test_what_a_contact_hears_of_is_named_where_reminders_are(unit: Colleagues) -> None:
    await follow(unit)
    mine = await unit.say(CONTACT, "/my")
    assert "还没有订阅提醒" not in mine.text
    assert "包头第三机械厂（您是联系人）" in mine.text
    assert "2024年12月10日（周二）" in mine.text
    assert data_with(mine, "ja")
