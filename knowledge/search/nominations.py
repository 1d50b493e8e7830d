"""Which policies the names in a question speak for, its places and other matters weighed in."""

from dataclasses import dataclass

from knowledge.search.gates import Gates
from knowledge.search.hearing import Heard
from knowledge.search.matching import Match
from knowledge.search.rivals import ASK, Candidate, Choice, choose
from knowledge.search.tracks import TrackHits

_PLACE_NAMED = 1.5
"""A name is worth more where its place is named beside it."""
_DESPITE = 0.6
"""From this score on a part of a name is answered though other matters are spoken of."""


@dataclass(frozen=True)
class Said:
    """A question with all that was heard in it, before anything is decided."""

    question: str
    heard: Heard
    matches: tuple[Match, ...]
    """Of names and of tracks that speak for themselves."""
    tracks: TrackHits
    topic: str | None
    screens: bool
    """Whether it asks what one can apply for at all."""


class Nominations:
    """Candidates of the policies that the gates admit."""

    def __init__(self, gates: Gates) -> None:
        self._gates = gates

    def choice(self, said: Said) -> Choice:
        """What the names decide; beside another matter (博士后) only one that is clearly there is answered."""
        choice = choose(self._candidates(said), lambda one: not said.screens and said.heard.known_beside(one.match.held))
        if said.heard.foreign and not all(one.match.whole or one.score >= _DESPITE for one in choice.answered):
            return Choice(offered=choice.answered)
        return choice

    def _candidates(self, said: Said) -> list[Candidate]:
        """The policies that the names may mean; a name is worth more where its own place is named beside it."""
        heard = said.heard
        found = (
            self._candidate(policy, match, heard)
            for match in said.matches
            if match.score * _PLACE_NAMED >= ASK
            for policy in self._gates.admitted(match.name.policies, heard)
        )
        return _nearest([candidate for candidate in found if candidate.score >= ASK])

    def _candidate(self, policy: str, match: Match, heard: Heard) -> Candidate:
        at_home = self._gates.at_home(policy, heard)
        worth = _PLACE_NAMED if at_home and not heard.foreign_beside(match.places) else 1.0
        return Candidate(policy, match, min(1.0, match.score * worth), at_home)


def _nearest(candidates: list[Candidate]) -> list[Candidate]:
    """Without those whose name is there in part only, where on the same characters one of the very place named is meant."""
    near = [candidate for candidate in candidates if candidate.at_home]
    return [one for one in candidates if one.at_home or one.match.whole or not any(one.overlaps(other) for other in near)]
