"""Which reminders are due: stage by offset from the knowledge, nothing per person.

A follower of a policy is reminded of the applicant's own link of the chain, or of the next dated one, at 30, 14, 7, 3 and
1 days before its last day and on that day, at 09:00 Asia/Shanghai. Of several offsets that passed while the bot was down
only the nearest is told. Where it hangs on the affiliation whose link is whose, every possible link is due; whether it is
somebody's is seen when theirs is worded.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI
from eligibility.answers import Answers
from eligibility.route import Route, route_of
from knowledge.base import KnowledgeBase
from knowledge.calendar import closing
from knowledge.entries import Stage
from knowledge.policy import Policy
from storage.records import Occasion, OutboxRecord, SubscriptionKind

OFFSETS = (30, 14, 7, 3, 1, 0)
HOUR = time(9, 0, tzinfo=SHANGHAI)
LATE = timedelta(hours=1)
SOON = timedelta(hours=12)
"""A reminder that is late by more than LATE is left out when the next one comes within SOON."""
REMINDER = "reminder"
NEW_EDITION = "notice"
PUBLISHED = "published"


@dataclass(frozen=True)
class Due:
    """What a delivery is about, read back from its reference."""

    policy: Policy
    stages: tuple[Stage, ...]
    """Those of a follower's links that end on the same day; tracks and ways may have different ones."""
    ends: date
    days_left: int
    routes: tuple[Route, ...]
    """What is known of their way, for each track that they follow or the policy as a whole."""


def due_occasions(base: KnowledgeBase, now: datetime) -> Iterator[Occasion]:
    """For each last day of own links that is not over, the nearest offset that has come: one message, whichever tracks share it."""
    for policy in base.policies.values():
        if not any(is_coming(stage, now) for stage in policy.stages):
            continue
        for ends, stages in by_last_day(base, policy).items():
            offset = nearest_offset(ends, now)
            if offset is not None and any(is_coming(stage, now) for stage in stages):
                yield _occasion(base, policy, stages, ends, offset)


def nearest_offset(ends: date, now: datetime) -> int | None:
    """The smallest offset that has come; none when it came long ago and the next one follows within hours anyway."""
    passed = [days for days in OFFSETS if due_at(ends, days) <= now]
    if not passed:
        return None
    following = [days for days in OFFSETS if days < min(passed)]
    is_late = now - due_at(ends, min(passed)) > LATE
    return None if is_late and following and due_at(ends, max(following)) - now < SOON else min(passed)


def by_last_day(base: KnowledgeBase, policy: Policy) -> dict[date, tuple[Stage, ...]]:
    """The links whose date can be a follower's, by that day."""
    return _grouped(route_of(base, policy).dated)


def is_coming(stage: Stage, now: datetime) -> bool:
    """Whether a stage has a last day and is not over."""
    closes = closing(stage)
    return closes is not None and now < closes


def target_of(policy: str, track: str | None) -> tuple[SubscriptionKind, str]:
    """What one follows: a policy, or one of its tracks."""
    return ("policy", policy) if track is None else ("track", f"{policy}/{track}")


def targets_of_policy(policy: Policy) -> tuple[tuple[SubscriptionKind, str], ...]:
    """All that one can follow of a policy."""
    return (target_of(policy.id, None), *(target_of(policy.id, track.id) for track in policy.tracks))


def due_at(deadline: date, offset_days: int) -> datetime:
    """When the reminder of an offset goes out."""
    return datetime.combine(deadline - timedelta(days=offset_days), HOUR)


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


def hangs_on_answers(base: KnowledgeBase, claim: OutboxRecord) -> bool:
    """Whether it takes somebody's answers to say whether a reminder is for them."""
    policy = base.policies.get(json.loads(claim.reference)["policy"])
    return policy is not None and any(stage.when is not None for stage in policy.stages)


def still_due(
    base: KnowledgeBase, claim: OutboxRecord, followed: Collection[tuple[str, str]], answers: Answers, now: datetime
) -> Due | None:
    """What a reminder is about for somebody who follows these targets and answered this.

    None when nothing is left of it, its date moved, or it is not theirs.
    """
    reference = json.loads(claim.reference)
    policy = base.policies.get(reference["policy"])
    if policy is None:
        return None
    ends = date.fromisoformat(reference["deadline"])
    tracks = [track for track in (None, *(one.id for one in policy.tracks)) if target_of(policy.id, track) in followed]
    routes = tuple(route_of(base, policy, track, answers) for track in tracks)
    dated = {stage.id: stage for route in routes for stage in route.dated}
    stages = tuple(stage for stage in _grouped(dated.values()).get(ends, ()) if is_coming(stage, now))
    return Due(policy, stages, ends, (ends - now.astimezone(SHANGHAI).date()).days, routes) if stages else None


def _grouped(stages: Iterable[Stage]) -> dict[date, tuple[Stage, ...]]:
    """Dated stages by their last day."""
    found: dict[date, tuple[Stage, ...]] = {}
    for stage in stages:
        if stage.ends is not None:
            found[stage.ends] = (*found.get(stage.ends, ()), stage)
    return found


def edition_of(base: KnowledgeBase, claim: OutboxRecord) -> Policy | None:
    """The new edition that a notice tells of; None when it was withdrawn meanwhile."""
    return base.policies.get(json.loads(claim.reference)["policy"])


def _occasion(base: KnowledgeBase, policy: Policy, stages: tuple[Stage, ...], ends: date, offset_days: int) -> Occasion:
    due = {stage.id for stage in stages}
    tracks = [track.id for track in policy.tracks if any(link.id in due for link in route_of(base, policy, track.id).dated)]
    return Occasion(
        kind=REMINDER,
        policy=policy.id,
        stage=stages[0].id,
        offset_days=offset_days,
        deadline=ends.isoformat(),
        due_at=due_at(ends, offset_days),
        targets=(target_of(policy.id, None), *(target_of(policy.id, track) for track in tracks)),
    )
