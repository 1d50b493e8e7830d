"""Windows, judging days and working days. Pure: the present is always passed in; days are those of Asia/Shanghai."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import chinese_calendar

from knowledge.entries import Stage
from knowledge.policy import Policy

SHANGHAI = ZoneInfo("Asia/Shanghai")

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Window:
    """How a stage stands now."""

    state: Literal["open", "upcoming", "closed", "none"]
    stage: Stage | None = None
    starts: date | None = None
    """First day; None where neither stage nor notice has one: then it was always open."""
    ends: date | None = None
    """Last day, included."""
    days: int | None = None
    """Calendar days: until ``ends`` when open (0 on the last day), until ``starts`` when upcoming, since ``ends`` when closed."""


@dataclass(frozen=True)
class JudgingDay:
    """The day on which ages and lengths are judged, and whose word that is."""

    day: date
    source: Literal["notice", "own_reading", "today"]
    stage: Stage | None = None
    """The link whose last day it is, when it is our own reading."""


@dataclass(frozen=True)
class WorkingDay:
    """A working day; provisional where the year's public holidays are not known and only weekends were skipped."""

    day: date
    provisional: bool


def in_order(policy: Policy) -> tuple[Stage, ...]:
    """All stages, each after the one it follows."""
    by_id = {stage.id: stage for stage in policy.stages}
    ordered: dict[str, Stage] = {}
    for stage in policy.stages:
        waiting: dict[str, Stage] = {}
        here: Stage | None = stage
        while here is not None and here.id not in ordered and here.id not in waiting:
            waiting[here.id] = here
            here = by_id.get(here.follows) if here.follows else None
        ordered |= dict(reversed(waiting.items()))
    return tuple(ordered.values())


def closing(stage: Stage) -> datetime | None:
    """The first moment after a stage's end: its hour, else the midnight that ends its last day; None when it has no end."""
    if stage.ends is None:
        return None
    if stage.ends_at is not None:
        return datetime.combine(stage.ends, stage.ends_at, SHANGHAI)
    return datetime.combine(stage.ends + _DAY, time(), SHANGHAI)


def window_of(policy: Policy, stage: Stage | None, now: datetime) -> Window:
    """How a stage stands at ``now`` (timezone-aware). Without a start it opens when the notice was published, else signed."""
    if now.tzinfo is None:
        raise ValueError("now must be timezone-aware")
    closes = closing(stage) if stage else None
    if stage is None or stage.ends is None or closes is None:
        return Window("none")
    today = now.astimezone(SHANGHAI).date()
    starts = stage.starts or next((day for day in (policy.published, policy.signed) if day and day <= stage.ends), None)
    if now >= closes:
        return Window("closed", stage, starts, stage.ends, (today - stage.ends).days)
    if starts is not None and today < starts:
        return Window("upcoming", stage, starts, stage.ends, (starts - today).days)
    return Window("open", stage, starts, stage.ends, (stage.ends - today).days)


def judging_day(policy: Policy, link: Stage | None, today: date) -> JudgingDay:
    """The notice's own day, else the last day of the link whose date is the applicant's (our reading), else today."""
    if policy.judged_on is not None:
        return JudgingDay(policy.judged_on.day, "notice")
    if link is not None and link.ends is not None:
        return JudgingDay(link.ends, "own_reading", link)
    return JudgingDay(today, "today")


def last_working_day(day: date) -> WorkingDay:
    """The last day on or before a day on which offices work, 调休 included: the day to act by when a deadline falls on a day off.

    In years that are not known only weekends are days off.
    """
    provisional = False
    while True:
        found = _look_up(day)
        provisional |= found.provisional
        if found.working:
            return WorkingDay(day, provisional)
        day -= _DAY


@dataclass(frozen=True)
class _Known:
    working: bool
    provisional: bool


def _look_up(day: date) -> _Known:
    try:
        return _Known(chinese_calendar.is_workday(day), provisional=False)
    except NotImplementedError:
        return _Known(day.weekday() < _SATURDAY, provisional=True)
