"""Days, months and lengths of time as people write them."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from eligibility.days import YEAR, Window
from eligibility.numerals import arabic, number

_BEFORE = r"^(?:我|是|今年|从|自|于|出生于|出生在|出生日期|出生|生日|生于|生|在|大概|大约|约|:)*"
_AFTER = r"(?:出生|生人|生|开始|起|以来|至今|到现在|到今天|就|参加工作|工作|入职|入行|进厂|进单位|上班|从事本专业|从事|干|做|左右|的|了)*$"
_DAY = re.compile(
    _BEFORE + r"(?P<year>[0-9]{4}|[0-9]{2}(?=年))"
    r"(?:年|[-./年](?P<month>[0-9]{1,2})(?:月份?初?底?|[-./月](?P<day>[0-9]{1,2})[日号]?)?|(?P<run>[0-9]{2}(?:[0-9]{2})?))?" + _AFTER
)

_LENGTH = re.compile(
    r"^(?:我|已经|已|满|有|共|一共|总共|大概|大约|约|从事|干|做|工作|了)*"
    r"(?:(?P<years>[0-9]{1,3}(?:\.[0-9]{1,2})?)(?:年|(?=$))(?P<half>半)?|(?P<halfyear>半年))?"
    r"(?:[零又加]?(?P<months>[0-9]{1,4})个月)?"
    r"(?:了|左右|整|吧)*$"
)
_NEVER = ("没有", "没", "无", "从未", "没干过", "没做过", "还没有")


def window_said(text: str, century: Callable[[int], int]) -> Window | None:
    """The days that a plain text names, to the day, the month or the year; None when it names none.

    ``century`` turns a year of two figures into one of four.
    """
    found = _DAY.match(arabic(text, years=True))
    if not found:
        return None
    figures, run = found["year"], found["run"] or ""
    year = int(figures) if len(figures) == len("2024") else century(int(figures))
    month, day = found["month"] or run[:2], found["day"] or run[2:]
    return _window(year, int(month) if month else None, int(day) if day else None)


def _window(year: int, month: int | None, day: int | None) -> Window | None:
    if not date.min.year <= year <= date.max.year or (month is not None and not 1 <= month <= YEAR):
        return None
    if month is None:
        return Window(date(year, 1, 1), date(year, 12, 31))
    last = monthrange(year, month)[1]
    if day is None:
        return Window(date(year, month, 1), date(year, month, last))
    return Window(date(year, month, day), date(year, month, day)) if 1 <= day <= last else None


def names_a_start(text: str) -> bool:
    """Whether words such as 起 or 参加工作 say that a bare year is a beginning, not a length."""
    return re.search(r"(?:起|开始|以来|至今|到现在|到今天|参加工作|入职|入行|进厂|进单位|上班)", text) is not None


def months_said(text: str) -> int | None:
    """The whole months in a plain text such as 8年, 12年半, 八年零三个月, 18个月, 2.5年 or a bare 8 (years); None when it is none."""
    if text in _NEVER:
        return 0
    found = _LENGTH.match(arabic(text))
    if not found or not (found["years"] or found["halfyear"] or found["months"]):
        return None
    years = Decimal(found["years"] or 0)
    if found["half"] and years % 1:
        return None
    months = years * YEAR + (YEAR // 2 if found["half"] or found["halfyear"] else 0) + int(found["months"] or 0)
    return int(months) if months % 1 == 0 else None


_AGE = re.compile(
    r"^(?:我|今年|现在|目前|已经|已|刚|满|是)*(?P<years>[^岁周整半了吧]+)(?:周岁|岁|周)?(?:整|半|零?[^个]+个月)?(?:了|整|吧)*$"
)


def years_said(text: str) -> int | None:
    """The whole years in a plain text such as 45, 四十五岁, 45周岁 or 45岁半; None when it is none."""
    found = _AGE.match(text)
    years = number(found["years"]) if found else None
    return int(years) if years is not None and years % 1 == 0 else None
