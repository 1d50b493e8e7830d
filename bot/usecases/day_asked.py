"""The day that a question speaks of: “12月15号交还行不”, “下周三还来得及吗”, “明天报晚不晚”."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from eligibility.numerals import arabic, plain

_DATE = re.compile(r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月份?(?P<day>\d{1,2})[日号]?(?!\d)")
_FULL = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?!\d)")
_NUMBER = re.compile(r"(?<![\d第件月])(?P<day>\d{1,2})[日号](?![楼线文令院厅室机])")
_WEEKDAY = re.compile(r"(?P<ahead>下下|下|这|本)?(?:个)?(?:周|星期|礼拜)(?P<name>[1-6日天])(?!\d)")
_MONTH_END = re.compile(r"(?P<ahead>下)?个?月底")
_NEAR = {"大后": 3, "后天": 2, "后儿": 2, "明天": 1, "明儿": 1, "明日": 1, "今天": 0, "今儿": 0, "今日": 0}
_WEEKS = {None: 0, "这": 0, "本": 0, "下": 1, "下下": 2}
_BACK, _AHEAD = timedelta(days=90), timedelta(days=275)
"""So far from today a day without a year is looked for: more often one that is to come is meant."""
_OLD = 2
"""Years from today beyond which a day is somebody's birthday, not one of an application."""


def day_asked(text: str, today: date) -> date | None:
    """The one day that a text names; None where it names none, several, or one that is not on the calendar.

    A day without a year lies at most three months back; a number alone (15号) is the next such day.
    """
    said = arabic(plain(text))
    found: set[date | None] = set()
    for pattern, read in _READERS.items():
        found |= {read(match, today) for match in pattern.finditer(said)}
        said = pattern.sub("，", said)
    near = next((days for word, days in _NEAR.items() if word in said), None)
    found |= {today + timedelta(days=near)} if near is not None else set()
    return next(iter(found)) if len(found) == 1 else None


def _date(match: re.Match[str], today: date) -> date | None:
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        year = int(match["year"])
        return _on_calendar(year, month, day) if abs(year - today.year) <= _OLD else None
    days = (_on_calendar(year, month, day) for year in (today.year - 1, today.year, today.year + 1))
    return next((found for found in days if found and today - _BACK <= found < today + _AHEAD), None)


def _number(match: re.Match[str], today: date) -> date | None:
    months = (divmod(today.year * 12 + today.month - 1 + ahead, 12) for ahead in range(3))
    days = (_on_calendar(year, month + 1, int(match["day"])) for year, month in months)
    return next((day for day in days if day and day >= today), None)


def _weekday(match: re.Match[str], today: date) -> date:
    weekday = 6 if match["name"] in "日天" else int(match["name"]) - 1
    day = today + timedelta(days=weekday - today.weekday(), weeks=_WEEKS[match["ahead"]])
    return day + timedelta(weeks=1) if match["ahead"] is None and day < today else day


def _month_end(match: re.Match[str], today: date) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + bool(match["ahead"]), 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _on_calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READERS: dict[re.Pattern[str], Callable[[re.Match[str], date], date | None]] = {
    _DATE: _date,
    _FULL: _date,
    _NUMBER: _number,
    _WEEKDAY: _weekday,
    _MONTH_END: _month_end,
}
"""In order: what one has read, the next no longer sees."""
