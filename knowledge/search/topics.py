"""Which policy half a question means: the one that the chat is about, or what another place named has like it."""

from collections.abc import Mapping

from rapidfuzz.distance import LCSseq

from knowledge.policy import Policy
from knowledge.search.bodies import Bodies
from knowledge.search.gates import Gates
from knowledge.search.intents import Asked
from knowledge.search.nominations import MEANT, Said
from knowledge.search.rivals import Choice
from knowledge.search.scanner import GAP
from knowledge.search.understanding import Leaning

_LONGEST = 30
"""Characters of a question at most that leans on the topic though no phrase of ours stands in it."""
_STRAY_FIRST, _STRAY = 1, 3
"""Characters in a row that nothing explains, in front and anywhere: who begins with such a word names something else (农机补贴)."""
_FIRM = 4
"""Characters together that are the topic's own, though many names share some of them."""
_ALIKE = 0.7
"""So much of two names is the same where one place has what another has."""
_SISTERS = 16
"""Policies of a place that are looked at for it."""


class Topics:
    """What questions lean on, over one base."""

    def __init__(self, policies: Mapping[str, Policy], gates: Gates, bodies: Bodies, names: Mapping[str, list[str]]) -> None:
        """``names``: of each policy as they are written whole, plain and with their places masked."""
        self._policies, self._gates, self._bodies = policies, gates, bodies
        self._called = {policy: tuple({name.strip(GAP): True for name in called}) for policy, called in names.items()}

    def on(self, said: Said, topic: Leaning, choice: Choice, asked: Asked) -> str | None:
        """The policy that half a question leans on: the topic, or of those that it may mean the only one of the topic's own place."""
        heard = said.heard
        ours = {
            place
            for other in heard.foreign
            for hit in asked.said
            if hit.start <= other.start and other.end <= hit.end
            for place in range(other.start, other.end)
        }
        own = self._bodies.explained(topic.policy, heard) | ours
        if said.screens or heard.foreign_beside(own):
            return None
        offered = tuple(candidate.policy for candidate in choice.offered)
        near = tuple(policy for policy in offered if self._policies[policy].region == self._policies[topic.policy].region)
        if topic.policy not in offered and len(near) == 1:
            return near[0]
        if self._names_another(said, topic, choice) or (
            self._hints_at(choice, said, own, self._bodies.explained(topic.policy, heard, _FIRM)) and topic.policy not in offered
        ):
            return None
        leans = bool(said.tracks) or (bool(asked.topics) and said.heard.mostly_known) or self._may_lean(said, asked, own)
        return topic.policy if leans and self._gates.admitted((topic.policy,), said.heard) else None

    def sister(self, said: Said, choice: Choice) -> str | None:
        """The programme of the place named that is called most like the topic (新疆的呢), where nothing else is said of it."""
        if said.topic is None or not said.heard.places or choice.offered or said.tracks or not said.goes_on:
            return None
        wanted = self._called[said.topic.policy]
        like = {
            policy: max(LCSseq.normalized_similarity(one, other) for one in wanted for other in self._called[policy])
            for policy in self._gates.of_places(said.heard)[:_SISTERS]
        }
        best = max(like, key=lambda policy: like[policy], default=None)
        return best if best and like[best] >= _ALIKE else None

    @staticmethod
    def _may_lean(said: Said, asked: Asked, own: frozenset[int]) -> bool:
        """Whether something short is asked, in whatever words, and it names nothing else. ``own``: of what the topic's file speaks."""
        heard = said.heard
        first, most = heard.unknown_runs(own)
        asks = heard.asks or said.goes_on or asked.asks
        return asks and len(heard.text) <= _LONGEST and first <= _STRAY_FIRST and most <= _STRAY

    @staticmethod
    def _names_another(said: Said, topic: Leaning, choice: Choice) -> bool:
        """Whether a name, an enterprise or a track's own word is there, and none of it is the topic's."""
        speaking = [hit.value for hit in said.tracks if hit.value.name]
        meant = {candidate.policy for candidate in choice.offered if candidate.match.score >= MEANT}
        meant |= said.units | {policy for word in speaking for policy, _ in word.pairs}
        return bool(meant) and topic.policy not in meant

    @staticmethod
    def _hints_at(choice: Choice, said: Said, own: frozenset[int], firm: frozenset[int]) -> bool:
        """Whether a part of a name is there, of more than everyday words and the topic's own, and no track that the topic may mean.

        ``own``, ``firm``: what the topic's file speaks of, by any two characters and by more together (培养单位).
        """
        heard = said.heard
        places = {place for candidate in choice.offered for place in candidate.match.places}
        return not said.tracks and heard.tells({place for place in places if place not in (firm if heard.shared[place] else own)})
