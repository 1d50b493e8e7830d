"""By which name somebody is known in a unit: short, typed by themselves, and no number of theirs. Pure."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 20
_MOST_DIGITS = 4
"""A workshop's or a team's; a telephone's or a card's last digits are more telling beside a name, and four pass."""
_SPOKEN = re.compile("[零〇○一二两三四五六七八九幺]{5,}")
_NO_NAME = re.compile(r"[?？!！。\n/@]|怎么|什么|多少|吗$|呢$")


def name_in(text: str) -> str | None:
    """What somebody typed, as a name with single spaces; None for a question, a command, a number, or what is too long."""
    said = " ".join(text.split())
    has_letter = any(character.isalpha() for character in said)
    fits = has_letter and len(said) <= LONGEST and not holds_a_number(said) and _NO_NAME.search(text.strip()) is None
    return said if fits else None


def holds_a_number(text: str) -> bool:
    """Whether more digits stand in a text, in whichever script or spelled out, than a name has."""
    plain = unicodedata.normalize("NFKC", text)
    return sum(character.isdecimal() for character in plain) > _MOST_DIGITS or _SPOKEN.search(plain) is not None
