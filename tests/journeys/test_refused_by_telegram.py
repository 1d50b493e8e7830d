"""What Telegram or the line refuses: repeated where that can help, never lost, and nobody else waits for it."""

from datetime import timedelta

import pytest
from structlog.typing import EventDict

import bot.intake.poller
from bot import texts
from bot.sandbox.driver import Driver
from tests.journeys.conftest import Bot
from tests.journeys.following import COMING, USER, expect_push, follow, meet, morning, pushes, until
from tests.journeys.interview import data_with
from tests.journeys.rows import Rows


async def test_who_blocked_the_bot_is_left_alone_and_reminded_again_once_back(driver: Driver, bot: Bot, rows: Rows) -> None:
    await follow(driver)
    await driver.do("block", user=USER)
    await until(driver, rows, "1")
    while rows.all("SELECT unreachable_since FROM chats") == [(None,)]:
        await driver.state()
    await driver.move_clock(morning(7))
    await driver.do("unblock", user=USER)
    await driver.expect(texts.WELCOME_BACK)
    await driver.move_clock(morning(3))
    await expect_push(driver, 3)
    await bot.stop()
    assert len(await pushes(driver)) == 1
    assert [one for one in await driver.requests() if one["status"] == 403] == []


@pytest.mark.parametrize("is_heard_of", [True, False])
async def test_what_came_while_the_bot_was_blocked_comes_late_once_back(driver: Driver, bot: Bot, rows: Rows, *, is_heard_of: bool) -> None:
    await follow(driver)
    if is_heard_of:
        await driver.do("block", user=USER)
        while rows.all("SELECT unreachable_since FROM chats") == [(None,)]:
            await driver.state()
        await driver.move_clock(morning(7))
        await driver.move_clock(morning(1))
    else:
        await driver.fail("sendMessage", code=403, description="Forbidden: bot was blocked by the user")
        await driver.move_clock(morning(1))
        await until(driver, rows, "kind = 'reminder' AND state = 'skipped' AND reference LIKE '%\"offset_days\": 1,%'")
        await driver.do("block", user=USER)
    await driver.move_clock(morning(1) + timedelta(hours=2))
    await driver.do("unblock", user=USER)
    await driver.expect(texts.WELCOME_BACK)
    await until(driver, rows, "kind = 'reminder' AND state = 'sent'")
    await bot.stop()
    (late,) = await pushes(driver)
    assert "还有 1 天" in late.text
    assert "晚到了" in late.text, "and what a later reminder overtook is not made good"


async def test_what_telegram_did_not_take_until_the_day_was_over_is_summed_up(driver: Driver, bot: Bot, rows: Rows) -> None:
    await follow(driver)
    await driver.move_clock(morning(1))
    await expect_push(driver, 1)
    await driver.fail("sendMessage", times=2, code=502)
    await driver.move_clock(morning(0))
    await until(driver, rows, "kind = 'reminder' AND error IS NOT NULL")
    await driver.move_clock(timedelta(minutes=1))
    await until(driver, rows, "kind = 'reminder' AND attempts > 1 AND claimed_by IS NULL")
    await driver.move_clock(morning(-1))
    told = await driver.expect("没能提前提醒您")
    assert "2024年12月10日" in told.text
    await bot.stop()
    assert sum("没能提前提醒您" in seen.text for seen in await driver.outbox()) == 1


async def test_who_blocked_the_bot_unheard_is_skipped_and_marked(driver: Driver, bot: Bot, rows: Rows) -> None:
    await follow(driver)
    await driver.fail("sendMessage", code=403, description="Forbidden: bot was blocked by the user")
    await driver.move_clock(morning(7))
    await until(driver, rows, "kind = 'reminder' AND state = 'skipped'")
    assert rows.all("SELECT unreachable_since IS NULL FROM chats") == [(0,)]
    await driver.say("/my")
    await driver.expect()
    assert rows.all("SELECT unreachable_since FROM chats") == [(None,)]
    await driver.move_clock(morning(3))
    await expect_push(driver, 3)
    await bot.stop()
    assert len(await pushes(driver)) == 1


FAULTS = {
    "500": ({"code": 500}, 0),
    "502": ({"code": 502}, 0),
    "429": ({"retry_after": 7}, 0),
    "cut before it arrived": ({"kind": "drop_before"}, 0),
    "cut before the answer": ({"kind": "drop_after"}, 1),
}


@COMING
@pytest.mark.parametrize(("fault", "repeats"), FAULTS.values(), ids=FAULTS)
async def test_a_push_that_goes_wrong_is_repeated_and_never_lost(
    driver: Driver, bot: Bot, rows: Rows, fault: dict[str, object], repeats: int
) -> None:
    await follow(driver)
    await driver.fail("sendMessage", **fault)
    await driver.move_clock(morning(7))
    await until(driver, rows, "kind = 'reminder' AND (error IS NOT NULL OR postponed > 0)")
    await driver.move_clock(timedelta(minutes=1))
    await until(driver, rows, "kind = 'reminder' AND state = 'sent'")
    await bot.stop()
    assert len(await pushes(driver)) == 1 + repeats


@COMING
@pytest.mark.parametrize(("fault", "repeats"), FAULTS.values(), ids=FAULTS)
async def test_an_answer_that_goes_wrong_is_repeated_and_never_lost(
    driver: Driver, bot: Bot, rows: Rows, fault: dict[str, object], repeats: int
) -> None:
    await meet(driver)
    await driver.fail("sendMessage", **fault)
    await driver.say("包头金蓝领啥时候截止")
    await until(driver, rows, "id = 2 AND (error IS NOT NULL OR postponed > 0)")
    await driver.move_clock(timedelta(minutes=1))
    await until(driver, rows, "id = 2 AND state = 'sent'")
    await bot.stop()
    told = (await driver.outbox(chat_id=await driver.person(USER)))[1:]
    assert len(told) == 1 + repeats
    assert all("2024年12月10日" in seen.text for seen in told)


async def test_a_message_that_telegram_refuses_is_set_aside_and_logged(driver: Driver, rows: Rows, logged: list[EventDict]) -> None:
    await meet(driver)
    await driver.fail("sendMessage", code=400, description="Bad Request: can't parse entities")
    await driver.say("包头金蓝领啥时候截止")
    await until(driver, rows, "state = 'dead'")
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    assert [entry["log_level"] for entry in logged if entry["log_level"] == "error"] == ["error"]
    logged.clear()


@COMING
@pytest.mark.parametrize("fault", [{"code": 500}, {"code": 409}, {"retry_after": 0}, {"kind": "drop_before"}, {"kind": "drop_after"}])
async def test_updates_survive_a_failing_poll(driver: Driver, monkeypatch: pytest.MonkeyPatch, fault: dict[str, object]) -> None:
    monkeypatch.setattr(bot.intake.poller, "PAUSE_AFTER_ERROR", 0.01)
    await meet(driver)
    await driver.fail("getUpdates", times=2, **fault)
    for _ in range(3):
        await driver.say("包头金蓝领啥时候截止")
        await driver.expect("2024年12月10日")
    told = [seen for seen in await driver.outbox() if "2024年12月10日" in seen.text]
    assert len(told) == 3


async def test_a_press_that_cannot_be_acknowledged_still_counts(driver: Driver, rows: Rows) -> None:
    await driver.say("包头金蓝领啥时候截止")
    answer = await driver.expect()
    await driver.fail("answerCallbackQuery", code=400, description="Bad Request: query is too old and response timeout expired")
    await driver.click(answer, data=data_with(answer, "f")[0])
    await driver.expect()
    assert rows.count("subscriptions") == 1
