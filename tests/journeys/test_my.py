"""/my on one screen: the next days, everything followed with one tap to look and one to end; dates to take along."""

from datetime import timedelta

import pytest
from structlog.typing import EventDict

from bot.callbacks import code
from bot.pictures.png import TooTallError
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from bot.usecases.reminding import target_of
from bot.views.calendar import uid_of
from tests.journeys.conftest import Bot
from tests.journeys.following import calendar_of, file_of, follow, morning
from tests.journeys.interview import data_with, verbs
from tests.journeys.rows import Rows

ROWS = 10
"""Of buttons on a phone without much scrolling."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"


async def my(driver: Driver) -> Seen:
    await driver.say("/my")
    return await driver.expect()


async def follow_many(driver: Driver, count: int) -> None:
    """Follow the series of so many programmes that are over."""
    for question in (
        "特培计划",
        "晋城技师工作站",
        "晋城技能人才培养基地",
        "新疆工匠",
        "新疆技能大师工作室",
        "新疆高技能人才培训基地",
        "三区三州大赛",
    )[:count]:
        await driver.say(f"{question}什么时候截止")
        answer = await driver.expect()
        await driver.click(answer, data=data_with(answer, "fs")[0])
        await driver.expect("下一期")


async def test_the_next_days_come_first_and_say_whose_step_it_is(driver: Driver) -> None:
    await follow(driver)
    seen = await my(driver)
    lines = seen.text.splitlines()
    assert lines[0] == "您订阅了 1 个提醒"
    assert lines[3] == "· 2024年12月10日（周二），还有 12 天：包头十百千（金蓝领）（2024） 单位报旗县区（单位）、单位直接报市（单位）"
    assert {"t", "e", "ic", "pt", "oo"} <= verbs(seen)
    await driver.move_clock(morning(0))
    await driver.expect("今天")
    assert "就是今天" in (await my(driver)).text


async def test_a_long_list_is_turned_over_in_its_place_and_each_can_be_ended(driver: Driver, rows: Rows) -> None:
    await follow(driver)
    await follow_many(driver, 7)
    seen = await my(driver)
    assert seen.text.startswith("您订阅了 8 个提醒")
    assert len(seen.buttons) <= ROWS
    await driver.click(seen, label="后面的")
    second = await driver.expect()
    assert second.kind == "edit"
    assert second.message_id == seen.message_id
    ends = {*data_with(seen, "e"), *data_with(second, "e")}
    assert ends == {f"e:{row}" for (row,) in rows.all("SELECT id FROM subscriptions WHERE ended_at IS NULL")}
    await driver.click(second, data=data_with(second, "e")[0])
    assert (await driver.expect()).text.startswith("您订阅了 7 个提醒")


async def test_one_policy_goes_into_a_calendar_by_the_persons_own_way(driver: Driver, sandbox: Sandbox) -> None:
    await driver.say("包头金蓝领首席技师啥时候截止")
    answer = await driver.expect("2024年12月10日")
    events = await calendar_of(driver, sandbox, answer)
    assert set(events) == {uid_of("bt-shibaiqian-2024", "unit-to-city")}
    (event,) = events.values()
    assert event.text("SEQUENCE") == "0"
    assert "本人交单位的日期通知没写，请问单位。" in event.text("DESCRIPTION")


async def test_all_that_is_followed_goes_into_one_calendar(driver: Driver, sandbox: Sandbox) -> None:
    await follow(driver)
    events = await calendar_of(driver, sandbox, await my(driver))
    assert set(events) == {uid_of("bt-shibaiqian-2024", stage) for stage in ("unit-to-county", "unit-to-city", "county-to-city")}


@pytest.mark.parametrize("data", ["ic", "pt"])
async def test_who_follows_nothing_is_told_how_to(driver: Driver, data: str) -> None:
    await driver.say("/help")
    seen = await driver.expect()
    await driver.click(seen, data=data, stale=True)
    assert "您还没有订阅提醒" in (await driver.expect()).text


async def test_a_policy_without_dates_says_so_instead_of_an_empty_calendar(driver: Driver) -> None:
    await driver.say("/help")
    seen = await driver.expect()
    await driver.click(seen, data=f"ic:{code('policy', 'nmg-ndt-p2p')}", stale=True)
    assert "没有能放进日历的日期" in (await driver.expect()).text


async def test_a_timeline_comes_as_a_picture_of_one_policy_and_of_all_that_is_followed(
    driver: Driver, sandbox: Sandbox, rows: Rows
) -> None:
    followed = await follow(driver)
    await driver.click(followed, data=data_with(followed, "pt")[0])
    one = await driver.expect("🖼 包头十百千")
    assert (await file_of(sandbox, one)).startswith(SIGNATURE)
    seen = await my(driver)
    await driver.click(seen, data="pt")
    every = await driver.expect("🖼 包头十百千")
    assert (await file_of(sandbox, every)).startswith(SIGNATURE)
    assert rows.all("SELECT count(*) FROM outbox WHERE body LIKE '%PNG%'") == [(0,)]


async def test_a_picture_that_nobody_could_look_at_is_not_drawn(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_tall(_: object) -> bytes:
        raise TooTallError("far too tall")

    monkeypatch.setattr("bot.outbox.timelines.png", too_tall)
    followed = await follow(driver)
    await driver.click(followed, data=data_with(followed, "pt")[0])
    await driver.expect("画不下")


async def test_what_was_followed_of_a_notice_that_is_gone_can_still_be_ended(
    driver: Driver, bot: Bot, rows: Rows, logged: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handlers.following.target_of", lambda policy, track: target_of(f"{policy}-gone", track))
    await follow(driver)
    seen = await my(driver)
    await driver.click(seen, data=data_with(seen, "e")[0])
    await driver.expect("您还没有订阅提醒")
    await driver.move_clock(timedelta(days=1))
    await bot.stop()
    assert rows.all("SELECT count(*) FROM subscriptions WHERE ended_at IS NULL") == [(0,)]
    assert not [entry for entry in logged if entry["log_level"] == "error"]
