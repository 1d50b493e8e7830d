"""Once more tomorrow: a delivery of its own kind."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import SHANGHAI
from bot.usecases.rhythms import LastDay, moment_before, wanted_days
from storage.queue_records import Message
from storage.records import Rhythm


@dataclass(frozen=True)
class Snooze:
    """When a reminder comes once more, and whether there was to be one on that day anyway."""

    at: datetime
    already: bool


def tomorrow(rhythm: Rhythm, last: LastDay, now: datetime) -> Snooze | None:
    """When it comes once more; None on the last day, when there is no tomorrow."""
    day: date = now.astimezone(SHANGHAI).date() + timedelta(days=1)
    left = (last.ends - day).days
    at = moment_before(rhythm, last, max(left, 0))
    return None if left < 0 or at <= now else Snooze(at, left in wanted_days(rhythm, last))


def is_to_come(rhythm: Rhythm, last: LastDay, now: datetime) -> bool:
    """Whether any reminder of a last day is still to come; none that was left out while nobody wanted it is made up for."""
    return any(moment_before(rhythm, last, days) > now for days in wanted_days(rhythm, last))


@dataclass(frozen=True)
class Step:
    """Of what somebody is reminded once more: the kind of its deliveries, its policy and stage, its last day as it stands."""

    kind: str
    policy: str
    stage: str
    ends: date | None


def snoozed(step: Step, at: datetime, person_id: int, chat_id: int) -> Message:
    """The delivery; it goes with the stage, wherever its date may move until then."""
    about = {"kind": step.kind, "policy": step.policy, "stage": step.stage, "deadline": f"{step.ends}"}
    return Message(
        kind=step.kind,
        chat_id=chat_id,
        person_id=person_id,
        due_at=at,
        dedupe_key=f"{step.kind}:{chat_id}:{step.policy}:{step.stage}:{at.isoformat()}",
        reference=json.dumps(about, ensure_ascii=False),
    )
