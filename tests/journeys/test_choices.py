"""A question with several options: what is ticked lives in the buttons, and is stored once it is done."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot.callbacks import code
from bot.sandbox.driver import Driver, Seen
from bot.sandbox.sandbox import Sandbox
from eligibility.questionnaire import questions_of
from eligibility.targets import Target
from knowledge.base import KnowledgeBase
from knowledge.facts import ChoicesFact
from tests.journeys.conftest import Bot
from tests.journeys.interview import Interview, Value, data_with, is_question, is_result, verbs
from tests.journeys.rows import Rows
from tests.journeys.test_privacy import document


@pytest.fixture
def person(driver: Driver, base: KnowledgeBase) -> Interview:
    return Interview(driver, base)


def example_for(base: KnowledgeBase) -> tuple[str, str | None, str, Mapping[str, Any]]:
    """A policy, its track, one of its facts with several options, and an example's answers that lead there."""
    for policy in base.policies.values():
        for example in policy.examples:
            for fact in questions_of(base, (Target(policy.id, example.track),)):
                if isinstance(fact, ChoicesFact) and fact.id in example.facts:
                    return policy.id, example.track, fact.id, example.facts
    raise AssertionError("no policy asks for several options")


def ticked(seen: Seen) -> list[bool]:
    return [label.startswith("☑") for label in seen.labels if label[0] in "☑☐"]


async def to_the_choice(person: Interview) -> tuple[Seen, ChoicesFact]:
    """Answer until the question with several options is open."""
    policy, track, wanted, answers = example_for(person.base)
    seen = await person.begin(policy, track)
    while "m" not in verbs(seen):
        if "so" in verbs(seen):
            seen = await person.press(seen, "so")
            continue
        assert is_question(seen), f"{wanted} was never asked: {seen.text}"
        seen = await person.answer(seen, typed(answers.get(person.fact_of(seen), "?")))
    fact = person.base.facts[person.fact_of(seen)]
    assert isinstance(fact, ChoicesFact)
    return seen, fact


def typed(value: object) -> Value:
    return value if isinstance(value, bool | int | str) else str(value)


async def test_options_are_ticked_and_unticked_in_place_and_stored_when_done(person: Interview, rows: Rows, bot: Bot) -> None:
    seen, fact = await to_the_choice(person)
    before = rows.count("answers")
    assert ticked(seen) == [False] * len(fact.options)
    assert "都没有" in seen.labels
    one = await person.click(seen, data_with(seen, "m")[0])
    assert ticked(one) == [True] + [False] * (len(fact.options) - 1)
    await bot.restart()
    two = await person.click(one, data_with(one, "m")[1])
    assert ticked(two)[:2] == [True, True]
    assert "选好了（2 项）" in two.labels
    assert "都没有" not in two.labels
    back = await person.click(two, data_with(two, "m")[0])
    assert ticked(back)[:2] == [False, True]
    assert {one.message_id, two.message_id, back.message_id} == {seen.message_id}
    assert rows.count("answers") == before
    done = await person.press(back, "md")
    assert rows.count("answers") == before + 1
    assert is_result(done) or is_question(done)


async def test_what_was_chosen_is_what_is_stored(person: Interview, sandbox: Sandbox) -> None:
    seen, fact = await to_the_choice(person)
    every = format((1 << len(fact.options)) - 1, "x")
    await person.click(seen, f"md:{code('fact', fact.id)}:{every}")
    await person.driver.say("/export")
    export = await person.driver.expect(kinds="message")
    content = await document(sandbox, export)
    (stored,) = [json.loads(row["value"]) for row in content["answers"] if row["fact"] == fact.id]
    assert stored["value"] == sorted(option.id for option in fact.options)


async def test_none_of_them_is_an_answer_too_and_words_do_as_well_as_buttons(person: Interview, rows: Rows) -> None:
    seen, fact = await to_the_choice(person)
    before = rows.count("answers")
    then = await person.press(seen, "md")
    assert rows.count("answers") == before + 1
    again = await person.press(then, "b")
    assert person.fact_of(again) == fact.id
    await person.driver.say(fact.options[0].label)
    await person.driver.expect()
    assert rows.count("answers") == before + 1


async def test_forged_ticks_are_not_taken(person: Interview, rows: Rows) -> None:
    seen, fact = await to_the_choice(person)
    before = rows.all("SELECT fact, state FROM answers")
    coded = code("fact", fact.id)
    for data in (
        f"m:{coded}:zz",
        f"md:{coded}:",
        f"md:{coded}:-1",
        f"md:{coded}:fff",
        f"m:{coded}:+1",
        f"md:{code('fact', 'age')}:1",
        "md",
        f"a:{coded}:y",
    ):
        await person.driver.click(seen, data=data, stale=True)
        assert (await person.driver.expect(kinds="answer")).text, data
        assert rows.all("SELECT fact, state FROM answers") == before, data
