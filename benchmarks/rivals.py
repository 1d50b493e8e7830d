"""Other engines over the same policies. They know true and false only, so they are asked with every fact answered."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import rule_engine
from json_logic import jsonLogic

from benchmarks.dialects import JsonLogicWords, Plain, RuleEngineWords, Told, WalkWords, short, tell, walk
from eligibility.answers import Answers, Born, Given, Months, Since, Years
from eligibility.targets import Target
from knowledge.base import KnowledgeBase
from knowledge.facts import Fact, ScaleFact, option_ids
from knowledge.policy import VerdictName


def plain(facts: Mapping[str, Fact], answers: Answers) -> dict[str, Plain]:
    """Exact answers, ages and lengths given for the day that counts, in the measure of the bounds."""
    return {fact: _plain(facts[fact], answer) for fact, answer in answers.items() if isinstance(answer, Given)}


def _plain(fact: Fact, answer: Given) -> Plain:  # noqa: PLR0911 - one line per kind of value
    match answer.value:
        case Years(years):
            return years
        case Months(months):
            return 2 * months
        case frozenset() as chosen:
            return sorted(chosen)
        case bool() as truth:
            return truth
        case Decimal() as number:
            return short(number)
        case str() as option:
            return option_ids(fact).index(option) if isinstance(fact, ScaleFact) else option
        case date() as day:
            return day.toordinal()
        case Born() | Since():
            raise TypeError("ages and lengths are told as they are on the day that counts")


class Rival:
    """Many targets in an engine that judges one rule at a time."""

    def __init__(self, told: Iterable[Told[Any]], ready: Callable[[Any], Any], holds: Callable[[Any, Mapping[str, Plain]], bool]) -> None:
        self._targets = [tuple(None if part is None else ready(part) for part in (one.fails, one.pends)) for one in told]
        self._holds = holds

    def screen(self, values: Mapping[str, Plain]) -> list[VerdictName]:
        """The verdict on every target."""
        return [self._judge(fails, pends, values) for fails, pends in self._targets]

    def _judge(self, fails: Any, pends: Any, values: Mapping[str, Plain]) -> VerdictName:  # noqa: ANN401 - each engine has its own kind of rule
        if fails is not None and self._holds(fails, values):
            return "not_eligible"
        return "undetermined" if pends is not None and self._holds(pends, values) else "eligible"


def rivals(base: KnowledgeBase, targets: Iterable[Target]) -> dict[str, Rival]:
    """All of them, with their rules compiled."""
    context = rule_engine.Context(resolver=rule_engine.resolve_item)
    by_rule = [tell(RuleEngineWords(), base, target) for target in targets]
    by_json = [tell(JsonLogicWords(), base, target) for target in targets]
    by_walk = [tell(WalkWords(), base, target) for target in targets]
    return {
        "rule-engine": Rival(by_rule, partial(rule_engine.Rule, context=context), lambda rule, values: bool(rule.matches(values))),
        "json-logic": Rival(by_json, lambda rule: rule, lambda rule, values: bool(jsonLogic(rule, values))),
        "tree walk": Rival(by_walk, lambda rule: rule, walk),
    }
