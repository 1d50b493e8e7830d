"""What a question most likely asks, learned from labelled phrasings: naive Bayes over characters, pairs, ends and the phrases found.

A phrase found in a text is a feature like a pair of characters, so that what phrases say and what the whole sounds like are
weighed against each other by the same labelled data.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from math import exp, log
from typing import NamedTuple

from knowledge.entries import Topic
from knowledge.search.scanner import GAP, Hit

_SMOOTH = 0.05
_TEMPER = 3.0
"""Features say much the same as their neighbours do: their joint odds are taken to this root before they count as a probability."""


class Likely(NamedTuple):
    """One intent and how likely it is, 0 to 1."""

    topic: Topic
    share: float


class Guesser:
    """Every intent as likely as another before anything is heard. Deterministic; 3000 texts are learned in 0.2 s."""

    def __init__(self, phrasings: Mapping[str, Topic], phrases: Callable[[str], Collection[Hit[Topic]]]) -> None:
        """``phrasings``: clean texts by what they ask;  ``phrases``: the phrases that stand in a clean text."""
        self._phrases = phrases
        counts: dict[Topic, Counter[str]] = {topic: Counter() for topic in dict.fromkeys(phrasings.values())}
        for text, topic in phrasings.items():
            counts[topic].update(_features(text, phrases(text)))
        self._topics = tuple(counts)
        every = {feature: None for counter in counts.values() for feature in counter}
        sizes = [counter.total() + _SMOOTH * len(every) for counter in counts.values()]
        self._odds = {
            feature: [log((counter[feature] + _SMOOTH) / size) for counter, size in zip(counts.values(), sizes, strict=True)]
            for feature in every
        }

    def guess(self, text: str) -> tuple[Likely, ...]:
        """All intents, the likeliest first; none where not even two neighbouring characters of the text were ever heard."""
        known = [feature for feature in _features(text, self._phrases(text)) if feature in self._odds]
        if max(map(len, known), default=0) < 2:  # noqa: PLR2004 - single characters alone prove nothing
            return ()
        scores = [sum(column) / _TEMPER for column in zip(*(self._odds[feature] for feature in known), strict=True)]
        shares = [exp(score - max(scores)) for score in scores]
        found = (Likely(topic, share / sum(shares)) for topic, share in zip(self._topics, shares, strict=True))
        return tuple(sorted(found, key=lambda likely: -likely.share))


def _features(text: str, said: Collection[Hit[Topic]]) -> list[str]:
    """Each once, in a fixed order: characters and pairs, how the text begins and ends, and which phrases stand in it."""
    ends = text.strip(GAP)
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    found = dict.fromkeys(gram for gram in (*text, *pairs) if GAP not in gram)
    found |= dict.fromkeys((f"^{ends[:1]}", f"{ends[-1:]}$", f"{ends[-2:]}$"))
    found |= dict.fromkeys(f"says {hit.value}" for hit in said)
    if said:
        longest = max(said, key=lambda hit: (hit.end - hit.start, -hit.start))
        first, last = min(said, key=lambda hit: hit.start), max(said, key=lambda hit: hit.start)
        found |= dict.fromkeys((f"longest {longest.value}", f"first {first.value}", f"last {last.value}"))
        found |= {f"only {longest.value}": None} if len({hit.value for hit in said}) == 1 else {}
    return list(found)
