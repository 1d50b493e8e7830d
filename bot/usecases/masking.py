"""Words as they are kept: questions made plain, and in all of them every number masked that could belong to a person."""

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


_GAP = "[ \t\u00a0\u3000.·–—-]?"
_PERSONAL = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!{_GAP}\d)"  # a mobile telephone
    rf"|(?<!\d)\d(?:{_GAP}\d){{14,}}(?:{_GAP}[Xx])?"  # an identity card, a bank card
)
_DAYS = re.compile(r"(?:(?:19|20)\d\d\D?[01]?\d\D?[0-3]?\d\D?){2,}")
"""Days side by side, which have as many digits as a card."""


def masked(question: str) -> str:
    """A question without its punctuation and without long numbers, so that the same question is the same text."""
    plain = _NUMBER.sub(lambda found: found[0] if _is_date(found[0]) else MASK, normalise(question))
    return _SPOKEN.sub(MASK, plain)[:LONGEST]


def without_persons_numbers(text: str) -> str:
    """A text as it was written, but for numbers that only people have.

    An office's telephone, days, sums and a policy's number stay: what somebody reports, or why they change a file, is often about these.
    """
    return _PERSONAL.sub(lambda found: found[0] if _DAYS.fullmatch(found[0]) else MASK, text)


def _is_date(number: str) -> bool:
    """Digits written as a day with gaps (2024-12-10), or as two years; eight digits in a row are taken for a number."""
    return _DATE.fullmatch(number) is not None
