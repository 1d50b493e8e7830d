"""What a question without any known phrase most likely asks: by the characters it shares with the phrases of each intent."""

from collections import Counter
from collections.abc import Mapping
from heapq import nlargest
from math import log

from knowledge.entries import Topic
from knowledge.search.scanner import GAP

_SMOOTH = 0.3
_LEAD = 2.0
"""Natural-log odds by which the best intent must lead the next."""


class Guesser:
    """Naive Bayes over single characters and pairs of the phrases, every intent as likely as another."""

    def __init__(self, phrases: Mapping[str, Topic]) -> None:
        counts: dict[Topic, Counter[str]] = {topic: Counter() for topic in dict.fromkeys(phrases.values())}
        for phrase, topic in phrases.items():
            counts[topic].update(_grams(phrase))
        self._topics = tuple(counts)
        every = {gram for counter in counts.values() for gram in counter}
        sizes = {topic: counter.total() + _SMOOTH * len(every) for topic, counter in counts.items()}
        self._odds = {gram: {topic: log((counter[gram] + _SMOOTH) / sizes[topic]) for topic, counter in counts.items()} for gram in every}

    def guess(self, text: str) -> Topic | None:
        """The intent, or None where the text does not tell."""
        known = [gram for gram in _grams(text) if gram in self._odds]
        if max(map(len, known), default=0) < 2:  # noqa: PLR2004 - single characters alone prove nothing
            return None
        scores = {topic: sum(self._odds[gram][topic] for gram in known) for topic in self._topics}
        best, second = nlargest(2, scores, key=scores.__getitem__)
        return best if scores[best] - scores[second] >= _LEAD else None


def _grams(text: str) -> list[str]:
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    return [gram for gram in (*text, *pairs) if GAP not in gram]
