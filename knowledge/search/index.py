"""All channels over one base: a question in, an understanding out. Built once per knowledge version, never changed."""

from collections.abc import Iterable
from dataclasses import replace

from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from knowledge.search.gates import Gates, track_words
from knowledge.search.hearing import Cleaner, Ears, Heard, strange_places
from knowledge.search.intents import Intents, topics_of
from knowledge.search.lexicon import Lexicon
from knowledge.search.matching import Match
from knowledge.search.names import Names
from knowledge.search.regions import Regions
from knowledge.search.rivals import ASK, MOST_OFFERED, Candidate, Choice, best_of_each, choose
from knowledge.search.scanner import Hit, Scanner, apart, mask
from knowledge.search.understanding import Elsewhere, Seen, Understanding

_PLACE_NAMED = 1.5
"""A name is worth more where its place is named beside it."""
_ON_TOPIC = 0.7
"""Confidence of a question that leans on the last answer."""
_MEANT = 0.33
"""From this score on a name whose place or year is not ours is taken to be asked for there or then."""
_UNNAMED = 0.3
"""Confidence of candidates that no name speaks for."""

Pair = tuple[str, str]


class Index:
    """Understands questions over one base with one lexicon."""

    def __init__(self, base: KnowledgeBase, lexicon: Lexicon) -> None:
        self._policies = base.policies
        cleaner = Cleaner(lexicon.words.fillers)
        regions = Regions(lexicon.regions, (policy.region for policy in base.policies.values()))
        self._intents = Intents(lexicon.intents, cleaner.clean)
        self._ears = Ears(lexicon.words, cleaner, regions, self._intents)
        self._gates = Gates(base, regions)
        self._names = Names(
            lexicon.words,
            {policy.id: [self._ears.bare(name) for name in _names_of(policy)] for policy in base.policies.values()},
            {policy.id: policy.series.id for policy in base.policies.values()},
        )
        self._tracks = Scanner({cleaner.clean(word): pairs for word, pairs in track_words(base.policies).items()})
        self._open = self._gates.newest(policy.id for policy in base.policies.values() if policy.applicant)[:MOST_OFFERED]

    def understand(self, question: str, *, topic: str | None = None) -> Understanding:
        """What a question asks; never raises. ``topic``: id of the policy that the chat is about ("那材料呢")."""
        heard = self._ears.hear(question)
        matches = self._names.find(self._names.plain(heard.rest, heard.unknown, heard.shared))
        held = {place for match in matches if match.score >= ASK for place in match.places}
        heard = replace(heard, strange_places=strange_places(heard, held))
        return replace(self._decide(question, heard, matches, topic if topic in self._policies else None), explain=_seen(heard, matches))

    def _decide(self, question: str, heard: Heard, matches: tuple[Match, ...], topic: str | None) -> Understanding:
        choice = choose(self._candidates(matches, heard), well_placed=bool(heard.places) and not any(heard.unknown))
        named = choice.answered or choice.offered
        tracks = apart(list(self._tracks.every(heard.rest)))
        heard = heard.knowing(tracks)
        rest = _without(heard.rest, named, tracks)
        intents = topics_of(self._intents.find(rest, named=bool(named)))
        so_far = Understanding(
            question, "none", intents=intents, regions=heard.places, years=tuple(dict.fromkeys(year.value for year in heard.years))
        )
        if choice.answered:
            return self._about(so_far, choice, tracks)
        if foreign := self._foreign(heard, matches, topic):
            return replace(so_far, elsewhere=self._gates.elsewhere(foreign, heard), related=foreign)
        if topic and (heard.mostly_known or tracks) and (intents or tracks) and self._gates.admitted((topic,), heard):
            return self._about(replace(so_far, confidence=_ON_TOPIC), Choice(), tracks, (topic,))
        if choice.offered and (not heard.foreign or choice.offered[0].match.whole):
            return self._about(so_far, choice, tracks)
        return self._unnamed(so_far, heard, tracks)

    def _candidates(self, matches: Iterable[Match], heard: Heard) -> tuple[Candidate, ...]:
        worth = _PLACE_NAMED if heard.places and not heard.foreign else 1.0
        return best_of_each(
            Candidate(policy, match, min(1.0, match.score * worth))
            for match in matches
            if match.score * worth >= ASK
            for policy in self._gates.admitted(match.name.policies, heard)
        )

    def _about(
        self, so_far: Understanding, choice: Choice, tracks: tuple[Hit[tuple[Pair, ...]], ...], topic: tuple[str, ...] = ()
    ) -> Understanding:
        named = choice.answered or choice.offered
        policies = topic or tuple(candidate.policy for candidate in named)
        return replace(
            so_far,
            action="clarify" if choice.offered else "answer",
            policies=policies,
            tracks=_tracks_of(policies, tracks),
            intents=so_far.intents or ("overview",),
            confidence=so_far.confidence or named[0].score,
        )

    def _foreign(self, heard: Heard, matches: Iterable[Match], topic: str | None) -> tuple[str, ...]:
        """The policies that the names mean, or the topic, where a place or year named shuts all of them out."""
        if not (heard.places or heard.strange_places or heard.years):
            return ()
        meant = [match for match in matches if match.score >= _MEANT]
        best = sorted(meant, key=lambda match: -match.score)[:MOST_OFFERED]
        policies = tuple(dict.fromkeys(policy for match in best for policy in self._gates.newest(match.name.policies)))[:MOST_OFFERED]
        policies = policies or ((topic,) if topic else ())
        return () if self._gates.admitted(policies, heard) else policies

    def _unnamed(self, so_far: Understanding, heard: Heard, tracks: tuple[Hit[tuple[Pair, ...]], ...]) -> Understanding:
        """A question that names no policy: candidates by track or place, or all that one can apply for."""
        if not heard.mostly_known or not heard.text:
            return so_far
        of_tracks = self._gates.admitted(dict.fromkeys(policy for hit in tracks for policy, _ in hit.value), heard)
        if heard.places or heard.strange_places:
            offered = of_tracks or self._gates.of_places(heard)
            if not offered:
                return replace(so_far, elsewhere=self._gates.elsewhere((), heard))
        else:
            offered = of_tracks or (self._gates.admitted(self._open, heard) if so_far.intents and heard.names_nothing else ())
        if not offered:
            elsewhere = self._gates.elsewhere(self._open, heard) if heard.years else None
            return replace(so_far, elsewhere=elsewhere if elsewhere != Elsewhere() else None)
        offered = offered[:MOST_OFFERED]
        return replace(
            so_far,
            action="clarify",
            policies=offered,
            tracks=_tracks_of(offered, tracks),
            confidence=_UNNAMED,
            only_intent=not (heard.places or of_tracks),
        )


def _names_of(policy: Policy) -> tuple[str, ...]:
    titles = tuple(source.title for source in policy.sources if source.title)
    return (policy.title, policy.short_title, policy.series.name, *policy.aliases, *titles)


def _tracks_of(policies: tuple[str, ...], hits: Iterable[Hit[tuple[Pair, ...]]]) -> tuple[str, ...]:
    """The tracks named, of these policies, as POLICY/TRACK."""
    pairs = (pair for hit in hits for pair in hit.value if pair[0] in policies)
    return tuple(dict.fromkeys(f"{policy}/{track}" for policy, track in pairs))


def _without(rest: str, named: Iterable[Candidate], tracks: Iterable[Hit[tuple[Pair, ...]]]) -> str:
    """The question without the names found, so that they are not taken for what is asked."""
    for candidate in named:
        for place in candidate.match.places:
            rest = mask(rest, place, place + 1)
    for hit in tracks:
        rest = mask(rest, hit.start, hit.end)
    return rest


def _seen(heard: Heard, matches: Iterable[Match]) -> tuple[Seen, ...]:
    """What each channel saw, the best names first."""
    best = sorted(matches, key=lambda match: (-match.score, match.name.text))[:MOST_OFFERED]
    return (
        Seen("text", heard.text, 1.0),
        *(Seen("region", place, 1.0) for place in (*heard.places, *heard.strange_places)),
        *(Seen("year", str(year.value), 1.0) for year in heard.years),
        *(Seen("name", match.name.text, round(match.score, 3)) for match in best),
        *(Seen("foreign", word, 1.0) for word in heard.foreign),
        Seen("unknown", "".join(letter for letter, strange in zip(heard.rest, heard.unknown, strict=True) if strange), 1.0),
    )
