"""Ways to choose the next question: ours, and those that it is measured beside."""

from collections.abc import Iterator

from benchmarks.playing import Interview, Spot, Spots
from eligibility.choosing import Crowd, choose, together
from eligibility.expressions import leaves
from eligibility.progress import GROUPS, outset_of
from knowledge.facts import Group

HARD = 7
"""From this effort on the rule of before kept a question for the end."""


def ours(interview: Interview, spots: Spots, subject: Group | None) -> str:
    """As a screening chooses."""

    def crowds(spots: Spots) -> Iterator[Crowd]:
        return ((outset_of(interview.matter(spot), interview.asking(spot)), 1) for spot in spots)

    def ahead(fact: str) -> Iterator[tuple[float, Iterator[Crowd]]]:
        return ((chance, crowds(interview.after(spots, fact, way))) for way, chance in enumerate(interview.chances[fact]))

    return choose(interview.base.facts, together(crowds(spots)), subject, ahead)


def by_groups(interview: Interview, spots: Spots, _: Group | None) -> str:
    """As it chose before: group by group, in each what most conditions hang on for its effort; sensitive and hard facts at the end."""
    facts, allowed = interview.base.facts, interview.allowed(spots)
    shares = dict.fromkeys(allowed, 0.0)
    for spot in spots:
        for wanted in _wanted(interview, spot):
            for fact in wanted & allowed:
                shares[fact] += 1 / len(wanted)

    def rank(fact: str) -> tuple[bool, int, float, str]:
        declared = facts[fact]
        return declared.sensitive or declared.effort >= HARD, GROUPS.index(declared.group), -shares[fact] / declared.effort, fact

    return min(allowed, key=rank)


def as_written(interview: Interview, spots: Spots, _: Group | None) -> str:
    """The first open fact of the first open notice."""
    first = spots[0]
    asking = interview.asking(first)
    return next(fact for fact in interview.matter(first).facts if fact in asking)


def _wanted(interview: Interview, spot: Spot) -> list[set[str]]:
    """For each condition that still matters the facts that it hangs on."""
    facts = interview.matter(spot).facts
    return [{facts[leaf.fact] for leaf in leaves(*concern)} & interview.asking(spot) for concern in spot.concerns]
