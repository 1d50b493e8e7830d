"""Without a unit, not recommended, sent by an agency: asked in the chat, answered from the notices."""

from bot.sandbox.driver import Driver
from bot.usecases.situating import taking_applications
from knowledge.base import KnowledgeBase
from tests.journeys.interview import data_with, verbs


async def test_a_named_programme_answers_with_clause_silence_and_whom_to_ask(driver: Driver) -> None:
    await driver.say("特培计划单位不给推荐怎么办")
    answer = await driver.expect()
    assert "单位不推荐：不行" in answer.text
    assert "〔四〕" in answer.text
    assert "通知没写" in answer.text
    assert "请问：" in answer.text
    assert {"t", "c", "si"} <= verbs(answer)


async def test_without_a_name_all_programmes_are_told_and_each_is_one_tap_away(driver: Driver, base: KnowledgeBase) -> None:
    await driver.say("没有单位能报吗")
    overview = await driver.expect()
    buttons = data_with(overview, "si")
    assert len(buttons) == len(taking_applications(base))
    await driver.click(overview, data=buttons[0])
    answer = await driver.expect("没有单位：不行")
    await driver.click(answer, data=data_with(answer, "si")[0])
    assert len(data_with(await driver.expect("各项目不一样"), "si")) == len(buttons)


async def test_a_forged_button_is_stale(driver: Driver) -> None:
    await driver.say("没有单位能报吗")
    overview = await driver.expect()
    for data in ("si:9", "si", "si:0:nonsense"):
        await driver.click(overview, data=data, stale=True)
        await driver.expect("过期")
