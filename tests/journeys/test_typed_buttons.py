"""The words of buttons, typed, do what the buttons do."""

import re

import pytest

from bot.callbacks import target_code
from bot.sandbox.driver import Driver
from bot.usecases.sitting import QUIET
from knowledge.base import KnowledgeBase
from tests.journeys.interview import SUITED, Interview, data_with, is_question, verbs

BAOTOU = "bt-shibaiqian-2024"
TEPEI = "nmg-tepei-2023"
WORDS = {
    "提醒我": "提醒",
    "🔔 提醒我": "提醒",
    "转人工": "电话|打",
    "写错了": "哪里|哪儿|错",
    "开始勾选": "勾",
    "拿给单位看": "单位",
    "加入日历": "日历",
    "自测够不够条件": "测哪一类",
    "表格": "表",
}
"""Each with what it is answered after an answer on the Baotou notice."""


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


async def test_as_the_first_page_tells_to_try(person: Interview, base: KnowledgeBase) -> None:
    driver = person.driver
    await driver.say("包头金蓝领啥时候截止")
    assert "f" in verbs(await driver.expect("2024年12月10日"))
    await driver.say("自测")
    assert {"ct", "cp", "cc"} <= verbs(await driver.expect("测哪一类"))
    await driver.say("提醒我")
    assert base.policies[BAOTOU].short_title in (await driver.expect("好的")).text
    await driver.say("高级技师")
    assert "ok" in verbs(await driver.expect("开始前"))


async def test_each_word_is_understood_out_of_the_blue_and_after_an_answer(person: Interview) -> None:
    driver = person.driver
    for word in WORDS:
        await driver.say(word)
        assert re.search("哪一个项目|我的提醒|提醒", (await driver.expect()).text), word
    await driver.say("包头金蓝领啥时候截止")
    await driver.expect("2024年12月10日")
    for word, told in WORDS.items():
        await driver.say(word)
        assert re.search(told, (await driver.expect()).text), word


async def test_out_of_the_blue_it_offers_what_one_can_apply_for(person: Interview) -> None:
    await person.driver.say("提醒我")
    which = await person.driver.expect("哪一个项目")
    assert f"f:{target_code(TEPEI, None)}" in data_with(which, "f")


async def test_in_a_questionnaire_it_is_about_what_is_checked(person: Interview, base: KnowledgeBase) -> None:
    await person.reach(await person.begin(TEPEI, "outside"), "unit_place", SUITED)
    await person.driver.say("提醒我")
    assert base.policies[TEPEI].series.name in (await person.driver.expect()).text


async def test_the_words_under_a_question(person: Interview) -> None:
    driver = person.driver
    first = await person.reach(await person.begin(TEPEI, "outside"), "unit_place", SUITED)
    await driver.say("包头")
    second = await driver.expect()
    await driver.say("为什么问这个")
    await driver.expect("为什么问")
    await driver.say("继续")
    assert person.fact_of(await driver.expect()) == person.fact_of(second)
    await driver.say("看不懂。")
    lost = await driver.expect("为什么问")
    await driver.click(lost, "不清楚，跳过")
    assert person.fact_of(await driver.expect()) != person.fact_of(second)
    await driver.say("上一步")
    assert person.fact_of(await driver.expect()) == person.fact_of(second)
    await driver.say("上一步")
    assert person.fact_of(await driver.expect()) == person.fact_of(first)
    await driver.say("先不测了")
    assert "q" in verbs(await driver.expect("先到这里"))


async def test_all_tracks_by_words(person: Interview) -> None:
    driver = person.driver
    await driver.say("包头金蓝领要什么条件")
    await driver.expect()
    await driver.say("自测")
    await driver.expect("测哪一类")
    await driver.say("都测一遍")
    assert "ok" in verbs(await driver.expect())


async def test_that_it_waits_is_said_once_in_a_pause(person: Interview) -> None:
    driver = person.driver
    await person.reach(await person.begin(TEPEI, "outside"), "unit_place", SUITED)
    await driver.say("给发钱不")
    await driver.expect("万元")
    await driver.expect("自测还没完")
    await driver.say("年龄有要求没")
    later = await driver.expect()
    assert "q" in verbs(later)
    await driver.say("今天天气咋样")
    assert "q" in verbs(await driver.expect("不知道"))
    await driver.move_clock(QUIET)
    await driver.say("给发钱不")
    await driver.expect("万元")
    going = await driver.expect("自测还没完")
    assert is_question(await person.press(going, "q"))
    await driver.say("给发钱不")
    await driver.expect("万元")
    await driver.expect("自测还没完")


async def test_an_option_among_other_words_is_asked_about_with_a_button(person: Interview) -> None:
    question = await person.reach(await person.begin(TEPEI, "outside"), "unit_place", SUITED)
    await person.driver.say("青山区那边一个厂")
    asked = await person.driver.expect("您是说“包头市”吗")
    following = await person.press(asked, "a")
    assert is_question(following)
    assert person.fact_of(following) != person.fact_of(question)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("晋城技师工作站拿给单位看", "yg"),
        ("特培计划区外的给单位看", "yg"),
        ("包头金蓝领开始勾选", "ko"),
        ("特培计划给单位看的材料有哪些", "t"),
    ],
)
async def test_the_words_of_a_button_beside_a_name_do_what_it_does(driver: Driver, text: str, verb: str) -> None:
    await driver.say("新疆工匠是什么")
    await driver.expect("新疆工匠")
    await driver.say(text)
    told = await driver.expect()
    assert "新疆工匠" not in told.text
    assert verb in verbs(told)
