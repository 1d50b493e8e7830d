"""Who has chosen a track is reminded of its steps alone, is told so, and may have all of the policy instead."""

from bot.callbacks import code, press
from bot.sandbox.driver import Driver
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import Bot
from tests.journeys.following import expect_push, morning
from tests.journeys.interview import Interview, data_with
from tests.journeys.rows import Rows

POLICY = "bt-shibaiqian-2024"
FOLLOWED = "SELECT kind, target FROM subscriptions WHERE ended_at IS NULL"


async def test_the_track_of_a_self_check_is_the_one_that_is_followed(driver: Driver, bot: Bot, base: KnowledgeBase, rows: Rows) -> None:
    asked = await Interview(driver, base).one_in(POLICY, "chief", {"unit_place": "baotou"})
    await driver.click(asked, data=press("f", code("policy", POLICY)), stale=True)
    told = await driver.expect("会提醒您")
    assert "您选过首席技师，就只提醒这一类的日子" in told.text
    assert "优秀技师" not in told.text
    assert rows.all(FOLLOWED) == [("track", f"{POLICY}/chief")]
    await driver.move_clock(morning(7))
    push = await expect_push(driver, 7)
    assert "首席技师" in push.text
    assert "优秀技师" not in push.text
    (whole,) = [data for data in data_with(told, "f") if data == press("f", code("policy", POLICY), "w")]
    await driver.click(told, data=whole, stale=True)
    changed = await driver.expect("会提醒您")
    assert "您选过" not in changed.text
    assert rows.all(FOLLOWED) == [("policy", POLICY)]
    await driver.click(told, data=press("f", code("policy", POLICY)), stale=True)
    await driver.expect("会提醒您")
    assert rows.all(FOLLOWED) == [("policy", POLICY)], "who wants all of it keeps all of it"
    await driver.move_clock(morning(3))
    assert "优秀技师" in (await expect_push(driver, 3)).text
    await bot.stop()
