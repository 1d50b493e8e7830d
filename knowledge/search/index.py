"""All channels over one base: a question in, an understanding out. Built once per knowledge version, never changed."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from knowledge.base import KnowledgeBase
from knowledge.entries import Topic
from knowledge.policy import Policy
from knowledge.search.gates import Gates
from knowledge.search.general import Generals
from knowledge.search.hearing import Cleaner, Ears, Heard, strange_places
from knowledge.search.intents import Intents
from knowledge.search.lexicon import Lexicon
from knowledge.search.lookups import ABOUT, Lookups
from knowledge.search.matching import Match
from knowledge.search.names import Names
from knowledge.search.nominations import MEANT, Nominations, Said
from knowledge.search.regions import Regions
from knowledge.search.rivals import ANSWER, ASK, MOST_OFFERED, Candidate, Choice
from knowledge.search.scanner import GAP, Scanner, mask
from knowledge.search.spelling import Speller, has_letters
from knowledge.search.talk import Talk
from knowledge.search.tracks import TrackHits, Tracks, tracks_of
from knowledge.search.understanding import Action, Elsewhere, Leaning, Seen, Understanding
from knowledge.search.vocabulary import vocabulary

_ON_TOPIC = 0.7
"""Confidence of a question that leans on the last answer."""
_UNNAMED = 0.3
"""Confidence of candidates that no name speaks for."""
_GOES_ON = re.compile("^那|^还有|呢[?？。.!！]*$")
_PLACE = 0.25
"""How much places are preferred among words that sound alike."""
_GENERAL = 0.8
"""Confidence of a general fact: all of the question is explained, but its words are everyday ones."""


class Index:
    """Understands questions over one base with one lexicon."""

    def __init__(self, base: KnowledgeBase, lexicon: Lexicon) -> None:
        self._base, self._lexicon = base, lexicon
        self._policies = base.policies
        cleaner = Cleaner(lexicon.words.fillers)
        self._clean = cleaner.clean
        self._regions = regions = Regions(lexicon.regions, (policy.region for policy in base.policies.values()))
        self._intents = Intents(lexicon.intents, lexicon.phrasings, cleaner.clean)
        self._talk = Talk(lexicon.talk, lexicon.words.fillers, cleaner.clean)
        self._ears = Ears(lexicon.words, cleaner, regions, self._intents)
        self._generals = Generals(base, self._intents, lexicon.talk, cleaner.clean)
        self._gates = Gates(base, regions)
        names = {policy.id: [self._ears.bare(name) for name in _names_of(policy)] for policy in base.policies.values()}
        self._written = Scanner({name.strip(GAP): True for written in names.values() for name in written})
        self._names = Names(
            lexicon.words,
            names,
            {policy.id: policy.series.id for policy in base.policies.values()},
        )
        self._tracks = Tracks(
            base.policies,
            plain=lambda word: self._names.fold(cleaner.clean(word)),
            weighed=self._names.weighed,
            everyday=lambda word: self._talk.is_speaker(cleaner.clean(word)),
        )
        self._nominated = Nominations(self._gates)
        self._lookups = Lookups(base)
        self._open = self._gates.newest(policy.id for policy in base.policies.values() if policy.applicant)

    def understand(self, question: str, *, topic: Leaning | str | None = None) -> Understanding:
        """What a question asks; never raises. ``topic``: what the chat is about ("那材料呢"), at least the policy's id."""
        leaning = Leaning(topic) if isinstance(topic, str) else topic
        return self._heard_out(question, leaning if leaning and leaning.policy in self._policies else None)

    def _heard_out(self, question: str, topic: Leaning | None) -> Understanding:
        """As it is written, as a look-up, or by its sound."""
        said, decided = self._understood(question, topic)
        if said is None:
            return decided
        if found := self._looked_up(said, decided):
            return found
        if _is_plain(said, decided):
            return decided
        spelled = self._speller.respelled(said.heard.text)
        if spelled == said.heard.text:
            return decided
        again = replace(self._understood(spelled, topic)[1], question=question, read_as=spelled)
        return decided if _stands(decided, again, said.heard) else again

    def _understood(self, question: str, topic: Leaning | None) -> tuple[Said | None, Understanding]:
        """What was said, None for small talk, and what was made of it."""
        if small := self._talk.small(question):
            return None, Understanding(question, "none", small_talk=small)
        heard = self._ears.hear(question)
        tracks = self._tracks.find(self._names.fold(heard.rest))
        heard = heard.knowing(tracks)
        plain = self._names.plain(heard.rest, heard.unknown, heard.shared)
        screens = self._talk.screens(heard)
        named = (*self._names.find(plain), *(() if screens else self._tracks.matches(tracks, plain)))
        matches = self._nominated.meant(named, heard)
        held = {place for match in matches if match.score >= ASK for place in match.places}
        heard = replace(heard, strange_places=strange_places(heard, held))
        said = Said(question, heard, matches, tracks, topic, screens=screens)
        return said, replace(self._with_general(said, self._decide(said)), explain=_seen(heard, matches))

    def _looked_up(self, said: Said, decided: Understanding) -> Understanding | None:
        """What was asked backwards: all that bear it, unless another place is named. Who names a policy that does asks about that one."""
        if decided.elsewhere and decided.elsewhere.regions:
            return None
        hit = self._lookups.find(said.question)
        if hit is None:
            unknown = decided.action == "clarify" and not decided.asks_screening and self._lookups.looks_up(said.question)
            return replace(decided, action="none", policies=(), tracks=(), only_intent=False) if unknown else None
        bearers = tuple(dict.fromkeys(bearer.policy for bearer in hit.looked_up.bearers))
        named = decided.action == "answer" and set(decided.policies) <= set(bearers)
        if hit.looked_up.kind == "paper":
            told = max((len(match.places) for match in said.matches if match.score >= ASK), default=0)
            bearers = self._gates.admitted(bearers, said.heard)
            if named or not bearers or (decided.action == "answer" and told >= hit.size):
                return None
        policies = decided.policies if named else bearers
        shown = tuple(bearer for bearer in hit.looked_up.bearers if bearer.policy in policies)
        so_far = Understanding(decided.question, "answer", regions=decided.regions, years=decided.years, explain=decided.explain)
        return replace(
            so_far,
            policies=policies,
            intents=decided.intents if named and decided.intents != ("overview",) else (ABOUT[hit.looked_up.kind],),
            confidence=1.0,
            looked_up=hit.looked_up._replace(bearers=shown),
        )

    @cached_property
    def _speller(self) -> Speller:
        """Built when a question first needs it."""
        names = (self._ears.bare(name) for policy in self._policies.values() for name in _names_of(policy))
        return Speller(vocabulary(self._base, self._lexicon, names, self._clean), dict.fromkeys(self._regions.words, _PLACE))

    def _with_general(self, said: Said, decided: Understanding) -> Understanding:
        """A general fact instead of what was decided, unless a policy is meant; beside its answer, where it belongs there."""
        if decided.action == "answer":
            if any(self._policies[policy].applicant for policy in decided.policies):
                decided = replace(decided, general=self._generals.named(said.heard, decided.intents))
            if decided.general or said.heard.places:
                return decided
        if said.screens or any(_names_policy(one) for one in said.matches):
            return decided
        general = self._generals.asked(said.heard, said.tracks, alone=decided.confidence <= _UNNAMED)
        return Understanding(said.question, "answer", confidence=_GENERAL, general=general) if general else decided

    def _decide(self, said: Said) -> Understanding:
        heard = said.heard
        choice = self._nominated.choice(said)
        named = choice.answered or choice.offered[:1]
        asked = self._intents.find(self._asked(heard.rest, named, said.tracks), named=bool(named), breaks=heard.breaks, pauses=heard.pauses)
        intents = asked.topics
        years = tuple(dict.fromkeys(year.value for year in heard.years))
        so_far = Understanding(said.question, "none", intents=intents, likely=asked.likely, regions=heard.places, years=years)
        if choice.answered:
            answered = tuple(candidate.policy for candidate in choice.answered)
            return _meant(_asked_on(so_far, said), "answer", answered, said.tracks, choice.answered[0].score)
        if foreign := self._foreign(said):
            return replace(so_far, elsewhere=self._gates.elsewhere(foreign, heard), related=foreign)
        if said.topic and (policy := self._on_topic(said, said.topic, choice, intents)):
            tracks = said.tracks or ()
            decided = _meant(replace(so_far, intents=intents or said.topic.intents), "answer", (policy,), tracks, _ON_TOPIC)
            carried = said.topic.track and policy == said.topic.policy and not decided.tracks
            return replace(decided, tracks=(f"{policy}/{said.topic.track}",)) if carried else decided
        if said.screens or self._tells_of_self(heard, named, intents):
            return self._screening(so_far, heard)
        if choice.offered and (not heard.foreign or choice.offered[0].match.whole):
            return self._asked_back(so_far, said, choice.offered)
        return self._unnamed(so_far, said)

    def _asked_back(self, so_far: Understanding, said: Said, named: tuple[Candidate, ...]) -> Understanding:
        """The candidates; where a single one is in doubt, what else its place has stands beside it."""
        policies = tuple(candidate.policy for candidate in named)
        beside = self._gates.of_places(said.heard) if len(policies) == 1 else ()
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
        if not (heard.places or heard.strange_places or heard.years):
            return ()
        best = sorted((match for match in said.matches if match.score >= MEANT), key=lambda match: -match.score)[:MOST_OFFERED]
        if self._gates.admitted((policy for match in best for policy in match.name.policies), heard):
            return ()
        policies = tuple(dict.fromkeys(policy for match in best for policy in self._gates.newest(match.name.policies)))[:MOST_OFFERED]
        policies = policies or ((said.topic.policy,) if said.topic else ())
        return () if self._gates.admitted(policies, heard) else policies

    def _on_topic(self, said: Said, topic: Leaning, choice: Choice, intents: tuple[Topic, ...]) -> str | None:
        """The policy that half a question leans on: the topic, or of those that it may mean the only one of the topic's own place."""
        if said.screens:
            return None
        offered = tuple(candidate.policy for candidate in choice.offered)
        near = tuple(policy for policy in offered if self._policies[policy].region == self._policies[topic.policy].region)
        if topic.policy not in offered and len(near) == 1:
            return near[0]
        leans = bool(said.tracks) or (bool(intents) and said.heard.mostly_known)
        return topic.policy if leans and self._gates.admitted((topic.policy,), said.heard) else None

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
        return replace(_meant(told, "clarify", offered[:MOST_OFFERED], (), _UNNAMED), only_intent=not heard.places)

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
            return _meant(so_far, "answer", offered, said.tracks, _UNNAMED)
        first = tuple(sorted(offered, key=lambda policy: policy not in of_tracks))[:MOST_OFFERED]
        return replace(_meant(so_far, "clarify", first, said.tracks, _UNNAMED), intents=so_far.intents, only_intent=not heard.places)

    def _elsewhere(self, policies: tuple[str, ...], heard: Heard) -> Elsewhere | None:
        found = self._gates.elsewhere(policies, heard)
        return found if found != Elsewhere() else None


def _names_of(policy: Policy) -> tuple[str, ...]:
    titles = tuple(source.title for source in policy.sources if source.title)
    return (policy.title, policy.short_title, policy.series.name, *policy.aliases, *titles)


def _names_policy(match: Match) -> bool:
    """Whether a policy's own name, not only its track's, is there for certain."""
    return not match.of_track and (match.score >= ANSWER or (match.whole and match.score >= MEANT))


def _meant(so_far: Understanding, action: Action, policies: tuple[str, ...], tracks: TrackHits, confidence: float) -> Understanding:
    told = tracks_of(policies, tracks)
    return replace(so_far, action=action, policies=policies, tracks=told, intents=so_far.intents or ("overview",), confidence=confidence)


def _asked_on(so_far: Understanding, said: Said) -> Understanding:
    """What was asked last is asked of another ("那新疆工匠呢"), where nothing else is."""
    goes_on = said.topic and not so_far.intents and _GOES_ON.search(said.question)
    return replace(so_far, intents=said.topic.intents) if said.topic and goes_on else so_far


def _is_plain(said: Said, decided: Understanding) -> bool:
    """Whether a question was understood as it is written, so that nobody need ask what its sound may mean."""
    if decided.action != "answer" or decided.intents == ("overview",) or has_letters(said.heard.text):
        return False
    held = {place for match in said.matches if match.score >= ASK for place in match.held}
    return said.heard.known_beside(held)


def _stands(decided: Understanding, again: Understanding, heard: Heard) -> bool:
    """Whether what was understood as it is written holds against what its sound may mean."""
    if has_letters(heard.text) or again.elsewhere:
        return False
    if decided.action == "answer" and decided.confidence >= ANSWER:
        return decided.policies != again.policies
    return again.action == "none" and decided.action != "none"


def _seen(heard: Heard, matches: Iterable[Match]) -> tuple[Seen, ...]:
    """What each channel saw, the best names first."""
    best = sorted(matches, key=lambda match: (-match.score, match.name.text))[:MOST_OFFERED]
    return (
        Seen("text", heard.text, 1.0),
        *(Seen("region", place, 1.0) for place in (*heard.places, *heard.strange_places)),
        *(Seen("year", str(year.value), 1.0) for year in heard.years),
        *(Seen("name", match.name.text, round(match.score, 3)) for match in best),
        *(Seen("foreign", hit.value, 1.0) for hit in heard.foreign),
        Seen("unknown", "".join(letter for letter, strange in zip(heard.rest, heard.unknown, strict=True) if strange), 1.0),
    )
