"""An earlier answer changed: from a question and from the result, straight back, with nothing else lost."""

import pytest

from bot import texts
from bot.callbacks import code
from bot.sandbox.driver import Driver, Seen
from bot.usecases.scope import PolicyScope, scope_code
from bot.views.paging import PAGE
from bot.views.verdicts import LEADS
from knowledge.base import KnowledgeBase
from tests.journeys.conftest import Bot
from tests.journeys.interview import SUITED, Interview, Value, data_with, is_question, is_result, verbs
from tests.journeys.rows import Rows

SENIOR_TRACK = "bt-shibaiqian-2024", "senior"
WORKER: dict[str, Value] = {"unit_place": "baotou", "unit_type": "enterprise", "employed": True, "skill_level": "senior_technician"}
SCOPE = scope_code(PolicyScope(*SENIOR_TRACK))
LEVEL = code("fact", "skill_level")


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


@pytest.fixture
async def result(person: Interview) -> Seen:
    """Everything answered, and all fits."""
    result = await person.walk(await person.begin(*SENIOR_TRACK), WORKER)
    assert LEADS["eligible"] in result.text
    return result


def level(option: str) -> str:
    return code("option", f"skill_level={option}")


async def test_the_list_has_every_answer_the_latest_first(person: Interview, result: Seen) -> None:
    listed = await person.press(result, "l")
    facts = [data.split(":")[2] for data in data_with(listed, "lc")]
    answered = [fact for fact in person.said if person.said[fact] != "?"]
    assert facts == [code("fact", fact) for fact in reversed(answered)]
    assert any("高级技师" in label for label in listed.labels)
    assert (await person.press(listed, "lk")).text == result.text


async def test_one_answer_is_changed_from_the_result_and_the_result_comes_back_at_once(person: Interview, result: Seen, rows: Rows) -> None:
    before = dict(rows.all("SELECT fact, answered_at FROM answers WHERE fact <> 'skill_level'"))
    asked = await person.press(await person.press(result, "l"), "lc", SCOPE, LEVEL)
    assert person.fact_of(asked) == "skill_level"
    assert "您原来答：高级技师" in asked.text
    after = await person.press(asked, "a", LEVEL, level("advanced"))
    assert is_result(after)
    assert LEADS["not_eligible"] in after.text
    assert "原来符合，现在不符合（您的回答改了：技能等级）" in after.text
    assert dict(rows.all("SELECT fact, answered_at FROM answers WHERE fact <> 'skill_level'")) == before


async def test_a_question_chosen_to_be_changed_survives_a_restart_and_can_be_left(
    person: Interview, result: Seen, bot: Bot, rows: Rows
) -> None:
    asked = await person.press(await person.press(result, "l"), "lc", SCOPE, LEVEL)
    await bot.restart()
    assert await person.open_question() == "skill_level"
    before = rows.all("SELECT fact, state, position FROM answers ORDER BY position")
    left = await person.press(asked, "lk")
    assert is_result(left)
    assert rows.all("SELECT fact, state, position FROM answers ORDER BY position") == before


async def test_an_answer_is_changed_in_the_middle_and_the_open_question_comes_back(person: Interview) -> None:
    first = await person.begin("nmg-tepei-2023", "outside")
    second = await person.answer(first, "baotou")
    third = await person.answer(second, "senior")
    open_fact = person.fact_of(third)
    asked = await person.press(await person.press(third, "l"), "lc", data_with(third, "l")[0].split(":")[1], code("fact", "unit_place"))
    assert person.fact_of(asked) == "unit_place"
    assert "w" in verbs(asked)
    why = await person.press(asked, "w")
    back = await person.press(why, "q")
    assert person.fact_of(back) == "unit_place"
    after = await person.press(back, "a", code("fact", "unit_place"), code("option", "unit_place=inner_mongolia"))
    assert person.fact_of(after) == open_fact


async def test_a_typed_answer_is_changed_below(person: Interview, driver: Driver, rows: Rows) -> None:
    answers: dict[str, Value] = {"unit_place": "jincheng", "unit_type": "technical_school", "annual_trainees": 250}
    result = await person.walk(await person.begin("jc-talent-base-2022"), answers)
    scope = data_with(result, "l")[0].split(":")[1]
    asked = await person.press(await person.press(result, "l"), "lc", scope, code("fact", "annual_trainees"))
    await driver.say("一些")
    slip = await driver.expect()
    assert person.fact_of(slip) == "annual_trainees"
    await driver.say("三百")
    after = await driver.expect()
    assert (after.message_id or 0) > (asked.message_id or 0)
    assert not is_question(after) or person.fact_of(after) != "annual_trainees"
    assert rows.all("SELECT count(*) FROM answers WHERE fact = 'annual_trainees'") == [(1,)]


async def test_a_double_press_and_a_stale_choice_lose_nothing(person: Interview, driver: Driver, result: Seen, rows: Rows) -> None:
    listed = await person.press(result, "l")
    choice = next(data for data in data_with(listed, "lc") if data.endswith(LEVEL))
    for _ in range(2):
        await driver.click(listed, data=choice, stale=True)
        await driver.expect(kinds="answer")
    assert await person.open_question() == "skill_level"
    before = rows.all("SELECT fact, state, position FROM answers")
    for data in (
        f"lc:{SCOPE}:zzz",
        f"lc:{SCOPE}:{code('fact', 'annual_trainees')}",
        f"lc:{SCOPE}",
        "lc",
        "l:zzz",
        "lk",
        f"lr:{SCOPE}:zzz",
        "ld",
    ):
        await driver.click(result, data=data, stale=True)
        assert (await driver.expect(kinds="answer")).text == texts.STALE, data
    assert rows.all("SELECT fact, state, position FROM answers") == before
    assert (await person.click(result, f"l:{SCOPE}:99")).labels


async def test_a_change_of_another_questionnaires_answer_is_stale(person: Interview, driver: Driver, result: Seen) -> None:
    listed = await person.press(result, "l")
    offered = await person.begin("nmg-tepei-2023", "inside")
    question = await person.press(offered, "q")
    await driver.click(listed, data=data_with(listed, "lc")[0], stale=True)
    drawn = await driver.expect()
    assert person.fact_of(drawn) == person.fact_of(question)
    assert (await driver.expect(kinds="answer")).text == texts.STALE


async def test_what_was_not_said_is_answered_from_the_result_by_its_own_button(person: Interview, rows: Rows) -> None:
    """A question that was passed over in the middle: not the last one is opened, and the last one's answer stays."""
    suited: dict[str, Value] = SUITED | {"ethnic_minority": "-"}
    result = await person.walk(await person.begin("nmg-tepei-2023", "outside"), suited)
    assert "您没有回答：是否少数民族" in result.text
    before = rows.all("SELECT fact, answered_at FROM answers WHERE fact <> 'ethnic_minority'")
    asked = await person.press(result, "lc")
    assert person.fact_of(asked) == "ethnic_minority"
    assert f"a:{code('fact', 'ethnic_minority')}:-" in data_with(asked, "a"), "not to answer is a button of its own"
    after = await person.answer(asked, value=True)
    assert is_result(after)
    assert LEADS["eligible"] in after.text
    assert rows.all("SELECT fact, answered_at FROM answers WHERE fact <> 'ethnic_minority'") == before


async def test_sensitive_questions_that_were_left_out_can_be_thought_over(person: Interview) -> None:
    answers: dict[str, Value] = {"age": 40, "professional_title": "senior", "unit_place": "baotou"}
    result = await person.walk(await person.begin("nmg-tepei-2023", "outside"), answers, sensitive=False)
    listed = await person.press(result, "l")
    left_out = next(data for data in data_with(listed, "lc") if data.endswith(code("fact", "ethnic_minority")))
    assert "so" in verbs(await person.click(listed, left_out))


async def test_many_answers_come_in_pages(person: Interview) -> None:
    result = await person.walk(await person.begin("xj-training-base-2023"), {"unit_place": "xinjiang", "unit_type": "technical_school"})
    listed = await person.press(result, "l")
    assert len(data_with(listed, "lc")) == PAGE
    turned = await person.press(listed, "l")
    assert 0 < len(data_with(turned, "lc")) <= PAGE
    assert not {*data_with(listed, "lc")} & {*data_with(turned, "lc")}
    assert (await person.press(turned, "l")).labels == listed.labels
