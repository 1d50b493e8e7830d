"""Reminders of a unit's own links, worded for its contacts and its groups. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.usecases.reminding import day_now, days_left, is_coming, is_spent, late_since
from bot.usecases.units.watching import Watching, unit_route, unit_stages
from bot.usecases.versions import Versions
from eligibility.route import Route
from knowledge.base import KnowledgeBase
from knowledge.entries import Stage
from knowledge.policy import Policy
from storage.queue_records import OutboxRecord
from storage.records import Rhythm


@dataclass(frozen=True)
class UnitDue:
    """What a delivery is about for one unit."""

    watching: Watching
    policy: Policy
    stages: tuple[Stage, ...]
    """Those of the unit's stages that end on the same day and are not handed in."""
    ends: date
    days_left: int
    route: Route
    late: datetime | None = None
    """When it should have come, where it comes late."""


def units_due(  # noqa: PLR0913, PLR0917 - of what, to whom, when
    base: KnowledgeBase, versions: Versions, claim: OutboxRecord, rhythm: Rhythm, watchings: Iterable[Watching], now: datetime
) -> tuple[UnitDue, ...]:
    """What is left of a delivery for each unit of its chat.

    Nothing where its date moved, a later one has come, the unit follows the policy no more or has handed it in.
    """
    policy = base.policies.get(json.loads(claim.reference)["policy"])
    day = day_now(base, versions, policy, claim) if policy is not None else None
    if policy is None or day is None:
        return ()
    if is_spent(claim, rhythm, day.last, versions.of_policy(policy.id)[1], now):
        return ()
    found: list[UnitDue] = []
    for watching in watchings:
        own = unit_stages(base, policy, watching).values()
        stages = tuple(stage for stage in own if stage.ends == day.last.ends and is_coming(stage, now))
        if stages:
            left, route = days_left(day.last.ends, now), unit_route(base, policy, watching)
            found.append(UnitDue(watching, policy, stages, day.last.ends, left, route, late_since(claim, now)))
    return tuple(found)
