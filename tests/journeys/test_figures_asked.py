"""Somebody types how many and how long, and hears the sum, through the real application."""

import pytest

from bot.sandbox.driver import Driver
from tests.journeys.interview import verbs


async def test_heads_and_years_give_the_sum_for_each_payer(driver: Driver) -> None:
    await driver.say("区外特培5个学员三年要多少钱")
    answer = await driver.expect("一共60.3万元")
    assert answer.text.startswith("区外培养，5人3年")
    assert "没写限额" in answer.text
    assert "往后各年的标准通知没写" in answer.text
    assert "〔八〕" in answer.text
    assert verbs(answer) == {"t", "zu", "zn", "zw", "zo"}


async def test_instalments_are_told_one_by_one(driver: Driver) -> None:
    await driver.say("晋城技师工作站分几次给，每次多少")
    answer = await driver.expect("第1次12万元，第2次18万元")
    assert "评估验收合格后" in answer.text


async def test_without_a_name_those_that_have_the_figures_are_offered_and_a_press_counts(driver: Driver) -> None:
    await driver.say("5个学员三年要多少钱")
    torn = await driver.expect("您问的是这个吗")
    assert verbs(torn) == {"g", "zk"}
    await driver.click(torn, "内蒙古特培计划")
    await driver.expect("区外培养，5人3年一共60.3万元；区内培养，5人3年一共31.2万元")


async def test_class_sizes_and_hours_are_told_course_by_course(driver: Driver) -> None:
    await driver.say("一个班多少人、多少学时")
    torn = await driver.expect("您问的是这个吗")
    await driver.click(torn, "安徽创业培训")
    answer = await driver.expect("每班最多30人")
    assert "共56课时" in answer.text
    assert "一课时多少分钟没写" in answer.text


@pytest.mark.parametrize("data", ["g", "g:x:m:1:", "g::::", "g:0000000000aa:q:-1:x", "g:x:m:99999999999999999999:", "g:x:m:²:９"])
async def test_a_button_that_names_nothing_is_stale(driver: Driver, data: str) -> None:
    await driver.say("你好")
    hello = await driver.expect("您好")
    await driver.click(hello, data=data, stale=True)
    await driver.expect("这个按钮过期了")
