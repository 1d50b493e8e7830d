"""Questions as they are kept: made plain, with every number in them masked that could belong to a person."""

import re

from knowledge.search.normal import normalise

LONGEST = 200
"""Characters kept of a question."""
MASK = "某号码"

_FEWEST = 7
"""Digits from which on a number may be a telephone's, an identity card's, a bank card's."""
_NUMBER = re.compile(rf"\d(?: ?\d){{{_FEWEST - 1},}}(?: ?x)?")
_SPOKEN = re.compile(f"[零〇一二两三四五六七八九十幺]{{{_FEWEST},}}")
_DATE = re.compile(r"(?:19|20)\d\d (?:(?:19|20)\d\d|(?:0?[1-9]|1[0-2]) (?:0?[1-9]|[12]\d|3[01]))")
"""A day, or two years (2022-2023): digits that are nobody's."""


def masked(question: str) -> str:
    """A question without its punctuation and without long numbers, so that the same question is the same text."""
    plain = _NUMBER.sub(lambda found: found[0] if _is_date(found[0]) else MASK, normalise(question))
    return _SPOKEN.sub(MASK, plain)[:LONGEST]


def _is_date(number: str) -> bool:
    """Digits written as a day with gaps (2024-12-10), or as two years; eight digits in a row are taken for a number."""
    return _DATE.fullmatch(number) is not None
