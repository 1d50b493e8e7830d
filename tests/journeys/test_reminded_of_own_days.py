"""What a member does about a reminder of their unit's own day, what comes of it while the bot is down, and where it is named besides."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot import texts
from bot.callbacks import code
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from bot.views.calendar import uid_of
from tests.journeys.conftest import Bot
from tests.journeys.following import calendar_of, morning, pushes
from tests.journeys.following import follow as follow_oneself
from tests.journeys.interview import data_with, verbs
from tests.journeys.members import BAOTOU, CONTACT, TEPEI, Colleagues, founded
from tests.journeys.rows import Rows
from tests.journeys.test_inner_deadlines import CODED, INNER, ME, OTHER, SENIOR, ask, nine, put, told

TEPEI_CODED = code("policy", TEPEI)


@pytest.fixture
async def unit(driver: Driver, tmp_path: Path, clock: MovableClock) -> Colleagues:
    return await founded(driver, tmp_path, clock.now())


@pytest.fixture
async def member(unit: Colleagues) -> Seen:
    """Somebody who joined and shares; their page."""
    return await unit.share(ME, await unit.join(ME, await unit.token(), "张建国"), f"jp:{unit.unit}:{CODED}", SENIOR)


async def reminders(driver: Driver, user: str = ME) -> list[str]:
    """How many days were left in each reminder of the own day that came so far."""
    return [text.partition("，")[0].removeprefix("⏰ ") for text in await told(driver, user) if text.startswith("⏰")]


async def test_tomorrow_and_no_more_of_this_day_as_under_any_reminder(
    unit: Colleagues, driver: Driver, bot: Bot, member: Seen, rows: Rows
) -> None:
    await put(unit, "12月8日")
    await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    await driver.move_clock(nine(date(2024, 12, 3)))
    push = await driver.expect("还有 5 天，本单位内部截止", chat_id=member.chat_id)
    assert {"jis", "jiq", "ox", "k", "c", "oo"} == verbs(push), "to the list of materials, not to what is to be handed in"
    (later,), (enough,) = data_with(push, "jis"), data_with(push, "jiq")
    for _ in range(2):
        assert "12月4日 09:00 再提醒您" in (await unit.press(ME, push, later)).text
    await put(unit, "12月7日")
    await driver.expect("本单位内部截止改了", chat_id=member.chat_id)
    await driver.move_clock(nine(date(2024, 12, 4)))
    assert "12月7日" in (await driver.expect("还有 3 天，本单位内部截止", chat_id=member.chat_id)).text
    assert texts.STALE_GONE in (await unit.press(ME, push, enough)).text, "the button names a day that is the unit's no more"
    await driver.move_clock(nine(date(2024, 12, 6)))
    friday = await driver.expect("还有 1 天，本单位内部截止", chat_id=member.chat_id)
    assert "本来就会提醒您" in (await unit.press(ME, friday, later)).text
    silenced = await unit.press(ME, friday, data_with(friday, "jiq")[0])
    assert "2024年12月7日（周六）（本单位内部截止）不再提醒您" in silenced.text
    assert "不用提醒了" in (await unit.press(ME, push, later)).text, "nothing is promised that does not come"
    await driver.move_clock(nine(date(2024, 12, 7)))
    await put(unit, "12月9日")
    await driver.expect("本单位内部截止改了", chat_id=member.chat_id)
    await driver.move_clock(nine(date(2024, 12, 9)))
    last = await driver.expect("今天，本单位内部截止", chat_id=member.chat_id)
    assert "jis" not in verbs(last)
    await driver.click(last, data=later, user=ME, stale=True)
    await driver.expect("今天就到期了", chat_id=member.chat_id)
    assert texts.STALE_GONE in (await unit.press(OTHER, await unit.say(OTHER, "/help"), later)).text
    await bot.stop()
    assert await reminders(driver) == ["还有 5 天", "还有 3 天", "还有 1 天", "今天"]
    assert rows.all("SELECT stage FROM silences") == [("inner 2024-12-07",)]


async def test_what_passed_while_the_bot_was_down_is_one_message_and_what_is_of_use_comes_late(
    unit: Colleagues, driver: Driver, bot: Bot, member: Seen
) -> None:
    page = await unit.page(ME)
    await unit.share(ME, page, f"jp:{unit.unit}:{TEPEI_CODED}")
    await follow_oneself(driver, user=ME)
    await put(unit, "12月6日")
    asked = await unit.press(CONTACT, await unit.say(CONTACT, "/unit"), f"ji:{unit.unit}:{TEPEI_CODED}")
    await unit.press(CONTACT, asked, f"jj:{unit.unit}:{TEPEI_CODED}:20241212")
    other = await unit.share(OTHER, await unit.join(OTHER, await unit.token(), "李建国"), f"jp:{unit.unit}:{CODED}", SENIOR)
    for chat in (member.chat_id, member.chat_id):
        await driver.expect("本单位定了内部截止", chat_id=chat)
    await unit.press(OTHER, other, f"ox:{CODED}")
    await bot.stop()
    await driver.move_clock(morning(-1) + timedelta(hours=2))
    bot.start()
    summed = await driver.expect("抱歉，我停了一阵", chat_id=member.chat_id)
    lines = [line for line in summed.text.splitlines() if line.startswith("· 2024年")]
    assert lines[0] == "· 2024年12月6日（周五）：包头十百千（金蓝领）（2024），本单位内部截止（包头第三机械厂定的）已过"
    assert lines[1].startswith("· 2024年12月10日")
    assert len(lines) == 2
    useful = await driver.expect("还有 1 天，本单位内部截止", chat_id=member.chat_id)
    assert "晚到了，抱歉" in useful.text
    await bot.restart()
    await driver.say("/my", user=ME)
    await driver.expect(chat_id=member.chat_id)
    await bot.stop()
    assert await reminders(driver) == ["还有 1 天"]
    assert await pushes(driver, ME) == []
    assert sum("停了一阵" in seen.text for seen in await driver.outbox()) == 1, "who has handed in hears of none of it"


async def test_the_own_day_is_named_in_a_nudge_and_beside_a_result(unit: Colleagues, driver: Driver, member: Seen) -> None:
    await put(unit, "12月6日")
    news = await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    listed = await unit.sharers(CODED)
    await unit.toast(CONTACT, listed, data_with(listed, "js")[0])
    nudge = await driver.expect("请您看一下", chat_id=member.chat_id)
    own = "本单位内部截止：2024年12月6日（周五），包头第三机械厂定的，不是通知里写的。"
    assert own in nudge.text
    assert ("先做一遍自测" in nudge.text, "接着自测" in "".join(nudge.labels)) == (True, False), "none was begun"
    begun = await unit.press(ME, nudge, data_with(nudge, "q")[0])
    begun = await unit.press(ME, begun, data_with(begun, "ok")[0])
    begun = await unit.press(ME, begun, data_with(begun, "a")[0])
    await driver.move_clock(timedelta(days=3, hours=1))
    listed = await unit.sharers(CODED)
    await unit.toast(CONTACT, listed, data_with(listed, "js")[0])
    again = await driver.expect("请您看一下", chat_id=member.chat_id)
    assert "接着自测" in "".join(again.labels)
    assert "先把自测做完" in again.text
    while "a" in verbs(begun):
        begun = await unit.press(ME, begun, next(one for one in data_with(begun, "a") if one.endswith(":?")))
    assert own in begun.text
    assert news.chat_id == begun.chat_id


async def test_a_calendar_taken_anew_takes_out_the_own_day_that_was_withdrawn(
    unit: Colleagues, driver: Driver, sandbox: Sandbox, member: Seen
) -> None:
    uid, taken = uid_of(BAOTOU, "inner"), f"ic:{CODED}"
    assert uid not in await calendar_of(driver, sandbox, member, taken, user=ME)
    page = await put(unit, "12月6日")
    news = await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    before = (await calendar_of(driver, sandbox, news, taken, user=ME))[uid]
    await driver.move_clock(timedelta(seconds=1))
    await unit.press(CONTACT, page, f"jk:{unit.unit}:{CODED}")
    news = await driver.expect("本单位不定内部截止了", chat_id=member.chat_id)
    after = (await calendar_of(driver, sandbox, news, taken, user=ME))[uid]
    assert (before.has("STATUS"), after.text("STATUS")) == (False, "CANCELLED")
    assert after.when("DTSTART") == before.when("DTSTART") == INNER
    assert int(before.text("SEQUENCE")) < int(after.text("SEQUENCE")) < 2**31
    await put(unit, "12月5日")
    news = await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    again = (await calendar_of(driver, sandbox, news, taken, user=ME))[uid]
    assert (again.has("STATUS"), again.when("DTSTART")) == (False, date(2024, 12, 5))


async def test_hearing_again_promises_only_what_can_come(unit: Colleagues, driver: Driver, member: Seen) -> None:
    await put(unit, "12月6日")
    await driver.expect("本单位定了内部截止", chat_id=member.chat_id)
    lift = f"ol:{CODED}"
    going = await unit.press(ME, member, lift)
    assert "继续提醒" in going.text
    assert "截止前 7、3、1 天和当天" in going.text
    await driver.move_clock(nine(INNER) + timedelta(minutes=1))
    today = await driver.expect("今天，本单位内部截止", chat_id=member.chat_id)
    await unit.press(ME, today, data_with(today, "ox")[0])
    late = await unit.press(ME, today, lift)
    assert "继续提醒" not in late.text
    assert "不会再另外提醒，请马上办" in late.text
    await driver.move_clock(nine(INNER) + timedelta(days=1))
    assert "没有订" in (await unit.press(ME, today, lift)).text
    await follow_oneself(driver, user=ME)
    await driver.move_clock(datetime.combine(morning(-1).date(), morning(0).timetz()))
    over = await unit.press(ME, today, lift)
    assert "继续提醒" not in over.text
    assert "现在没有要到的日子" in over.text
    assert await ask(unit)
