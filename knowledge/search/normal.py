"""A message made plain: one width, one case, simplified characters, nothing invisible, no punctuation, no emoji."""

import unicodedata
from collections.abc import Callable
from functools import cache

_KEPT = frozenset("LN")
_SIMPLE_TOO = frozenset("欸啰")
"""Simplified, though GB 2312 lacks them: people write them all the time, and the lexicon too."""


def normalise(text: str) -> str:
    """Letters and digits only, NFKC, case-folded and simplified; a space stays where it parts two Latin words or numbers.

    Never raises; the normal form of a normal form is itself.
    """
    while (plain := _once(text)) != text:
        text = plain
    return text


def clipped(text: str, longest: int) -> str:
    """The beginning of a text in one width, so long at most; some single characters unfold to eighteen."""
    return unicodedata.normalize("NFKC", text[:longest])[:longest]


def _once(text: str) -> str:
    folded = _simplified(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    kept: list[str] = []
    gap = False
    for character in folded:
        if unicodedata.category(character)[0] not in _KEPT:
            gap = True
            continue
        if gap and kept and character.isascii() and kept[-1].isascii():
            kept.append(" ")
        kept.append(character)
        gap = False
    return "".join(kept)


def _simplified(text: str) -> str:
    """The text in simplified characters; only one with a character that simplified Chinese lacks is looked at more closely."""
    try:
        "".join(character for character in text if "\u3400" <= character <= "\u9fff" and character not in _SIMPLE_TOO).encode("gb2312")
    except UnicodeEncodeError:
        return _converter()(text)
    return text


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415 - 9 MB and 0.1 s that few messages need

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
