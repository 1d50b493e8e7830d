"""Follow, let time pass, be reminded: each reminder once, whatever happens in between."""

from datetime import timedelta

import pytest

from bot import texts
from bot.sandbox.driver import Driver
from bot.views.dates import day_text
from tests.journeys.conftest import Bot
from tests.journeys.following import DEADLINE, PROMISED, USER, expect_push, follow, morning, pushes, until
from tests.journeys.interview import data_with, verbs
from tests.journeys.rows import Rows


async def test_a_follower_is_reminded_exactly_once_also_after_a_restart(driver: Driver, bot: Bot, rows: Rows) -> None:
    followed = await follow(driver)
    assert {"uf", "fs", "my"} <= verbs(followed)
    assert day_text(DEADLINE) in followed.text
    assert await pushes(driver) == []
    await driver.move_clock(morning(7) - timedelta(seconds=30))
    await driver.move_clock(morning(7))
    push = await expect_push(driver, 7)
    assert day_text(DEADLINE) in push.text
    await until(driver, rows, "kind = 'reminder' AND state = 'sent'")
    await driver.move_clock(timedelta(minutes=10))
    await bot.restart()
    await driver.move_clock(timedelta(hours=20))
    await driver.say("/my")
    await driver.expect()
    await bot.stop()
    assert len(await pushes(driver)) == 1


@pytest.mark.parametrize("start", [morning(40)])
async def test_every_offset_comes_once_on_its_morning_and_none_after_the_deadline(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    for number, days in enumerate(PROMISED):
        await driver.move_clock(morning(days) - timedelta(minutes=2))
        assert len(await pushes(driver)) == number
        await driver.move_clock(morning(days))
        await expect_push(driver, days)
        await driver.move_clock(timedelta(hours=3))
    for days in (-1, -2, -30):
        await driver.move_clock(morning(days))
    await bot.stop()
    assert len(await pushes(driver)) == len(PROMISED)


async def test_of_the_reminders_that_fell_due_while_the_bot_was_down_only_the_nearest_comes(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    await bot.stop()
    await driver.move_clock(morning(2))
    bot.start()
    assert "这条本该12月7日发给您，晚到了，抱歉。" in (await expect_push(driver, 2)).text
    await bot.stop()
    assert len(await pushes(driver)) == 1


async def test_what_passed_while_the_bot_was_down_is_summed_up_in_one_message(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    await follow(driver, "别人")
    await bot.stop()
    await driver.move_clock(morning(-1))
    bot.start()
    told = await driver.expect("抱歉，我停了一阵", chat_id=await driver.person(USER))
    assert day_text(DEADLINE) in told.text
    assert "单位报旗县区（单位）" in told.text
    await driver.expect("抱歉，我停了一阵", chat_id=await driver.person("别人"))
    await bot.restart()
    await driver.say("/my")
    await driver.expect()
    await bot.stop()
    assert await pushes(driver) == []
    assert sum("停了一阵" in seen.text for seen in await driver.outbox()) == 2


async def test_a_bot_that_was_down_for_a_day_on_which_nothing_was_to_come_says_nothing(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    await driver.move_clock(morning(0))
    await expect_push(driver, 0)
    await bot.stop()
    await driver.move_clock(morning(-1))
    bot.start()
    await driver.say("/my")
    await driver.expect()
    await bot.stop()
    assert not any("停了一阵" in seen.text for seen in await driver.outbox())


async def test_who_follows_after_a_reminder_was_due_gets_the_next_one_only(driver: Driver, bot: Bot) -> None:
    await driver.move_clock(morning(7) + timedelta(hours=1))
    await follow(driver)
    await driver.move_clock(morning(3))
    await expect_push(driver, 3)
    await bot.stop()
    assert len(await pushes(driver)) == 1


@pytest.mark.parametrize("way", ["push", "list", "confirmation"])
async def test_unfollowing_stops_them(driver: Driver, bot: Bot, rows: Rows, way: str) -> None:
    followed = await follow(driver)
    expected = 0
    if way == "push":
        await driver.move_clock(morning(7))
        followed = await expect_push(driver, 7)
        expected = 1
    if way == "list":
        await driver.say("/my")
        followed = await driver.expect()
    await driver.click(followed, data=data_with(followed, "e" if way == "list" else "uf")[0])
    await driver.expect()
    assert rows.all("SELECT count(*) FROM subscriptions WHERE ended_at IS NULL") == [(0,)]
    for days in (3, 1, 0):
        await driver.move_clock(morning(days))
    await bot.stop()
    assert len(await pushes(driver)) == expected


async def test_following_again_reminds_again(driver: Driver, bot: Bot) -> None:
    followed = await follow(driver)
    await driver.click(followed, data=data_with(followed, "uf")[0])
    await driver.expect()
    await follow(driver)
    await follow(driver)
    await driver.move_clock(morning(7))
    await expect_push(driver, 7)
    await bot.stop()
    assert len(await pushes(driver)) == 1


async def test_the_buttons_of_a_reminder_work(driver: Driver) -> None:
    await follow(driver)
    await driver.move_clock(morning(7))
    push = await expect_push(driver, 7)
    for data in (*data_with(push, "t"), *data_with(push, "c"), *data_with(push, "uf")):
        await driver.click(push, data=data)
        assert (await driver.expect()).text


async def test_following_what_is_over_follows_the_series(driver: Driver, rows: Rows) -> None:
    await driver.say("特培计划什么时候截止")
    answer = await driver.expect()
    await driver.click(answer, data=data_with(answer, "fs")[0].replace("fs:", "f:"), stale=True)
    assert (await driver.expect()).text == texts.STALE_GONE
    await driver.click(answer, data=data_with(answer, "fs")[0])
    told = await driver.expect()
    assert "us" in verbs(told)
    assert rows.all("SELECT kind, target FROM subscriptions") == [("series", "nmg-tepei")]
    await driver.click(told, data=data_with(told, "us")[0])
    await driver.expect()
    assert rows.all("SELECT count(*) FROM subscriptions WHERE ended_at IS NULL") == [(0,)]


async def test_thirty_followers_get_one_each(driver: Driver, bot: Bot, rows: Rows) -> None:
    people = [f"读者{number}" for number in range(30)]
    for name in people:
        await follow(driver, name)
    await driver.move_clock(morning(7))
    while rows.all("SELECT count(*) FROM outbox WHERE kind = 'reminder' AND state = 'sent'") != [(len(people),)]:
        await driver.state()
    await bot.stop()
    assert [len(await pushes(driver, name)) for name in people] == [1] * len(people)
