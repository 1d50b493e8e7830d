"""Ten thousand policies out of the real ones: the same conditions with other bounds, and people who answer them. All seeded."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from eligibility.answers import Answer, Given, Months, Value, Years
from eligibility.days import YEAR
from eligibility.route import route_of
from eligibility.targets import Target
from knowledge.base import KnowledgeBase
from knowledge.bounds import duration_months
from knowledge.conditions import AllOf, AnyOf, Bound, Comparison, CountOf, NoneOf, Rule, parts_of
from knowledge.facts import (
    AgeFact,
    ChoiceFact,
    ChoicesFact,
    DateFact,
    DurationFact,
    Fact,
    NumberFact,
    ScaleFact,
    YesNoFact,
    option_ids,
)
from knowledge.policy import Policy

_FACTORS = tuple(Decimal(percent) / 100 for percent in (50, 60, 75, 80, 90, 100, 110, 125, 150, 200))
_SWAPPED = 0.15
"""The chance of an option to come into, or go out of, the set that a comparison names."""


def tracks_of(base: KnowledgeBase) -> Iterator[tuple[Policy, str | None]]:
    """Every policy that takes applications with each of its tracks."""
    for policy in base.policies.values():
        if policy.applicant is not None:
            yield from ((policy, track.id) for track in policy.tracks)
            if not policy.tracks:
                yield policy, None


def varied(base: KnowledgeBase, count: int, random: Random) -> tuple[KnowledgeBase, dict[Target, date]]:
    """So many policies over the same facts, each a copy of one real track, with its judging day.

    Each distinct comparison of a policy moves once, wherever it stands: numbers to between half and double, ages by up to eight years,
    lengths by up to two, levels by one; options come and go one in seven. Yes and no stay.
    """
    models = [
        (policy, track, route_of(base, policy, track).judging_day(date(policy.year, 12, 31)).day) for policy, track in tracks_of(base)
    ]
    policies: dict[str, Policy] = {}
    days: dict[Target, date] = {}
    for number in range(count):
        model, track, day = models[number % len(models)]
        policy = _copy(base, model, f"{model.id}-{number}", random)
        policies[policy.id] = policy
        days[Target(policy.id, track)] = day
    return KnowledgeBase(base.version, base.facts, policies), days


def _copy(base: KnowledgeBase, model: Policy, name: str, random: Random) -> Policy:
    moved: dict[Comparison, Comparison] = {}

    def other(rule: Rule) -> Rule:
        match rule:
            case Comparison():
                if rule not in moved:
                    moved[rule] = _moved(rule, base.facts[rule.fact], random)
                return moved[rule]
            case AllOf():
                return AllOf(all=tuple(map(other, parts_of(rule))))
            case AnyOf():
                return AnyOf(any=tuple(map(other, parts_of(rule))))
            case NoneOf():
                return NoneOf(none=tuple(map(other, parts_of(rule))))
            case CountOf():
                return CountOf(count=tuple(map(other, parts_of(rule))), at_least=rule.at_least)

    conditions = tuple(
        one.model_copy(update={"when": one.when and other(one.when), "rule": one.rule and other(one.rule)}) for one in model.conditions
    )
    return model.model_copy(update={"id": name, "conditions": conditions})


def _moved(comparison: Comparison, fact: Fact, random: Random) -> Comparison:
    written: dict[str, object] = {}
    for name, bound in comparison.operators().items():
        match bound:
            case tuple():
                written[name] = tuple(one for one in option_ids(fact) if (one in bound) != (random.random() < _SWAPPED)) or bound
            case Decimal() | str():
                written[name] = _moved_bound(bound, fact, random)
            case _:
                pass
    return comparison.model_copy(update=written)


def _moved_bound(bound: Bound, fact: Fact, random: Random) -> Bound:
    match fact:
        case ScaleFact():
            levels = option_ids(fact)
            return levels[min(max(levels.index(str(bound)) + random.choice((-1, 0, 0, 1)), 0), len(levels) - 1)]
        case DurationFact():
            return f"{max(duration_months(str(bound)) + random.choice(range(-24, 25, 6)), 1)}个月"
        case AgeFact():
            return Decimal(bound) + random.randint(-8, 8)
        case NumberFact():
            new = Decimal(bound) * random.choice(_FACTORS)
            return min(max(new.to_integral_value() if fact.whole else new, fact.minimum), fact.maximum)
        case _:
            return bound


def person(base: KnowledgeBase, random: Random) -> dict[str, Answer]:
    """Exact answers to every fact that a policy asks for; numbers lie around the bounds of the real ones."""
    asked = sorted({fact for policy in base.policies.values() for fact in policy.facts_used})
    return {fact: Given(_value(base.facts[fact], random)) for fact in asked}


def _value(fact: Fact, random: Random) -> Value:  # noqa: PLR0911 - one line per kind of fact
    match fact:
        case YesNoFact():
            return random.random() < 2 / 3
        case ChoiceFact() | ScaleFact():
            return random.choice(option_ids(fact))
        case ChoicesFact():
            return frozenset(one for one in option_ids(fact) if random.random() < 1 / 3)
        case NumberFact():
            number = Decimal(random.choice((0, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000)))
            return min(max(number, fact.minimum), fact.maximum)
        case AgeFact():
            return Years(random.randint(max(fact.minimum, 20), min(fact.maximum, 60)))
        case DurationFact():
            return Months(random.randint(0, min(20, fact.maximum_years) * YEAR))
        case DateFact():
            return date(random.randint(1990, 2024), 1, 1)
