"""What a fact can still be, seen through the comparisons that look at it.

Numbers are split at the comparisons' own bounds, so a few points stand for every value; what is given exactly has one.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from operator import ge, gt, le, lt

from eligibility.answers import Answer, Born, Given, Months, Since, Years, fits
from eligibility.days import YEAR, Window, age_on, half_months, starts
from knowledge.bounds import duration_months
from knowledge.conditions import Bound, Comparison
from knowledge.facts import AgeFact, ChoiceFact, ChoicesFact, DateFact, DurationFact, Fact, NumberFact, ScaleFact, YesNoFact, option_ids

Point = bool | str | frozenset[str] | int | Decimal
"""One exact value: yes or no, an option, options; ages in years, lengths in half months, days as ordinals, numbers as they are."""

Truths = tuple[bool, ...]
"""What each of some comparisons says of one point, in their order."""


def possible(fact: Fact, answer: Answer | None, comparisons: tuple[Comparison, ...], day: date) -> tuple[Truths, ...]:
    """Every way in which the comparisons can come out together, given the answer; sorted, one for an exact answer."""
    given = answer if isinstance(answer, Given) and fits(fact, answer) else None
    if given is None and isinstance(fact, ChoicesFact):
        return tuple(sorted(_of_any_options(fact, comparisons)))
    points = _unknown_points(fact, comparisons) if given is None else _given_points(given, day)
    return tuple(sorted({tuple(holds(fact, comparison, point) for comparison in comparisons) for point in points}))


def holds(fact: Fact, comparison: Comparison, point: Point) -> bool:
    """Whether a comparison is true of one exact value; all its bounds hold together."""
    if comparison.is_ is not None and point is not comparison.is_:
        return False
    if comparison.one_of is not None and point not in comparison.one_of:
        return False
    if comparison.includes_any is not None and not (isinstance(point, frozenset) and point.intersection(comparison.includes_any)):
        return False
    return all(compare(_measured(fact, point), measure(fact, bound)) for compare, bound in _limits(comparison))


def _limits(comparison: Comparison) -> Iterator[tuple[Callable[[Decimal, Decimal], bool], Bound]]:
    for compare, bound in (
        (ge, comparison.at_least),
        (le, comparison.at_most),
        (gt, comparison.more_than),
        (lt, comparison.less_than),
    ):
        if bound is not None:
            yield compare, bound


def measure(fact: Fact, bound: Bound) -> Decimal:
    """A bound in the measure of its fact's points; ValueError when it has the wrong form, which the loader refuses."""
    match fact:
        case ScaleFact():
            return Decimal(option_ids(fact).index(str(bound)))
        case DurationFact():
            return Decimal(2 * duration_months(str(bound)))
        case DateFact():
            return Decimal(date.fromisoformat(str(bound)).toordinal())
        case NumberFact() | AgeFact():
            return Decimal(bound)
        case _:
            raise ValueError(f"{fact.kind} takes no bounds")


def _measured(fact: Fact, point: Point) -> Decimal:
    return Decimal(option_ids(fact).index(str(point)) if isinstance(fact, ScaleFact) else str(point))


def _given_points(given: Given, day: date) -> Iterable[Point]:
    value = given.value
    restated = given.as_of not in (None, day)
    match value:
        case Years(years) if not restated:
            return (years,)
        case Months(months) if not restated:
            return (2 * months,)
        case Years() | Born():
            window = _window(value, given.as_of or day)
            return range(age_on(window.latest, day), age_on(window.earliest, day) + 1)
        case Months() | Since():
            window = _window(value, given.as_of or day)
            return {max(0, half_months(start, day)) for start in _days(window)}
        case date():
            return (value.toordinal(),)
        case _:
            return (value,)


def _window(value: Years | Born | Months | Since, as_of: date) -> Window:
    """The days on which it began. Who says a round number of years means any time up to the next whole year."""
    match value:
        case Born(window) | Since(window):
            return window
        case Years(years):
            return starts(as_of, YEAR * years, YEAR * years + YEAR - 1)
        case Months(months):
            return starts(as_of, months, months + (YEAR - 1 if months % YEAR == 0 else 0))


def _days(window: Window) -> Iterator[date]:
    return (window.earliest + timedelta(days=passed) for passed in range((window.latest - window.earliest).days + 1))


def _unknown_points(fact: Fact, comparisons: tuple[Comparison, ...]) -> Iterable[Point]:
    match fact:
        case YesNoFact():
            return (False, True)
        case ChoiceFact() | ScaleFact() | ChoicesFact():
            return option_ids(fact)
        case NumberFact():
            return _around(_bounds(fact, comparisons), fact.minimum, fact.maximum, whole=fact.whole)
        case AgeFact():
            return _around(_bounds(fact, comparisons), Decimal(fact.minimum), Decimal(fact.maximum))
        case DurationFact():
            return _around(_bounds(fact, comparisons), Decimal(0), Decimal(2 * YEAR * fact.maximum_years))
        case DateFact():
            return _around(_bounds(fact, comparisons), Decimal(date.min.toordinal()), Decimal(date.max.toordinal()))


def _bounds(fact: Fact, comparisons: Iterable[Comparison]) -> set[Decimal]:
    return {measure(fact, bound) for comparison in comparisons for _, bound in _limits(comparison)}


def _around(bounds: set[Decimal], lowest: Decimal, highest: Decimal, *, whole: bool = True) -> set[Decimal]:
    """Enough points between the two ends to fall on every side of every bound."""
    inside = {bound for bound in bounds if lowest <= bound <= highest}
    if not whole:
        marks = sorted(inside | {lowest, highest})
        return set(marks) | {(low + high) / 2 for low, high in pairwise(marks)}
    lowest, highest = lowest.to_integral_value(ROUND_CEILING), highest.to_integral_value(ROUND_FLOOR)
    near = {lowest, highest}
    for bound in inside:
        floor, ceiling = bound.to_integral_value(ROUND_FLOOR), bound.to_integral_value(ROUND_CEILING)
        near |= {ceiling - 1, ceiling, floor, floor + 1}
    return {point for point in near if lowest <= point <= highest}


def _of_any_options(fact: ChoicesFact, comparisons: tuple[Comparison, ...]) -> set[Truths]:
    """As ``possible`` over every set of options, without walking through all of them: sets only ever add up."""
    found = {tuple(holds(fact, comparison, frozenset()) for comparison in comparisons)}
    for option in option_ids(fact):
        alone = tuple(holds(fact, comparison, frozenset({option})) for comparison in comparisons)
        found |= {tuple(a or b for a, b in zip(alone, truths, strict=True)) for truths in found}
    return found
