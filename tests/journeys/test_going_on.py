"""A questionnaire that is broken off, begun anew or for another policy, asked in between, and shared by nobody."""

import pytest

from bot.sandbox.driver import Driver
from bot.views.verdicts import LEADS
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import START, Bot
from tests.journeys.interview import SUITED, Interview, Value, is_question, is_result, verbs
from tests.journeys.rows import Rows

TEPEI = "nmg-tepei-2023"
TODAY = START.date()


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


async def test_starting_anew_forgets_this_questionnaires_answers_only(person: Interview, rows: Rows) -> None:
    await person.walk(await person.begin("jc-technician-station-2022"), {"unit_place": "jincheng", "unit_type": "enterprise"})
    other = {fact for (fact,) in rows.all("SELECT fact FROM answers")}
    seen = await person.begin(TEPEI, "outside")
    if not is_question(seen):
        seen = await person.press(seen, "q")
    result = await person.walk(seen, {"age": 50})
    first = await person.press(result, "r")
    assert is_question(first)
    left = {fact for (fact,) in rows.all("SELECT fact FROM answers")}
    assert left == other - {"unit_place"}


async def test_answers_are_offered_again_for_another_policy_and_may_be_given_anew(person: Interview, rows: Rows) -> None:
    await person.walk(await person.begin("bt-shibaiqian-2024", "senior"), {"unit_place": "baotou", "unit_type": "enterprise"})
    offered = await person.begin("jc-talent-base-2022")
    assert {"q", "r"} <= verbs(offered)
    assert "包头市" in offered.text
    assert "企业" in offered.text
    question = await person.press(offered, "r")
    assert is_question(question)
    assert not {"unit_place", "unit_type"} & {fact for (fact,) in rows.all("SELECT fact FROM answers")}


async def test_answers_used_again_are_not_asked_again(person: Interview) -> None:
    answers = {"unit_place": "jincheng", "unit_type": "enterprise"}
    await person.walk(await person.begin("jc-technician-station-2022"), answers)
    offered = await person.begin("jc-talent-base-2022")
    earlier = dict(person.said)
    person.said.clear()
    await person.walk(await person.press(offered, "q"), {})
    assert person.said
    assert not {"unit_place", "unit_type"} & person.said.keys()
    assert {"unit_place", "unit_type"} <= earlier.keys()


@pytest.mark.parametrize("way", ["restart", "stop"])
async def test_a_bot_that_ends_in_the_middle_goes_on_where_it_was(person: Interview, bot: Bot, way: str) -> None:
    answers: dict[str, Value] = {
        "age": "1990年1月2日",
        "professional_title": "senior",
        "unit_place": "baotou",
        "ethnic_minority": True,
        "healthy": True,
    }
    seen = await person.begin(TEPEI, "outside")
    for _ in range(2):
        seen = await person.answer(seen, answers.get(person.fact_of(seen), "?"))
        if way == "restart":
            await bot.restart()
        else:
            await bot.stop()
            bot.start()
    result = await person.walk(seen, answers)
    assert result.text.startswith(LEADS["eligible"])
    assert person.expected(TEPEI, "outside", TODAY)[0][0] in result.text


async def test_what_is_said_while_the_bot_is_down_is_answered_once_it_is_up(person: Interview, bot: Bot, driver: Driver) -> None:
    await person.reach(await person.begin(TEPEI, "outside"), "age", SUITED)
    await bot.stop()
    await driver.say("四十五岁")
    bot.start()
    answered = await driver.expect()
    assert not is_question(answered) or person.fact_of(answered) != "age"


async def test_a_question_in_the_middle_is_answered_and_the_questionnaire_goes_on(person: Interview, driver: Driver) -> None:
    second = await person.one_in(TEPEI, "outside")
    await driver.say("包头金蓝领啥时候截止")
    await driver.expect("2024年12月10日")
    going = await driver.expect()
    assert verbs(going) == {"q"}
    back = await person.press(going, "q")
    assert person.fact_of(back) == person.fact_of(second)


@pytest.mark.parametrize("asked", ["什么时候截止", "哪天截止啊", "技师工作站截止日期"])
async def test_a_question_without_a_name_is_taken_for_the_policy_that_is_checked(person: Interview, driver: Driver, asked: str) -> None:
    await person.begin("jc-technician-station-2022")
    await driver.say(asked)
    await driver.expect("2022年12月8日")


async def test_a_slip_is_explained_and_the_question_stays(person: Interview, driver: Driver, rows: Rows) -> None:
    question = await person.reach(await person.begin(TEPEI, "outside"), "age", SUITED)
    before = rows.count("answers")
    for typed in ("一百五十岁", "-3", "虚岁46", "1980年13月", "2999年1月1日", "可以", "几年前", "本科在读", "abc", "9" * 50):
        await driver.say(typed)
        again = await driver.expect()
        assert is_question(again), typed
        assert person.fact_of(again) == person.fact_of(question) == "age"
        assert again.text != question.text
    assert rows.count("answers") == before


async def test_two_people_are_checked_side_by_side(driver: Driver, base: KnowledgeBase) -> None:
    first, second = Interview(driver, base, "甲"), Interview(driver, base, "乙")
    one = await first.reach(await first.begin(TEPEI, "outside"), "age", SUITED)
    two = await second.reach(await second.begin(TEPEI, "outside"), "age", SUITED)
    assert LEADS["not_eligible"] in (await first.walk(one, {"age": 46})).text
    assert not is_result(await second.answer(two, 45))
