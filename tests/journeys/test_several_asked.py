"""Several questions in one message get an answer each; a list of fifty is answered as far as stated, however long."""

from bot.sandbox.driver import Driver

NAMES = ("特培", "金蓝领", "新疆工匠", "晋城技师工作站", "三区三州大赛")


async def test_each_is_answered_and_the_last_one_is_leant_on(driver: Driver) -> None:
    await driver.say("特培路费谁出？金蓝领啥时候截止？")
    told = await driver.expect("2024年12月10日")
    assert "往返路费由用人单位出" in told.text
    await driver.say("那在哪公示")
    assert "十百千" in (await driver.expect()).text


async def test_fifty_are_answered_up_to_a_number_and_the_rest_is_said(driver: Driver) -> None:
    await driver.say("\n".join(f"{number + 1}. {NAMES[number % 5]}啥时候截止？" for number in range(50)))
    await driver.expect("后面还有 45 件没有看")


async def test_a_narrow_question_leads_to_the_whole(driver: Driver) -> None:
    await driver.say("特培路费谁出")
    told = await driver.expect("路费：一年两次往返路费由用人单位出")
    await driver.click(told, "全部")
    await driver.expect("生活补贴")


async def test_an_unsure_question_is_asked_by_buttons(driver: Driver) -> None:
    await driver.say("金蓝领哪样来着")
    told = await driver.expect("点一下就告诉您")
    await driver.click(told, "要交什么")
    await driver.expect("申请表")
