"""Characters as toneless syllables, and syllables as one code point each, so that what sounds alike is one text.

Readings are pypinyin's, of single characters only: its table of phrases takes 44 MB more and is not needed where a word is looked for by
all readings of its characters. Imported when the first speller is built (0.3 s).
"""

import os
import unicodedata
from functools import cache
from itertools import product

_MOST_READINGS = 3
"""Of one character, the commonest first."""
_MOST_SPELLINGS = 8
"""Of one word."""
_LONGEST = 6
"""Letters of a syllable: zhuang."""
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "h"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
VOWELS = frozenset("aeiouv")
_FIRST = 0xE000


@cache
def _table() -> dict[int, str]:
    """Characters by number, and their readings with tones, comma between."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # read by pypinyin when it is imported
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - 14 MB that only spelling needs

    return dict(PINYIN_DICT)


@cache
def readings(character: str) -> tuple[str, ...]:
    """The toneless syllables that a character may be read as; none for what is no Chinese character."""
    if not "\u3400" <= character <= "\u9fff":
        return ()
    toned = _table().get(ord(character), "")
    plain = (_toneless(reading) for reading in toned.split(","))
    return tuple(dict.fromkeys(one for one in plain if not VOWELS.isdisjoint(one)))[:_MOST_READINGS]


def spellings(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read a word, syllable by syllable; none where a character has no reading."""
    return tuple(product(*map(readings, word)))[:_MOST_SPELLINGS]


@cache
def alike(syllable: str) -> str:
    """One code point for all syllables that people take for this one (zh/z, ch/c, sh/s, n/l, f/h, ang/an, eng/en, ing/in)."""
    for typed, meant in _INITIALS:
        if syllable.startswith(typed):
            syllable = meant + syllable.removeprefix(typed)
            break
    for typed, meant in _FINALS:
        if syllable.endswith(typed):
            syllable = syllable.removesuffix(typed) + meant
            break
    return chr(_FIRST + _numbers()[syllable])


@cache
def syllables_at(letters: str) -> tuple[str, ...]:
    """The syllables that a run of letters may begin with, the longest first."""
    return tuple(letters[:size] for size in range(min(_LONGEST, len(letters)), 0, -1) if letters[:size] in _every())


@cache
def _every() -> frozenset[str]:
    toned = {reading for every in _table().values() for reading in every.split(",")}
    return frozenset(plain for plain in map(_toneless, toned) if not VOWELS.isdisjoint(plain))


@cache
def _numbers() -> dict[str, int]:
    initials, finals = dict(_INITIALS), dict(_FINALS)
    every = _every()
    mixed = {initials[start] + one.removeprefix(start) for one in every for start in initials if one.startswith(start)}
    mixed |= {one.removesuffix(end) + finals[end] for one in every | mixed for end in finals if one.endswith(end)}
    return {syllable: number for number, syllable in enumerate(sorted(every | mixed))}


def _toneless(reading: str) -> str:
    """As typed: without tone, v for ü."""
    apart = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in apart if letter.isascii())
