"""Which of the open facts to ask next, from what asking them would do for every target and what it costs the person.

Nothing is remembered: the same outset and the same subject always lead to the same question.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import isqrt

from eligibility.answers import Answers
from eligibility.plans import CHANGE
from eligibility.progress import ONE, SETTLED, Outset, Progress
from knowledge.facts import Fact, Group


def together(parts: Iterable[tuple[Outset, int]]) -> Outset:
    """Several targets as one outset, each with how many stand alike; the order does not matter."""
    targets, left = SETTLED.targets, dict(SETTLED.left)
    found: dict[str, tuple[int, int, bool]] = {}
    for part, crowd in parts:
        targets += crowd * part.targets
        for subject, effort in part.left.items():
            left[subject] += crowd * effort
        for fact, progress in part.facts.items():
            worth, settles, ready = found.get(fact, (0, 0, False))
            found[fact] = worth + crowd * progress.worth, settles + crowd * progress.settles, ready or progress.ready
    return Outset(targets, left, {fact: Progress(*sums) for fact, sums in found.items()})


def choose(facts: Mapping[str, Fact], outset: Outset, subject: Group | None) -> str:
    """The fact to ask next: the one worth most for its cost. ValueError where none is left.

    ``subject`` is the group that was asked about last. What is sensitive is asked when nothing else is left to ask, so that it
    is asked of nobody of whom it need not be known; else facts that are ready go before those that wait for another. Of equals
    the one that is expected to settle more verdicts goes first, and of these the one that stands first in ``facts``.
    """

    def turn(fact: str) -> tuple[bool, bool]:
        return facts[fact].sensitive, not outset.facts[fact].ready

    here = outset.left[subject] if subject else min(outset.left[facts[fact].group] for fact in outset.facts)

    def rank(fact: str) -> tuple[Fraction, int]:
        progress, group = outset.facts[fact], facts[fact].group
        # Each target counts a change of subject as its own, and together they make it once: of n of them, √n count.
        turned = (here - outset.left[group]) * ONE // isqrt(outset.targets * ONE * ONE)
        cost = facts[fact].effort + (CHANGE if subject not in (None, group) else 0)
        return Fraction(progress.worth + turned, cost), progress.settles

    first = min(map(turn, outset.facts))
    return max((fact for fact in facts if fact in outset.facts and turn(fact) == first), key=rank)


def subject_of(facts: Mapping[str, Fact], answers: Answers) -> Group | None:
    """The group of the fact that was answered last, where answers stand in the order in which they came."""
    asked = [fact for fact in answers if fact in facts]
    return facts[asked[-1]].group if asked else None
