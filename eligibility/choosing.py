"""Which of the open facts to ask next, from what asking them would do for every target and what it costs the person.

Nothing is remembered: the same outset and the same subject always lead to the same question.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from heapq import nlargest
from math import fsum, isqrt

from eligibility.answers import Answers
from eligibility.plans import CHANGE
from eligibility.progress import ONE, SETTLED, Outset, Progress
from knowledge.facts import Fact, Group

Crowd = tuple[Outset, int]
"""Where targets stand that stand alike, and how many they are."""

Ahead = Callable[[str], Iterable[tuple[float, Iterable[Crowd]]]]
"""For each way in which a fact can come out how likely it is, and where all targets then stand."""

TRIED = 3
"""Facts that are looked ahead from."""
CLEARLY = 0.95
"""So small a share of the effort has to be taken by another than the foremost fact to be asked in its place."""


def together(parts: Iterable[Crowd]) -> Outset:
    """Several targets as one outset; the order does not matter."""
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


def choose(facts: Mapping[str, Fact], outset: Outset, subject: Group | None, ahead: Ahead | None = None) -> str:
    """The fact to ask next: the one worth most for its cost. ValueError where none is left.

    ``subject`` is the group that was asked about last. What is sensitive is asked when nothing else is left to ask, so that it
    is asked of nobody of whom it need not be known; else facts that are ready go before those that wait for another. Of equals
    the one that is expected to settle more verdicts goes first, and of these the one that stands first in ``facts``.
    With ``ahead`` another of the foremost is taken where it clearly leaves less: what is worth most to each target alone need not
    be to all together, as when whatever is answered settles one of two and the other has still to be asked about.
    """
    here = outset.left[subject] if subject else min(outset.left[facts[fact].group] for fact in outset.facts)

    def turn(fact: str) -> tuple[bool, bool]:
        return facts[fact].sensitive, not outset.facts[fact].ready

    def cost(fact: str) -> int:
        return facts[fact].effort + (CHANGE if subject not in (None, facts[fact].group) else 0)

    def rank(fact: str) -> tuple[Fraction, int]:
        progress, group = outset.facts[fact], facts[fact].group
        # Each target counts a change of subject as its own, and together they make it once: of n of them, √n count.
        turned = (here - outset.left[group]) * ONE // isqrt(outset.targets * ONE * ONE)
        return Fraction(progress.worth + turned, cost(fact)), progress.settles

    def effort(fact: str, ahead: Ahead) -> float:
        group = facts[fact].group
        return round(cost(fact) + fsum(chance * left_of(facts, crowds, group) for chance, crowds in ahead(fact)), 6)

    first = min(map(turn, outset.facts))
    foremost = nlargest(TRIED, (fact for fact in facts if fact in outset.facts and turn(fact) == first), key=rank)
    if ahead is None or len(foremost) == 1 or outset.targets == 1:
        return foremost[0]
    efforts = {fact: effort(fact, ahead) for fact in foremost}
    best = min(foremost, key=efforts.__getitem__)
    return best if efforts[best] < CLEARLY * efforts[foremost[0]] else foremost[0]


def left_of(facts: Mapping[str, Fact], crowds: Iterable[Crowd], subject: Group) -> float:
    """The effort that is expected to settle some targets together, the group that was asked about last given.

    Each asks its facts, and changes to their groups, with equal chances that come to the effort it expects. Another wants the same
    either independently or whenever the first does: halfway between, since nothing is known of that, lies what is taken.
    """
    alone = 0.0
    wanted: dict[tuple[str, bool], tuple[int, float, float]] = {}
    for outset, crowd in crowds:
        items = {(fact, False): facts[fact].effort for fact in outset.facts}
        items |= {(facts[fact].group, True): CHANGE for fact in outset.facts if facts[fact].group != subject}
        left = outset.left[subject] / ONE
        chance = min(1.0, left / sum(items.values())) if items else 0.0
        alone = max(alone, left)
        for item, weight in items.items():
            _, spared, most = wanted.get(item, (0, 1.0, 0.0))
            wanted[item] = weight, spared * (1 - chance) ** crowd, max(most, chance)
    return max(alone, fsum(weight * (1 - spared + most) / 2 for weight, spared, most in wanted.values()))


def subject_of(facts: Mapping[str, Fact], answers: Answers) -> Group | None:
    """The group of the fact that was answered last, where answers stand in the order in which they came."""
    asked = [fact for fact in answers if fact in facts]
    return facts[asked[-1]].group if asked else None
