"""Messages in other scripts and languages than the bot knows: which one, and the line in it that a speaker has reviewed."""

import re
import unicodedata
from collections import Counter
from typing import Annotated

from pydantic import Field, model_validator

from knowledge.closed import Closed, Id, Text
from knowledge.search.syllables import syllables_at

_WORD = re.compile("[a-z]+")
_MOST = 30
"""Words of a text that are looked at."""


class Tongue(Closed):
    """A language with a script of its own."""

    id: Id
    name: Text
    letters: Annotated[
        tuple[Annotated[str, Field(pattern="^[0-9A-F]{4,6}-[0-9A-F]{4,6}$")], ...], Field(min_length=1, description="Unicode 区段")
    ]
    line: Text | None = Field(description="用这种语言写的一句话：只懂中文，请打 12333")
    reviewed: bool = Field(description="懂这种语言的人看过 line 才写 true；看过才发")

    @model_validator(mode="after")
    def _a_line_to_review(self) -> "Tongue":
        if self.reviewed and self.line is None:
            raise ValueError("reviewed: true 时要有 line")
        return self

    @property
    def said(self) -> str | None:
        """The line, where somebody who knows the language has reviewed it."""
        return self.line if self.reviewed else None


class TongueWords(Closed):
    """The languages that are told apart."""

    tongues: tuple[Tongue, ...]
    english: Annotated[tuple[Text, ...], Field(min_length=1)]


class Tongues:
    """Tells in what a message is written, where that is not Chinese."""

    def __init__(self, words: TongueWords) -> None:
        self._ranges = [(tongue, _bounds(letters)) for tongue in words.tongues for letters in tongue.letters]
        self._english = frozenset(words.english)

    def script(self, text: str) -> Tongue | None:
        """The language whose script most of the letters are in; None as soon as there is Chinese, or mostly something else."""
        letters = [character for character in text if unicodedata.category(character)[0] in "LM"]
        if any(_is_chinese(letter) for letter in letters):
            return None
        found = Counter(tongue.id for letter in letters for tongue, (first, last) in self._ranges if first <= ord(letter) <= last)
        (best, count), *_ = found.most_common(1) or [("", 0)]
        return next((tongue for tongue, _ in self._ranges if tongue.id == best), None) if 2 * count > len(letters) else None

    def is_english(self, text: str) -> bool:
        """Whether a text is in English rather than in pinyin: by a word that is English only, and by no more of pinyin than else."""
        words = _WORD.findall(text.casefold())[:_MOST]
        if any(map(_is_chinese, text)):
            return False
        known = [word for word in words if word in self._english]
        pinyin = [word for word in words if word not in self._english and _is_pinyin(word)]
        return any(not _is_pinyin(word) for word in known) and 2 * len(pinyin) <= len(words)


def _bounds(letters: str) -> tuple[int, int]:
    first, last = letters.split("-")
    return int(first, 16), int(last, 16)


def _is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def _is_pinyin(word: str) -> bool:
    """Whether the letters can be read as syllables to their end."""
    ends = {0}
    for start in range(len(word)):
        if start in ends:
            ends |= {start + len(one) for one in syllables_at(word[start:])}
    return len(word) in ends
