"""What is asked about a policy: phrases that say so, a guess or a hint where none does."""

import re
from collections.abc import Callable

from knowledge.entries import Topic
from knowledge.search.guess import Guesser
from knowledge.search.lexicon import IntentWords
from knowledge.search.scanner import GAP, Hit, Scanner, apart

_WIDEST_GAP = 6


class Intents:
    """The phrases of all intents."""

    def __init__(self, words: IntentWords, clean: Callable[[str], str]) -> None:
        """``clean``: what is done to a question is done to the phrases."""
        says: dict[str, Topic] = {}
        hints: dict[str, Topic] = {}
        self._gapped: list[tuple[re.Pattern[str], Topic]] = []
        for topic, phrases in words.by_topic().items():
            for phrase in phrases.says:
                if "…" in phrase:
                    parts = (re.escape(clean(part)) for part in phrase.split("…"))
                    self._gapped.append((re.compile(f"[^{GAP}]{{0,{_WIDEST_GAP}}}?".join(parts)), topic))
                else:
                    says[clean(phrase)] = topic
            hints.update({clean(phrase): topic for phrase in phrases.hints})
        self._says = Scanner(says)
        self._hints = Scanner(hints)
        self._guesser = Guesser(hints | says)

    def find(self, text: str, *, named: bool) -> tuple[Hit[Topic], ...]:
        """The phrases in a text whose names are masked, in reading order; where there is none a guess, else a hint.

        Only where a policy is ``named`` is it worth guessing what is asked about it.
        """
        if said := self._said(text):
            return apart(said)
        if named and (topic := self._guesser.guess(text)):
            return (Hit(0, len(text), topic),)
        hints = apart(list(self._hints.every(text)))
        return (max(hints, key=lambda hit: (hit.end - hit.start, hit.start)),) if hints else ()

    def known(self, text: str) -> tuple[Hit[Topic], ...]:
        """All that phrases and hints explain of a text."""
        return (*self._said(text), *self._hints.every(text))

    def _said(self, text: str) -> list[Hit[Topic]]:
        hits = list(self._says.every(text))
        for pattern, topic in self._gapped:
            hits.extend(Hit(match.start(), match.end(), topic) for match in pattern.finditer(text))
        return hits


def topics_of(hits: tuple[Hit[Topic], ...]) -> tuple[Topic, ...]:
    """Each intent once, in reading order; an overview only where nothing else is asked."""
    topics = tuple(dict.fromkeys(hit.value for hit in hits))
    return tuple(topic for topic in topics if topic != "overview") or topics
