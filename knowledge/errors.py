"""What is wrong with the files, told so that the person who keeps them can put it right."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

_SHOWN = 12
"""More allowed words than this on one line help nobody."""

_SHORT = 3
"""Characters; one wrong of two in 技士 is still near 技师."""


@dataclass(frozen=True)
class Problem:
    """One mistake in one file."""

    file: str
    """Relative to the folder, with forward slashes."""
    line: int | None
    """From 1; None where the file as a whole is meant."""
    place: str
    """Such as ``conditions[age].rule.all[2]``: entries by id, else by number from 1; empty at the top."""
    message: str
    """In Chinese: what is wrong and what to write instead."""
    allowed: tuple[str, ...] = ()
    nearest: str | None = None

    def __str__(self) -> str:
        """One readable line."""
        return self.told(_SHOWN)

    def told(self, most: int) -> str:
        """One readable line with at most so many of the words that are allowed, and how many there are."""
        where = self.file + (f" 第{self.line}行" if self.line else "") + (f" {self.place}" if self.place else "")
        guess = f" 是不是想写 {self.nearest}？" if self.nearest else ""
        shown = "、".join(self.allowed[:most]) + (f" 等{len(self.allowed)}个" if len(self.allowed) > most else "")
        return f"{where}：{self.message}。{guess}" + (f" 可以写：{shown}" if shown else "")


class KnowledgeError(Exception):
    """The files cannot become a base; holds every problem of every file. The root of this package's errors."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word most like a misspelt one, or None when none is near."""
    cutoff = 60 if len(word) > _SHORT else 50
    found = process.extractOne(word, sorted(set(words) - {word}), scorer=fuzz.ratio, score_cutoff=cutoff)
    return found[0] if found else None
