"""Answers back in words, short enough for a list and such that ``read_answer`` understands them again."""

from datetime import date, timedelta
from decimal import Decimal

from eligibility.answers import Answer, Born, Declined, DoesNotKnow, Months, Since, Value, Years
from eligibility.days import YEAR, Window
from knowledge.facts import Fact, NumberFact, YesNoFact, options_of


def describe(fact: Fact, answer: Answer) -> str:
    """An answer in Chinese: 45周岁, 1980年5月出生, 12年6个月, 2012年7月起, 3000人, the words on the button, 不清楚, 不愿说."""
    match answer:
        case DoesNotKnow():
            return "不清楚"
        case Declined():
            return "不愿说"
        case _:
            return _value(fact, answer.value)


def _value(fact: Fact, value: Value) -> str:  # noqa: PLR0911 - one line per kind of value
    match value:
        case bool():
            return (fact.yes if value else fact.no) if isinstance(fact, YesNoFact) else str(value)
        case str():
            return _labels(fact, frozenset({value}))
        case frozenset():
            return _labels(fact, value) or "都没有"
        case Decimal():
            return f"{value.normalize():f}{fact.unit if isinstance(fact, NumberFact) else ''}"
        case Years(years):
            return f"{years}周岁"
        case Months(months):
            return length(months)
        case Born(window):
            return f"{_window(window)}出生"
        case Since(window):
            return f"{_window(window)}起"
        case date():
            return plain_day(value)


def length(months: int) -> str:
    """A length of time: 12年6个月, 8年, 6个月, 0个月."""
    years, rest = divmod(months, YEAR)
    return (f"{years}年" if years else "") + (f"{rest}个月" if rest or not years else "")


def _labels(fact: Fact, chosen: frozenset[str]) -> str:
    return "、".join(option.label for option in options_of(fact) if option.id in chosen)


def plain_day(day: date) -> str:
    """2024年12月10日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _window(window: Window) -> str:
    """As exact as it is known: a day, a whole month, a whole year, or from one day to another."""
    start, end = window.earliest, window.latest
    if start == end:
        return plain_day(start)
    after = end + timedelta(days=1)
    if (start.month, start.day, after.month, after.day, after.year - start.year) == (1, 1, 1, 1, 1):
        return f"{start.year}年"
    if start.day == after.day == 1 and (after.year - start.year) * YEAR + after.month - start.month == 1:
        return f"{start.year}年{start.month}月"
    return f"{plain_day(start)}到{plain_day(end)}"
