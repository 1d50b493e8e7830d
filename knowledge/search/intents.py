"""What is asked about a policy: phrases that say so, hints where none does, the nearest phrase where a word is misspelt."""

import re
from collections.abc import Callable

from rapidfuzz import fuzz, process

from knowledge.entries import Topic
from knowledge.search.lexicon import IntentWords
from knowledge.search.scanner import GAP, Hit, Scanner, apart

_WIDEST_GAP = 6
_NEAR = 74.0
"""rapidfuzz ratio from which a rest of a question counts as a misspelt phrase."""
_LONGEST_REST = 12


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
        self._nearest = {phrase: topic for phrase, topic in says.items() if len(phrase) > 2}  # noqa: PLR2004 - nothing shorter comes near
        self._phrases = tuple(self._nearest)

    def find(self, text: str) -> tuple[Hit[Topic], ...]:
        """The phrases in a text whose names are masked, in reading order; hints only where nothing says more."""
        if said := self._said(text):
            return apart(said)
        if near := self._near(text):
            return (near,)
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

    def _near(self, text: str) -> Hit[Topic] | None:
        rest = text.replace(GAP, "")
        if not 3 < len(rest) <= _LONGEST_REST:  # noqa: PLR2004 - a slip in three characters leaves two, which is any word
            return None
        found = process.extractOne(rest, self._phrases, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return Hit(0, len(text), self._nearest[found[0]]) if found else None


def topics_of(hits: tuple[Hit[Topic], ...]) -> tuple[Topic, ...]:
    """Each intent once, in reading order; an overview only where nothing else is asked."""
    topics = tuple(dict.fromkeys(hit.value for hit in hits))
    return tuple(topic for topic in topics if topic != "overview") or topics
