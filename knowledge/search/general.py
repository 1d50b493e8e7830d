"""Which general fact a question asks for: by a phrase, by two things compared, or by a name with "what is".

A fact is *named* wherever one of its phrases stands; it is *asked for* only where nothing else is asked beside it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from knowledge.base import KnowledgeBase
from knowledge.entries import Topic
from knowledge.facts import Fact, names_of, options_of
from knowledge.search.hearing import Heard
from knowledge.search.intents import Intents
from knowledge.search.lexicon import TalkWords
from knowledge.search.phrases import Phrasebook
from knowledge.search.scanner import GAP, Hit, Scanner, apart, mask

_LONGEST = 100
"""Characters; who writes more asks for more than what a word means."""


class Generals:
    """All general facts of one base."""

    def __init__(self, base: KnowledgeBase, intents: Intents, talk: TalkWords, clean: Callable[[str], str]) -> None:
        """``clean``: what is done to a question is done to names and phrases."""
        entries = base.general.values()
        related = dict.fromkeys(fact for entry in entries for fact in entry.relates)
        self._facts = base.general
        self._intents = intents
        self._asks = Phrasebook({phrase: entry.id for entry in entries for phrase in entry.asks}, clean)
        self._names = Scanner({clean(name): entry.id for entry in entries for name in entry.names})
        self._pairs = {frozenset(entry.relates): entry.id for entry in entries if entry.relates}
        self._related = Scanner({clean(word): fact for fact in related for word in _words_of(base.facts[fact])})
        # "我是高级技师" tells who asks; only "是" without a self asks whether two things are the same.
        selves = {clean(f"{self_}是"): False for self_ in talk.selves}
        self._equates = Scanner({clean(word): True for word in intents.equates} | selves)
        self._speakers = Scanner(dict.fromkeys(map(clean, (*talk.persons, *talk.units)), True))

    def named(self, heard: Heard, topics: Iterable[Topic]) -> str | None:
        """The fact whose phrase stands in a question about a policy, where it belongs beside what is answered."""
        asked = frozenset(topics)
        for hit in _longest_first(self._asks.every(heard.rest)):
            beside = self._facts[hit.value].beside
            if beside and asked.intersection(beside.topics):
                return hit.value
        return None

    def asked(self, heard: Heard, longer: Iterable[Hit[Any]], *, alone: bool) -> str | None:
        """The fact that a question asks for, when it asks for nothing else.

        ``longer``: words that mean another thing than a name of ours inside them (优秀技师); ``alone``: whether a name with nothing
        beside it asks what it is, unless people say it of themselves (高级工).
        """
        if len(heard.rest) > _LONGEST:
            return None
        phrases = _longest_first(self._asks.every(heard.rest))
        if phrases and self._only(heard, phrases):
            return phrases[0].value
        return self._compared(heard) or self._defined(heard, longer, alone=alone)

    def _compared(self, heard: Heard) -> str | None:
        """Two options of the facts that an entry relates, and a word that asks how they stand to each other."""
        hits = apart(list(self._related.every(heard.rest)))
        entry = self._pairs.get(frozenset(hit.value for hit in hits)) if len(hits) > 1 else None
        if entry is None or not self._only(heard, hits):
            return None
        beside = _masked(heard.rest, hits)
        equated = any(hit.value for hit in self._equates.longest(beside))
        return entry if equated or self._intents.compares(beside) else None

    def _defined(self, heard: Heard, longer: Iterable[Hit[Any]], *, alone: bool) -> str | None:
        """A name, and a word that asks what it is."""
        others = [Hit(hit.start, hit.end, "") for hit in (*longer, *self._speakers.every(heard.rest))]
        hits = [hit for hit in apart([*self._names.every(heard.rest), *others]) if hit.value]
        if not hits or not self._only(heard, hits):
            return None
        beside = _masked(heard.rest, hits)
        bare = not beside.replace(GAP, "") and not self._speakers.longest(heard.rest)
        return hits[0].value if self._intents.said(beside) or (alone and bare) else None

    def _only(self, heard: Heard, hits: Iterable[Hit[Any]]) -> bool:
        """Whether beside these words, and others that the facts use, all is understood and nothing asked but what they are."""
        words = (*hits, *self._names.every(heard.rest), *self._related.every(heard.rest))
        rest = _masked(heard.rest, words)
        cues = self._equates.longest(rest)
        held = {place for hit in (*words, *cues) for place in range(hit.start, hit.end)}
        # A single character of a cue may be part of a phrase that asks something else (比 of 推荐比例).
        rest = _masked(rest, (cue for cue in cues if cue.end - cue.start > 1))
        return self._intents.said(rest) <= {"overview"} and heard.mostly_known_beside(held)


def _words_of(fact: Fact) -> Iterator[str]:
    """A fact's own name, and all names of its options."""
    yield fact.name
    for option in options_of(fact):
        yield from names_of(option)


def _longest_first(hits: Iterable[Hit[str]]) -> list[Hit[str]]:
    return sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start))


def _masked(text: str, hits: Iterable[Hit[Any]]) -> str:
    for hit in hits:
        text = mask(text, hit.start, hit.end)
    return text
