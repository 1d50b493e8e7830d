"""本单位内部截止: typed by a contact, told to the members who share or follow, as the unit's own; moved, withdrawn, warned of."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot import texts
from bot.callbacks import code
from bot.clock import SHANGHAI
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver, Seen
from bot.views.topics.deadlines import UNDATED
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import Bot
from tests.journeys.contacts import approve, drop
from tests.journeys.following import follow as follow_oneself
from tests.journeys.interview import data_with, verbs
from tests.journeys.members import BAOTOU, CONTACT, Colleagues, founded
from tests.journeys.rows import Rows

CODED = code("policy", BAOTOU)
SENIOR = ":" + code("track", f"{BAOTOU}/senior")
ME, OTHER = "工人张", "工人李"
INNER = date(2024, 12, 6)
LATE = datetime(2024, 11, 28, 23, 30, tzinfo=SHANGHAI)
"""In everybody's quiet hours."""


def nine(day: date) -> datetime:
    return datetime.combine(day, time(9), SHANGHAI)


@pytest.fixture
async def unit(driver: Driver, tmp_path: Path, clock: MovableClock) -> Colleagues:
    unit = await founded(driver, tmp_path, clock.now())
    await unit.press(CONTACT, await unit.say(CONTACT, "/unit"), f"jv:{unit.unit}:{CODED}")
    return unit


@pytest.fixture
async def member(unit: Colleagues) -> Seen:
    """Somebody who joined and shares; their page."""
    page = await unit.join(ME, await unit.token(), "张建国")
    return await unit.share(ME, page, f"jp:{unit.unit}:{CODED}", SENIOR)


async def ask(unit: Colleagues) -> Seen:
    """The contact is asked for the day."""
    return await unit.press(CONTACT, await unit.say(CONTACT, "/unit"), f"ji:{unit.unit}:{CODED}")


async def put(unit: Colleagues, said: str) -> Seen:
    """The contact types a day."""
    await ask(unit)
    return await unit.say(CONTACT, said)


async def told(driver: Driver, user: str) -> list[str]:
    """What came to somebody of the unit's own day."""
    return [seen.text for seen in await driver.outbox(chat_id=await driver.person(user)) if "本单位" in seen.text.partition("\n")[0]]


async def test_a_member_is_told_and_reminded_of_the_units_own_day(unit: Colleagues, driver: Driver, bot: Bot, member: Seen) -> None:
    asked = await ask(unit)
    assert "12月7日" in asked.labels
    done = await unit.say(CONTACT, "12月6日")
    assert "定了，本单位内部截止：2024年12月6日（周五）" in done.text
    news = await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    assert "交到单位（包头第三机械厂）：现在：2024年12月6日（周五）" in news.text
    assert "这是本单位定的日期，不是通知里写的" in news.text
    for days in (3, 1, 0):
        await driver.move_clock(nine(INNER - timedelta(days=days)))
        push = await driver.expect("今天，本单位内部截止" if days == 0 else f"还有 {days} 天，本单位内部截止", chat_id=member.chat_id)
        assert "这是本单位定的日期" in push.text
        assert {"ox", "c"} <= verbs(push)
    await driver.move_clock(nine(INNER + timedelta(days=1)))
    await bot.stop()
    assert len(await told(driver, ME)) == 4


async def test_only_who_shares_or_follows_hears_of_it(unit: Colleagues, driver: Driver, bot: Bot) -> None:
    token = await unit.token()
    await unit.join(ME, token, "张建国")
    await follow_oneself(driver, user=OTHER)
    await unit.join(OTHER, token, "李建国")
    await put(unit, "12月6日")
    await driver.expect("本单位定了内部截止", chat_id=await driver.person(OTHER))
    await driver.move_clock(nine(INNER - timedelta(days=3)))
    await driver.expect("还有 3 天，本单位内部截止", chat_id=await driver.person(OTHER))
    await bot.stop()
    assert await told(driver, ME) == []


async def test_a_change_is_told_old_to_new_and_the_old_day_is_over(unit: Colleagues, driver: Driver, bot: Bot, member: Seen) -> None:
    await put(unit, "12月6日")
    await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    await put(unit, "12月8号")
    changed = await driver.expect("本单位内部截止改了", chat_id=member.chat_id)
    assert "原来：2024年12月6日（周五） → 现在：2024年12月8日（周日）" in changed.text
    await driver.move_clock(nine(date(2024, 12, 5)))
    push = await driver.expect("还有 3 天，本单位内部截止", chat_id=member.chat_id)
    assert "12月8日" in push.text
    assert "截止日不是工作日" in push.text
    await driver.move_clock(nine(INNER))
    friday = await driver.expect("还有 2 天，本单位内部截止", chat_id=member.chat_id)
    assert "今天2024年12月6日（周五）是最后一个工作日" in friday.text
    await driver.move_clock(nine(date(2024, 12, 7)))
    saturday = await driver.expect("还有 1 天，本单位内部截止", chat_id=member.chat_id)
    assert "先打电话问" in saturday.text
    assert "12月6日" not in saturday.text
    await bot.stop()
    assert len(await told(driver, ME)) == 5


@pytest.mark.parametrize("start", [LATE])
async def test_two_changes_of_a_night_are_one_message_in_the_morning(unit: Colleagues, driver: Driver, bot: Bot, member: Seen) -> None:
    await put(unit, "12月6日")
    await put(unit, "12月5日")
    await driver.move_clock(nine(date(2024, 11, 29)))
    morning = await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    assert "12月5日" in morning.text
    await bot.stop()
    assert len(await told(driver, ME)) == 1


@pytest.mark.parametrize("start", [LATE])
async def test_what_is_taken_back_in_the_same_night_is_not_told(unit: Colleagues, driver: Driver, bot: Bot, member: Seen) -> None:
    done = await put(unit, "12月6日")
    assert member.chat_id
    await unit.press(CONTACT, done, f"jk:{unit.unit}:{CODED}")
    await driver.move_clock(nine(date(2024, 11, 29)))
    await driver.move_clock(nine(date(2024, 12, 5)))
    await bot.stop()
    assert await told(driver, ME) == []


async def test_a_day_that_is_withdrawn_is_told_and_reminded_of_no_more(unit: Colleagues, driver: Driver, bot: Bot, member: Seen) -> None:
    done = await put(unit, "12月6日")
    await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    await unit.press(CONTACT, done, f"jk:{unit.unit}:{CODED}")
    news = await driver.expect("本单位不定内部截止了", chat_id=member.chat_id)
    assert "请问单位" in news.text
    await driver.move_clock(nine(INNER - timedelta(days=1)))
    await bot.stop()
    assert len(await told(driver, ME)) == 2


async def test_a_day_just_set_is_put_right_by_typing_another(unit: Colleagues, rows: Rows) -> None:
    assert "再打一个" in (await put(unit, "12月6日")).text
    assert "2024年12月5日" in (await unit.say(CONTACT, "12月5日")).text
    assert "没看出是哪一天" in (await unit.say(CONTACT, "123")).text
    assert rows.all("SELECT day FROM inner_deadlines ORDER BY sequence") == [("2024-12-06",), ("2024-12-05",)]
    assert "没看出" not in (await unit.say(CONTACT, "包头金蓝领要交什么材料")).text
    assert rows.count("dialogs") == 0


async def test_a_day_that_is_over_is_not_taken(unit: Colleagues, rows: Rows) -> None:
    past = await put(unit, "11月27日")
    assert "已经过了" in past.text
    unread = await unit.say(CONTACT, "到时候再说")
    assert "没看出是哪一天" in unread.text
    assert rows.count("inner_deadlines") == 0
    done = await unit.say(CONTACT, "11月28日")
    assert "2024年11月28日" in done.text
    assert rows.count("inner_deadlines") == 1


async def test_a_day_after_the_units_own_is_warned_of_and_may_be_wanted_nevertheless(unit: Colleagues, rows: Rows) -> None:
    warned = await put(unit, "2024-12-11")
    assert "比单位的截止日还晚" in warned.text
    assert rows.count("inner_deadlines") == 0
    sure = await unit.press(CONTACT, warned, data_with(warned, "jj")[0])
    assert "2024年12月11日" in sure.text


async def test_a_day_is_picked_with_one_tap_and_the_same_day_again_changes_nothing(unit: Colleagues, rows: Rows) -> None:
    asked = await ask(unit)
    for _ in range(2):
        done = await unit.press(CONTACT, asked, data_with(asked, "jj")[0])
        assert "12月7日" in done.text
    assert rows.count("inner_deadlines") == 1


@pytest.mark.parametrize("data", ["20241399", "x", "", "99999999"])
async def test_a_forged_day_is_a_stale_button(unit: Colleagues, rows: Rows, data: str) -> None:
    asked = await ask(unit)
    stale = await unit.press(CONTACT, asked, f"jj:{unit.unit}:{CODED}:{data}")
    assert texts.STALE_GONE in stale.text
    assert rows.count("inner_deadlines") == 0


async def test_who_was_cut_off_while_typing_sets_nothing(unit: Colleagues, rows: Rows, base: KnowledgeBase, clock: MovableClock) -> None:
    await unit.join(ME, await unit.token(), "张建国")
    await ask(unit)
    await drop(unit, base, CONTACT, clock.now())
    stale = await unit.say(CONTACT, "12月6日")
    assert texts.STALE_GONE in stale.text
    assert rows.count("inner_deadlines") == 0


async def test_who_has_handed_in_or_left_hears_no_more(unit: Colleagues, driver: Driver, bot: Bot, member: Seen) -> None:
    token = await unit.token()
    other = await unit.share(OTHER, await unit.join(OTHER, token, "李建国"), f"jp:{unit.unit}:{CODED}", SENIOR)
    await put(unit, "12月6日")
    news = await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    await unit.press(ME, news, data_with(news, "ox")[0])
    await driver.expect("本单位定了内部截止", chat_id=other.chat_id)
    leave = await unit.press(OTHER, other, f"jo:{unit.unit}:x")
    await unit.press(OTHER, leave, f"jo:{unit.unit}:xx")
    await driver.move_clock(nine(INNER - timedelta(days=1)))
    await bot.stop()
    assert len(await told(driver, ME)) == len(await told(driver, OTHER)) == 1


async def test_the_undated_link_names_the_units_own_day(unit: Colleagues, driver: Driver, member: Seen) -> None:
    before = await unit.say(ME, "包头金蓝领啥时候截止")
    assert UNDATED in before.text
    await put(unit, "12月6日")
    await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    after = await unit.say(ME, "包头金蓝领啥时候截止")
    assert UNDATED not in after.text
    assert "2024年12月6日（周五）" in after.text
    assert "本单位定的" in after.text
    followed = await unit.press(ME, after, data_with(after, "f")[0])
    assert "2024年12月6日（周五）" in followed.text
    assert UNDATED in (await unit.say(CONTACT, "包头金蓝领啥时候截止")).text


async def test_who_agrees_or_joins_after_the_fan_out_is_still_reminded(unit: Colleagues, driver: Driver) -> None:
    token = await unit.token()
    await follow_oneself(driver, user=OTHER)
    await put(unit, "12月6日")
    await driver.move_clock(nine(INNER - timedelta(days=1)) + timedelta(hours=1))
    await driver.expect("还有 5 天，单位这一步截止", chat_id=await driver.person(OTHER))  # late, and not to come in between
    page = await unit.join(ME, token, "张建国")
    assert "本单位内部截止（单位自己定的，不是通知里写的）" in page.text
    assert "2024年12月6日（周五）" in page.text
    shared = await unit.share(ME, page, f"jp:{unit.unit}:{CODED}", SENIOR)
    assert "本单位内部截止：2024年12月6日（周五）" in shared.text
    assert "2024年12月6日（周五）" in (await unit.page(ME)).text
    await unit.join(OTHER, token, "李建国")
    await driver.move_clock(nine(INNER))
    for user in (ME, OTHER):
        await driver.expect("今天，本单位内部截止", chat_id=await driver.person(user))


async def test_a_day_that_is_over_is_on_nobodys_page(unit: Colleagues, driver: Driver, member: Seen) -> None:
    await put(unit, "12月6日")
    await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    await driver.move_clock(nine(INNER + timedelta(days=1)))
    assert "内部截止" not in (await unit.page(ME)).text


async def test_what_ends_with_the_policy_is_said_before_and_told_once_to_each(  # noqa: PLR0913, PLR0917 - fixtures
    unit: Colleagues, driver: Driver, bot: Bot, base: KnowledgeBase, clock: MovableClock, rows: Rows, member: Seen
) -> None:
    await follow_oneself(driver, user=OTHER)
    other = await unit.join(OTHER, await unit.token(), "李建国")
    await approve(unit, base, "联系人赵", clock.now())
    page = await put(unit, "12月6日")
    for chat in (member.chat_id, other.chat_id):
        await driver.expect("本单位定了内部截止", chat_id=chat)
    asked = await unit.press(CONTACT, page, f"jw:{unit.unit}:{CODED}")
    assert "同意告诉单位的 1 人，同意会作废" in asked.text
    assert "本单位内部截止（2024年12月6日（周五））会取消" in asked.text
    assert rows.count("shares") == 1
    await unit.press(CONTACT, asked, f"jw:{unit.unit}:{CODED}:y")
    ended = await driver.expect("不再关注", chat_id=member.chat_id)
    assert "本单位内部截止不再定了" in ended.text
    assert "作废" in ended.text
    await driver.expect("本单位不定内部截止了", chat_id=other.chat_id)
    colleague = await driver.expect("单位不再关注", chat_id=await driver.person("联系人赵"))
    assert data_with(colleague, "jv")
    await bot.stop()
    assert len(await told(driver, ME)) == 1
    assert len(await told(driver, OTHER)) == 2
    assert sum("不再关注" in seen.text for seen in await driver.outbox(chat_id=member.chat_id)) == 1


async def test_who_has_handed_in_is_told_that_the_day_they_know_is_another(
    unit: Colleagues, driver: Driver, bot: Bot, member: Seen
) -> None:
    token = await unit.token()
    other = await unit.share(OTHER, await unit.join(OTHER, token, "李建国"), f"jp:{unit.unit}:{CODED}", SENIOR)
    await unit.press(OTHER, other, f"ox:{CODED}")
    await put(unit, "12月6日")
    news = await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    done = await unit.press(ME, news, data_with(news, "ox")[0])
    assert "本单位内部截止要是改了" in done.text
    await put(unit, "12月4日")
    await driver.expect("本单位内部截止改了", chat_id=member.chat_id)
    await driver.move_clock(nine(date(2024, 12, 4)))
    await bot.stop()
    assert len(await told(driver, ME)) == 2
    assert await told(driver, OTHER) == []


async def test_what_the_unit_has_handed_in_is_reminded_of_no_more(unit: Colleagues, driver: Driver, bot: Bot, member: Seen) -> None:
    page = await put(unit, "12月6日")
    await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    for data in data_with(page, "jx"):
        await unit.press(CONTACT, page, data)
    await driver.move_clock(nine(INNER))
    await bot.stop()
    assert len(await told(driver, ME)) == 1
