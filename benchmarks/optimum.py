"""The best that an interview can be, found by looking at all of them: what the chooser is measured against, and never asked itself."""

from math import inf

from benchmarks.playing import MOST_POINTS, Interview, Spot, Spots, TooLargeError, waits
from knowledge.facts import Group


def optimum(interview: Interview, *, ruled: bool, most: int = MOST_POINTS) -> float:
    """The least effort that any interview can be expected to take; ``ruled``: of those that keep the rules.

    TooLargeError when more than ``most`` points would have to be looked at.
    """
    start = tuple(Spot(spot.target, spot.node, spot.concerns if ruled else ()) for spot in interview.start)
    return _Optimum(interview, most, ruled=ruled).left(start, None)


class _Optimum:
    """Dynamic programming over everything that answers can leave open."""

    def __init__(self, interview: Interview, most: int, *, ruled: bool) -> None:
        self._interview = interview
        self._most = most
        self._ruled = ruled
        self._left: dict[tuple[Spots, Group | None], float] = {}

    def left(self, spots: Spots, subject: Group | None) -> float:
        """The least effort that settles everything from here."""
        if not spots:
            return 0.0
        spots = tuple(spot if waits(spot) else Spot(spot.target, spot.node, ()) for spot in spots)
        key = spots, subject
        found = self._left.get(key)
        if found is None:
            if len(self._left) >= self._most:
                raise TooLargeError
            interview, found = self._interview, inf
            facts = interview.allowed(spots) if self._ruled else interview.facts(spots)
            for fact in sorted(facts, key=lambda fact: (interview.cost(fact, subject), fact)):
                found = min(found, self._asked(spots, fact, subject, found))
            self._left[key] = found
        return found

    def _asked(self, spots: Spots, fact: str, subject: Group | None, best: float) -> float:
        """What it takes to begin with a fact, or more than the best that is known."""
        interview, group = self._interview, self._interview.base.facts[fact].group
        effort = float(interview.cost(fact, subject))
        for way, chance in enumerate(interview.chances[fact]):
            if effort >= best:
                break
            effort += chance * self.left(interview.after(spots, fact, way), group)
        return effort
