"""A question before any policy is looked for: made plain, its places, years and tracks found, and what nothing explains."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from knowledge.search.intents import Intents
from knowledge.search.lexicon import Words
from knowledge.search.normal import normalise
from knowledge.search.regions import Regions
from knowledge.search.scanner import GAP, Hit, Scanner, mask
from knowledge.search.years import Year, find_years

LONGEST = 1000
"""Characters of a message that are looked at; a pasted notice names itself at its top."""

_PASSES = 3
"""Fillers inside fillers are taken out so deep; without an end, a long enough joke would take seconds."""

_CLAUSES = re.compile("[，,。；;？?！!、\n]")
_ASKS = re.compile("[?？吗嘛]|[么不没][\\W_]*$|没有[\\W_]*$")
_PAUSES = re.compile("[ \u3000\t]+")
_PLACE = re.compile("(?:市|县|区(?!外|内)|旗|州|盟)(?!里)")
_PLACE_NAME = range(2, 5)
_PLACE_SAID = re.compile("(?:.*[到在去往]|[交报送给来是]+(?=..))?(.*(?<![交报送给来是]))")
"""What is said of a way before a place is none of its name (交到天河区); where nothing is left, 市 and 县 are levels (交到市)."""


class Cleaner:
    """Takes out what is said for politeness or while thinking."""

    def __init__(self, fillers: Iterable[str]) -> None:
        self._fillers = Scanner(dict.fromkeys(map(normalise, fillers), True))

    def clean(self, text: str) -> str:
        """The normal text without fillers, and without those that stood around others."""
        text = normalise(text)
        for _ in range(_PASSES):
            hits = self._fillers.longest(text)
            if not hits:
                break
            for hit in reversed(hits):
                text = text[: hit.start] + text[hit.end :]
        return text


@dataclass(frozen=True)
class Heard:
    """One question, its positions kept from here on."""

    text: str
    """Clean."""
    rest: str
    """The text with places and years masked."""
    places: tuple[str, ...]
    """Full names of the places recognised."""
    located: tuple[Hit[tuple[str, ...]], ...]
    """And where each stands, with all that it may mean."""
    years: tuple[Year, ...]
    unknown: tuple[bool, ...]
    """For each character: whether no word of ours explains it,"""
    shared: tuple[bool, ...]
    """and whether only a word does that many names share (培训, 人才)."""
    loose: tuple[bool, ...]
    """For each character: whether at best a single-character word explains it."""
    foreign: tuple[Hit[str], ...]
    """Words of other matters (驾照)."""
    breaks: tuple[int, ...] = ()
    """Where one clause ends and the next begins, so that no phrase is found across."""
    asks: bool = False
    """Whether the question ends like one (吗, 不) or bears its mark; the fillers go before it is looked at."""
    pauses: tuple[int, ...] = ()
    """Where a space stands: there one question may end and another begin."""
    strange_places: tuple[str, ...] = ()
    """What looks like a place that is not on the table; known once the names are."""

    def knowing(self, hits: Iterable[Hit[Any]]) -> "Heard":
        """The same with more words explained."""
        unknown = list(self.unknown)
        for hit in hits:
            unknown[hit.start : hit.end] = [False] * (hit.end - hit.start)
        return replace(self, unknown=tuple(unknown))

    def without(self, hits: Iterable[Hit[Any]]) -> "Heard":
        """The same with what was recognised masked."""
        rest = self.rest
        for hit in (hits := tuple(hits)):
            rest = mask(rest, hit.start, hit.end)
        return replace(self.knowing(hits), rest=rest)

    @property
    def mostly_known(self) -> bool:
        """Whether what is left unexplained may pass for noise."""
        return not self.foreign and sum(self.unknown) <= self._noise

    def foreign_beside(self, places: Collection[int]) -> bool:
        """Whether another matter is spoken of outside these places, in part at least (博士后工作站 beside 博士后)."""
        return any(at not in places for hit in self.foreign for at in range(hit.start, hit.end))

    def tells(self, places: Collection[int]) -> bool:
        """Whether something stands at these places that is no everyday word: 公室 of 办公室 names no 工市."""
        return any(self.unknown[at] or self.shared[at] for at in places)

    def known_beside(self, held: Collection[int]) -> bool:
        """Whether all is explained that does not stand at these places."""
        return not self.foreign_beside(held) and not any(strange for at, strange in enumerate(self.unknown) if at not in held)

    def unknown_before(self, place: int, held: Collection[int]) -> int:
        """Characters of the word right before a place, in the same clause, that nothing explains, nor is held."""
        ends = {*self.breaks, *self.pauses}
        found = 0
        while place and place not in ends and self.unknown[place - 1]:
            place -= 1
            found += place not in held
        return found

    def unknown_runs(self, held: Collection[int]) -> tuple[int, int]:
        """How many characters in a row nothing explains outside these places: at the very beginning, and at most anywhere."""
        left = "".join("x" if strange and at not in held else " " for at, strange in enumerate(self.unknown))
        return len(left) - len(left.lstrip("x")), max(map(len, left.split()), default=0)

    def mostly_known_beside(self, held: Collection[int], noise: float | None = None) -> bool:
        """Whether what is left unexplained outside these places may pass for noise, or is no more than this share of the question."""
        left = sum(strange for at, strange in enumerate(self.unknown) if at not in held)
        most = self._noise if noise is None else noise * len(self.rest.replace(GAP, ""))
        return not self.foreign_beside(held) and left <= most

    @property
    def names_nothing(self) -> bool:
        """Whether there is hardly a word that could be some programme's name."""
        return sum(self.unknown) + sum(self.shared) // 2 <= self._noise

    @property
    def _noise(self) -> int:
        return max(1, len(self.rest.replace(GAP, "")) // 6)


class Ears:
    """Hears questions with the words of one lexicon."""

    def __init__(self, words: Words, cleaner: Cleaner, regions: Regions, intents: Intents) -> None:
        self._cleaner = cleaner
        self._regions = regions
        self._intents = intents
        everyday = dict.fromkeys(map(cleaner.clean, (*words.neutral, *words.boilerplate)), False)
        self._known = Scanner(dict.fromkeys(map(cleaner.clean, words.heads), True) | everyday)
        self._foreign = Scanner({cleaner.clean(word): word for word in words.elsewhere})

    def bare(self, text: str) -> str:
        """A name as it is looked for: plain, its places and years masked."""
        return self._masked(self._cleaner.clean(text))[0]

    def hear(self, question: str) -> Heard:
        """Everything about the question that needs no policy."""
        text = self._cleaner.clean(question[: 4 * LONGEST])[:LONGEST]
        rest, places, years = self._masked(text)
        foreign = self._foreign.longest(rest)
        asked = self._intents.known(rest)
        known: tuple[Hit[Any], ...] = (*self._known.every(rest), *asked)
        explained = _within(rest, known)
        firm = _within(rest, (hit for hit in known if hit.end - hit.start > 1))
        shared = _within(rest, (hit for hit in self._known.longest(rest) if hit.value))
        said = _within(rest, asked)
        strange = _within(rest, foreign)
        word = [not (letter == GAP or letter.isascii()) for letter in rest]
        return Heard(
            text=text,
            rest=rest,
            places=tuple(dict.fromkeys(name for hit in places for name in hit.value)),
            located=places,
            years=years,
            unknown=tuple(strange[at] or (word[at] and not explained[at]) for at in range(len(rest))),
            shared=tuple(shared[at] and not said[at] for at in range(len(rest))),
            loose=tuple(word[at] and not firm[at] for at in range(len(rest))),
            foreign=foreign,
            asks=bool(_ASKS.search(question)),
            breaks=self._parted(question, text, _CLAUSES),
            pauses=self._parted(question, text, _PAUSES),
        )

    def _parted(self, question: str, text: str, mark: re.Pattern[str]) -> tuple[int, ...]:
        """Where the marks stood in the clean text; none where it was not cleaned part by part (too long, a filler across)."""
        if not mark.search(question):
            return ()
        parts = [self._cleaner.clean(part) for part in mark.split(question[: 4 * LONGEST])]
        return tuple(accumulate(map(len, parts)))[:-1] if "".join(parts) == text else ()

    def _masked(self, text: str) -> tuple[str, tuple[Hit[tuple[str, ...]], ...], tuple[Year, ...]]:
        places, years = self._regions.find(text), find_years(text)
        for start, end in [(hit.start, hit.end) for hit in places] + [(year.start, year.end) for year in years]:
            text = mask(text, start, end)
        return text, places, years


def _within(text: str, hits: Iterable[Hit[Any]]) -> list[bool]:
    """For each character whether one of the hits holds it."""
    found = [False] * len(text)
    for hit in hits:
        found[hit.start : hit.end] = [True] * (hit.end - hit.start)
    return found


def strange_places(heard: Heard, named: Collection[int]) -> tuple[str, ...]:
    """What looks like a place but is not on the table (天河区): two to four characters of no word and no name, and a suffix."""
    found: list[str] = []
    for match in _PLACE.finditer(heard.rest):
        start = match.start()
        while start and heard.loose[start - 1] and start - 1 not in named:
            start -= 1
        while start < match.start() and not heard.unknown[start]:
            start += 1
        said = _PLACE_SAID.fullmatch(heard.rest, start, match.start())
        if said and len(said[1]) in _PLACE_NAME:
            found.append(said[1] + match[0])
    return tuple(found)
