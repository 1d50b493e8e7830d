"""What was meant where somebody typed pinyin, or let a pinyin keyboard choose a wrong character: our own words, by their sound.

A text becomes a lattice of syllables (晋城 and jincheng and 进城 are one path); the words that explain it best are read off. What is
there as it should be is kept; a wrong character is replaced only inside a word of which at least half is there.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from knowledge.search.syllables import VOWELS, alike, readings, spellings, syllables_at

_RUN = re.compile("[a-z]+")
_STRAY_SPACE = re.compile(r"(?<![\x00-\x7f]) | (?![\x00-\x7f])")
_READ = 0.4
"""So much of the letters has to become words of two syllables or more, or all of the text stays as it is."""
_MOST = 120
"""Characters that are read; who writes more does not write pinyin."""
_SAME, _TYPED, _OTHER, _CONFUSED = 0.5, 0.3, -1.0, -0.6
"""For each character: as it is, from letters, another of that sound; and where only a confusion makes it that sound."""
_SINGLE = 0.4
"""A word of one syllable; longer ones are worth more than their parts."""
_UNPARTED = -1.6
"""A syllable without a consonant inside a run of letters should have been parted from it (xi'an)."""
_LEFT, _TORN = -0.3, -3.0
"""A syllable of letters that no word explains; letters that are not even a syllable."""
_SHORT = 2
"""Characters of a word that no common character is a slip for."""
_RARE = -0.5
"""A character of a word in another than its first reading."""
_SUFFIXES = frozenset("市县区旗州盟省镇乡村")


def has_letters(text: str) -> bool:
    """Whether there is anything in a clean text that may be pinyin."""
    return _RUN.search(text) is not None


class _Word(NamedTuple):
    text: str
    spelling: tuple[str, ...]
    bonus: float
    """What it is worth beside its length."""
    place: bool


class _Node(dict[str, "_Node"]):
    """A step into the words by sound."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[_Word] = []


class _Edge(NamedTuple):
    """One syllable of the text: where it ends, what it is, and the character it was read from ("" for letters)."""

    end: int
    syllable: str
    character: str
    unparted: bool = False
    """Letters before it, and no consonant at its start."""


class _Path(NamedTuple):
    """The best way to a position: its worth, where its last word began, and that word (None: left as it is)."""

    worth: float
    start: int
    word: str | None


class Speller:
    """Knows the words of one base by their sound."""

    def __init__(
        self, words: Mapping[str, float], places: Mapping[str, float], common: Collection[str] = (), slips: Collection[str] = ()
    ) -> None:
        """``words`` and ``places``: what may be meant, as it stands in a clean text, and how much it is preferred among equals.

        ``common``: characters of any sentence (说, 不), which are no slip for one of two characters (有人说 is not 人数);
        ``slips``: those among them that are, save for places.
        """
        self._everyday = frozenset(common)
        self._common = self._everyday.difference(slips)
        self._root = _Node()
        for found, place in ((words, False), (places, True)):
            for text, bonus in found.items():
                for spelling in spellings(text):
                    node = self._root
                    for syllable in spelling:
                        node = node.setdefault(alike(syllable), _Node())
                    rare = sum(readings(character)[0] != syllable for character, syllable in zip(text, spelling, strict=True))
                    node.words.append(_Word(text, spelling, bonus + _RARE * rare, place))

    def respelled(self, text: str) -> str:
        """The clean text as it was meant; itself where nothing speaks for another."""
        if not text or len(text) > _MOST:
            return text
        paths = self._best(text)
        found: list[str] = []
        at, read = len(text), 0
        while at:
            start, word = paths[at].start, paths[at].word
            found.append(word or text[start:at])
            read += _letters(text[start:at]) if word and len(word) > 1 else 0
            at = start
        if read < _READ * _letters(text):
            return text
        return _STRAY_SPACE.sub("", "".join(reversed(found)))

    def _best(self, text: str) -> dict[int, _Path]:
        """The best path to every position that one leads to."""
        edges = [tuple(_edges(text, at)) for at in range(len(text))]
        best = {0: _Path(0.0, 0, None)}
        for at in range(len(text)):
            here = best.get(at)
            if here is None:
                continue
            end, cost = _skip(text, at)
            _offer(best, end, _Path(here.worth + cost, at, None))
            for end, word, worth in self._words_from(text, edges, at):
                _offer(best, end, _Path(here.worth + worth, at, word))
        return best

    def _words_from(self, text: str, edges: list[tuple[_Edge, ...]], start: int) -> Iterator[tuple[int, str, float]]:
        """Words that may stand from here on: where they end, and what they are worth."""
        ways: list[tuple[int, _Node, tuple[_Edge, ...]]] = [(start, self._root, ())]
        while ways:
            at, node, gone = ways.pop()
            for edge in edges[at] if at < len(text) else ():
                further = node.get(alike(edge.syllable))
                if further is None:
                    continue
                path = (*gone, edge)
                for word in further.words:
                    worth = None if self._is_sentence(word, path) else _worth(word, path)
                    if worth is not None and not (word.place and _goes_on(word, path, text)):
                        yield edge.end, word.text, worth
                ways.append((edge.end, further, path))

    def _is_sentence(self, word: _Word, path: tuple[_Edge, ...]) -> bool:
        """Whether a short word would take the place of a common character; a place not even of those that are often slips (往地州)."""
        changed = {edge.character for character, edge in zip(word.text, path, strict=True) if edge.character != character}
        common = self._everyday if word.place else self._common
        return len(path) <= _SHORT and not common.isdisjoint(changed)


def _edges(text: str, at: int) -> Iterator[_Edge]:
    """The syllables that may begin at a position; a space before letters is passed over."""
    if text[at] == " ":
        at += 1
    run = _RUN.match(text, at)
    if run:
        for syllable in syllables_at(run[0][:6]):
            yield _Edge(at + len(syllable), syllable, "", _is_unparted(text, at, syllable))
    elif at < len(text):
        for syllable in readings(text[at]):
            yield _Edge(at + 1, syllable, text[at])


def _is_unparted(text: str, at: int, syllable: str) -> bool:
    return syllable[0] in VOWELS and at > 0 and text[at - 1].isascii() and text[at - 1].isalpha()


def _skip(text: str, at: int) -> tuple[int, float]:
    """Where what stands here ends, if it is left as it is (a character, or a syllable of letters), and what that costs."""
    run = _RUN.match(text, at)
    if run is None:
        return at + 1, 0.0
    syllable = next(iter(syllables_at(run[0][:6])), None)
    return (at + len(syllable), _LEFT) if syllable and not _is_unparted(text, at, syllable) else (at + 1, _TORN)


def _offer(best: dict[int, _Path], end: int, path: _Path) -> None:
    if end not in best or path.worth > best[end].worth:
        best[end] = path


def _worth(word: _Word, path: tuple[_Edge, ...]) -> float | None:
    """How well a word explains the path; None where too little of it is there."""
    worth = (2 * len(path) - 1 if len(path) > 1 else _SINGLE) + word.bonus + _UNPARTED * sum(edge.unparted for edge in path)
    wrong = 0
    for character, syllable, edge in zip(word.text, word.spelling, path, strict=True):
        if edge.character == character:
            worth += _SAME
            continue
        wrong += bool(edge.character)
        worth += (_OTHER if edge.character else _TYPED) + (_CONFUSED if edge.syllable != syllable else 0.0)
    return worth if 2 * wrong <= len(path) and not (wrong and len(path) == 1) else None


def _goes_on(word: _Word, path: tuple[_Edge, ...], text: str) -> bool:
    """Whether another place is written there (新绛县 is not 新疆)."""
    wrong = any(edge.character and edge.character != character for character, edge in zip(word.text, path, strict=True))
    return wrong and text[path[-1].end : path[-1].end + 1] in _SUFFIXES


def _letters(text: str) -> int:
    return sum(len(run[0]) for run in _RUN.finditer(text))
