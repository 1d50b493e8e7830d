"""How well one name fits one text: which characters belong together, how much they tell, and what stands beside them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import partial_ratio_alignment

_PRIOR = 0.5
"""Weight that a match needs to be worth two thirds of a whole one of its size; keeps short matches modest."""
_FAR = 0.15
"""An unknown word somewhere else in the question counts this much of one beside the name,"""
_MOST_FAR = 12
"""and not for ever: a long message may hold a name too."""
_AFTER = 0.3
"""What follows the end of a name is mostly what is said of it; what changes it (博士后 工作站) stands before."""
_SINGLE = 0.5
"""A single unknown character before a name is more often a verb than a part of it."""
_LONG = 6
"""A name of so many characters, there as a whole, stands for itself whatever is"""
_MOST_BESIDE = 2.0
"""beside it, which then counts no more than this."""
_REACH = 4
"""Characters beside a match that may change its meaning (博士后 before 工作站)."""


@dataclass(frozen=True)
class Name:
    """One way to call one or more policies."""

    text: str
    """Folded: sound-alikes made one."""
    weights: tuple[float, ...]
    policies: tuple[str, ...]

    @cached_property
    def total(self) -> float:
        """The weight of the whole name."""
        return sum(self.weights)


@dataclass(frozen=True)
class Match:
    """A name found in a text."""

    name: Name
    places: tuple[int, ...]
    """Positions of the matched characters in the text."""
    weight: float
    score: float
    """0 to 1: how much of the name is there and how little stands beside it."""
    of_track: bool = False
    """Whether it is a track's name, whose own policies others may share it with."""

    @property
    def whole(self) -> bool:
        """Whether all of the name is there."""
        return len(self.places) == len(self.name.text)

    @property
    def held(self) -> Collection[int]:
        """The positions that the match explains: a single other character inside it is a slip of the hand."""
        inside = range(self.places[0], self.places[-1] + 1)
        return inside if len(inside) <= len(self.places) + 1 else self.places


@dataclass(frozen=True)
class Plain:
    """A question made ready for names: places and years masked, sound-alikes made one."""

    text: str
    heads: tuple[tuple[int, int], ...]
    """Where words stand that many names share."""
    strange: tuple[float, ...]
    """For each character, how much it speaks for another name: 1 when nothing explains it, less in such a shared word."""


def match(name: Name, plain: Plain) -> Match | None:
    """The name in the text, scored; None where nothing of it is there, or no more than figures (19 of 19号)."""
    pairs = _whole_words(_aligned(name.text, plain.text), plain.heads)
    if all(name.text[at].isdigit() or name.text[at] == " " for at, _ in pairs) and len(pairs) < len(name.text):
        return None
    return scored(name, pairs, plain)


def scored(name: Name, pairs: list[tuple[int, int]], plain: Plain) -> Match:
    """The match of a name whose characters stand at these places: positions in name and text."""
    weight = sum(name.weights[at] for at, _ in pairs)
    places = tuple(sorted(place for _, place in pairs))
    ends = max(at for at, _ in pairs) == len(name.text) - 1
    beside, far = _strange_around(plain.strange, places, _AFTER if ends else 1.0)
    if len(pairs) == len(name.text) >= _LONG:
        beside = min(beside, _MOST_BESIDE)
    score = weight / name.total * weight / (weight + beside + _FAR * min(far, _MOST_FAR) + _PRIOR)
    return Match(name, places, weight, score)


def _whole_words(pairs: list[tuple[int, int]], heads: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without what matched only a part of a shared word: 技 of 技能 says nothing for 技师."""
    held = {place for _, place in pairs}
    torn = {place for start, end in heads for place in range(start, end) if not held.issuperset(range(start, end))}
    return [pair for pair in pairs if pair[1] not in torn]


def _strange_around(strange: tuple[float, ...], places: tuple[int, ...], after: float) -> tuple[float, float]:
    """How much strangeness touches the match (behind it, ``after`` of each), and how much stands further off."""
    held = set(places)
    beside = touching = 0.0
    seen: set[int] = set()
    for place in places:
        for step in (-1, 1):
            run = _run(strange, place, step, held) - seen
            seen |= run
            found = sum(strange[at] for at in run)
            touching += found
            if place == places[0] and step < 0:
                found *= _SINGLE if len(run) == 1 else 1.0
            elif place == places[-1] and step > 0:
                found *= after
            beside += found
    return beside, sum(strange) - touching - sum(strange[place] for place in held)


def _run(strange: tuple[float, ...], place: int, step: int, held: set[int]) -> set[int]:
    """The strange characters next to a place, in one direction, that the match does not hold."""
    found: set[int] = set()
    at = place + step
    while 0 <= at < len(strange) and strange[at] and at not in held and len(found) < _REACH:
        found.add(at)
        at += step
    return found


def _aligned(name: str, text: str) -> list[tuple[int, int]]:
    """Pairs of positions in name and text that belong together; chance meetings of single characters are left out."""
    at = text.find(name)
    if at >= 0:
        return [(index, at + index) for index in range(len(name))]
    kept = _kept(name, text)
    missed = len(name) <= len(text) and sum(letter in text for letter in name) > len(kept) + 1
    if missed and (window := partial_ratio_alignment(name, text)):
        # Over all of a long question a chance meeting may take a character from where the name really stands (特殊津贴 … 特级技师).
        near = _kept(name, text[window.dest_start : window.dest_end])
        if len(near) > len(kept):
            return [(at, place + window.dest_start) for at, place in near]
    return kept


def _kept(name: str, text: str) -> list[tuple[int, int]]:
    return [pair for chain in _chains(name, text) if len(chain) > 1 for pair in chain]


def _chains(name: str, text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of common characters, in order, with at most one other between two in the text and two in the name."""
    chain: list[tuple[int, int]] = []
    for block in LCSseq.editops(name, text).as_matching_blocks():
        for step in range(block.size):
            pair = (block.a + step, block.b + step)
            if chain and (pair[1] - chain[-1][1] > 2 or pair[0] - chain[-1][0] > 3):  # noqa: PLR2004 - as the docstring says
                yield chain
                chain = []
            chain.append(pair)
    yield chain
