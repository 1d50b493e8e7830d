"""What a policy's own file speaks of: words that are no name of it but no strangers beside it (求人倍率 of the odd-job markets)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from heapq import nlargest

from knowledge.policy import Policy
from knowledge.search.hearing import Heard
from knowledge.search.scanner import GAP

_APART = frozenset({"id", "sources", "examples", "series", "region"})
_WORDS = re.compile("[\u4e00-\u9fff0-9a-z]+")
_CLEAR, _AHEAD = 2.0, 2.0
"""So many telling characters must speak for one policy, and so many times more than for any other."""


class Bodies:
    """The files of all policies; each is read when a question first hangs on it."""

    def __init__(self, policies: Mapping[str, Policy]) -> None:
        self._text = cache(lambda policy: GAP.join(_words_of(policies[policy])))

    def explained(self, policy: str, heard: Heard, together: int = 2) -> frozenset[int]:
        """The positions of a question that stand in so many characters together, or in words of other matters, which its file holds too."""
        text = self._text(policy)
        foreign = {place for hit in heard.foreign for place in range(hit.start, hit.end)}
        paired = {place for at, run in _runs(heard.rest, together) if run in text for place in range(at, at + together)}
        spoken = {place for hit in heard.foreign if hit.value in text for place in range(hit.start, hit.end)}
        return frozenset((paired - foreign) | spoken)

    def names(self, policy: str, words: Iterable[str]) -> bool:
        """Whether a policy's file holds all these words."""
        return all(word in self._text(policy) for word in words)

    def meant(self, policies: Collection[str], heard: Heard, held: Collection[int] = (), clear: float = _CLEAR) -> str | None:
        """The one of several policies whose file alone speaks of what a question tells beside ``held``; None where none is clear."""
        worth = dict.fromkeys(policies, 0.0)
        for at, pair in _runs(heard.rest, 2):
            telling = sum(heard.unknown[place] or heard.shared[place] for place in (at, at + 1))
            if not telling or at in held or at + 1 in held:
                continue
            bearing = [policy for policy in worth if pair in self._text(policy)]
            if len(bearing) == 1:
                worth[bearing[0]] += telling / 2
        first, second = nlargest(2, (*worth.values(), 0.0, 0.0))
        best = max(worth, key=lambda policy: worth[policy], default=None)
        return best if first >= max(clear, _AHEAD * second) else None


def _runs(rest: str, size: int) -> Iterator[tuple[int, str]]:
    return ((at, rest[at : at + size]) for at in range(len(rest) - size + 1) if GAP not in rest[at : at + size])


def _words_of(policy: Policy) -> Iterator[str]:
    """All runs of characters in what the file says."""
    told = policy.model_dump(exclude=set(_APART))
    waiting: list[object] = [told]
    while waiting:
        match waiting.pop():
            case dict() as found:
                waiting.extend(value for key, value in found.items() if key not in _APART)
            case list() | tuple() as found:
                waiting.extend(found)
            case str(text):
                yield from _WORDS.findall(text.lower())
