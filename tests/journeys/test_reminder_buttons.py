"""The buttons of a reminder and the settings: each does at once what it says, and can be taken back."""

from datetime import datetime, timedelta

import pytest

from bot.callbacks import code
from bot.clock import SHANGHAI
from bot.sandbox.driver import Driver, Seen
from bot.views.date_steps import options_button
from tests.journeys.conftest import Bot
from tests.journeys.following import USER, expect_push, follow, is_push, meet, morning, pushes, until
from tests.journeys.interview import data_with, verbs
from tests.journeys.rows import Rows

POLICY = code("policy", "bt-shibaiqian-2024")


async def press(driver: Driver, seen: Seen, verb: str, place: int = 0) -> Seen:
    await driver.click(seen, data=data_with(seen, verb)[place])
    return await driver.expect(chat_id=seen.chat_id)


async def choose(driver: Driver, *data: str) -> Seen:
    """Press buttons of the settings one after the other, begun from /my."""
    await driver.say("/my")
    seen = await driver.expect(chat_id=await driver.person(USER))
    seen = await press(driver, seen, "oo")
    for one in data:
        await driver.click(seen, data=one, stale=True)
        seen = await driver.expect(chat_id=seen.chat_id)
    return seen


async def test_tomorrow_comes_once_more_and_says_how_many_days_are_left_then(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    await driver.move_clock(morning(7))
    push = await expect_push(driver, 7)
    told = await press(driver, push, "os")
    assert "12月4日 09:00 再提醒您" in told.text
    await press(driver, push, "os")
    await driver.move_clock(morning(6))
    await expect_push(driver, 6)
    await driver.move_clock(morning(5))
    await bot.stop()
    assert len(await pushes(driver)) == 2


async def test_tomorrow_is_not_promised_twice_where_a_reminder_comes_anyway(driver: Driver, bot: Bot, rows: Rows) -> None:
    await follow(driver)
    await driver.move_clock(morning(1))
    told = await press(driver, await expect_push(driver, 1), "os")
    assert "本来就会提醒您" in told.text
    assert rows.all("SELECT count(*) FROM outbox WHERE kind = 'snooze'") == [(0,)]
    await driver.move_clock(morning(0))
    last = await expect_push(driver, 0)
    assert "os" not in verbs(last)
    await driver.click(last, data=f"os:{POLICY}:{code('entry', 'bt-shibaiqian-2024/unit-to-city')}", stale=True)
    await driver.expect("今天就到期了")
    await bot.stop()
    assert len(await pushes(driver)) == 2


async def test_who_has_handed_in_is_left_alone_until_they_take_it_back(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    await driver.move_clock(morning(7))
    done = await press(driver, await expect_push(driver, 7), "ox")
    assert {"ol", "fs"} <= verbs(done)
    await driver.click(done, data=f"os:{POLICY}:{code('entry', 'bt-shibaiqian-2024/unit-to-city')}", stale=True)
    assert "不用提醒了" in (await driver.expect(chat_id=done.chat_id)).text, "nothing is promised that does not come"
    await driver.move_clock(morning(3))
    await driver.say("/my")
    mine = await driver.expect("您订阅了")
    assert "不再提醒：包头十百千（金蓝领）（2024）（已提交）" in mine.text
    await press(driver, mine, "ol")
    await driver.move_clock(morning(1))
    await expect_push(driver, 1)
    await bot.stop()
    assert [seen.text.split("，")[0] for seen in await pushes(driver)] == ["⏰ 还有 7 天", "⏰ 还有 1 天"]


async def test_one_step_can_be_silenced_and_the_others_go_on(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    await driver.move_clock(morning(7))
    told = await press(driver, await expect_push(driver, 7), "oq")
    assert "这一步不再提醒" in told.text
    await driver.move_clock(morning(3))
    stages = await ask_stages(driver)
    await driver.click(stages, label="旗县区报市")
    assert "2024年12月20日" in (await driver.expect("这一步")).text
    await driver.move_clock(morning(-9))
    push = await driver.expect("还有 1 天")
    assert is_push(push)
    await bot.stop()
    assert not any("2024年12月10日" in seen.text for seen in (await pushes(driver))[1:])


async def ask_stages(driver: Driver) -> Seen:
    """The steps that can be followed alone, from the confirmation of a follow."""
    await driver.say("包头金蓝领啥时候截止")
    answer = await driver.expect("2024年12月10日", chat_id=await driver.person(USER))
    followed = await press(driver, answer, "f")
    return await press(driver, followed, "fl")


async def test_a_stage_followed_alone_is_ended_alone(driver: Driver, rows: Rows) -> None:
    stages = await ask_stages(driver)
    await driver.click(stages, label="旗县区报市")
    told = await driver.expect("这一步")
    assert ("stage", "bt-shibaiqian-2024/county-to-city") in rows.all("SELECT kind, target FROM subscriptions WHERE ended_at IS NULL")
    await press(driver, told, "uo")
    assert rows.all("SELECT kind FROM subscriptions WHERE ended_at IS NULL") == [("policy",)]


async def test_the_hour_the_days_and_the_zone_are_chosen_with_buttons_and_hold_at_once(driver: Driver, bot: Bot, rows: Rows) -> None:
    await follow(driver)
    seen = await choose(driver, "oh", "oh:18", "ot:2", "ot:14", "ot:14")
    assert "提前几天：2 天前" in seen.text
    assert "几点：晚上 6 点（北京时间）" in seen.text
    assert rows.all("SELECT remind_hour, remind_days FROM people") == [(18, "2")]
    await driver.move_clock(morning(2))
    await driver.move_clock(morning(2) + timedelta(hours=8, minutes=59))
    assert await pushes(driver) == []
    await driver.move_clock(morning(2) + timedelta(hours=9))
    await expect_push(driver, 2)
    for days in (1, 0):
        await driver.move_clock(morning(days) + timedelta(hours=9))
    await bot.stop()
    assert len(await pushes(driver)) == 1


async def test_an_hour_changed_after_the_fan_out_moves_the_reminder_with_it(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    await driver.move_clock(morning(7) - timedelta(hours=2))
    await choose(driver, "oh", "oh:20")
    await driver.move_clock(morning(7) + timedelta(hours=10, minutes=59))
    assert await pushes(driver) == []
    await driver.move_clock(morning(7) + timedelta(hours=11))
    await expect_push(driver, 7)
    await choose(driver, "oh", "oh:21")
    await driver.move_clock(morning(7) + timedelta(hours=12))
    await driver.move_clock(morning(6))
    await bot.stop()
    assert len(await pushes(driver)) == 1


async def test_an_hour_changed_to_one_that_is_over_loses_nothing(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    await choose(driver, "oh", "oh:20")
    await driver.move_clock(morning(7) + timedelta(hours=5))
    await choose(driver, "oh", "oh:10")
    await driver.move_clock(morning(7) + timedelta(hours=5, seconds=20))  # as the next tick, without waiting for it
    await expect_push(driver, 7)
    await bot.stop()
    assert len(await pushes(driver)) == 1


async def test_in_another_zone_the_same_hour_is_another_moment(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    seen = await choose(driver, "oz", "oz:Europe/Berlin")
    assert "Berlin" in seen.text
    await driver.move_clock(morning(7) + timedelta(hours=6, minutes=59))
    assert await pushes(driver) == []
    await driver.move_clock(morning(7) + timedelta(hours=7))
    await expect_push(driver, 7)
    await bot.stop()


async def test_what_is_late_waits_for_the_end_of_the_quiet_hours(driver: Driver, bot: Bot, rows: Rows) -> None:
    await follow(driver)
    await choose(driver, "on", "on:20:9")
    await bot.stop()
    await driver.move_clock(morning(3) - timedelta(hours=2, minutes=0) + timedelta(days=1))
    bot.start()
    await until(driver, rows, "kind = 'reminder' AND postponed > 0")
    assert await pushes(driver) == []
    await driver.move_clock(morning(2))
    assert "晚到了" in (await expect_push(driver, 2)).text
    await bot.stop()


@pytest.mark.parametrize("data", ["oh:99", "ot:x", "oz:Mars/Base", "on:1:2", "oh:-1", "ot:99999999999999999999"])
async def test_a_forged_setting_changes_nothing(driver: Driver, rows: Rows, data: str) -> None:
    await meet(driver)
    seen = await choose(driver)
    await driver.click(seen, data=data, stale=True)
    await driver.expect(kinds="answer", chat_id=seen.chat_id)
    assert rows.all("SELECT timezone, remind_hour, remind_days, quiet_from, quiet_to FROM people") == [("Asia/Shanghai", 9, "auto", 22, 7)]


@pytest.mark.parametrize(
    "data", ["os:x:y", "ox:x", "oq:x:y", "ol:x", "fl:x", "fo:x:y", "uo:x:y", "ic:x", "pt:x", f"os:{POLICY}:y", f"fo:{POLICY}:y"]
)
async def test_a_button_of_something_that_is_gone_says_so(driver: Driver, data: str) -> None:
    await driver.say("/my")
    mine = await driver.expect()
    assert options_button().data in data_with(mine, "oo")
    await driver.click(mine, data=data, stale=True)
    assert (await driver.expect()).text


async def test_all_days_taken_back_means_as_the_window_is_long(driver: Driver, rows: Rows) -> None:
    await meet(driver)
    await choose(driver, "ot:3", "ot:3")
    assert rows.all("SELECT remind_days FROM people") == [("auto",)]
    await choose(driver, "ot:3", "ot:auto")
    assert rows.all("SELECT remind_days FROM people") == [("auto",)]


async def test_who_comes_back_after_the_fan_out_is_reminded_of_the_next_day(driver: Driver, bot: Bot, rows: Rows) -> None:
    await follow(driver)
    await driver.do("block", user=USER)
    while rows.all("SELECT unreachable_since FROM chats") == [(None,)]:
        await driver.state()
    await driver.move_clock(morning(7) - timedelta(hours=12))
    await driver.do("unblock", user=USER)
    await driver.expect("欢迎回来")
    await driver.move_clock(morning(7))
    await expect_push(driver, 7)
    await bot.stop()
    assert len(await pushes(driver)) == 1


@pytest.mark.parametrize("start", [datetime(2024, 12, 10, 10, tzinfo=SHANGHAI)])
async def test_who_follows_on_the_last_day_is_told_that_there_is_no_time_left(driver: Driver) -> None:
    await driver.say("包头金蓝领啥时候截止")
    answer = await driver.expect("2024年12月10日")
    followed = await press(driver, answer, "f")
    assert "截止前 7" not in followed.text
