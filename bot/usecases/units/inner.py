"""本单位内部截止: a unit's own last day for a policy. Its members are reminded of it as the unit's own, never as the notice's. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.clock import SHANGHAI
from bot.usecases.keeping.withdrawing import are_withdrawn
from bot.usecases.reminding import Reminder, closing_of, days_left, fans_out_at, is_coming, is_spent, late_since
from bot.usecases.rhythms import CHOICES, LastDay, awake, usual_days
from bot.usecases.units.watching import Watching, unit_route
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from storage.queue_records import Message, Occasion, OutboxRecord
from storage.records import Rhythm
from storage.unit_records import InnerDeadlineRecord

INNER = "inner"
INNER_SNOOZE = "inner_snooze"
INNER_MOVED = "inner_moved"
WITHDRAWN = ""
OWN_DAY = "inner "

Fit = Literal["past", "after_the_units", "fits"]
"""How a day that is typed lies: it is over; it is later than what the unit itself has to keep to; neither."""


@dataclass(frozen=True)
class InnerDay:
    """A unit's own last day, as its members are told of it."""

    unit: str
    day: date


InnerDays = Mapping[str, InnerDay]
"""By policy, the day by which somebody's unit wants it."""


@dataclass(frozen=True)
class InnerDue:
    """What a reminder of a unit's own last day is about."""

    unit_id: int
    unit: str
    policy: Policy
    ends: date
    days_left: int
    late: datetime | None = None
    """When it should have come, where it comes late."""


@dataclass(frozen=True)
class InnerMoved:
    """A unit's own last day that is another than a member was told; ``old`` or ``new`` is None where there was, or is, none."""

    unit: str
    policy: Policy
    old: date | None
    new: date | None
    over: bool = False
    """Whether the new day is over by the time they read it."""


def read_day(record: InnerDeadlineRecord | None) -> date | None:
    """The day of a version; None where it was withdrawn or never set."""
    return date.fromisoformat(record.day) if record is not None and record.day != WITHDRAWN else None


def last_day_of(record: InnerDeadlineRecord) -> LastDay:
    """A version that counts, with the days before it that suit the time from when it was set."""
    ends = date.fromisoformat(record.day)
    return LastDay(ends, closing_of(ends), usual_days(record.set_at.astimezone(SHANGHAI).date(), ends))


def inner_reminders(record: InnerDeadlineRecord, now: datetime) -> Iterator[Reminder]:
    """Every reminder of a version that counts that is to be fanned out by now, as long as it is not over."""
    last = last_day_of(record)
    if now >= last.closes:
        return
    for days in CHOICES:
        if fans_out_at(last.ends, days) <= now:
            yield Reminder(
                Occasion(
                    kind=INNER,
                    policy=record.policy,
                    stage=stage_of(record.unit_id),
                    offset_days=days,
                    deadline=_version(record),
                    due_at=fans_out_at(last.ends, days),
                    targets=(),
                ),
                last,
                record.set_at,
            )


def inner_due(  # noqa: PLR0913, PLR0917 - of what, to whom, when
    base: KnowledgeBase, record: InnerDeadlineRecord | None, unit: str, claim: OutboxRecord, rhythm: Rhythm, now: datetime
) -> InnerDue | None:
    """What is left of a reminder: nothing where the unit has another day by now, it is over, or a later reminder has come.

    ``record``: the version that counts now; what somebody wanted once more goes with it, wherever it moved.
    """
    reference = json.loads(claim.reference)
    policy = base.policies.get(reference["policy"])
    if policy is None or record is None or record.day == WITHDRAWN:
        return None
    last = last_day_of(record)
    is_other = claim.kind == INNER and reference["deadline"] != _version(record)
    if is_other or now >= last.closes or is_spent(claim, rhythm, last, record.set_at, now):
        return None
    return InnerDue(record.unit_id, unit, policy, last.ends, days_left(last.ends, now), late_since(claim, now))


def _version(record: InnerDeadlineRecord) -> str:
    return f"{record.day}#{record.sequence}"


def stage_of(unit_id: int) -> str:
    """In the place of a stage: whose own day it is."""
    return f"unit {unit_id}"


def own_day(day: str) -> str:
    """In the place of a stage, where somebody wants to be reminded of a day of their unit's no more: of this one, not of another."""
    return f"{OWN_DAY}{day}"


def own_day_in(stage: str) -> date | None:
    """The day of which somebody wants to hear no more; None where it is a stage."""
    return date.fromisoformat(stage.removeprefix(OWN_DAY)) if stage.startswith(OWN_DAY) else None


def unit_in(reference: str) -> int:
    """The unit that a delivery of an inner deadline is about."""
    return int(json.loads(reference)["stage"].removeprefix("unit "))


def moved_message(record: InnerDeadlineRecord, old: int | None, person_id: int, chat_id: int, at: datetime) -> Message:
    """That a version holds now; ``old``: the one that its reader knows."""
    about = {"policy": record.policy, "stage": stage_of(record.unit_id), "deadline": record.day, "known": old}
    return Message(
        kind=INNER_MOVED,
        chat_id=chat_id,
        person_id=person_id,
        due_at=at,
        dedupe_key=f"{moved_key(record, chat_id)}{record.sequence}",
        reference=json.dumps(about, ensure_ascii=False),
    )


def told_at(record: InnerDeadlineRecord, rhythm: Rhythm, now: datetime) -> datetime:
    """When somebody is told that a version holds: after their quiet hours, unless its day is over by then."""
    day, at = read_day(record), awake(rhythm, now)
    return now if day is not None and now < closing_of(day) <= at else at


def moved_key(record: InnerDeadlineRecord, chat_id: int) -> str:
    """How the dedupe keys of all such messages about a unit's day begin in a chat."""
    return f"{INNER_MOVED}:{chat_id}:{record.policy}:{record.unit_id}:"


def fit_of(base: KnowledgeBase, policy: Policy, watching: Watching, day: date, now: datetime) -> Fit:
    """How a day lies that is to be the unit's own."""
    if closing_of(day) <= now:
        return "past"
    own = public_day(base, policy, watching, now)
    return "after_the_units" if own is not None and day > own else "fits"


def public_day(base: KnowledgeBase, policy: Policy, watching: Watching, now: datetime) -> date | None:
    """The first last day to come that the unit itself has to keep to by the notice; none while the notice's days are being verified."""
    if are_withdrawn(base, policy, ("stages",)):
        return None
    coming = (stage.ends for stage in unit_route(base, policy, watching).dated if is_coming(stage, now))
    return min((ends for ends in coming if ends is not None), default=None)
