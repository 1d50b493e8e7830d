"""What a known fact could become instead: the nearest values that some comparisons tell apart from the present one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import combinations, pairwise

from eligibility.possible import Point, Truths, measure, predicate
from knowledge.conditions import Comparison
from knowledge.facts import ChoiceFact, ChoicesFact, DateFact, Fact, NumberFact, ScaleFact, YesNoFact, option_ids

MOST_AT_ONCE = 3
"""Options of one fact that are won or lost together."""

_TENTH = Decimal("0.1")

Plain = bool | str | frozenset[str] | Decimal | date
"""A value that does not grow by itself."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Values that lie equally near and that the comparisons do not tell apart."""

    values: tuple[Plain, ...]
    steps: int
    """Levels on a scale, options won or lost, else 1."""
    distance: Decimal
    """How far a number or a day lies off, in its own measure; else the steps."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    point: Point
    steps: int = 1
    distance: Decimal = Decimal(1)

    @property
    def size(self) -> tuple[int, Decimal]:
        return self.steps, self.distance


def alternatives(fact: Fact, value: Plain, comparisons: tuple[Comparison, ...]) -> tuple[Alternative, ...]:
    """One for each way in which the comparisons can come out otherwise, the nearest first; none that the fact cannot change to."""
    tests = [predicate(fact, comparison) for comparison in comparisons]
    if fact.changes not in {"rises", "any"}:
        return ()
    here = _point(value)
    found: dict[Truths, list[_Candidate]] = {tuple(holds(here) for holds in tests): []}
    for candidate in _candidates(fact, here, comparisons):
        found.setdefault(tuple(holds(candidate.point) for holds in tests), []).append(candidate)
    groups = list(found.values())[1:]
    return tuple(sorted((_nearest(fact, group) for group in groups), key=lambda one: (one.steps, one.distance)))


def _nearest(fact: Fact, group: list[_Candidate]) -> Alternative:
    steps, distance = min(one.size for one in group)
    alike = (one.point for one in group if one.size == (steps, distance))
    return Alternative(tuple(_value(fact, point) for point in alike), steps, distance)


def _point(value: Plain) -> Point:
    return Decimal(value.toordinal()) if isinstance(value, date) else value


def _value(fact: Fact, point: Point) -> Plain:
    match point:
        case bool() | str() | frozenset():
            return point
        case _:
            return date.fromordinal(int(point)) if isinstance(fact, DateFact) else Decimal(point)


def _candidates(fact: Fact, here: Point, comparisons: Iterable[Comparison]) -> Iterator[_Candidate]:
    """Values enough to hold the nearest of every kind; what only rises never falls."""
    return (one for one in _others(fact, here, comparisons) if fact.changes == "any" or _is_rise(fact, here, one.point))


def _others(fact: Fact, here: Point, comparisons: Iterable[Comparison]) -> Iterable[_Candidate]:
    options = option_ids(fact)
    match fact:
        case YesNoFact():
            return (_Candidate(not here),)
        case ChoiceFact():
            return (_Candidate(option) for option in options if option != here)
        case ScaleFact():
            level = options.index(str(here))
            return (_Candidate(option, abs(at - level), Decimal(abs(at - level))) for at, option in enumerate(options) if at != level)
        case ChoicesFact():
            turned = (chosen for many in range(1, MOST_AT_ONCE + 1) for chosen in combinations(options, many))
            return (_Candidate(_set(here).symmetric_difference(chosen), len(chosen), Decimal(len(chosen))) for chosen in turned)
        case _:  # numbers and days; what grows did not get here
            near = sorted(_beside(fact, comparisons))
            return (_Candidate(number, distance=abs(number - Decimal(str(here)))) for number in near)


def _is_rise(fact: Fact, here: Point, there: Point) -> bool:
    match fact:
        case ScaleFact():
            return option_ids(fact).index(str(there)) > option_ids(fact).index(str(here))
        case ChoicesFact():
            return _set(there) > _set(here)
        case _:
            return there > here  # type: ignore[operator] # yes is more than no, and numbers compare


def _set(point: Point) -> frozenset[str]:
    return point if isinstance(point, frozenset) else frozenset()


def _beside(fact: Fact, comparisons: Iterable[Comparison]) -> set[Decimal]:
    """Every bound within the fact's range and what lies right beside it: one off, or for fractions as few decimals off as fit between."""
    first, last = Decimal(date.min.toordinal()), Decimal(date.max.toordinal())
    if isinstance(fact, NumberFact):
        first, last = fact.minimum, fact.maximum
    bounds = {measure(fact, bound) for comparison in comparisons for bound in comparison.bounds() if first <= measure(fact, bound) <= last}
    if isinstance(fact, NumberFact) and not fact.whole:
        step = min((high - low for low, high in pairwise(sorted(bounds | {first, last}))), default=_TENTH)
        step = min(_TENTH, Decimal(1).scaleb((step / 2).adjusted()))
    else:
        step = Decimal(1)
        bounds = {bound.to_integral_value(way) for bound in bounds for way in (ROUND_FLOOR, ROUND_CEILING)}
    return {near for bound in bounds for near in (bound - step, bound, bound + step) if first <= near <= last}
