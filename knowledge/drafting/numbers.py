"""Numerals of notices, in digits or Chinese, exact."""

import re
from decimal import Decimal

from knowledge.numerals import read_numeral

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟两〇○", "一二三四五六七八九十百千二零零")
_SCALE = {"亿": 100_000_000, "万": 10_000, "千": 1_000, "百": 100}

CHINESE = "[零〇○一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟]"
NUMBER = rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|{CHINESE}+)"
"""A number as a pattern without groups."""

_DIGITS_ONLY = re.compile("[零一二三四五六七八九]{2,}")


def value_of(text: str, scale: str = "") -> Decimal | None:
    """A number as it is written, times 万 and the like; None where it is none (十百千)."""
    factor = 1
    for unit in scale:
        factor *= _SCALE[unit]
    if text[:1].isdecimal():
        return Decimal(text.replace(",", "")) * factor
    plain = text.translate(_FORMAL)
    if _DIGITS_ONLY.fullmatch(plain):
        return Decimal("".join(str("零一二三四五六七八九".index(one)) for one in plain)) * factor
    try:
        return Decimal(int(read_numeral(plain, "normal"))) * factor
    except ValueError:
        return None


def whole(text: str) -> int | None:
    """A whole number as it is written; None where it is none."""
    value = value_of(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def written(value: Decimal) -> str:
    """A number without needless digits."""
    return f"{value.normalize():f}"
