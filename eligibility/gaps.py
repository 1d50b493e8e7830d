"""By how much: what a number or an age lacks, or has too much, where a condition fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from eligibility.answers import Answers, fitting
from eligibility.evaluate import compare
from eligibility.possible import measure, points_of
from eligibility.truth import Truth
from eligibility.verdict import Reason, State, Verdict
from knowledge.base import KnowledgeBase
from knowledge.conditions import AllOf, Comparison, Rule
from knowledge.facts import AgeFact, Fact, NumberFact


@dataclass(frozen=True, slots=True)
class Gap:
    """How far an answer lies on the wrong side of a bound, in the unit of its fact; whole where the fact is."""

    fact: str
    least: Decimal
    most: Decimal
    """The same, unless an age is known only roughly."""
    over: bool
    """Too much, not too little."""


def gaps(base: KnowledgeBase, verdict: Verdict, reason: Reason, answers: Answers) -> tuple[Gap, ...]:
    """The gaps of a failed requirement that asks for all its comparisons; none where one of several would do."""
    if reason.state is not State.FAILED or reason.kind != "required":
        return ()
    known = fitting(base.facts, answers)
    missed = (one for one in _all_of(reason.condition.rule) if compare(one, base.facts[one.fact], known, verdict.day) is Truth.FALSE)
    return tuple(gap for comparison in missed for gap in _gap(base, verdict, comparison, known))


def _all_of(rule: Rule | None) -> Iterator[Comparison]:
    if isinstance(rule, Comparison):
        yield rule
    elif isinstance(rule, AllOf):
        for part in rule.all:
            yield from _all_of(part)


def _gap(base: KnowledgeBase, verdict: Verdict, comparison: Comparison, known: Answers) -> Iterator[Gap]:
    fact = base.facts[comparison.fact]
    points = points_of(fact, known[fact.id], verdict.day) if isinstance(fact, NumberFact | AgeFact) else None
    for key, bound in comparison.operators().items() if points else ():
        alone = Comparison.model_validate({"fact": fact.id, key: bound})
        if compare(alone, fact, known, verdict.day) is Truth.FALSE:
            amounts = [abs(_nearest(fact, key, measure(fact, bound)) - Decimal(str(point))) for point in points or ()]
            yield Gap(fact.id, min(amounts), max(amounts), key in {"at_most", "less_than"})


def _nearest(fact: Fact, key: str, bound: Decimal) -> Decimal:
    """The first value on the right side of a bound; for fractions the bound itself."""
    if isinstance(fact, NumberFact) and not fact.whole:
        return bound
    match key:
        case "at_least":
            return bound.to_integral_value(ROUND_CEILING)
        case "more_than":
            return bound.to_integral_value(ROUND_FLOOR) + 1
        case "at_most":
            return bound.to_integral_value(ROUND_FLOOR)
        case _:
            return bound.to_integral_value(ROUND_CEILING) - 1
