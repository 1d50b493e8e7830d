"""The decision over what was heard: answer, offer or say that there is none."""

import re
from collections.abc import Mapping
from dataclasses import replace

from knowledge.entries import Topic
from knowledge.policy import Policy
from knowledge.search.bodies import Bodies
from knowledge.search.gates import Gates
from knowledge.search.hearing import Heard
from knowledge.search.intents import Asked, Intents
from knowledge.search.nominations import MEANT, Nominations, Said, is_national
from knowledge.search.regions import COUNTRY
from knowledge.search.rivals import MOST_OFFERED, Candidate, Choice
from knowledge.search.scanner import GAP, Scanner, mask
from knowledge.search.talk import Talk
from knowledge.search.topics import Topics
from knowledge.search.tracks import TrackHits, tracks_of
from knowledge.search.understanding import Action, Elsewhere, Seen, Understanding

UNNAMED = 0.3
"""Confidence of candidates that no name speaks for."""
_ON_TOPIC = 0.7
"""Confidence of a question that leans on the last answer."""
_HALF = 9
"""Characters of half a question at most; what is longer says for itself whom it is about."""
_OF_ANOTHER = re.compile("[市旗县区盟厂](?![内外])|企业|单位|领导")
"""Another level or actor than the track's own."""
_GAPS = re.compile(f"{GAP}+")
_STRAY = 0.25
"""So much of a question that names an enterprise may stay unexplained."""
_RIVALS_CLEAR = 1.0
"""So much of a file that speaks for one of several policies whose names are there settles it."""
_NEAR = 16
"""Policies of a place whose files are looked at."""


class Decider:
    """Decides over one base, from the channels that the index has built."""

    def __init__(self, policies: Mapping[str, Policy], gates: Gates, intents: Intents, talk: Talk, names: Mapping[str, list[str]]) -> None:
        """``names``: of each policy as they are written whole, plain and with their places masked."""
        self._policies, self._gates, self._intents, self._talk = policies, gates, intents, talk
        self._bodies = Bodies(policies)
        self.nominated = Nominations(gates, self._bodies)
        """The policies that names speak for."""
        self._topics = Topics(policies, gates, self._bodies, names)
        self._written = Scanner(dict.fromkeys((name.strip(GAP) for called in names.values() for name in called), True))
        self._open = gates.newest(policy.id for policy in policies.values() if policy.applicant)

    def decide(self, said: Said) -> Understanding:
        """The policies and what is asked about them, before general facts and look-ups are weighed in."""
        heard = said.heard
        choice = self.nominated.choice(said)
        named = choice.answered or choice.offered[:1]
        beside = self._asked(heard.rest, named, said.tracks)
        asked = self._intents.find(
            beside,
            named=bool(named or said.topic) and not (said.topic and said.goes_on and not self._intents.asks(beside)),
            asks=heard.asks,
            breaks=heard.breaks,
            pauses=heard.pauses,
        )
        intents = asked.topics
        years = tuple(dict.fromkeys(year.value for year in heard.years))
        so_far = Understanding(
            said.question,
            "none",
            intents=intents,
            likely=asked.likely,
            slots=asked.slots,
            regions=heard.places,
            years=years,
            explain=_asked_for(asked, beside),
        )
        if choice.answered:
            answered = tuple(candidate.policy for candidate in choice.answered)
            return _meant(_asked_on(so_far, said), "answer", answered, said.tracks, max(one.score for one in choice.answered))
        if foreign := self._foreign(said):
            elsewhere = self._elsewhere(foreign, heard) or Elsewhere((COUNTRY,))
            return replace(so_far, elsewhere=elsewhere, related=foreign)
        if said.topic and (policy := self._topics.on(said, said.topic, choice, asked)):
            goes_on = said.tracks or said.goes_on
            asked_on = intents or (said.topic.intents if goes_on and heard.mostly_known else ())
            decided = _meant(replace(so_far, intents=asked_on), "answer", (policy,), said.tracks, _ON_TOPIC)
            carried = said.topic.track and policy == said.topic.policy and not decided.tracks and self._is_half(said)
            return replace(decided, tracks=(f"{policy}/{said.topic.track}",)) if carried else decided
        if sister := self._topics.sister(said, choice):
            return _meant(_asked_on(so_far, said), "answer", (sister,), said.tracks, _ON_TOPIC)
        if own := self._of_units(said, named) or self._spoken_of(said, choice):
            return _meant(so_far, "answer" if len(own) == 1 else "clarify", own[:MOST_OFFERED], said.tracks, UNNAMED)
        return self._unsettled(_asked_on(so_far, said) if heard.places else so_far, said, choice)

    def _unsettled(self, so_far: Understanding, said: Said, choice: Choice) -> Understanding:
        """Where neither names, places, the topic nor an enterprise settle it: somebody tells of themselves, or it is asked back."""
        heard = said.heard
        if said.screens or self._tells_of_self(heard, choice.offered[:1], so_far.intents):
            return self._screening(so_far, heard)
        if choice.offered and (not heard.foreign or choice.offered[0].match.whole):
            return self._asked_back(so_far, said, choice.offered)
        return self._unnamed(so_far, said)

    def _of_units(self, said: Said, named: tuple[Candidate, ...]) -> tuple[str, ...]:
        """The policies whose enterprises are named, where no other policy is and hardly anything is unexplained."""
        known = self._talk.of_self(said.heard) or all(
            said.heard.mostly_known_beside(self._bodies.explained(one, said.heard), _STRAY) for one in said.units
        )
        alone = said.units.issuperset(one.policy for one in named)
        return self._gates.admitted(said.units, said.heard) if known and alone else ()

    def _spoken_of(self, said: Said, choice: Choice) -> tuple[str, ...]:
        """Of what the names offer and the places named have, the only policy whose file speaks of what else is asked."""
        heard = said.heard
        if said.screens:
            return ()
        if afar := self._of_several_places(heard):
            return afar
        near = self._gates.of_places(heard) if heard.places else ()
        rivals = tuple(dict.fromkeys((*(one.policy for one in choice.offered), *near)))[:_NEAR]
        if len(choice.offered) > 1:
            held = {place for one in choice.offered for place in one.match.places}
            meant = self._bodies.meant(rivals, heard, held, _RIVALS_CLEAR)
        else:
            meant = self._bodies.meant(rivals, heard) if len(rivals) > 1 else None
        return (meant,) if meant and heard.mostly_known_beside(self._bodies.explained(meant, heard)) else ()

    def _of_several_places(self, heard: Heard) -> tuple[str, ...]:
        """The only policy for the whole country that speaks of all these places (怒江州 and 乌鲁木齐), where no single one has its own."""
        words = [heard.text[hit.start : hit.end] for hit in heard.located]
        if len(set(words)) < 2 or not heard.mostly_known:  # noqa: PLR2004 - of one place its own policies are meant
            return ()
        found = tuple(one for one in self._gates.of_country(heard)[:_NEAR] if self._bodies.names(one, words))
        return found if len(found) == 1 else ()

    def _asked_back(self, so_far: Understanding, said: Said, named: tuple[Candidate, ...]) -> Understanding:
        """The candidates; beside a single one what else its place has, beside a part of a name the topic."""
        policies = tuple(candidate.policy for candidate in named)
        beside = self._gates.of_places(said.heard) if len(policies) == 1 else ()
        if said.topic and named[0].score < MEANT:
            beside = (*self._gates.admitted((said.topic.policy,), said.heard), *beside)
        return _meant(so_far, "clarify", tuple(dict.fromkeys(policies + beside))[:MOST_OFFERED], said.tracks, named[0].score)

    def _asked(self, rest: str, named: tuple[Candidate, ...], tracks: TrackHits) -> str:
        """The question without the names found, also as they are written whole (公示): not taken for what is asked."""
        written = self._written.longest(rest) if named else ()
        spans = [(place, place + 1) for candidate in named for place in candidate.match.places]
        spans += [(hit.start, hit.end) for hit in written] + [(hit.start, hit.end) for hit in tracks]
        for start, end in spans:
            rest = mask(rest, start, end)
        return rest

    def _foreign(self, said: Said) -> tuple[str, ...]:
        """The policies that the names mean, or the topic, where a place or year named shuts all of them out."""
        heard = said.heard
        best = sorted((match for match in said.matches if match.score >= MEANT), key=lambda match: -match.score)[:MOST_OFFERED]
        national = any(is_national(match, heard) for match in best)
        if not (heard.places or heard.strange_places or heard.years or national):
            return ()
        if any(self.nominated.admitted(match, heard) for match in best) or self.nominated.said_at_home(best, said):
            return ()
        policies = tuple(dict.fromkeys(policy for match in best for policy in self._gates.newest(match.name.policies)))[:MOST_OFFERED]
        if not policies and said.topic and not self._gates.of_places(heard):
            policies = (said.topic.policy,)
        return policies if national or not self._gates.admitted(policies, heard) else ()

    def _is_half(self, said: Said) -> bool:
        """Whether a question is short and has nothing of its own: no place, no person, no office, no level (旗县区)."""
        heard = said.heard
        alone = not (heard.places or heard.breaks or self._talk.speakers(heard.text) or _OF_ANOTHER.search(heard.text))
        return alone and len(heard.text) <= _HALF

    def _tells_of_self(self, heard: Heard, named: tuple[Candidate, ...], intents: tuple[Topic, ...]) -> bool:
        """Whether somebody tells who they are and asks whether that is enough, without naming for what."""
        asks = not {"conditions", "scope"}.isdisjoint(intents)
        return asks and all(one.match.score < MEANT for one in named) and self._talk.of_self(heard)

    def _screening(self, so_far: Understanding, heard: Heard) -> Understanding:
        """Somebody asks what there is for them: what a person, or a unit, can apply for there."""
        speakers = self._talk.speakers(heard.text)
        told = replace(so_far, asks_screening=True, applicant=next(iter(speakers)) if len(speakers) == 1 else None)
        offered = self._gates.open_to(speakers, heard)
        if not offered:
            return replace(told, elsewhere=self._elsewhere((), heard))
        return replace(_meant(told, "clarify", offered[:MOST_OFFERED], (), UNNAMED), only_intent=not heard.places)

    def _unnamed(self, so_far: Understanding, said: Said) -> Understanding:
        """A question that names no policy: those of the place, or all that one can apply for, those first whose tracks are named."""
        heard = said.heard
        if not heard.mostly_known or not heard.text:
            return so_far
        of_tracks = self._gates.admitted(dict.fromkeys(policy for hit in said.tracks for policy, _ in hit.value.pairs), heard)
        if heard.places or heard.strange_places:
            offered = self._gates.of_places(heard)
        elif so_far.intents and heard.names_nothing:
            offered = self._gates.admitted(self._open, heard)
        else:
            offered = of_tracks
        if not offered:
            return replace(so_far, elsewhere=self._elsewhere(() if heard.places else self._open, heard))
        if heard.places and len(offered) == 1:
            return _meant(so_far, "answer", offered, said.tracks, UNNAMED)
        first = tuple(sorted(offered, key=lambda policy: policy not in of_tracks))[:MOST_OFFERED]
        return replace(_meant(so_far, "clarify", first, said.tracks, UNNAMED), intents=so_far.intents, only_intent=not heard.places)

    def _elsewhere(self, policies: tuple[str, ...], heard: Heard) -> Elsewhere | None:
        found = self._gates.elsewhere(policies, heard)
        return found if found != Elsewhere() else None


def _meant(so_far: Understanding, action: Action, policies: tuple[str, ...], tracks: TrackHits, confidence: float) -> Understanding:
    told = tracks_of(policies, tracks)
    return replace(so_far, action=action, policies=policies, tracks=told, intents=so_far.intents or ("overview",), confidence=confidence)


def _asked_on(so_far: Understanding, said: Said) -> Understanding:
    """What was asked last is asked of another ("那新疆工匠呢"), where nothing else is."""
    goes_on = said.topic and not so_far.intents and said.goes_on
    return replace(so_far, intents=said.topic.intents) if said.topic and goes_on else so_far


def _asked_for(asked: Asked, beside: str) -> tuple[Seen, ...]:
    """What stands beside the names, what its clauses sound like, and what narrower is asked."""
    intents = (Seen("intent", one.topic, round(one.share, 3)) for one in asked.heard)
    return (Seen("asked", _GAPS.sub("…", beside), 1.0), *intents, *(Seen("slot", one.name, 1.0) for one in asked.slots))
