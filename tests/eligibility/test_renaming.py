"""What facts are called does not matter: only the answers to them do."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given

from eligibility.answers import Answer
from eligibility.questionnaire import next_question
from eligibility.screening.catalogue import Catalogue
from eligibility.screening.screening import screen
from eligibility.targets import Target
from eligibility.verdict import judge
from knowledge.base import KnowledgeBase
from knowledge.conditions import AllOf, AnyOf, Comparison, Condition, CountOf, NoneOf, Rule
from tests.eligibility.strategies import DAY, FACTS, IDS, answers, base_of, policies

OTHER = {fact: f"{chr(ord('z') - place)}-{fact}" for place, fact in enumerate(IDS)}
"""Ids that sort the other way round."""

TARGET = Target("small-2024", "one")


def renamed_rule(rule: Rule) -> Rule:
    match rule:
        case Comparison():
            return rule.model_copy(update={"fact": OTHER[rule.fact]})
        case AllOf():
            return AllOf(all=tuple(map(renamed_rule, rule.all)))
        case AnyOf():
            return AnyOf(any=tuple(map(renamed_rule, rule.any)))
        case NoneOf():
            return NoneOf(none=tuple(map(renamed_rule, rule.none)))
        case CountOf():
            return CountOf(count=tuple(map(renamed_rule, rule.count)), at_least=rule.at_least)


def renamed_condition(condition: Condition) -> Condition:
    rules: dict[str, Any] = {name: rule and renamed_rule(rule) for name, rule in (("when", condition.when), ("rule", condition.rule))}
    return condition.model_copy(update=rules)


def renamed_base(base: KnowledgeBase) -> KnowledgeBase:
    facts = {OTHER[fact]: declared.model_copy(update={"id": OTHER[fact]}) for fact, declared in FACTS.items()}
    found = {
        policy.id: policy.model_copy(update={"conditions": tuple(map(renamed_condition, policy.conditions))})
        for policy in base.policies.values()
    }
    return KnowledgeBase(base.version, facts, found)


def renamed(known: Mapping[str, Answer]) -> dict[str, Answer]:
    return {OTHER[fact]: answer for fact, answer in known.items()}


def told(base: KnowledgeBase, known: Mapping[str, Answer], names: Mapping[str, str]) -> list[object]:
    """Verdict, reasons, standing and next question, with facts called by these names."""
    verdict = judge(base, base.policies[TARGET.policy], TARGET.track, known, DAY)
    question = next_question(base, [TARGET], known, lambda _: DAY)
    [(_, standing)] = screen(Catalogue(base, {TARGET: DAY}), known).items()
    return [
        (verdict.name, [names[fact] for fact in verdict.missing], [names[fact] for fact in verdict.imprecise]),
        [(one.condition.id, one.state, [names[fact] for fact in (*one.facts, *one.missing)]) for one in verdict.reasons],
        (standing.name, [names[fact] for fact in standing.missing]),
        question and (names[question.fact.id], [because.condition.id for because in question.because], question.remaining_at_most),
    ]


@given(policies().map(base_of), answers())
def test_other_names_change_nothing_else(base: KnowledgeBase, known: dict[str, Answer]) -> None:
    assert told(renamed_base(base), renamed(known), {fact: fact for fact in OTHER.values()}) == told(base, known, OTHER)
