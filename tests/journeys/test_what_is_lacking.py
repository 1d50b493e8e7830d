"""A reminder says what this very person still lacks, and leads straight to it."""

from bot.callbacks import code, press
from bot.sandbox.driver import Driver
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import Bot
from tests.journeys.following import expect_push, follow, morning
from tests.journeys.interview import Interview, data_with, verbs

POLICY = "bt-shibaiqian-2024"


async def test_what_is_not_ticked_and_not_answered_is_named_with_a_way_there(driver: Driver, bot: Bot, base: KnowledgeBase) -> None:
    await follow(driver)
    person = Interview(driver, base)
    await person.one_in(POLICY, "chief", {"unit_place": "baotou"})
    await driver.say("包头金蓝领要交什么材料")
    materials = await driver.expect("申请表")
    await driver.click(materials, data=press("k", code("policy", POLICY)), stale=True)
    ticking = await driver.expect("准备哪一类|备好|同意")
    for verb in ("ko", "kc"):  # which track, and the consent where there is none yet
        if verb in verbs(ticking) and "kt" not in verbs(ticking):
            await driver.click(ticking, data=data_with(ticking, verb)[0])
            ticking = await driver.expect("备好|同意")
    boxes = len(data_with(ticking, "kt"))
    await driver.click(ticking, data=data_with(ticking, "kt")[0])
    await driver.expect("备好 1")
    await driver.move_clock(morning(7))
    push = await expect_push(driver, 7)
    assert f"材料还有 {boxes - 1} 样没勾" in push.text
    assert "推荐汇总表" not in push.text.partition("您的准备")[2].partition("\n\n")[0], "the unit's papers are the unit's"
    assert "项没答清：" in push.text
    assert {"k", "q"} <= verbs(push)
    await driver.click(push, data=data_with(push, "k")[0])
    await driver.expect("备好 1")
    await driver.click(push, data=data_with(push, "q")[0])
    question = await driver.expect()
    assert "a" in verbs(question)
    assert question.kind == "message", "the reminder stays"
    await driver.click(push, data=data_with(push, "oo")[0])
    times = await driver.expect("提醒时间")
    assert times.kind == "message"
    await bot.stop()


async def test_who_does_not_fit_and_who_has_it_all_is_told_so(driver: Driver, bot: Bot, base: KnowledgeBase) -> None:
    await follow(driver)
    person = Interview(driver, base)
    seen = await person.begin(POLICY, "chief")
    await person.walk(seen, {"unit_place": "elsewhere"})
    await driver.move_clock(morning(7))
    push = await expect_push(driver, 7)
    assert "按您自测的回答，现在还不符合〔" in push.text
    assert "q" in verbs(push)
    assert "📋 自测结果" in push.labels, "a finished check is not gone on with"
    await bot.stop()


async def test_who_did_neither_is_offered_both(driver: Driver, bot: Bot) -> None:
    await follow(driver)
    await driver.move_clock(morning(7))
    push = await expect_push(driver, 7)
    assert "您的准备" not in push.text
    assert {"k", "c"} <= verbs(push)
    await bot.stop()
