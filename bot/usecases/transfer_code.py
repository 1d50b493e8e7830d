"""The code with which an account is moved (搬家码): made by chance, written on paper, and read however it is typed.

Sixteen of twenty-five signs are 74 bits. At a thousand wrong guesses an hour, which is all that everybody together has, the first of
a million codes in use would be met after some two thousand million years. Without the key nothing tells a thief of the database whether
a guess is right.
"""

import re
import secrets
import unicodedata
from typing import Final

SIGNS: Final = "23456789ACDEFHJKMNPRTVWXY"
"""Of those that look alike, in print or by hand, one at most: no 0 and O, 1 and I and L, 2 and Z, 5 and S, 6 and G, 8 and B, V and U."""
LENGTH: Final = 16
_GROUP: Final = 4
_LEAST_DIGITS: Final = 2
"""So that no code looks like words."""
_ALIKE: Final = str.maketrans(
    {"0": "D", "O": "D", "Q": "D", "1": "7", "I": "7", "L": "7", "Z": "2", "S": "5", "G": "6", "B": "8", "U": "V"}
)
_BETWEEN: Final = re.compile(r"[\W_]+")
_WRITTEN: Final = re.compile(rf"[{SIGNS}]{{{_GROUP}}}(?:[\s\W_]{{0,3}}[{SIGNS}]{{{_GROUP}}}){{{LENGTH // _GROUP - 1}}}")

_WORDS: Final = re.compile(
    "(?:我|的|要|想)*(?:搬家码?(?:丢|忘|没|不见|找不[到着])?|换了?(?:个|新)*(?:手机号?|号码?|账号|帐号)|(?:账号|帐号|手机号?)(?:丢|没|换|被盗|登不上))"
    "(?:了|怎么办|咋办|怎么弄|怎么搬|怎么用|咋用)*"
)
_AROUND: Final = re.compile(r"^\W+|\W+$")


def make_code() -> str:
    """A new one, without dashes."""
    while True:
        made = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
        if sum(one.isdigit() for one in made) >= _LEAST_DIGITS and not made.isdigit():
            return made


def written(code: str) -> str:
    """As it is shown: in groups of four."""
    return "-".join(code[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def read_code(text: str) -> str | None:
    """The code that somebody typed: whatever stands between the signs, in any case and width, look-alikes for each other; None for none."""
    bare = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper().translate(_ALIKE)
    return bare if len(bare) == LENGTH and all(one in SIGNS for one in bare) else None


def is_code(text: str) -> bool:
    """Whether a text can be nothing but a code, though none was asked for: it must not be kept among questions, nor said aloud."""
    plain = unicodedata.normalize("NFKC", text).upper().strip()
    signs = _BETWEEN.sub("", plain)
    return _WRITTEN.fullmatch(plain) is not None and sum(one.isdigit() for one in signs) >= _LEAST_DIGITS and not signs.isdigit()


def is_about_moving(text: str) -> bool:
    """Whether a few words say that somebody has, or wants, another account."""
    return _WORDS.fullmatch(_AROUND.sub("", text)) is not None
