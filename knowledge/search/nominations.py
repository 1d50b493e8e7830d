"""Which policies the names in a question speak for, its places and other matters weighed in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.search.bodies import Bodies
from knowledge.search.gates import Gates
from knowledge.search.hearing import Heard
from knowledge.search.matching import Match
from knowledge.search.rivals import ASK, Candidate, Choice, choose
from knowledge.search.tracks import TrackHits
from knowledge.search.understanding import Leaning

_PLACE_NAMED = 1.5
"""A name is worth more where its place is named beside it."""
_DESPITE = 0.6
"""From this score on a part of a name is answered though other matters are spoken of,"""
_DESPITE_AFAR = 0.75
"""and from this one where its place is not named."""
MEANT = 0.33
"""From this score on a name whose place or year is not ours is taken to be asked for there or then."""
_NATIONAL = re.compile("(?:国家级?|全国性?|部级)的?(?:高?技能|职业|人才)*$")
_GOES_ON = re.compile("^那|^还有|呢[?？。.!！]*$")
_TELLING, _NOISE = 1.8, 1 / 3
"""From this weight on a part of a name stands beside so much of the question that nothing explains."""
_NEARLY = 2 / 3
"""So much of another's name is said by one that shares its words."""


@dataclass(frozen=True)
class Said:
    """A question with all that was heard in it, before anything is decided."""

    question: str
    heard: Heard
    matches: tuple[Match, ...]
    """Of names and of tracks that speak for themselves."""
    tracks: TrackHits
    topic: Leaning | None
    screens: bool
    """Whether it asks what one can apply for at all."""
    units: frozenset[str] = frozenset()
    """The policies whose own enterprises or schools are named."""

    @property
    def goes_on(self) -> bool:
        """Whether it sounds like the second question about one thing (那…呢)."""
        return _GOES_ON.search(self.question) is not None


class Nominations:
    """Candidates of the policies that the gates admit."""

    def __init__(self, gates: Gates, bodies: Bodies) -> None:
        self._gates, self._bodies = gates, bodies

    def meant(self, matches: Iterable[Match], heard: Heard) -> tuple[Match, ...]:
        """Without those in part that are less than another's whole name, which the places or years named shut out.

        Who asks for 呼和浩特 and says 晋城's name in full does not mean 内蒙古's that shares some of its words. What one's own place has
        and says nearly the same stays, to be asked back.
        """
        matches = tuple(matches)
        shut_out = self._shut_out(matches, heard)
        return tuple(one for one in matches if all(self._may_stand(one, other, heard) for other in shut_out))

    def choice(self, said: Said) -> Choice:
        """What the names decide; beside another matter (博士后) or another's whole name only what is clearly there is answered."""
        choice = choose(self._candidates(said), lambda one: self._understood(one, said))
        shut_out = self._shut_out(said.matches, said.heard)
        unsure = [one for one in choice.answered if not one.match.whole]
        doubtful = any(self._foreign_to(one, said.heard) and one.score < (_DESPITE if one.at_home else _DESPITE_AFAR) for one in unsure)
        return (
            Choice(offered=choice.answered)
            if doubtful or any(_within(one.match, other) for one in unsure for other in shut_out)
            else choice
        )

    def _understood(self, one: Candidate, said: Said) -> bool:
        """Whether hardly anything is unexplained beside the only policy that comes into question: what its own file speaks of is not.

        A whole name stands whatever else is said, unless it goes on in front (泰山产业领军人才); a part of one does not where places or
        years shut out a policy of which more is said.
        """
        heard, places = said.heard, one.match.places
        explained = self._bodies.explained(one.policy, heard)
        others = {place for hit in heard.foreign for place in range(hit.start, hit.end)}
        if said.screens or not heard.tells(set(places) - others) or heard.foreign_beside(explained.union(places)):
            return False
        held = explained.union(one.match.held)
        if heard.known_beside(held):
            return True
        inside = any(heard.unknown[at] for at in range(places[0], places[-1]) if at not in one.match.held)
        if inside or heard.unknown_before(places[0], held) > (1 if one.match.whole else 0):
            return False  # 骨干 of 少数民族骨干计划 makes it another
        noise = _NOISE if one.match.weight >= _TELLING else None
        return one.match.whole or (heard.mostly_known_beside(held, noise) and not self._outdone(one, said))

    def said_at_home(self, matches: Iterable[Match], said: Said) -> bool:
        """Whether all that these names rest on belongs to the name of a policy of the very place named, too (特级技师 in 新疆)."""
        near = [set(one.match.places) for one in self._candidates(said) if one.at_home]
        return any(set(match.places) <= places for match in matches for places in near)

    def _outdone(self, one: Candidate, said: Said) -> bool:
        """Whether a policy that places or years shut out is named by more."""
        better = (match for match in said.matches if match.score > one.match.score and not set(match.places) <= set(one.match.places))
        return any(not self.admitted(match, said.heard) for match in better)

    def _foreign_to(self, one: Candidate, heard: Heard) -> bool:
        """Whether other matters are spoken of, of which the policy's file knows nothing."""
        return bool(heard.foreign) and heard.foreign_beside(self._bodies.explained(one.policy, heard).difference(one.match.places))

    def admitted(self, match: Match, heard: Heard) -> tuple[str, ...]:
        """The policies that a name may mean; right behind 国家级 only those for the whole country."""
        policies = self._gates.admitted(match.name.policies, heard)
        return self._gates.nationwide(policies) if is_national(match, heard) else policies

    def _shut_out(self, matches: Iterable[Match], heard: Heard) -> list[Match]:
        return [one for one in matches if one.whole and one.score >= MEANT and not self.admitted(one, heard)]

    def _may_stand(self, match: Match, shut_out: Match, heard: Heard) -> bool:
        if (match.whole and not match.of_track) or not _within(match, shut_out):
            return True
        return match.weight >= _NEARLY * shut_out.weight and any(self._gates.at_home(policy, heard) for policy in match.name.policies)

    def _candidates(self, said: Said) -> list[Candidate]:
        """The policies that the names may mean; a name is worth more where its own place is named beside it."""
        heard = said.heard
        found = (
            self._candidate(policy, match, said)
            for match in said.matches
            if match.score * _PLACE_NAMED >= ASK
            for policy in self._placed(self.admitted(match, heard), match, heard)
        )
        return _nearest(_of_units([candidate for candidate in found if candidate.score >= ASK], said.units))

    def _placed(self, policies: tuple[str, ...], match: Match, heard: Heard) -> tuple[str, ...]:
        """Of several places' policies of one name those of the place said last before it (晋城工作站和新疆培训基地)."""
        before = [hit for hit in heard.located if hit.end <= match.places[0]]
        if len(heard.located) < 2 or not before:  # noqa: PLR2004 - of one place there is nothing to choose
            return policies
        return tuple(policy for policy in policies if self._gates.within(policy, before[-1].value)) or policies

    def _candidate(self, policy: str, match: Match, said: Said) -> Candidate:
        heard = said.heard
        at_home = policy in said.units or self._gates.at_home(policy, heard)
        strange = heard.foreign and heard.foreign_beside(self._bodies.explained(policy, heard).union(match.places))
        worth = _PLACE_NAMED if at_home and not strange else 1.0
        return Candidate(policy, match, min(1.0, match.score * worth), at_home)


def is_national(match: Match, heard: Heard) -> bool:
    """Whether a name is said to be the country's (国家级技能大师工作室)."""
    return _NATIONAL.search(heard.text, 0, match.places[0]) is not None


def _within(match: Match, whole: Match) -> bool:
    return set(match.places) < set(whole.places)


def _of_units(candidates: list[Candidate], units: frozenset[str]) -> list[Candidate]:
    """Without those that rest on the same characters as one whose own enterprise is named (特变电工的特级技师)."""
    own = [candidate for candidate in candidates if candidate.policy in units]
    return [one for one in candidates if one.policy in units or not any(one.overlaps(other) for other in own)]


def _nearest(candidates: list[Candidate]) -> list[Candidate]:
    """Without those whose name is there in part only, where on the same characters one of the very place named is meant."""
    near = [candidate for candidate in candidates if candidate.at_home]
    return [one for one in candidates if one.at_home or one.match.whole or not any(one.overlaps(other) for other in near)]
