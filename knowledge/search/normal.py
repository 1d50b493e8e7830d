"""A message made plain: one width, one case, nothing invisible, no punctuation, no emoji."""

import unicodedata

_KEPT = frozenset("LN")


def normalise(text: str) -> str:
    """Letters and digits only, NFKC and case-folded; a space stays where it parts two Latin words or numbers.

    Never raises; the normal form of a normal form is itself.
    """
    while (plain := _once(text)) != text:
        text = plain
    return text


def _once(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
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
