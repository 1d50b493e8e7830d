"""Compared and warned in the chat, and on from there."""

import pytest

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


@pytest.mark.parametrize(
    "names",
    ["晋城技师工作站 晋城技能人才培养基地", "晋城技师工作站和培养基地", "技师工作站 技能人才培养基地", "晋城"],
)
async def test_a_command_puts_the_two_named_side_by_side(driver: Driver, names: str) -> None:
    await driver.say(f"/compare {names}")
    compared = await driver.expect("不一样的是")
    assert {"晋城技师工作站（2022）", "晋城技能人才培养基地（2022）"} <= {label.removeprefix("看") for label in compared.labels}


async def test_a_command_with_one_name_compares_its_kinds_also_of_what_was_just_told(driver: Driver) -> None:
    await driver.say("/compare 特培计划")
    named = await driver.expect("区外培养和区内培养，不一样的是")
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    await driver.say("/compare")
    assert (await driver.expect()).text == named.text


@pytest.mark.parametrize("words", ["", " 今天天气", " 新疆工匠"])
async def test_a_command_that_names_nothing_to_compare_says_how(driver: Driver, words: str) -> None:
    await driver.say(f"/compare{words}")
    assert "/compare 晋城技师工作站" in (await driver.expect("比哪两个")).text


async def test_a_side_that_is_not_on_file_is_said_to_be_missing_with_what_is(driver: Driver) -> None:
    for question in ("新疆工匠和西藏工匠有什么区别", "/compare 新疆工匠 西藏工匠"):
        await driver.say(question)
        told = await driver.expect("我这里没有西藏自治区")
        assert any("新疆工匠" in label for label in told.labels)
