"""Which reminders are due: stage by offset from the knowledge, nothing per person.

A follower of a policy is reminded of the applicant's own link of the chain, or of the next dated one, at 30, 14, 7, 3 and
1 days before its last day and on that day, at 09:00 Asia/Shanghai. Of several offsets that passed while the bot was down
only the nearest is told.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI
from knowledge.base import KnowledgeBase
from knowledge.calendar import closing, own_link
from knowledge.entries import Stage
from knowledge.policy import Policy
from storage.records import Occasion, OutboxRecord

OFFSETS = (30, 14, 7, 3, 1, 0)
HOUR = time(9, 0, tzinfo=SHANGHAI)
REMINDER = "reminder"
NEW_EDITION = "notice"
PUBLISHED = "published"


@dataclass(frozen=True)
class Due:
    """What a delivery is about, read back from its reference."""

    policy: Policy
    stages: tuple[Stage, ...]
    """Those of a follower's links that end on the same day; tracks may have different ones."""
    ends: date
    days_left: int


def due_occasions(base: KnowledgeBase, now: datetime) -> Iterator[Occasion]:
    """For each last day of own links that is not over, the nearest offset that has come: one message, whichever tracks share it."""
    for policy in base.policies.values():
        for ends, stages in by_last_day(policy).items():
            passed = [days for days in OFFSETS if due_at(ends, days) <= now]
            if passed and any(is_coming(stage, now) for stage in stages):
                yield _occasion(policy, stages[0], ends, min(passed))


def by_last_day(policy: Policy) -> dict[date, tuple[Stage, ...]]:
    """The own links that have a last day, by that day."""
    found: dict[date, tuple[Stage, ...]] = {}
    for stage in own_links(policy):
        if stage.ends is not None:
            found[stage.ends] = (*found.get(stage.ends, ()), stage)
    return found


def own_links(policy: Policy) -> tuple[Stage, ...]:
    """The links whose dates concern a follower, one for each track, without repeats."""
    tracks = tuple(track.id for track in policy.tracks) or (None,)
    links = (own_link(policy, track) for track in tracks)
    return tuple({stage.id: stage for stage in links if stage is not None}.values())


def due_at(deadline: date, offset_days: int) -> datetime:
    """When the reminder of an offset goes out."""
    return datetime.combine(deadline - timedelta(days=offset_days), HOUR)


def is_coming(stage: Stage, now: datetime) -> bool:
    """Whether a stage has a last day and is not over."""
    closes = closing(stage)
    return closes is not None and now < closes


def new_editions(base: KnowledgeBase, known: frozenset[str], now: datetime) -> Iterator[Occasion]:
    """For each policy that was not known before and is the newest of its series, something to tell the series' followers."""
    for editions in base.editions.values():
        policy = editions[0]
        if policy.id not in known and any(older.id in known for older in editions[1:]):
            yield Occasion(
                kind=NEW_EDITION,
                policy=policy.id,
                stage=PUBLISHED,
                offset_days=0,
                deadline=PUBLISHED,
                due_at=now,
                targets=(("series", policy.series.id),),
            )


def still_due(base: KnowledgeBase, claim: OutboxRecord, now: datetime) -> Due | None:
    """What a reminder is about, unless its date moved, its stage is gone or its time is over."""
    reference = json.loads(claim.reference)
    policy = base.policies.get(reference["policy"])
    if policy is None:
        return None
    ends = date.fromisoformat(reference["deadline"])
    stages = tuple(stage for stage in by_last_day(policy).get(ends, ()) if is_coming(stage, now))
    return Due(policy, stages, ends, (ends - now.astimezone(SHANGHAI).date()).days) if stages else None


def edition_of(base: KnowledgeBase, claim: OutboxRecord) -> Policy | None:
    """The new edition that a notice tells of; None when it was withdrawn meanwhile."""
    return base.policies.get(json.loads(claim.reference)["policy"])


def _occasion(policy: Policy, stage: Stage, ends: date, offset_days: int) -> Occasion:
    return Occasion(
        kind=REMINDER,
        policy=policy.id,
        stage=stage.id,
        offset_days=offset_days,
        deadline=ends.isoformat(),
        due_at=due_at(ends, offset_days),
        targets=(("policy", policy.id),),
    )
