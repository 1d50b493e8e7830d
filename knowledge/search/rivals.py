"""From scored candidates to one decision: answer one, answer several that were each named, or ask back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from knowledge.search.matching import Match

ANSWER = 0.45
"""From this score on a name alone is enough to answer."""
ASK = 0.2
"""From this score on a policy is worth offering."""
MOST_OFFERED = 4
"""Buttons under a question asked back."""

_SOLE = 0.23
"""And from this score on, not counting its place, where no other policy comes into question and hardly anything is unexplained."""

_FURTHER = 0.4
"""From this score on a policy of the place named is answered beside another of which more is said (新疆培训基地和大师工作室)."""

_MARGIN = 0.12
"""A rival that comes this close on the same words makes the bot ask back."""


@dataclass(frozen=True)
class Candidate:
    """A policy and the best match among its names."""

    policy: str
    match: Match
    score: float
    at_home: bool = False
    """Whether the policy's own place is named."""

    def outdone(self, others: Iterable["Candidate"]) -> bool:
        """Whether only a track is named, and the name of another policy holds that word and more of the question."""
        mine = frozenset(self.match.places)
        return self.match.of_track and any(mine < frozenset(other.match.places) for other in others)

    def rivals(self, others: Iterable["Candidate"]) -> tuple["Candidate", ...]:
        """Those that rest on some of the same characters and come close, or hold all of a track's name.

        Who rests on fewer of the same characters is none: the longer name is meant.
        """
        mine = frozenset(self.match.places)
        found = []
        for other in others:
            theirs = frozenset(other.match.places)
            close = other.score >= self.score - _MARGIN and not theirs < mine and not mine.isdisjoint(theirs)
            if close or (self.match.of_track and mine <= theirs):
                found.append(other)
        return tuple(found)

    def overlaps(self, other: "Candidate") -> bool:
        """Whether both rest on some of the same characters."""
        return not set(self.match.places).isdisjoint(other.match.places)

    def joined(self, other: "Candidate") -> "Candidate":
        """Both as one, where a policy and its track are each named."""
        places = tuple(sorted({*self.match.places, *other.match.places}))
        match = replace(self.match, places=places, weight=self.match.weight + other.match.weight, of_track=False)
        return replace(self, match=match, score=1 - (1 - self.score) * (1 - other.score))


@dataclass(frozen=True)
class Choice:
    """What the names alone decide, those answered in reading order; nothing when neither holds any."""

    answered: tuple[Candidate, ...] = ()
    offered: tuple[Candidate, ...] = ()


def best_of_each(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each policy once with its best match, and a track beside it, best first."""
    best: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda candidate: (-candidate.score, -candidate.match.score, -candidate.match.weight)):
        known = best.setdefault(candidate.policy, candidate)
        if known.match.of_track != candidate.match.of_track and not known.overlaps(candidate):
            best[candidate.policy] = known.joined(candidate)
    return tuple(sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.policy)))


def choose(candidates: Iterable[Candidate], understood: Callable[[Candidate], bool]) -> Choice:
    """Decide between candidates, each policy once; ``understood``: beside that one hardly anything is unexplained."""
    heard = tuple(candidates)
    every = tuple(candidate for candidate in heard if not candidate.outdone(heard))
    ranked = best_of_each(every)
    if len(ranked) == 1 and (ranked[0].match.whole or ranked[0].match.score >= _SOLE) and understood(ranked[0]):
        return Choice(answered=ranked)
    answered: list[Candidate] = []
    for candidate in sorted((*ranked, *every), key=lambda one: -one.score):
        if candidate.score < (_FURTHER if answered else ANSWER) or len(answered) == MOST_OFFERED:
            break
        if any(candidate.policy == other.policy or candidate.overlaps(other) for other in answered):
            continue
        rivals = candidate.rivals(other for other in ranked if other.policy != candidate.policy)
        if candidate.score < ANSWER and (rivals or not candidate.at_home):
            continue
        if rivals:
            return Choice(offered=(candidate, *rivals)[:MOST_OFFERED])
        answered.append(candidate)
    in_order = tuple(sorted(answered, key=lambda one: one.match.places))
    return Choice(answered=in_order) if answered else Choice(offered=ranked[:MOST_OFFERED])
