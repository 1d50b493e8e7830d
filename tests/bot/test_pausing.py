"""A screening stops once where what can be applied for is settled; what presumes an answer that was not given is not asked."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.usecases.interviewing import Asking, AskingWhich, Finished, Pausing, day_of, judged, known
from bot.usecases.scope import PolicyScope, Screening, targets_of
from bot.usecases.screening import Result, current_targets, result_of
from bot.usecases.shown import Shown
from bot.usecases.stepping import next_step
from bot.views.render import to_plain
from bot.views.screening import pause_message
from eligibility.answers import Answer, Declined, DoesNotKnow, Given, Years
from eligibility.crossing import buttons_of
from eligibility.questionnaire import next_question
from knowledge.base import KnowledgeBase
from knowledge.facts import Fact, Subject

OPEN = datetime(2024, 11, 28, 1, tzinfo=UTC)
"""One programme for persons takes applications."""
TEPEI_OPEN = datetime(2023, 3, 1, 1, tzinfo=UTC)
"""One of which a condition is sensitive."""
CLOSED = datetime(2026, 11, 22, 1, tzinfo=UTC)


def told(draw: st.DataObject, fact: Fact) -> Answer:
    """A pressed button, or not known."""
    options: list[Answer] = [*buttons_of(fact), DoesNotKnow()]
    return draw.draw(st.sampled_from(options), label=fact.id)


@settings(max_examples=25)
@given(draw=st.data(), now=st.sampled_from([OPEN, TEPEI_OPEN, CLOSED]), subject=st.sampled_from(["person", "unit"]))
def test_it_stops_once_when_what_is_open_is_settled_and_drops_nothing(
    base: KnowledgeBase, draw: st.DataObject, now: datetime, subject: Subject
) -> None:
    scope, answers, shown, pauses = Screening(subject), dict[str, Answer](), Shown(), 0
    while not isinstance(step := next_step(base, scope, answers, now, shown), Finished):
        if isinstance(step, AskingWhich):
            shown = shown.model_copy(update={"kept": shown.kept | {step.clash.id}})
            continue
        current = current_targets(base, scope, answers, now)
        left = next_question(base, current, known(base, answers), lambda one: day_of(base, scope, one, answers, now))
        if isinstance(step, Pausing):
            pauses += 1
            assert current
            assert left is None
            shown = shown.model_copy(update={"onward": True})
            continue
        assert shown.onward or left is not None or not current
        assert step.question.fact.id not in answers
        assert step.question.answered == len(answers)
        answers[step.question.fact.id] = told(draw, step.question.fact)
    assert pauses <= 1
    assert [verdict.name for verdict in step.verdicts] == [verdict.name for verdict in judged(base, scope, answers, now).verdicts]
    assert set(step.targets) == set(targets_of(base, scope))


def test_what_is_sensitive_is_asked_before_the_pause_where_what_is_open_hangs_on_it(base: KnowledgeBase) -> None:
    scope, asked = Screening("person"), list[str]()
    answers: dict[str, Answer] = {
        "age": Given(Years(40)),
        "unit_place": Given("baotou"),
        "professional_title": Given("senior"),
    }
    while isinstance(step := next_step(base, scope, answers, TEPEI_OPEN, Shown()), Asking):
        asked.append(step.question.fact.id)
        answers[asked[-1]] = Declined() if step.question.fact.sensitive else DoesNotKnow()
    assert isinstance(step, Pausing)
    assert base.facts[asked[-1]].sensitive
    assert step.question.fact.id not in asked


def test_what_presumes_an_answer_is_passed_over_without_it_and_stays_missing(base: KnowledgeBase) -> None:
    scope, answers, asked = PolicyScope("sqsz-contest-2020", "worker"), dict[str, Answer](), list[str]()
    while isinstance(step := next_step(base, scope, answers, CLOSED, Shown()), Asking):
        assert step.question.answered == len(asked)
        asked.append(step.question.fact.id)
        answers[asked[-1]] = DoesNotKnow()
    assert "insured_place" in asked
    assert "insured_time" not in asked
    assert isinstance(step, Finished)
    assert {"insured_place", "insured_time"} <= set(step.verdicts[0].missing)
    answers["insured_place"] = Given("tibet")
    again = next_step(base, scope, answers, CLOSED, Shown())
    assert isinstance(again, Asking)
    assert again.question.fact.id == "insured_time"


def test_the_pause_tells_what_is_open_and_how_much_is_left(base: KnowledgeBase) -> None:
    scope, answers = Screening("person"), dict[str, Answer]()
    while isinstance(step := next_step(base, scope, answers, OPEN, Shown()), Asking):
        answers[step.question.fact.id] = Given("anhui") if step.question.fact.id == "unit_place" else DoesNotKnow()
    assert isinstance(step, Pausing)
    result = result_of(base, scope, judged(base, scope, answers, OPEN), OPEN)
    told = to_plain(pause_message(base, result, step))
    assert told.startswith("能报的看清了，目前没有符合的\n\n· 包头")
    assert f"再答最多 {step.question.remaining_at_most} 题" in told
    only_closed = Result(scope, tuple(one for one in result.standings if one not in result.current))
    said = to_plain(pause_message(base, only_closed, step))
    assert said.startswith(f"能报的看清了，目前没有符合的\n\n其余 {len(only_closed.standings)} 个")


@pytest.mark.parametrize("now", [OPEN, CLOSED])
def test_a_check_of_one_programme_never_pauses(base: KnowledgeBase, now: datetime) -> None:
    answers: dict[str, Answer] = {}
    while isinstance(step := next_step(base, PolicyScope("bt-shibaiqian-2024"), answers, now, Shown()), Asking):
        answers[step.question.fact.id] = DoesNotKnow()
    assert isinstance(step, Finished)
