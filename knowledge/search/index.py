"""All channels over one base: a question in, an understanding out. Built once per knowledge version, never changed."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cached_property

from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from knowledge.search.deciding import UNNAMED, Decider
from knowledge.search.gates import Gates
from knowledge.search.general import Generals
from knowledge.search.hearing import LONGEST, Cleaner, Ears, Heard, strange_places
from knowledge.search.intents import intents_of
from knowledge.search.lexicon import Lexicon
from knowledge.search.lookups import ABOUT, Lookups
from knowledge.search.matching import Match
from knowledge.search.names import Names
from knowledge.search.nominations import MEANT, Said
from knowledge.search.normal import clipped, normalise
from knowledge.search.regions import Regions
from knowledge.search.rivals import ANSWER, ASK, MOST_OFFERED
from knowledge.search.scanner import Scanner
from knowledge.search.spelling import Speller, has_letters
from knowledge.search.talk import Talk
from knowledge.search.tracks import Tracks
from knowledge.search.understanding import Leaning, Seen, Understanding
from knowledge.search.vocabulary import vocabulary

_LONGEST_READ = 4 * LONGEST
"""Characters of a message that are read at all; of what is left of them when it is made plain, ``hearing.LONGEST``."""
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
        self._intents = intents_of(lexicon, cleaner.clean)
        self._talk = Talk(lexicon.talk, lexicon.words.fillers, cleaner.clean)
        self._ears = Ears(lexicon.words, cleaner, regions, self._intents)
        self._generals = Generals(base, self._intents, lexicon.talk, cleaner.clean)
        self._gates = Gates(base, regions)
        names = {policy.id: [self._ears.bare(name) for name in _names_of(policy)] for policy in base.policies.values()}
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
        self._decider = Decider(base.policies, self._gates, self._intents, self._talk, names)
        bearers: dict[str, frozenset[str]] = {}
        for policy in base.policies.values():
            for unit in map(cleaner.clean, policy.units):
                bearers[unit] = bearers.get(unit, frozenset()) | {policy.id}
        self._units = Scanner(bearers)
        self._lookups = Lookups(base)

    def understand(self, question: str, *, topic: Leaning | str | None = None) -> Understanding:
        """What a question asks; never raises. ``topic``: what the chat is about ("那材料呢"), at least the policy's id."""
        leaning = Leaning(topic) if isinstance(topic, str) else topic
        read = clipped(question, _LONGEST_READ)
        understood = self._heard_out(read, leaning if leaning and leaning.policy in self._policies else None)
        return understood if read == question else replace(understood, question=question)

    def strange(self, text: str) -> str:
        """What of a text no word of ours explains: what it is about, without how it asks (鹿城金蓝领 of 鹿城金蓝领啥时候截止)."""
        heard = self._ears.hear(text)
        return "".join(letter for letter, strange in zip(heard.rest, heard.unknown, strict=True) if strange)

    def where(self, text: str) -> tuple[str, ...]:
        """The place that a text names, from the province down; empty where it names none, or several that do not lie in each other."""
        hits = self._regions.find(clipped(normalise(text), LONGEST))
        named = {name for hit in hits for name in hit.value}
        chains = [self._regions.lineage(name)[::-1] for name in named]
        fitting = [chain for chain in chains if all(any(name in chain for name in hit.value) for hit in hits)]
        longest = max(map(len, fitting), default=0)
        last = [chain for chain in fitting if len(chain) == longest]
        return last[0][1:] if len(last) == 1 and longest > 1 else ()

    def parts_of(self, place: tuple[str, ...]) -> tuple[str, ...]:
        """The smaller places that are known in a place (from the province down)."""
        return self._regions.inside(place[-1])[1:] if place else ()

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
        again = replace(self._understood(_parted_alike(spelled, said.heard), topic)[1], question=question, read_as=spelled)
        return decided if _stands(decided, again, said.heard) else again

    def _understood(self, question: str, topic: Leaning | None) -> tuple[Said | None, Understanding]:
        """What was said, None for small talk, and what was made of it."""
        if small := self._talk.small(question):
            return None, Understanding(question, "none", small_talk=small)
        heard = self._ears.hear(question)
        tracks = self._tracks.find(self._names.fold(heard.rest))
        units = self._units.longest(heard.rest)
        heard = heard.knowing(tracks).without(units)
        plain = self._names.plain(heard.rest, heard.unknown, heard.shared)
        introduces = topic is None and self._talk.introduces(heard) and not (heard.asks or self._intents.said(heard.rest))
        screens = introduces or self._talk.screens(heard)
        named = (*self._names.find(plain), *(() if screens else self._tracks.matches(tracks, plain)))
        matches = self._decider.nominated.meant(named, heard)
        held = {place for match in matches if match.score >= ASK for place in match.places}
        heard = replace(heard, strange_places=strange_places(heard, held))
        own = frozenset(policy for hit in units for policy in hit.value)
        said = Said(question, heard, matches, tracks, topic, screens=screens, units=own)
        decided = self._decider.decide(said)
        named_units = (Seen("unit", heard.text[hit.start : hit.end], 1.0) for hit in units)
        seen = (*_seen(heard, matches), *named_units, *decided.explain)
        unexplained = _unexplained(heard, held) if decided.action == "clarify" else ""
        return said, replace(self._with_general(said, decided), unexplained=unexplained, explain=seen)

    def _looked_up(self, said: Said, decided: Understanding) -> Understanding | None:
        """What was asked backwards: all that bear it, unless another place is named. Who names a policy that does asks about that one."""
        if decided.elsewhere and decided.elsewhere.regions:
            return None
        hit = self._lookups.find(said.question)
        if hit is None:
            return self._not_on_file(said, decided)
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

    def _not_on_file(self, said: Said, decided: Understanding) -> Understanding | None:
        """A number that nobody bears is asked for: no other office answers for it, also not the topic's."""
        asked = decided.action == "clarify" and not decided.asks_screening
        leant = said.topic and decided.action == "answer" and {"contact", "overview"}.issuperset(decided.intents)
        named = any(_names_policy(match) for match in said.matches)
        if not (asked or (leant and not named)) or not self._lookups.looks_up(said.question):
            return None
        return replace(decided, action="none", policies=(), tracks=(), only_intent=False)

    @property
    def is_ready(self) -> bool:
        """Whether all that is built when it is first needed stands: from then on a question takes milliseconds."""
        return "_speller" in vars(self)

    @cached_property
    def _speller(self) -> Speller:
        """Built when a question first needs it."""
        names = (self._ears.bare(name) for policy in self._policies.values() for name in _names_of(policy))
        slips = frozenset("".join(self._lexicon.words.sound_alikes))
        told = self._lexicon.words
        common = frozenset((*(word for word in told.neutral if len(word) == 1), *"".join(told.common)))
        words = vocabulary(self._base, self._lexicon, names, self._clean)
        return Speller(words, dict.fromkeys(self._regions.words, _PLACE), common, slips)

    def _with_general(self, said: Said, decided: Understanding) -> Understanding:
        """A general fact instead of what was decided, unless a policy is meant; beside its answer, where it belongs there."""
        if decided.action == "answer":
            if any(self._policies[policy].applicant for policy in decided.policies):
                decided = replace(decided, general=self._generals.named(said.heard, decided.intents))
            if said.heard.places:
                return decided
        if said.screens or any(_names_policy(one) for one in said.matches):
            return decided
        general = self._generals.asked(said.heard, said.tracks, alone=decided.confidence <= UNNAMED)
        if general is None or general == decided.general:
            return decided
        return Understanding(said.question, "answer", confidence=_GENERAL, general=general)


def _names_of(policy: Policy) -> tuple[str, ...]:
    titles = tuple(source.title for source in policy.sources if source.title)
    return (policy.title, policy.short_title, policy.series.name, *policy.aliases, *titles)


def _names_policy(match: Match) -> bool:
    """Whether a policy's own name, not only its track's, is there for certain."""
    return not match.of_track and (match.score >= ANSWER or (match.whole and match.score >= MEANT))


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
    if decided.action == "none" and again.only_intent:
        return True
    return again.action == "none" and decided.action != "none"


def _unexplained(heard: Heard, held: Collection[int]) -> str:
    """The letters that no word explains and no name holds."""
    return "".join(letter for at, (letter, strange) in enumerate(zip(heard.rest, heard.unknown, strict=True)) if strange and at not in held)


def _parted_alike(spelled: str, heard: Heard) -> str:
    """What was meant by the sound, with the commas and spaces of what was typed, where it stands as it stood."""
    if len(spelled) != len(heard.text):
        return spelled
    marks = dict.fromkeys(heard.pauses, " ") | dict.fromkeys(heard.breaks, "，")
    return "".join(marks.get(at, "") + letter for at, letter in enumerate(spelled))


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
