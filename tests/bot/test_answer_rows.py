"""Answers to rows and back, and old rows that today's knowledge does not take any more."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.answer_rows import answers_of, row_of
from eligibility.answers import Answer, Declined, DoesNotKnow, Given, Months, Years
from eligibility.reading import Refusal, read_answer
from knowledge.base import KnowledgeBase
from knowledge.facts import YesNoFact, option_ids
from storage.records import AnswerRecord, AnswerState

NOW = datetime(2024, 11, 28, tzinfo=UTC)


def stored(base: KnowledgeBase, fact: str, answer: Answer, position: int = 1) -> AnswerRecord:
    row = row_of(base, fact, answer)
    return AnswerRecord(subject=row.subject, fact=fact, state=row.state, value=row.value, answered_at=NOW, position=position)


@pytest.fixture(scope="module")
def choices(base: KnowledgeBase) -> list[tuple[str, Answer]]:
    """Answers of every shape to every fact."""
    found: list[tuple[str, Answer]] = []
    for fact in base.facts.values():
        found += [(fact.id, DoesNotKnow()), (fact.id, Declined())]
        found += [(fact.id, Given(option)) for option in option_ids(fact) if fact.kind != "choices"]
        if isinstance(fact, YesNoFact):
            found += [(fact.id, Given(True)), (fact.id, Given(False))]
        for text in ("45", "12年半", "1980年5月", "2020年1月2日"):
            read = read_answer(fact, text, today=NOW.date(), as_of=date(2024, 12, 10))
            found += [] if isinstance(read, Refusal) else [(fact.id, read)]
    return found


def test_every_answer_comes_back_as_it_was(base: KnowledgeBase, choices: list[tuple[str, Answer]]) -> None:
    assert len(choices) > 3 * len(base.facts)
    for fact, answer in choices:
        assert answers_of(base, [stored(base, fact, answer)]) == {fact: answer}


@given(st.lists(st.integers(0, 10**6), max_size=8))
def test_the_order_in_which_they_were_given_stays(base: KnowledgeBase, choices: list[tuple[str, Answer]], places: list[int]) -> None:
    answers = dict(choices[place % len(choices)] for place in places)
    rows = [stored(base, fact, answer, position) for position, (fact, answer) in enumerate(answers.items())]
    assert list(answers_of(base, rows)) == list(answers)


def test_a_row_is_kept_under_the_subject_of_its_fact(base: KnowledgeBase) -> None:
    for fact in base.facts.values():
        assert row_of(base, fact.id, DoesNotKnow()).subject == fact.subject


@pytest.mark.parametrize(
    ("fact", "state", "value"),
    [
        ("age", "given", "not json"),
        ("age", "given", '{"shape":"of the future","value":1}'),
        ("age", "given", None),
        ("age", "given", '{"shape":"years","value":400}'),
        ("skill_level", "given", '{"shape":"option","value":"abolished"}'),
        ("a_fact_that_is_gone", "given", '{"shape":"years","value":40}'),
        ("a_fact_that_is_gone", "unknown", None),
    ],
)
def test_rows_that_todays_knowledge_does_not_take_count_as_not_asked(
    base: KnowledgeBase, fact: str, state: AnswerState, value: str | None
) -> None:
    row = AnswerRecord(subject="person", fact=fact, state=state, value=value, answered_at=NOW, position=1)
    good = stored(base, "skill_leaders", Given(Decimal(3)), 2)
    assert answers_of(base, [row, good]) == {"skill_leaders": Given(Decimal(3))}


def test_what_was_stated_for_a_day_keeps_its_day(base: KnowledgeBase) -> None:
    day = date(2024, 12, 10)
    for fact, value in (("age", Years(40)), ("years_in_profession", Months(96))):
        answer = Given(value, day)
        assert answers_of(base, [stored(base, fact, answer)])[fact] == answer
