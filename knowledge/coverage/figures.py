"""The numbers of a text and of an entry, made comparable.

What counts as a number: every run of Arabic digits; a Chinese numeral only before a measure word (一式三份, 满两年, 二〇〇七年), for
the rest are enumeration, names and figures of speech (三（一）, “十五”末). 一 counts only before words of time, 份, 级, 类 and 等奖:
elsewhere it is an article (一个, 一批). The mark at the head of a clause (1.) and references to annexes are labels, not numbers.
万, 亿, % and 百分之 are worked out; dates are compared as dates.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from knowledge.coverage.citations import values_in
from knowledge.numerals import read_numeral

LOST_POINT = "\ue010"
"""A private code point that one scanned notice has where a decimal point was."""

_TIME = "年|个月|月|日|天|周岁|岁|小时|课时"
_MEASURE = f"{_TIME}|份|次|名|人|个|家|所|项|倍|元|万|亿|成|级|类|等奖|届|期|处|种|大"
_CHINESE = re.compile(f"(?<!第)([〇零一二两三四五六七八九十百千]+)(?=({_MEASURE}))")
_NO_ARTICLE = frozenset({*_TIME.split("|"), "份", "级", "类", "等奖"})
_PER_CENT = re.compile("百分之([一二三四五六七八九十百]+)")

_LABEL = re.compile(
    r"附件\s*:?\s*[0-9]+(?:\s*[、,]\s*[0-9]+(?![0-9年月日]))*\.?"  # 附件2、3
    r"|^[\s?]*[0-9]{1,2}\.(?:(?![0-9])|(?=[0-9]{4}年))"
)
_DATE = re.compile(
    r"(?<![0-9])(?:"
    r"(?:(?P<year>[0-9]{4})\s*年\s*)?(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*日"
    r"|(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])"
    r")"
)
_NUMBER = re.compile(r"(?P<count>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>%|万|亿|月|日)?")
_TIMES = {"万": 10_000, "亿": 100_000_000}
_ID = re.compile(r"[a-z][a-z0-9_-]*")
_NO_VALUES = frozenset({"clause", "label"})


@dataclass(frozen=True)
class Figure:
    """One number of a text."""

    printed: str
    """In Arabic digits, with its unit where that decides what it is."""
    readings: tuple[str, ...]
    """What it may be, each enough: ``300000``, ``40%``, ``2023-03-20``, ``03-20``, ``21日``."""


def figures(text: str) -> Iterator[Figure]:
    """The numbers of a text in some order, with repeats."""
    plain = _LABEL.sub(" ", _arabic(unicodedata.normalize("NFKC", text).replace(LOST_POINT, ".")))
    for found in _DATE.finditer(plain):
        yield Figure(found[0], (found["iso"] or _day(found["year"], int(found["month"]), int(found["day"])),))
    for found in _NUMBER.finditer(_DATE.sub(" ", plain)):
        yield Figure(found[0].strip(), _readings(found["count"], found["unit"] or ""))


def offered(value: Any) -> frozenset[str]:  # noqa: ANN401 - a model, or data of any shape
    """Every reading that the numbers inside a model or values stand for; ids, clauses and labels stand for none."""
    return frozenset(reading for key, held in values_in(value) if key not in _NO_VALUES for reading in _offered(key, held))


def _offered(key: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - a plain value
    match value:
        case bool() | None:
            return
        case int() | Decimal():
            yield _plain(Decimal(value))
            if key == "percent":
                yield f"{_plain(Decimal(value))}%"
        case time():
            yield from (str(value.hour), *([str(value.minute)] if value.minute else []))
        case date():
            yield from _parts(value.isoformat())
        case str() if not _ID.fullmatch(value):
            for figure in figures(value):
                for reading in figure.readings:
                    yield from _parts(reading)


def _parts(reading: str) -> Iterator[str]:
    """A reading and what follows from it: of a day, the day without its year, the year, the month and the day alone."""
    yield reading
    if dated := re.fullmatch(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})", reading):
        year, month, day = dated.groups()
        yield from (f"{month}-{day}", f"{int(month)}月", f"{int(day)}日", *([year] if year else []))


def _arabic(text: str) -> str:
    """The text with those Chinese numerals in digits that count as numbers."""

    def digits(found: re.Match[str]) -> str:
        if found[1] == "一" and found[2] not in _NO_ARTICLE:
            return found[0]
        try:
            return str(read_numeral(found[1], "normal"))
        except ValueError:  # such as 十百千, a name
            return found[0]

    return _CHINESE.sub(digits, _PER_CENT.sub(lambda found: f"{read_numeral(found[1], 'normal')}%", text))


def _readings(count: str, unit: str) -> tuple[str, ...]:
    if unit in {"月", "日"}:
        return (f"{int(Decimal(count))}{unit}", _plain_or_code(count))
    if unit == "%":
        return (f"{_plain(Decimal(count))}%",)
    return (_plain(Decimal(count) * _TIMES[unit]) if unit else _plain_or_code(count),)


def _plain_or_code(count: str) -> str:
    """A number without needless digits; what begins with a zero is a code (0472) and stays as it is."""
    return count if re.match("0[0-9]", count) else _plain(Decimal(count))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _day(year: str | None, month: int, day: int) -> str:
    return (f"{year}-" if year else "") + f"{month:02}-{day:02}"
