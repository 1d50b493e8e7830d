"""What nobody could be reminded of because the bot was down: last days that passed meanwhile, summed up in one message. Pure."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.usecases.keeping.withdrawing import are_withdrawn
from bot.usecases.reminding import Listener, Target, days_of, routes_of, stages_of, target_of_stage, target_of_unit, targets_of_policy
from bot.usecases.rhythms import LAST_CALL, LastDay, awake
from bot.usecases.snoozing import is_to_come
from bot.usecases.units.inner import last_day_of
from bot.usecases.units.watching import unit_stages
from knowledge.base import KnowledgeBase
from knowledge.entries import Stage
from knowledge.policy import Policy
from storage.queue_records import Message, Occasion, OutboxRecord
from storage.records import Rhythm
from storage.unit_records import InnerDeadlineRecord

MISSED = "missed"
ALL = "*"


@dataclass(frozen=True)
class Missed:
    """Stages of a policy that ended on a day of which somebody was to be reminded."""

    policy: Policy
    stages: tuple[Stage, ...]
    ends: date


@dataclass(frozen=True)
class MissedOwn:
    """The same of a unit's own day."""

    policy: Policy
    unit: str
    ends: date


@dataclass(frozen=True)
class Gap:
    """A time without ticks, with the last days that it swallowed."""

    occasion: Occasion
    days: tuple[LastDay, ...]
    inner: tuple[InnerDeadlineRecord, ...] = ()
    """The units' own that were over meanwhile; their members hear of them in the same message."""

    @property
    def since(self) -> datetime:
        """When the last tick was."""
        return datetime.fromisoformat(self.occasion.deadline)

    def when(self, rhythm: Rhythm, now: datetime) -> datetime | None:
        """When followers of a rhythm hear of it: now, or after their quiet hours; None where no reminder of theirs was to come."""
        return awake(rhythm, now) if any(is_to_come(rhythm, day, self.since) for day in self.days) else None


def gap(base: KnowledgeBase, since: datetime, now: datetime, own: Iterable[InnerDeadlineRecord] = ()) -> Gap | None:
    """What passed between the last tick and this one; None where that is nothing that anybody was still to be reminded of.

    ``own``: the days that count of all units.
    """
    if now - since < LAST_CALL:
        return None
    passed = [(policy, stages, last) for policy, stages, last in _days(base) if since < last.closes <= now]
    inner = tuple(record for record in own if since < last_day_of(record).closes <= now)
    if not passed and not inner:
        return None
    targets: dict[Target, None] = {}
    for policy, stages, _ in passed:
        targets |= dict.fromkeys(target for target in targets_of_policy(policy) if target[0] != "stage")
        targets |= dict.fromkeys((*(target_of_stage(policy.id, stage.id) for stage in stages), target_of_unit(policy.id)))
    occasion = Occasion(kind=MISSED, policy=ALL, stage=ALL, offset_days=0, deadline=since.isoformat(), due_at=now, targets=tuple(targets))
    return Gap(occasion, tuple(last for *_, last in passed), inner)


def missed_since(since: datetime, chat_id: int, person_id: int, now: datetime) -> Message:
    """The same for one person whom nothing reached for a while; one a day."""
    about = json.dumps({"kind": MISSED, "deadline": since.isoformat()})
    key = f"{MISSED}:{chat_id}:{now.date().isoformat()}"
    return Message(kind=MISSED, chat_id=chat_id, person_id=person_id, due_at=now, dedupe_key=key, reference=about)


def since_when(claim: OutboxRecord) -> datetime:
    """From when on a summary tells what was missed."""
    return datetime.fromisoformat(json.loads(claim.reference)["deadline"])


def missed_by(base: KnowledgeBase, claim: OutboxRecord, listener: Listener, now: datetime) -> tuple[Missed, ...]:
    """What somebody was not reminded of, in the order in which it ended."""
    since = since_when(claim)
    found: list[Missed] = []
    for policy, stages, last in _days(base):
        if since < last.closes <= now and is_to_come(listener.rhythm, last, since):
            theirs = {*stages_of(policy, routes_of(base, policy, listener), listener)}
            theirs |= {stage for watching in listener.watching for stage in unit_stages(base, policy, watching)}
            mine = tuple(stage for stage in stages if stage.id in theirs)
            found += [Missed(policy, mine, last.ends)] if mine else []
    return tuple(sorted(found, key=lambda one: one.ends))


def told_of(base: KnowledgeBase, missed: Iterable[Missed]) -> tuple[tuple[Missed, ...], tuple[Policy, ...]]:
    """What can be told of it; and the policies of which it cannot, for whether that day was the last is what is being verified."""
    told: list[Missed] = []
    unsaid: dict[str, Policy] = {}
    for one in missed:
        if are_withdrawn(base, one.policy, ("stages",)):
            unsaid[one.policy.id] = one.policy
        else:
            told.append(one)
    return tuple(told), tuple(unsaid.values())


def _days(base: KnowledgeBase) -> Iterator[tuple[Policy, tuple[Stage, ...], LastDay]]:
    for policy in base.policies.values():
        for day in days_of(base, policy):
            yield policy, day.stages, day.last
