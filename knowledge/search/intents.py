"""What is asked about a policy: each clause by its phrases and by what it sounds like, a comparison, or a hint where neither tells."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from knowledge.entries import Topic
from knowledge.search.guess import Guesser, Likely
from knowledge.search.lexicon import IntentWords, Lexicon, Phrasings, SlotWords
from knowledge.search.phrases import Phrasebook
from knowledge.search.scanner import GAP, Hit, Scanner, apart
from knowledge.search.slots import Clause, Slots, narrowed
from knowledge.search.understanding import Narrow

_SURE = 0.65
"""From this share on the likeliest intent is answered alone."""
_BOTH = 0.6
"""From this share together on the two likeliest are answered in one message; one of them was right in four cases of five."""
_HEARD = 0.4
"""From this share on something is taken for asked where neither a phrase nor a word that asks stands."""
_MOST_DOUBTED = 2
"""Clauses of a question at most for each of which two intents are answered."""
_OFFERED = 4
"""Intents that are told as likely where none is sure."""


class Asked(NamedTuple):
    """What a question asks."""

    topics: tuple[Topic, ...] = ()
    """Each once, in reading order; an overview only where nothing else is asked."""
    likely: tuple[Topic, ...] = ()
    """Where it is unsure, and ``topics`` therefore empty: what it may be, the likeliest first."""
    heard: tuple[Likely, ...] = ()
    """What each clause sounds like, the likeliest first; none where phrases alone told."""
    slots: tuple[Narrow, ...] = ()
    """What of these topics is asked more narrowly, where nothing else of them is."""
    asks: bool = False
    """Whether it holds a word that asks."""
    said: tuple[Hit[Any], ...] = ()
    """Where phrases and words of slots stand; they may be those of another matter too (火车票)."""


class Intents:
    """The phrases of all intents, and what was learned from whole phrasings."""

    def __init__(self, words: IntentWords, phrasings: Phrasings, slots: SlotWords, clean: Callable[[str], str]) -> None:
        """``clean``: what is done to a question is done to phrases and phrasings."""
        by_topic = words.by_topic()
        narrow = {phrase: slot.topic for slot in slots.by_slot().values() for phrase in slot.says}
        says = narrow | {phrase: topic for topic, phrases in by_topic.items() for phrase in phrases.says}
        self._says = Phrasebook(says, clean)
        self._slots = Slots(slots, clean)
        self._hints = Scanner({clean(phrase): topic for topic, phrases in by_topic.items() for phrase in phrases.hints})
        self._compares = Phrasebook(dict.fromkeys(words.comparison.says, True), clean)
        self._compared = words.comparison.means
        self._beside = [(one, Phrasebook(dict.fromkeys(one.says, True), clean), tuple(map(clean, one.unless))) for one in words.beside]
        self._asking = Scanner(dict.fromkeys(map(clean, words.asking), True))
        self._joins = frozenset(map(clean, words.joining))
        self.equates = words.comparison.equates
        """Words that ask whether two things are one, or which is the higher."""
        told = ((text, topic) for topic, texts in phrasings.by_topic().items() for text in texts)
        heard = [*says.items(), *told]
        learned = {GAP.join(map(clean, text.split("…"))): topic for text, topic in heard}
        self._guesser = Guesser({text: topic for text, topic in learned.items() if text.strip(GAP)}, self._spoken)

    def find(self, text: str, *, named: bool, asks: bool = False, breaks: Collection[int] = (), pauses: Collection[int] = ()) -> Asked:
        """What a text asks whose names are masked, and whether it asks at all."""
        found = self._found(text, named=named, asks=asks, breaks=breaks, pauses=pauses)
        return found._replace(asks=bool(self._asking.longest(text)), said=(*self._slots.every(text), *self._says.every(text)))

    def _found(self, text: str, *, named: bool, asks: bool, breaks: Collection[int], pauses: Collection[int]) -> Asked:
        """What a text asks whose names are masked.

        Where nothing is said, a comparison asks for what tells two things apart; else what the whole sounds like counts, else a
        hint. Only where a policy is ``named`` is it worth guessing what is asked about it; ``asks``: its end or its mark said that
        something is (吗, 不). No phrase reaches over one of the
        ``breaks`` between clauses, unless nothing else is said there; at ``pauses`` (spaces) one question may end and the next begin.
        """
        said = apart(_unbroken(self._says.every(text), (*breaks, *pauses)))
        if all(hit.value == "overview" for hit in said) and self._compares.every(text):
            return Asked(self._compared)
        if said:
            return self._clauses(text, said, breaks, pauses)
        if named and (guessed := self._guessed(text, asks=asks or bool(self._asking.longest(text)))):
            return guessed
        hints = apart(list(self._hints.every(text)))
        return Asked((max(hints, key=lambda hit: (hit.end - hit.start, hit.start)).value,) if hints else ())

    def _spoken(self, text: str) -> tuple[Hit[Topic], ...]:
        return apart(self._says.every(text))

    def guess(self, text: str) -> tuple[Likely, ...]:
        """What a masked text sounds like as a whole, the likeliest first."""
        return self._guesser.guess(text)

    def _guessed(self, text: str, *, asks: bool) -> Asked | None:
        """What a text without any phrase asks; what asks nothing and sounds like nothing is left to whoever knows better."""
        likely = self._guesser.guess(text)[:_OFFERED]
        if not likely or not (asks or likely[0].share >= _HEARD):
            return None
        told = self._told(text, text, _meant(likely, _whole(text, self._hints.longest(text))), asks=True)
        if not told:
            return Asked(likely=_offered(one.topic for one in likely), heard=likely)
        return Asked(_of_clauses(told), heard=likely, slots=narrowed(told))

    def _clauses(self, text: str, said: tuple[Hit[Topic], ...], breaks: Collection[int], pauses: Collection[int]) -> Asked:
        """One intent, or two in doubt, for each clause that says something, or asks and is heard; unsure only where none tells."""
        told: list[tuple[Clause, ...]] = []
        unsure: list[Topic] = []
        heard: list[Likely] = []
        for start, end in pairwise((0, *self._cuts(text, said, breaks, pauses), len(text))):
            clause, spoken = text[start:end], [hit for hit in said if start <= hit.start < end]
            asks = bool(self._asking.longest(clause))
            if not (spoken or asks):
                continue
            likely = self._guesser.guess(clause, spoken)
            heard += likely[:_OFFERED]
            if not spoken and likely and likely[0].share < _HEARD and not self._hints.longest(clause):
                continue
            topics = _meant(likely, _whole(clause, spoken)) if spoken else _meant(likely, _whole(clause, self._hints.longest(clause)))[:1]
            if topics:
                told.append(self._told(text, clause, topics, asks=asks))
            elif spoken:
                unsure.extend(one.topic for one in likely[:_OFFERED])
        if not told:
            return Asked(likely=_offered(unsure), heard=tuple(heard))
        clauses = [one for told_of in told for one in (told_of if len(told) <= _MOST_DOUBTED else told_of[:1])]
        return Asked(_of_clauses(clauses), heard=tuple(heard), slots=narrowed(clauses))

    def _told(self, text: str, clause: str, topics: tuple[Topic, ...], *, asks: bool) -> tuple[Clause, ...]:
        """What a clause asks, with what its words may mean beside it; an overview that is one of two is asked for like the other.

        What rules a second meaning out may stand anywhere in the text: a stray comma can cut it off its clause.
        """
        also = [
            one
            for one, says, unless in self._beside
            if topics == (one.topic,) and says.every(clause) and not any(word in text for word in unless)
        ]
        leading, other = (one.also for one in also if one.first), (one.also for one in also if not one.first)
        both = tuple(dict.fromkeys((*leading, *topics, *other)))
        return tuple(self._slots.clause(clause, topic)._replace(asks=asks or len(both) > 1) for topic in both)

    def _cuts(self, text: str, said: tuple[Hit[Topic], ...], breaks: Collection[int], pauses: Collection[int]) -> Iterator[int]:
        """Where one question ends and the next begins: at breaks, and between phrases where both sides ask or a word joins them.

        At a pause too, where both sides ask or hold a phrase.
        """
        found = {at for at in breaks if 0 < at < len(text) and not any(hit.start < at < hit.end for hit in said)}
        for at in pauses:
            sides = (
                text[max((cut for cut in found if cut < at), default=0) : at],
                text[at : min((cut for cut in (*found, *pauses) if cut > at), default=len(text))],
            )
            if not any(hit.start < at < hit.end for hit in said) and all(
                self._asking.longest(side) or self._says.every(side) for side in sides
            ):
                found.add(at)
        start = 0
        for one, other in pairwise(said):
            start = max((at for at in found if at <= one.start), default=start)
            if any(one.end <= at <= other.start for at in found):
                continue
            between = text[one.end : other.start].strip(GAP)
            if between in self._joins or (self._asking.longest(text[start : other.start]) and self._asking.longest(text[other.start :])):
                found.add(other.start)
        return iter(sorted(found))

    def said(self, text: str) -> frozenset[Topic]:
        """All that phrases say is asked, whichever overlap."""
        return frozenset(hit.value for hit in self._says.every(text))

    def asks(self, text: str) -> bool:
        """Whether a text holds a word that asks, or a phrase of what is asked."""
        return bool(self._asking.longest(text) or self._says.every(text))

    def compares(self, text: str) -> bool:
        """Whether a text asks what tells two things apart."""
        return bool(self._compares.every(text))

    def known(self, text: str) -> tuple[Hit[Topic], ...]:
        """All that phrases and hints explain of a text."""
        compared = (Hit(hit.start, hit.end, self._compared[0]) for hit in self._compares.every(text))
        return (*self._says.every(text), *compared, *self._hints.every(text))


_LEARNED: deque[tuple[object, Intents]] = deque(maxlen=1)


def intents_of(lexicon: Lexicon, clean: Callable[[str], str]) -> Intents:
    """The intents of a lexicon; those made last are kept, since versions of the knowledge seldom differ in words, and learning takes 0.3 s.

    ``clean`` follows from the lexicon's own fillers.
    """
    words = (lexicon.intents, lexicon.phrasings, lexicon.slots, lexicon.words.fillers)
    for known, intents in tuple(_LEARNED):
        if known == words:
            return intents
    intents = Intents(lexicon.intents, lexicon.phrasings, lexicon.slots, clean)
    _LEARNED.append((words, intents))
    return intents


def _unbroken(hits: Iterable[Hit[Topic]], breaks: Collection[int]) -> list[Hit[Topic]]:
    """Without those that reach over a break, where others do not; a comma inside a word is a slip of the hand."""
    across: list[Hit[Topic]] = []
    within: list[Hit[Topic]] = []
    for hit in hits:
        (across if any(hit.start < at < hit.end for at in breaks) else within).append(hit)
    return [*within, *(hit for hit in across if not any(hit.start < other.end and other.start < hit.end for other in within))]


def _meant(likely: tuple[Likely, ...], whole: Topic | None = None) -> tuple[Topic, ...]:
    """The intent a clause asks for, or the two that it may; none where neither is likely enough.

    ``whole``: what the clause says from end to end, if it says one thing; it is told, and another beside it only if that is sure.
    """
    sure = tuple(one.topic for one in likely if one.share >= _SURE)
    if whole or sure:
        return tuple(dict.fromkeys((*((whole,) if whole else ()), *sure)))
    return tuple(one.topic for one in likely[:2]) if sum(one.share for one in likely[:2]) >= _BOTH else ()


def _offered(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """What may be meant, each once; the card itself is the overview."""
    return tuple(topic for topic in dict.fromkeys(topics) if topic != "overview")[:_OFFERED]


def _of_clauses(told: Iterable[Clause]) -> tuple[Topic, ...]:
    """Each intent once; an overview beside another only where a clause of its own asks for it (是啥 要不要钱)."""
    asked = tuple(told)
    wide = {clause.topic for clause in asked if clause.topic != "overview"}
    return tuple(dict.fromkeys(clause.topic for clause in asked if clause.topic != "overview" or clause.asks or not wide))


def _told(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    found = tuple(dict.fromkeys(topics))
    return tuple(topic for topic in found if topic != "overview") or found


def _whole(clause: str, spoken: Collection[Hit[Topic]]) -> Topic | None:
    """What a clause asks that is nothing but phrases of one intent; "what is" beside another asks for that one (条件是什么)."""
    topics = set(_told(hit.value for hit in spoken))
    covered = sum(hit.end - hit.start for hit in spoken) == len(clause.replace(GAP, ""))
    return topics.pop() if len(topics) == 1 and covered else None
