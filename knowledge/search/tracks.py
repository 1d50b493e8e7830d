"""Words for tracks: which tracks a question names, and which policies a track's own name speaks for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from knowledge.policy import Policy
from knowledge.search.matching import Match, Name, Plain, scored
from knowledge.search.scanner import Hit, Scanner, apart

_SPEAKING = 3
"""Characters of a track's word from which on it may speak for its policy; 首席 or 优秀 alone is said of anything."""

Pair = tuple[str, str]
"""A policy and one of its tracks."""


class TrackWord(NamedTuple):
    """What one word may mean."""

    pairs: tuple[Pair, ...]
    name: Name | None
    """Set where the word by itself speaks for its policies."""


TrackHits = tuple[Hit[TrackWord], ...]


class Tracks:
    """All words for all tracks."""

    def __init__(
        self,
        policies: Mapping[str, Policy],
        plain: Callable[[str], str],
        weighed: Callable[[str, tuple[str, ...]], Name],
        everyday: Callable[[str], bool],
    ) -> None:
        """``plain``: what is done to a question; ``weighed``: a name of policies; ``everyday``: words that many say of themselves."""
        pairs: dict[str, list[Pair]] = {}
        for policy in policies.values():
            for track in policy.tracks:
                for word in dict.fromkeys((track.name, *track.aliases)):
                    pairs.setdefault(word, []).append((policy.id, track.id))
        words: dict[str, TrackWord] = {}
        for word, meant in pairs.items():
            bearers = tuple(dict.fromkeys(policy for policy, _ in meant))
            speaks = len(plain(word)) >= _SPEAKING and not everyday(word)
            words[plain(word)] = TrackWord(tuple(meant), weighed(plain(word), bearers) if speaks else None)
        self._words = Scanner(words)

    def find(self, text: str) -> TrackHits:
        """The words for tracks in a plain text, the longest where several overlap, in reading order."""
        return apart(list(self._words.every(text)))

    def matches(self, hits: TrackHits, plain: Plain) -> tuple[Match, ...]:
        """Those that speak for their policies, scored like names."""
        return tuple(
            replace(scored(hit.value.name, [(at, hit.start + at) for at in range(hit.end - hit.start)], plain), of_track=True)
            for hit in hits
            if hit.value.name
        )


def tracks_of(policies: tuple[str, ...], hits: TrackHits) -> tuple[str, ...]:
    """The tracks named, of these policies, as POLICY/TRACK."""
    pairs = (pair for hit in hits for pair in hit.value.pairs if pair[0] in policies)
    return tuple(dict.fromkeys(f"{policy}/{track}" for policy, track in pairs))
