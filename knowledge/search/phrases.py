"""Phrases in a text, some of them with a gap: "材料…什么时候交" has up to six other characters in between."""

import re
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from knowledge.search.scanner import GAP, Hit, Scanner

T = TypeVar("T")

_WIDEST_GAP = 6


class Phrasebook(Generic[T]):
    """A set of phrases, each with a value."""

    def __init__(self, phrases: Mapping[str, T], clean: Callable[[str], str]) -> None:
        """``clean``: what is done to a question is done to the phrases."""
        self.plain = {clean(phrase): value for phrase, value in phrases.items() if "…" not in phrase}
        self._scanner = Scanner(self.plain)
        self._gapped: list[tuple[str, re.Pattern[str], T]] = []
        for phrase, value in phrases.items():
            if "…" in phrase:
                parts = [clean(part) for part in phrase.split("…")]
                self._gapped.append((parts[0], re.compile(f"[^{GAP}]{{0,{_WIDEST_GAP}}}?".join(map(re.escape, parts))), value))

    def every(self, text: str) -> list[Hit[T]]:
        """All occurrences, overlapping ones too."""
        hits = list(self._scanner.every(text))
        for first, pattern, value in self._gapped:
            if first in text:
                hits.extend(Hit(match.start(), match.end(), value) for match in pattern.finditer(text))
        return hits
