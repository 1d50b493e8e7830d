"""A question in, an answer out, through the real application."""

from bot.sandbox.driver import Driver


async def test_a_colloquial_question_is_answered_with_state_and_date(driver: Driver) -> None:
    await driver.say("包头金蓝领啥时候截止")
    answer = await driver.expect("2024年12月10日")
    assert answer.text.startswith("🟢 进行中，还有 12 天")
    assert "三（一）" in answer.text


async def test_two_fitting_policies_are_offered_as_buttons_and_a_press_answers(driver: Driver) -> None:
    await driver.say("晋城的项目截止时间")
    torn = await driver.expect("您问的是哪一个")
    assert len(torn.labels) == 2
    await driver.click(torn, "技师工作站")
    await driver.expect("2022年12月8日")


async def test_what_is_not_on_file_is_said_not_to_be(driver: Driver) -> None:
    await driver.say("今天天气怎么样")
    await driver.expect("这个我不知道")
