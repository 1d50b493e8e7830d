"""Never one question too many: each can change a verdict, each comes once, and none is left out."""

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.answers import Answer, Declined, DoesNotKnow, Given
from eligibility.choosing import subject_of
from eligibility.questionnaire import Question, next_question, questions_of
from eligibility.targets import Target
from eligibility.verdict import judge
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition
from tests.eligibility import oracle
from tests.eligibility.strategies import DAY, FACTS, VALUES, answers, base_of, completions, policies, policy_of

two_policies = st.tuples(policies(), policies("other-2024")).map(lambda found: base_of(*found))
TARGETS = (Target("small-2024", "one"), Target("small-2024", "two"), Target("other-2024"))


def ask(base: KnowledgeBase, known: dict[str, Answer], targets: tuple[Target, ...] = TARGETS) -> Question | None:
    return next_question(base, targets, known, lambda _: DAY)


@given(two_policies, answers(exact=True))
def test_a_question_can_change_a_verdict_for_whose_sake_it_is_asked(base: KnowledgeBase, known: dict[str, Answer]) -> None:
    question = ask(base, known)
    if question is None:
        return
    fact = question.fact.id
    assert fact not in known
    assert question.because
    for because in question.because:
        policy = base.policies[because.policy]
        assert any(
            len({oracle.verdict_of(policy, because.track, dict(values) | {fact: value}) for value in VALUES[fact]}) > 1
            for values in completions(tuple(policy.facts_used), known)
        )


@given(two_policies, answers(exact=True))
def test_no_question_is_left_only_when_none_could_change_a_verdict(base: KnowledgeBase, known: dict[str, Answer]) -> None:
    if ask(base, known) is not None:
        return
    for target in TARGETS:
        policy = base.policies[target.policy]
        for values in completions(tuple(policy.facts_used), known):
            for fact in policy.facts_used - known.keys():
                assert len({oracle.verdict_of(policy, target.track, dict(values) | {fact: value}) for value in VALUES[fact]}) == 1


@given(two_policies, st.data())
def test_a_walk_asks_each_fact_once_and_ends_settled(base: KnowledgeBase, data: st.DataObject) -> None:
    known: dict[str, Answer] = {}
    left, settled = len(FACTS) + 1, 0
    while question := ask(base, known):
        fact = question.fact
        judged = {target: judge(base, base.policies[target.policy], target.track, known, DAY) for target in TARGETS}
        assert all(judged[Target(because.policy, because.track)].missing for because in question.because)
        assert question.settled == sum(not verdict.missing for verdict in judged.values()) >= settled
        settled = question.settled
        assert fact.id not in known
        assert question.answered == len(known)
        assert question.remaining_at_most < left
        assert fact in questions_of(base, TARGETS)
        left = question.remaining_at_most
        known[fact.id] = data.draw(st.sampled_from(VALUES[fact.id]))
    for target in TARGETS:
        policy = base.policies[target.policy]
        assert not judge(base, policy, target.track, known, DAY).missing


@given(two_policies, answers(), st.randoms())
def test_neither_the_order_of_answers_nor_of_targets_matters(base: KnowledgeBase, known: dict[str, Answer], random: Random) -> None:
    shuffled, targets = list(known.items()), list(TARGETS) * 2
    random.shuffle(shuffled)
    random.shuffle(targets)
    one, other = ask(base, known), next_question(base, targets, dict(shuffled), dict.fromkeys(TARGETS, DAY))
    assert (one and (one.fact, set(one.because), one.remaining_at_most)) == (
        other and (other.fact, set(other.because), other.remaining_at_most)
    )


def condition(number: int, rule: dict[str, Any], **more: object) -> Condition:
    return Condition.model_validate({"id": f"c{number}", "clause": f"三{number}", "text": "条件", "rule": rule} | more)


def walk(base: KnowledgeBase, **known: Answer) -> list[str]:
    """The facts that are asked when nobody knows anything."""
    order: list[str] = []
    while question := next_question(base, [Target("small-2024")], known, lambda _: DAY, subject_of(base.facts, known)):
        order.append(question.fact.id)
        known[question.fact.id] = DoesNotKnow()
    return order


def test_of_equally_decisive_facts_the_cheap_come_first_and_the_sensitive_and_hard_last() -> None:
    rules: list[dict[str, Any]] = [{"fact": fact, "is": True} for fact in ("insured", "punished", "employed")]
    rules += [{"fact": "staff", "at_least": 2}, {"fact": "level", "at_least": "mid"}, {"fact": "age", "at_most": 45}]
    base = base_of(policy_of(*(condition(number, rule) for number, rule in enumerate(rules))))
    assert walk(base) == ["employed", "level", "age", "staff", "insured", "punished"]
    assert [fact.group for fact in questions_of(base, [Target("small-2024")])] == ["me", "me", "certificate", "work", "unit", "unit"]


def test_what_shows_whether_a_condition_concerns_anyone_comes_before_it() -> None:
    base = base_of(policy_of(condition(1, {"fact": "age", "at_most": 45}, when={"fact": "staff", "at_least": 2})))
    assert walk(base) == ["staff", "age"]
    assert walk(base, staff=Given(VALUES["staff"][0].value)) == []


def test_preferences_are_never_asked_about() -> None:
    base = base_of(policy_of(condition(1, {"fact": "age", "at_most": 45}, kind="preferred")))
    assert (ask(base, {}, (Target("small-2024"),)), questions_of(base, [Target("small-2024")])) == (None, ())


@pytest.mark.parametrize("answer", [DoesNotKnow(), Declined()])
def test_nobody_is_asked_twice(answer: Answer) -> None:
    base = base_of(policy_of(condition(1, {"fact": "age", "at_most": 45})))
    assert ask(base, {"age": answer}, (Target("small-2024"),)) is None


def test_an_answer_that_no_longer_fits_its_fact_is_asked_again() -> None:
    base = base_of(policy_of(condition(1, {"fact": "level", "at_least": "mid"})))
    question = ask(base, {"level": Given("abolished"), "gone": Given(value=True)}, (Target("small-2024"),))
    assert question
    assert (question.fact.id, question.answered) == ("level", 0)


def test_each_target_is_judged_on_its_own_day() -> None:
    base = base_of(policy_of(condition(1, {"fact": "tenure", "at_least": "6个月"}), condition(2, {"fact": "employed", "is": True})))
    began = {"tenure": VALUES["tenure"][-1]}
    one, two = Target("small-2024", "one"), Target("small-2024", "two")
    early = {one: date(2024, 1, 31), two: DAY}
    question = next_question(base, [one, two], began, early)
    assert question
    assert [because.track for because in question.because] == ["two"]
