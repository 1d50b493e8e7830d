"""From scored candidates to one decision: answer one, answer several that were each named, or ask back."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.search.matching import Match

ANSWER = 0.45
"""From this score on a name alone is enough to answer."""
ASK = 0.2
"""From this score on a policy is worth offering."""
MOST_OFFERED = 4
"""Buttons under a question asked back."""

_SOLE = 0.3
"""And from this score on where the place is named, nothing is left unexplained and no other policy comes into question."""

_MARGIN = 0.12
"""A rival that comes this close on the same words makes the bot ask back."""


@dataclass(frozen=True)
class Candidate:
    """A policy and the best match among its names."""

    policy: str
    match: Match
    score: float

    def overlaps(self, other: "Candidate") -> bool:
        """Whether both rest on some of the same characters."""
        return not set(self.match.places).isdisjoint(other.match.places)


@dataclass(frozen=True)
class Choice:
    """What the names alone decide; nothing when neither holds any."""

    answered: tuple[Candidate, ...] = ()
    offered: tuple[Candidate, ...] = ()


def best_of_each(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each policy once with its best match, best first."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        known = best.get(candidate.policy)
        if known is None or (candidate.score, candidate.match.weight) > (known.score, known.match.weight):
            best[candidate.policy] = candidate
    return tuple(sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.policy)))


def choose(ranked: tuple[Candidate, ...], *, well_placed: bool) -> Choice:
    """Decide between candidates, best first, each policy once; ``well_placed``: their place is named and nothing unexplained."""
    enough = _SOLE if well_placed and sum(candidate.score >= ASK for candidate in ranked) == 1 else ANSWER
    answered: list[Candidate] = []
    for candidate in ranked:
        if candidate.score < enough or len(answered) == MOST_OFFERED:
            break
        if any(candidate.overlaps(other) for other in answered):
            continue
        rivals = [other for other in ranked if other.overlaps(candidate) and other.score >= candidate.score - _MARGIN]
        if len(rivals) > 1:
            return Choice(offered=tuple(rivals[:MOST_OFFERED]))
        answered.append(candidate)
    if answered:
        return Choice(answered=tuple(answered))
    return Choice(offered=tuple(candidate for candidate in ranked if candidate.score >= ASK)[:MOST_OFFERED])
