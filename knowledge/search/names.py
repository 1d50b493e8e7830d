"""Which names of policies a text holds, whole, shortened or misspelt.

A name is kept without its place, its year and the stock phrases of titles, so that 400 cities' 技师工作站 are one name. An index of
character pairs shortlists names; rapidfuzz aligns each of those with the text; what matched is weighed by how much it tells.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from math import log

from knowledge.search.lexicon import Words
from knowledge.search.matching import Match, Name, Plain, match
from knowledge.search.normal import normalise
from knowledge.search.scanner import GAP, Scanner

_HEAD = 0.25
"""Weight of a character in a word that many names share; others weigh up to 1."""
_COMMONEST = 0.4
"""Weight of a character that stands in every series' names."""
_SHORTLIST = 24
_POSTINGS = 4000
"""Rare pairs are looked up first, and no more names than this."""


class Names:
    """All names of all policies."""

    def __init__(self, words: Words, names: Mapping[str, Iterable[str]], series: Mapping[str, str]) -> None:
        """``names``: per policy, normal texts with place and year masked; ``series``: of each policy."""
        self._fold = str.maketrans({letter: group[0] for group in words.sound_alikes for letter in group})
        self._boilerplate = Scanner(
            {**dict.fromkeys(map(normalise, words.boilerplate), True), **dict.fromkeys(map(normalise, words.heads), False)}
        )
        self._heads = Scanner(dict.fromkeys((self.fold(normalise(word)) for word in words.heads), True))
        bearers: dict[str, list[str]] = {}
        for policy, texts in names.items():
            for core in {self._core(text) for text in texts}:
                if len(core) > 1:
                    bearers.setdefault(core, []).append(policy)
        self._rare = self._rarity(bearers, series)
        self.names = tuple(self.weighed(core, tuple(sorted(policies))) for core, policies in sorted(bearers.items()))
        self._postings: dict[str, list[int]] = {}
        for number, name in enumerate(self.names):
            for pair in _pairs(name.text):
                self._postings.setdefault(pair, []).append(number)

    def plain(self, text: str, unknown: Sequence[bool], shared: Sequence[bool]) -> Plain:
        """The text with what nothing explains, and what only words explain that many names share."""
        folded = self.fold(text)
        heads = tuple((hit.start, hit.end) for hit in self._heads.longest(folded))
        strange = (1.0 if alone else _HEAD if common else 0.0 for alone, common in zip(unknown, shared, strict=True))
        return Plain(folded, heads, tuple(strange))

    def fold(self, text: str) -> str:
        """The text with sound-alikes made one; positions stay."""
        return text.translate(self._fold)

    def _core(self, text: str) -> str:
        for hit in reversed(self._boilerplate.longest(text)):
            if hit.value:
                text = text[: hit.start] + text[hit.end :]
        return text.replace(GAP, "")

    def _rarity(self, bearers: Mapping[str, list[str]], series: Mapping[str, str]) -> dict[str, float]:
        """How much a character tells: 1 in the names of one series, less the more series have it."""
        found: dict[str, set[str]] = {}
        for core, policies in bearers.items():
            for letter in self.fold(core):
                found.setdefault(letter, set()).update(series[policy] for policy in policies)
        every = log(1 + len(set(series.values())))
        return {letter: max(_COMMONEST, 1 - log(len(bearing)) / every) for letter, bearing in found.items()}

    def weighed(self, text: str, policies: tuple[str, ...]) -> Name:
        """A name of these policies; characters that stand in no other weigh full."""
        folded = self.fold(text)
        weights = [self._rare.get(letter, 1.0) for letter in folded]
        for hit in self._heads.longest(folded):
            weights[hit.start : hit.end] = [_HEAD] * (hit.end - hit.start)
        return Name(folded, tuple(weights), policies)

    def find(self, plain: Plain) -> tuple[Match, ...]:
        """The names that the text may hold, unordered; each scored."""
        return tuple(found for number in self._shortlist(plain.text) if (found := match(self.names[number], plain)))

    def _shortlist(self, text: str) -> list[int]:
        pairs = sorted((pair for pair in _pairs(text) if pair in self._postings), key=lambda pair: (len(self._postings[pair]), pair))
        shares: dict[int, float] = {}
        looked = 0
        for pair in pairs:
            postings = self._postings[pair]
            looked += len(postings)
            if looked > _POSTINGS and shares:
                break
            for number in postings:
                shares[number] = shares.get(number, 0.0) + 1 / len(postings)
        names = self.names
        return nsmallest(_SHORTLIST, shares, key=lambda number: (-shares[number], len(names[number].text), number))


def _pairs(text: str) -> set[str]:
    """Neighbours, and neighbours but one: a wrong or missing character in between then costs little."""
    found = {text[at : at + 2] for at in range(len(text) - 1)} | {text[at] + text[at + 2] for at in range(len(text) - 2)}
    return {pair for pair in found if GAP not in pair}
