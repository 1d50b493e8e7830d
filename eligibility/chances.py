"""How likely each way is taken to be in which a fact can come out for a target; for choosing questions only, never for a verdict.

Every way is as likely as any other, except that nine people in ten give one of the answers that a fact says are ``likely``.
So targets that differ only in their bounds expect the same, and what is worked out for one of them serves all.
"""

from collections import Counter
from collections.abc import Sequence

from eligibility.possible import Point, Truths, predicate
from knowledge.conditions import Comparison
from knowledge.facts import ChoiceFact, Fact, ScaleFact, YesNoFact

LIKELY = 0.9
"""The share of those who give one of the answers that are said to be likely."""


def even(ways: Sequence[Truths]) -> tuple[float, ...]:
    """Chances for ways of which none is likelier than another."""
    return (1 / len(ways),) * len(ways)


def chances(fact: Fact, comparisons: tuple[Comparison, ...], ways: Sequence[Truths]) -> tuple[float, ...]:
    """The chances of the ways in which comparisons of a fact can come out.

    Kinds that can be told roughly have no likely answers: of what they leave possible nothing is likelier than another.
    """
    likely = _likely(fact)
    if not likely or len(ways) == 1:
        return even(ways)
    tests = [predicate(fact, comparison) for comparison in comparisons]
    usual = Counter(tuple(holds(point) for holds in tests) for point in likely)
    others = len(ways) - len(usual)
    share = LIKELY if others else 1.0
    return tuple(share * usual[way] / len(likely) if way in usual else (1 - LIKELY) / others for way in ways)


def _likely(fact: Fact) -> tuple[Point, ...]:
    match fact:
        case YesNoFact():
            return () if fact.likely is None else (fact.likely,)
        case ChoiceFact() | ScaleFact():
            return fact.likely
        case _:
            return ()
