"""Calendar files (RFC 5545): one event for each dated stage, the same UID whenever and for whomever the file is written.

What is handed in is an event on its last day, or at its hour; what others do from one day to another spans these days. Days
are Shanghai's, hours are written in UTC, so that no clock of another zone moves them. A date that moved keeps its UID and bears a higher
sequence, and one that was cancelled is told so: a calendar that holds it already follows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.clock import SHANGHAI
from bot.usecases.rhythms import DEFAULT, at_their_hour, chosen_days
from bot.usecases.units.inner import INNER, InnerDay, InnerDays
from bot.usecases.versions import Versions
from bot.views.citing import caveat_text, name_of, source_text
from bot.views.dates import when_text, working_day_advice
from bot.views.topics.deadlines import actor_text, tracks_text, undated_text
from bot.views.undated import is_own, undated_for_the_person, whose_step
from eligibility.route import route_of
from eligibility.wording import describe_comparison
from knowledge.base import KnowledgeBase
from knowledge.calendar import in_order
from knowledge.conditions import Comparison
from knowledge.entries import Stage
from knowledge.policy import Policy
from storage.records import Rhythm

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODUCT = "-//shenbao//calendar//ZH"
NAME = "申报助手：申报日期"
ALARMS = (7, 3, 1, 0)
"""Days before a last day on which a calendar reminds unless somebody chose others; before what has no last day only on its first."""
ONE_DAY = timedelta(days=1)
SEQUENCES_FROM = datetime(2020, 1, 1, tzinfo=UTC)
"""Sequences that count seconds begin here, so that they fit their 31 bits until 2088."""


def dated_stages(policy: Policy) -> tuple[Stage, ...]:
    """The stages with a day of their own, each after the one it follows; what is told only roughly has no place in a calendar."""
    return tuple(stage for stage in in_order(policy) if stage.starts or stage.ends)


@dataclass(frozen=True)
class Reader:
    """For whom a file is written, and when (``stamp`` is timezone-aware): ``versions`` of the dates as this installation knows them."""

    stamp: datetime
    rhythm: Rhythm = DEFAULT
    versions: Versions = field(default_factory=lambda: Versions(()))
    inner: InnerDays = field(default_factory=dict)
    """By policy, the day by which the reader's unit wants it."""
    withdrawn: Mapping[str, date] = field(default_factory=dict)
    """By policy, the day by which it wanted it before it took that back."""


def calendar_file(
    base: KnowledgeBase, wanted: Iterable[tuple[Policy, Stage]], reader: Reader, name: str = NAME, *, about: Collection[str] = ()
) -> bytes:
    """The file with these stages, those without a day left out, and with what was cancelled of their policies and of those ``about``."""
    stages = tuple(wanted)
    policies = {*about, *(policy.id for policy, _ in stages)}
    from icalendar import Calendar  # noqa: PLC0415 - a start does not wait for it

    calendar = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(key, value)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(SHANGHAI))
    events = {uid_of(policy.id, stage.id): (policy, stage) for policy, stage in stages if stage.starts or stage.ends}
    for uid, (policy, stage) in sorted(events.items(), key=lambda pair: (_day_of(pair[1][1]), pair[0])):
        calendar.add_component(_event(base, policy, stage, uid, reader))
    for policy in {policy.id: policy for policy, _ in stages}.values():
        if policy.id in reader.inner:
            calendar.add_component(_inner_event(policy, reader.inner[policy.id], reader))
    for event in cancellations(base, policies, reader):
        if str(event["uid"]) not in events:
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def cancellations(base: KnowledgeBase, policies: Collection[str], reader: Reader) -> "Iterator[Event]":
    """What a calendar that was taken earlier is to take out: stages of these policies, and their units' own days."""
    for one in reader.versions.cancelled(policies):
        name = f"{one.label.policy} {one.label.stage}"
        yield _cancelled(uid_of(one.policy, one.stage), name, one.day, one.sequence, reader.stamp)
    for policy, day in reader.withdrawn.items():
        if policy in policies and policy in base.policies and policy not in reader.inner:
            name = f"本单位内部截止 {name_of(base.policies[policy])}"
            yield _cancelled(uid_of(policy, INNER), name, day, _as_of(reader.stamp), reader.stamp)


def uid_of(policy: str, stage: str) -> str:
    """What stays the same when a date moves, so that calendars update an event instead of doubling it."""
    return f"{policy}.{stage}@shenbao"


def _cancelled(uid: str, name: str, day: date, sequence: int, stamp: datetime) -> "Event":
    """What a calendar takes out, or strikes through."""
    from icalendar import Event  # noqa: PLC0415 - a start does not wait for it

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("status", "CANCELLED")
    event.add("summary", f"已取消：{name}")
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)
    return event


def _as_of(stamp: datetime) -> int:
    """The sequence of a unit's own day: whichever unit's it is, a file that is made later holds what is wanted by then."""
    return int((stamp - SEQUENCES_FROM).total_seconds())


def _inner_event(policy: Policy, inner: InnerDay, reader: Reader) -> "Event":
    """The unit's own last day, told apart from what the notice says."""
    from icalendar import Event  # noqa: PLC0415 - a start does not wait for it

    event = Event()
    event.add("uid", uid_of(policy.id, INNER))
    event.add("dtstamp", reader.stamp.astimezone(UTC))
    event.add("sequence", _as_of(reader.stamp))
    event.add("summary", f"本单位内部截止（本单位定的）：{name_of(policy)}")
    event.add("description", f"交到单位（{inner.unit}）。这一天是本单位定的，不是通知里写的。")
    event.add("dtstart", inner.day)
    event.add("dtend", inner.day + ONE_DAY)
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["申报"])
    begins = datetime.combine(inner.day, time(), SHANGHAI)
    for days in chosen_days(reader.rhythm) or ALARMS:
        event.add_component(_alarm(event, at_their_hour(reader.rhythm, inner.day - days * ONE_DAY) - begins))
    return event


def _event(base: KnowledgeBase, policy: Policy, stage: Stage, uid: str, reader: Reader) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - a start does not wait for it

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", reader.stamp.astimezone(UTC))
    event.add("sequence", reader.versions.sequence(policy.id, stage.id))
    event.add("summary", f"{_kind(stage)}{name_of(policy)} {stage.name}{tracks_text(policy, stage)}")
    event.add("description", "\n".join(_description(base, policy, stage, reader.inner.get(policy.id))))
    begins = _times(event, stage)
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["申报"])
    for trigger in _triggers(stage, begins, reader.rhythm):
        event.add_component(_alarm(event, trigger))
    return event


def _kind(stage: Stage) -> str:
    if _spans(stage):
        return ""
    return "截止：" if stage.ends else "开始："


def _spans(stage: Stage) -> bool:
    """Whether it is something that goes on from one day to another, rather than a day by which one has to act."""
    return bool(stage.starts and stage.ends) and not stage.applying


def _day_of(stage: Stage) -> date:
    """The day on which its event begins."""
    first = stage.starts if _spans(stage) else stage.ends or stage.starts
    return first or date.max


def _times(event: "Event", stage: Stage) -> datetime:
    """Put the times on an event; its first moment."""
    begins = datetime.combine(_day_of(stage), time(), SHANGHAI)
    if stage.ends_at is not None and not _spans(stage):
        begins = datetime.combine(_day_of(stage), stage.ends_at, SHANGHAI)
        event.add("dtstart", begins.astimezone(UTC))
        return begins
    event.add("dtstart", begins.date())
    event.add("dtend", (stage.ends if _spans(stage) and stage.ends else begins.date()) + ONE_DAY)
    return begins


def _triggers(stage: Stage, begins: datetime, rhythm: Rhythm) -> list[timedelta]:
    """When to remind, from the event's first moment on; never after a last hour."""
    is_deadline = stage.ends is not None and not _spans(stage)
    before = (chosen_days(rhythm) or ALARMS) if is_deadline else ALARMS[-1:]
    found = [at_their_hour(rhythm, begins.date() - days * ONE_DAY) - begins for days in before]
    return [trigger for trigger in found if stage.ends_at is None or _spans(stage) or trigger < timedelta()]


def _alarm(event: "Event", trigger: timedelta) -> "Alarm":
    from icalendar import Alarm  # noqa: PLC0415 - a start does not wait for it

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", trigger)
    alarm.add("description", event["summary"])
    return alarm


def _description(base: KnowledgeBase, policy: Policy, stage: Stage, inner: InnerDay | None) -> list[str]:
    """Who does what, for whom it is, when exactly, what is doubtful about it, and where it stands."""
    receiver = f"，交到：{stage.receiver}" if stage.receiver else ""
    lines = [f"{actor_text(stage)}：{stage.action}{receiver}", f"时间：{when_text(stage)}"]
    if isinstance(stage.when, Comparison):
        lines.append(f"只涉及 {describe_comparison(base.facts[stage.when.fact], stage.when)}")
    others = stage.applying and not is_own(policy, stage) and undated_for_the_person((route_of(base, policy),))
    lines += [f"这是{whose_step((stage,))}的日期。{undated_text(inner)}"] if others else []
    advice = working_day_advice(stage.ends) if stage.ends and not _spans(stage) else None
    lines += [advice] if advice else []
    lines += [caveat_text(caveat) for caveat in policy.caveats_on(frozenset({stage.id}))]
    return [*lines, f"条款：{stage.clause}", source_text(policy)]
