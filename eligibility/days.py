"""Exact ages and lengths of time between days.

N 周岁 runs from the Nth birthday to the day before the next; who was born on 29 February turns older on 28 February in
common years. Months count the same way, from the day of the month, or from the month's last day where it lacks that day.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

YEAR = 12
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A day known only to lie between two days, both included."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"{self.latest} lies before {self.earliest}")


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on (or back), or that month's last day; kept within date's own range."""
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, day: date) -> int:
    """Whole months from a start to a day; negative where the start lies ahead."""
    months = (day.year - start.year) * YEAR + day.month - start.month
    return months if add_months(start, months) <= day else months - 1


def age_on(birth: date, day: date) -> int:
    """Age in 周岁 on a day; negative before birth."""
    return months_between(birth, day) // YEAR


def half_months(start: date, day: date) -> int:
    """Time passed in steps of half a month: twice the whole months, and one more when some days are left over.

    So 超过8年 (more than 192) is true on the day after the eighth anniversary and false on the day itself.
    """
    months = months_between(start, day)
    return 2 * months + (add_months(start, months) < day)


def starts(day: date, least: int, most: int) -> Window:
    """All the days from which ``least`` to ``most`` whole months have passed on a day."""
    return Window(earliest=_last_start(day, most + 1) + ONE_DAY, latest=_last_start(day, least))


def _last_start(day: date, months: int) -> date:
    """The last day from which so many whole months have passed; the short ends of months make it up to three days later."""
    start = add_months(day, -months)
    while start < date.max and add_months(start + ONE_DAY, months) <= day:
        start += ONE_DAY
    return start
