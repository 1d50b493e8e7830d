"""The same questions answered the slow and obvious way, to hold the engine to."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from eligibility.answers import Born, Given, Months, Since, Years
from knowledge.conditions import AllOf, AnyOf, Comparison, Condition, CountOf, NoneOf, Rule
from knowledge.facts import Fact, option_ids
from knowledge.policy import Policy
from tests.eligibility.strategies import DAY, FACTS


def slow_birthday(birth: date, years: int) -> date:
    """The birthday on which so many years are full; 29 February falls on the 28th in common years."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 2, 28)


@cache
def slow_age(birth: date, day: date) -> int:
    """Birthdays counted one after the other."""
    years = 0
    while slow_birthday(birth, years + 1) <= day:
        years += 1
    return years


@cache
def slow_half_months(start: date, day: date) -> int:
    """Walk day by day: a month is full on the day of the same number, or on the last day of a month that lacks it."""
    full, over, now = 0, False, start
    while now < day:
        now += timedelta(days=1)
        last = (now + timedelta(days=1)).month != now.month
        over = not (now.day == start.day or (last and now.day < start.day))
        full += not over
    return 2 * full + over


def plain(fact: Fact, given: Given) -> Any:  # noqa: ANN401 - numbers, days and sets, compared with their own kind only
    """A value in the measure of its bounds."""
    match given.value:
        case Years(years):
            return Decimal(years)
        case Born(window):
            return Decimal(slow_age(window.earliest, DAY))
        case Months(months):
            return Decimal(2 * months)
        case Since(window):
            return Decimal(slow_half_months(window.earliest, DAY))
        case value:
            return option_ids(fact).index(str(value)) if fact.kind == "scale" else value


def _limit(fact: Fact, bound: Decimal | str) -> Any:  # noqa: ANN401 - as above
    match fact.kind:
        case "scale":
            return option_ids(fact).index(str(bound))
        case "duration":
            return Decimal(24) if bound == "1年" else Decimal(2 * int(str(bound).removesuffix("个月")))
        case "date":
            return date.fromisoformat(str(bound))
        case _:
            return bound


def true_of(rule: Rule, values: Mapping[str, Given]) -> bool:
    """Two-valued truth where everything is known."""
    match rule:
        case AllOf():
            return all(true_of(part, values) for part in rule.all)
        case AnyOf():
            return any(true_of(part, values) for part in rule.any)
        case NoneOf():
            return not any(true_of(part, values) for part in rule.none)
        case CountOf():
            return sum(true_of(part, values) for part in rule.count) >= rule.at_least
        case Comparison():
            fact, given = FACTS[rule.fact], values[rule.fact]
            value = plain(fact, given)
            return (
                (rule.is_ is None or value == rule.is_)
                and (rule.one_of is None or given.value in rule.one_of)
                and (rule.includes_any is None or any(option in value for option in rule.includes_any))
                and (rule.at_least is None or value >= _limit(fact, rule.at_least))
                and (rule.at_most is None or value <= _limit(fact, rule.at_most))
                and (rule.more_than is None or value > _limit(fact, rule.more_than))
                and (rule.less_than is None or value < _limit(fact, rule.less_than))
            )


def deciding(policy: Policy, track: str | None) -> tuple[Condition, ...]:
    """The conditions of a track that can decide."""
    return tuple(
        condition
        for condition in policy.conditions
        if condition.kind != "preferred"
        and condition.decided_by != "jury"
        and (track is None or not condition.tracks or track in condition.tracks)
    )


def verdict_of(policy: Policy, track: str | None, values: Mapping[str, Given]) -> str:
    """The verdict where everything is known: a failure first, then a document not in hand, else eligible."""
    concerned = [condition for condition in deciding(policy, track) if condition.when is None or true_of(condition.when, values)]
    if any(condition.rule and true_of(condition.rule, values) == (condition.kind == "excluding") for condition in concerned):
        return "not_eligible"
    return "undetermined" if any(condition.decided_by == "document" for condition in concerned) else "eligible"
