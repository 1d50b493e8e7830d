"""The ways through a questionnaire: consent, back, why, away and back again."""

import pytest

from bot import texts
from bot.sandbox.driver import Driver
from bot.views.verdicts import LEADS
from knowledge.base import KnowledgeBase
from tests.journeys.interview import SUITED, Interview, Value, data_with, is_question, is_result, verbs
from tests.journeys.rows import Rows

TEPEI = "nmg-tepei-2023"
SENIOR: dict[str, Value] = {"age": 40, "professional_title": "senior", "unit_place": "baotou"}


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


async def test_nothing_is_stored_before_the_consent(person: Interview, driver: Driver, rows: Rows) -> None:
    asked = await person.choose(TEPEI, "outside")
    assert {"ok", "no"} <= verbs(asked)
    await driver.say("四十五岁")
    await driver.expect()
    assert rows.count("answers") == rows.count("profiles") == rows.count("interviews") == 0
    assert rows.all("SELECT consented_at FROM people") == [(None,)]

    await person.press(asked, "no")
    assert rows.count("answers") == rows.count("interviews") == 0
    assert rows.all("SELECT consented_at FROM people") == [(None,)]

    question = await person.begin(TEPEI, "outside")
    assert is_question(question)
    assert rows.all("SELECT consented_at IS NULL FROM people") == [(0,)]
    assert rows.count("answers") == 0
    asked = await person.reach(question, "age", SUITED)
    await person.answer(asked, "1980年5月1日")
    assert rows.all("SELECT state FROM answers WHERE fact = 'age'") == [("given",)]
    assert "1980-05" not in str(rows.all("SELECT value FROM answers WHERE fact = 'age'")[0][0])


async def test_sensitive_questions_wait_for_a_consent_of_their_own(person: Interview, rows: Rows) -> None:
    result = await person.walk(await person.begin(TEPEI, "outside"), SENIOR)
    assert is_result(result)
    assert rows.all("SELECT sensitive_consented_at IS NULL, sensitive_declined_at IS NULL FROM people") == [(0, 1)]
    assert {"ethnic_minority", "healthy"} <= person.said.keys()


async def test_declined_sensitive_questions_are_never_asked_and_leave_it_open(person: Interview, rows: Rows) -> None:
    result = await person.walk(await person.begin(TEPEI, "outside"), SENIOR, sensitive=False)
    assert not {"ethnic_minority", "healthy"} & person.said.keys()
    assert LEADS["undetermined"] in result.text
    declined = {fact for (fact,) in rows.all("SELECT fact FROM answers WHERE state = 'declined'")}
    assert declined == set()  # a refusal is no answer: it can be taken back
    assert rows.all("SELECT sensitive_consented_at FROM people") == [(None,)]


async def test_going_back_from_a_question_asks_the_one_before_again(person: Interview, rows: Rows) -> None:
    begun = await person.begin(TEPEI, "outside")
    assert "b" not in verbs(begun)
    first = await person.reach(begun, "age", SUITED)
    before = rows.count("answers")
    second = await person.walk(first, {"age": "46周岁"})
    assert is_result(second)
    again = await person.press(second, "b")
    assert person.fact_of(again) == "age"
    assert rows.count("answers") == before
    third = await person.answer(again, "45周岁")
    assert not is_question(third) or person.fact_of(third) != "age"
    back = await person.press(third, "b")
    assert person.fact_of(back) == "age"


async def test_going_back_from_the_result_and_answering_otherwise_turns_the_verdict(person: Interview) -> None:
    answers: dict[str, Value] = {"unit_place": "baotou", "unit_type": "enterprise", "employed": True, "skill_level": "advanced"}
    seen = await person.walk(await person.begin("bt-shibaiqian-2024", "senior"), answers)
    assert LEADS["not_eligible"] in seen.text
    while not is_question(seen) or person.fact_of(seen) != "skill_level":
        seen = await person.press(seen, "b")
    result = await person.walk(seen, answers | {"skill_level": "senior_technician"})
    assert LEADS["eligible"] in result.text


async def test_all_the_way_back_and_once_more_stays_at_the_first_question(person: Interview, driver: Driver) -> None:
    first = await person.begin(TEPEI, "inside")
    fact = person.fact_of(first)
    second = await person.answer(first, SENIOR[fact])
    again = await person.press(second, "b")
    assert person.fact_of(again) == fact
    await driver.click(again, data=data_with(second, "b")[0], stale=True)
    assert (await driver.expect(kinds="answer")).text == texts.STALE
    third = await person.answer(again, SENIOR[fact])
    assert person.fact_of(third) == person.fact_of(second)


async def test_why_names_the_clauses_and_leads_back_to_the_question(person: Interview) -> None:
    question = await person.reach(await person.begin(TEPEI, "all"), "age", SUITED | {"unit_affiliation": "county"})
    why = await person.press(question, "w")
    assert "三（一）2" in why.text
    assert "三（二）2" in why.text
    back = await person.press(why, "q")
    assert person.fact_of(back) == "age"


async def test_leaving_keeps_the_answers_and_the_way_back(person: Interview, driver: Driver, rows: Rows) -> None:
    second = await person.one_in(TEPEI, "outside")
    fact = person.fact_of(second)
    left = await person.press(second, "x")
    assert rows.count("answers") == 1
    assert rows.all("SELECT finished_at IS NULL FROM interviews") == [(0,)]
    await driver.say("特培计划什么时候截止")
    await driver.expect("2023年3月20日")
    again = await person.press(left, "q")
    assert person.fact_of(again) == fact


async def test_my_shows_a_questionnaire_under_way_and_check_goes_on_with_it(person: Interview, driver: Driver) -> None:
    second = await person.one_in(TEPEI, "outside")
    await driver.say("/my")
    await driver.expect()
    going = await driver.expect("存下的自测")
    assert person.fact_of(await person.press(going, "lo")) == person.fact_of(second)
    await driver.say("/check")
    assert person.fact_of(await driver.expect()) == person.fact_of(second)
