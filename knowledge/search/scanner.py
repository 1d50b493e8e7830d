"""Finds known words in a text, the longest first, in time that does not grow with the number of words."""

from collections.abc import Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

GAP = "\0"
"""Stands for a character that was recognised already; a normal text never holds it."""


class Hit(NamedTuple, Generic[T]):
    """A word found: text[start:end]."""

    start: int
    end: int
    value: T


class Scanner(Generic[T]):
    """A set of words, each with a value."""

    def __init__(self, words: Mapping[str, T]) -> None:
        self._words = {word: value for word, value in words.items() if word}
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def every(self, text: str) -> Iterator[Hit[T]]:
        """All occurrences, overlapping ones too, in reading order."""
        for start, first in enumerate(text):
            for length in self._lengths.get(first, ()):
                word = text[start : start + length]
                if word in self._words:
                    yield Hit(start, start + len(word), self._words[word])

    def longest(self, text: str) -> tuple[Hit[T], ...]:
        """Occurrences that do not overlap: the leftmost, and of those the longest."""
        found: list[Hit[T]] = []
        for hit in self.every(text):
            if not found or hit.start >= found[-1].end:
                found.append(hit)
        return tuple(found)


def apart(hits: list[Hit[T]]) -> tuple[Hit[T], ...]:
    """Those hits that a longer (or, of equal length, an earlier) one does not overlap, in reading order."""
    taken: list[Hit[T]] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in taken):
            taken.append(hit)
    return tuple(sorted(taken, key=lambda hit: hit.start))


def mask(text: str, start: int, end: int) -> str:
    """The text with one span recognised; positions stay."""
    return text[:start] + GAP * (end - start) + text[end:]
