"""Half a question means what the same person was last told about in the same chat, for a while."""

from datetime import timedelta

import pytest

from bot.sandbox.driver import Driver
from bot.usecases.leaning import FADES
from tests.journeys.rows import Rows

MENTION = "@shenbao_sandbox_bot"


async def test_half_a_question_means_the_last_answer_and_a_new_name_ends_it(driver: Driver) -> None:
    await driver.say("区外特培一年给多少钱")
    await driver.expect("3万元")
    await driver.say("区内的呢")
    inside = await driver.expect("1.6万元")
    assert "3万元" not in inside.text
    await driver.say("那材料呢")
    await driver.expect("特培学员申报表")
    await driver.say("包头金蓝领啥时候截止")
    await driver.expect("2024年12月10日")
    await driver.say("在哪公示")
    assert "十百千" in (await driver.expect()).text


async def test_a_button_changes_what_is_meant(driver: Driver) -> None:
    await driver.say("晋城的项目截止时间")
    torn = await driver.expect("您问的是哪一个")
    await driver.click(torn, "技师工作站")
    await driver.expect("2022年12月8日")
    await driver.say("给多少钱")
    await driver.expect("30万元")


async def test_what_was_meant_fades(driver: Driver, rows: Rows) -> None:
    await driver.say("包头金蓝领啥时候截止")
    await driver.expect("2024年12月10日")
    assert rows.count("topics") == 1
    await driver.move_clock(FADES + timedelta(minutes=1))
    await driver.say("要什么材料")
    await driver.expect("您问的是哪一个")


async def test_it_is_never_taken_from_somebody_else(driver: Driver) -> None:
    await driver.do("privacy", on=False)
    group = int((await driver.do("group", user="组长", title="技师群", members=["组员"]))["chat"]["id"])
    await driver.say(f"{MENTION} 包头金蓝领啥时候截止", user="组长", chat_id=group)
    await driver.expect("2024年12月10日", chat_id=group)
    await driver.say(f"{MENTION} 要什么材料", user="组员", chat_id=group)
    await driver.expect("您问的是哪一个", chat_id=group)
    await driver.say(f"{MENTION} 要什么材料", user="组长", chat_id=group)
    await driver.expect("高技能人才认定申请表", chat_id=group)


@pytest.mark.parametrize("question", ["jincheng jishi gongzuozhan jishi jiezhi", "晉城技師工作站什麼時候截止", "进城技师工作站几号结止"])
async def test_it_is_read_as_it_was_meant(driver: Driver, question: str) -> None:
    await driver.say(question)
    await driver.expect("2022年12月8日")
