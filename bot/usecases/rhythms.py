"""When somebody is reminded of a last day: how many days before, at which hour of their own clock, and never in their quiet hours. Pure.

The days before a last day are those of Shanghai, where the day ends; within such a day the reminder goes out when the person's own
clock shows their hour. So nobody is reminded after the end, however far west they live, and a clock that is put forward or
back somewhere moves a reminder by that hour at most.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.clock import SHANGHAI
from knowledge.calendar import last_working_day
from storage.records import Rhythm

CHOICES = (30, 14, 7, 5, 3, 2, 1, 0)
"""Days before a last day that one can choose from."""
BY_LENGTH = ((30, (30, 14, 7, 3, 1, 0)), (14, (14, 7, 3, 1, 0)), (8, (7, 3, 1, 0)), (0, (5, 3, 1, 0)))
"""By the least length of a window in days: how many days before its last one people are reminded unless they chose otherwise."""
DEFAULT = Rhythm(timezone=str(SHANGHAI), remind_hour=9, remind_days="auto", quiet_from=22, quiet_to=7)
LATE = timedelta(hours=1)
SOON = timedelta(hours=12)
"""A reminder that is late by more than LATE is left out when the next one comes within SOON."""
LAST_CALL = timedelta(hours=3)
"""How long before the end the last reminder comes at the latest."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LastDay:
    """A last day to be reminded of: the moment at which it is over, and how many days before it people are reminded as a rule."""

    ends: date
    closes: datetime
    usual: tuple[int, ...]


def usual_days(starts: date | None, ends: date) -> tuple[int, ...]:
    """The days before ``ends`` that suit a window of this length, its last working day among them; long without a first day."""
    length = (ends - starts).days if starts is not None else CHOICES[0]
    usual = next(days for least, days in BY_LENGTH if length >= least)
    return tuple(days for days in sorted({*usual, _last_working(ends)}, reverse=True) if days <= length) or (0,)


def _last_working(ends: date) -> int:
    """So many days before a last day is the last one on which offices work, or the next before it that can be chosen."""
    back = (ends - last_working_day(ends).day).days
    return min(days for days in CHOICES if days >= back)


def chosen_days(rhythm: Rhythm) -> tuple[int, ...]:
    """The days that somebody chose, most first; empty where they leave it to us."""
    return tuple(sorted({int(days) for days in rhythm.remind_days.split(",") if days.isdecimal()}, reverse=True))


def wanted_days(rhythm: Rhythm, last: LastDay) -> tuple[int, ...]:
    """The days before on which somebody is reminded: their own choice, else what suits the window."""
    return chosen_days(rhythm) or last.usual


def days_text(days: Iterable[int]) -> str:
    """Chosen days as they are stored."""
    return ",".join(str(one) for one in sorted(set(days), reverse=True))


@cache
def zone_of(name: str) -> ZoneInfo:
    """A time zone by name; Shanghai where this machine knows none such any more."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return SHANGHAI


def is_quiet(rhythm: Rhythm, moment: datetime) -> bool:
    """Whether nothing may be pushed at a moment."""
    return _is_quiet_hour(rhythm, moment.astimezone(zone_of(rhythm.timezone)).hour)


def awake(rhythm: Rhythm, moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls into."""
    if not is_quiet(rhythm, moment):
        return moment
    local = moment.astimezone(zone_of(rhythm.timezone))
    ends = _at(local.date(), rhythm.quiet_to, local.tzinfo)
    return ends if ends > moment else _at(local.date() + _DAY, rhythm.quiet_to, local.tzinfo)


def at_their_hour(rhythm: Rhythm, day: date) -> datetime:
    """The moment within Shanghai's day at which the person's own clock shows their hour, or the end of their quiet hours after it."""
    zone = zone_of(rhythm.timezone)
    begins = datetime.combine(day, time(), SHANGHAI)
    hour = rhythm.quiet_to if _is_quiet_hour(rhythm, rhythm.remind_hour) else rhythm.remind_hour
    local = begins.astimezone(zone).date()
    found = _at(local, hour, zone)
    return found if found >= begins else _at(local + _DAY, hour, zone)


def moment_before(rhythm: Rhythm, last: LastDay, days: int) -> datetime:
    """When somebody is reminded so many days before; in good time before it is over."""
    usual = at_their_hour(rhythm, last.ends - days * _DAY)
    latest = last.closes - LAST_CALL
    if usual <= latest:
        return usual
    return latest if not is_quiet(rhythm, latest) else _before_quiet(rhythm, latest)


def nearest(rhythm: Rhythm, last: LastDay, now: datetime) -> int | None:
    """Of all days before on which somebody is reminded, the last that has come; None before the first."""
    passed = [days for days in wanted_days(rhythm, last) if moment_before(rhythm, last, days) <= now]
    return min(passed, default=None)


def planned(rhythm: Rhythm, last: LastDay, days: int, now: datetime) -> datetime | None:
    """When the reminder so many days before is to go out, seen from ``now``; None where there is to be none.

    One whose moment is over goes out late, unless a later one has come as well or comes within hours.
    """
    wanted = wanted_days(rhythm, last)
    if days not in wanted:
        return None
    moment = moment_before(rhythm, last, days)
    if moment > now:
        return moment
    following = [moment_before(rhythm, last, other) for other in wanted if other < days]
    is_late = now - moment > LATE
    if any(other <= now for other in following) or (is_late and any(other - now < SOON for other in following)):
        return None
    return moment


def _at(day: date, hour: int, zone: ZoneInfo | object) -> datetime:
    return datetime.combine(day, time(hour), zone if isinstance(zone, ZoneInfo) else SHANGHAI)


def _is_quiet_hour(rhythm: Rhythm, hour: int) -> bool:
    first, last = rhythm.quiet_from, rhythm.quiet_to
    return first <= hour < last if first <= last else hour >= first or hour < last


def _before_quiet(rhythm: Rhythm, moment: datetime) -> datetime:
    """The beginning of the last hour before the quiet ones that a moment falls into."""
    local = moment.astimezone(zone_of(rhythm.timezone)).replace(minute=0, second=0, microsecond=0)
    for back in range(24):
        if not is_quiet(rhythm, local - timedelta(hours=back)):
            return local - timedelta(hours=back)
    return moment
