"""Compared and warned in the chat, and on from there."""

from bot.sandbox.driver import Driver
from tests.journeys.interview import data_with


async def test_two_tracks_are_compared_and_each_is_one_tap_away(driver: Driver) -> None:
    await driver.say("区内区外有什么区别")
    compared = await driver.expect("不一样的是")
    first, second = data_with(compared, "t")
    await driver.click(compared, data=first)
    inside = await driver.expect()
    await driver.click(compared, data=second)
    assert (await driver.expect()).text != inside.text


async def test_after_one_answer_another_is_compared_with_it(driver: Driver) -> None:
    await driver.say("晋城技能人才培养基地给多少钱")
    await driver.expect("20万元")
    await driver.say("和技师工作站比哪个钱多")
    assert "20万元" in (await driver.expect("30万元")).text


async def test_somebody_who_asks_about_paying_is_warned_also_inside_a_questionnaire(driver: Driver) -> None:
    await driver.say("晋城技师工作站给多少钱")
    seen = await driver.expect("30万元")
    await driver.click(seen, data=data_with(seen, "c")[0])
    consent = await driver.expect("开始前")
    await driver.click(consent, data=data_with(consent, "ok")[0])
    await driver.expect()
    await driver.say("有人说交2000包过")
    await driver.expect("先别付钱")
    await driver.expect("自测还没完")
