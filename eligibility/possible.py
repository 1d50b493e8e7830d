"""What a fact can still be, seen through the comparisons that look at it.

Numbers are split at the comparisons' own bounds, so a few points stand for every value; what is given exactly has one.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import partial
from itertools import pairwise
from operator import ge, gt, is_, le, lt

from eligibility.answers import Answer, Born, Given, Months, Since, Years, fits
from eligibility.days import YEAR, Window, age_on, half_months, starts
from knowledge.bounds import duration_months
from knowledge.conditions import Bound, Comparison
from knowledge.facts import AgeFact, ChoiceFact, ChoicesFact, DateFact, DurationFact, Fact, NumberFact, ScaleFact, YesNoFact, option_ids

Point = bool | str | frozenset[str] | int | Decimal
"""One exact value: yes or no, an option, options; ages in years, lengths in half months, days as ordinals, numbers as they are."""

Truths = tuple[bool, ...]
"""What each of some comparisons says of one point, in their order."""

Predicate = Callable[[Point], bool]
"""Whether one comparison is true of one exact value of its fact."""


def possible(fact: Fact, answer: Answer | None, comparisons: tuple[Comparison, ...], day: date) -> tuple[Truths, ...]:
    """Every way in which the comparisons can come out together, given the answer; sorted, one for an exact answer."""
    points = None if answer is None else points_of(fact, answer, day)
    if points is None:
        return unknown(fact, comparisons)
    tests = [predicate(fact, comparison) for comparison in comparisons]
    return tuple(sorted({tuple(holds(point) for holds in tests) for point in points}))


def points_of(fact: Fact, answer: Answer, day: date) -> tuple[Point, ...] | None:
    """The exact values on a day that an answer leaves possible; None where it tells nothing or does not fit its fact."""
    return tuple(_given_points(answer, day)) if isinstance(answer, Given) and fits(fact, answer) else None


def unknown(fact: Fact, comparisons: tuple[Comparison, ...]) -> tuple[Truths, ...]:
    """Every way in which comparisons can come out together where nothing is known; sorted."""
    tests = [predicate(fact, comparison) for comparison in comparisons]
    if isinstance(fact, ChoicesFact):
        return tuple(sorted(_of_any_options(fact, tests)))
    return tuple(sorted({tuple(holds(point) for holds in tests) for point in _unknown_points(fact, comparisons)}))


def predicate(fact: Fact, comparison: Comparison) -> Predicate:
    """A comparison as a test of exact values; all its bounds hold together."""
    tests = tuple(_tests(fact, comparison))
    return tests[0] if len(tests) == 1 else lambda point: all(holds(point) for holds in tests)


def _tests(fact: Fact, comparison: Comparison) -> Iterator[Predicate]:
    if comparison.is_ is not None:
        yield partial(is_, comparison.is_)
    if comparison.one_of is not None:
        yield frozenset(comparison.one_of).__contains__
    if comparison.includes_any is not None:
        yield partial(_shares, frozenset(comparison.includes_any))
    limits = [(compare, measure(fact, bound)) for compare, bound in _limits(comparison)]
    if limits and isinstance(fact, ScaleFact):
        ranked = ((Decimal(rank), option) for rank, option in enumerate(option_ids(fact)))
        yield frozenset(option for rank, option in ranked if all(compare(rank, limit) for compare, limit in limits)).__contains__
    else:
        yield from (partial(_within, compare, limit) for compare, limit in limits)


def _shares(wanted: frozenset[str], point: Point) -> bool:
    return isinstance(point, frozenset) and not wanted.isdisjoint(point)


def _within(compare: Callable[[Decimal, Decimal], bool], limit: Decimal, point: Point) -> bool:
    return compare(point, limit)  # type: ignore[arg-type] # kinds that take bounds have numbers for points


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


def _given_points(given: Given, day: date) -> Iterable[Point]:
    value = given.value
    restated = given.as_of not in (None, day)
    match value:
        case Years(years) if not restated:
            return (years,)
        case Months(months) if not restated:
            return (2 * months,)
        case Years() | Born():
            window = began(value, given.as_of or day)
            return range(age_on(window.latest, day), age_on(window.earliest, day) + 1)
        case Months() | Since():
            window = began(value, given.as_of or day)
            return {max(0, half_months(start, day)) for start in _days(window)}
        case date():
            return (value.toordinal(),)
        case _:
            return (value,)


def began(value: Years | Born | Months | Since, as_of: date) -> Window:
    """The days on which a life or a length of time began; who says a round number of years means any time up to the next whole year."""
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


def _of_any_options(fact: ChoicesFact, tests: list[Predicate]) -> set[Truths]:
    """As ``unknown`` over every set of options, without walking through all of them: sets only ever add up."""
    found = {tuple(holds(frozenset()) for holds in tests)}
    for option in option_ids(fact):
        alone = tuple(holds(frozenset({option})) for holds in tests)
        found |= {tuple(a or b for a, b in zip(alone, truths, strict=True)) for truths in found}
    return found
