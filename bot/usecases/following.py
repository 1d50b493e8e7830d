"""What people follow: a policy or a track for its deadlines, one stage of it, a series for its next edition; and which days come next."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.usecases.reminding import Listener, is_coming, routes_of, stages_of
from knowledge.base import KnowledgeBase
from knowledge.entries import Stage
from knowledge.policy import Policy
from storage.records import SubscriptionKind, SubscriptionRecord

KINDS: dict[SubscriptionKind, str] = {"policy": "截止提醒", "track": "截止提醒", "stage": "提醒", "ripening": "时间够的那天"}


@dataclass(frozen=True)
class Followed:
    """A subscription with what it is called, and the policy and track that it is about where it is about one."""

    subscription: SubscriptionRecord
    name: str
    policy: Policy | None = None
    track: str | None = None


@dataclass(frozen=True)
class Ahead:
    """A last day to come of which somebody is reminded, with the stages of theirs that end on it."""

    policy: Policy
    ends: date
    stages: tuple[Stage, ...]


def named(base: KnowledgeBase, subscriptions: tuple[SubscriptionRecord, ...]) -> tuple[Followed, ...]:
    """The subscriptions with names; one whose target this knowledge no longer holds keeps its id; without what a unit follows."""
    return tuple(_named(base, one) for one in subscriptions if one.kind != "unit")


def days_ahead(base: KnowledgeBase, listener: Listener, now: datetime) -> tuple[Ahead, ...]:
    """Every last day to come of which somebody is reminded, the nearest first; none that is being verified."""
    found: list[Ahead] = []
    for policy in policies_followed(base, listener):
        if base.is_withdrawn(policy.id, (stage.id for stage in policy.stages)):
            continue
        coming = [stage for stage in stages_of(policy, routes_of(base, policy, listener), listener).values() if is_coming(stage, now)]
        days = {stage.ends for stage in coming if stage.ends}
        found += [Ahead(policy, ends, tuple(stage for stage in coming if stage.ends == ends)) for ends in days]
    return tuple(sorted(found, key=lambda one: (one.ends, one.policy.id)))


def policies_followed(base: KnowledgeBase, listener: Listener) -> tuple[Policy, ...]:
    """The policies of which somebody follows the whole, a track or a stage, as far as this knowledge has them."""
    return tuple(base.policies[one] for one in sorted(ids_followed(listener)) if one in base.policies)


def ids_followed(listener: Listener) -> frozenset[str]:
    """The same by id, with those whose notice is gone."""
    return frozenset(target.partition("/")[0] for kind, target in listener.followed if kind in {"policy", "track", "stage"})


def tracks_followed(policy: Policy, listener: Listener) -> tuple[str | None, ...]:
    """The tracks of a policy that somebody follows; None for the whole, or where it is a stage alone."""
    tracks = tuple(one.id for one in policy.tracks if ("track", f"{policy.id}/{one.id}") in listener.followed)
    return tracks if tracks and ("policy", policy.id) not in listener.followed else (None,)


def _named(base: KnowledgeBase, one: SubscriptionRecord) -> Followed:
    if one.kind == "series" and one.target in base.series:
        return Followed(one, f"{base.series[one.target].name}：下一期", base.editions[one.target][0])
    if one.kind == "screening":
        return Followed(one, "适合我的新项目" if one.target == "person" else "适合单位的新项目")
    policy_id, _, part = one.target.partition("/")
    policy = base.policies.get(policy_id)
    if one.kind not in KINDS or policy is None:
        return Followed(one, one.target)
    entries = policy.stages if one.kind == "stage" else policy.tracks
    name = next((entry.name for entry in entries if entry.id == part), part)
    track = part if any(entry.id == part for entry in policy.tracks) and one.kind != "stage" else None
    return Followed(one, f"{policy.short_title}（{policy.year}）{name}：{KINDS[one.kind]}", policy, track)
