"""What people follow: a policy for its deadlines, a series for its next edition."""

from dataclasses import dataclass

from knowledge.base import KnowledgeBase
from storage.records import SubscriptionKind, SubscriptionRecord

TRACKED: dict[SubscriptionKind, str] = {"track": "截止提醒", "ripening": "时间够的那天"}


@dataclass(frozen=True)
class Followed:
    """A subscription with what it is called."""

    subscription: SubscriptionRecord
    name: str


def named(base: KnowledgeBase, subscriptions: tuple[SubscriptionRecord, ...]) -> tuple[Followed, ...]:
    """The subscriptions with names; one whose target this knowledge no longer holds keeps its id."""
    return tuple(Followed(one, _name(base, one)) for one in subscriptions)


def _name(base: KnowledgeBase, subscription: SubscriptionRecord) -> str:
    if subscription.kind == "series" and subscription.target in base.series:
        return f"{base.series[subscription.target].name}：下一期"
    if subscription.kind == "policy" and subscription.target in base.policies:
        policy = base.policies[subscription.target]
        return f"{policy.short_title}（{policy.year}）：截止提醒"
    if subscription.kind == "screening":
        return "适合我的新项目" if subscription.target == "person" else "适合单位的新项目"
    policy_id, _, track_id = subscription.target.partition("/")
    if subscription.kind in TRACKED and policy_id in base.policies:
        policy = base.policies[policy_id]
        track = next((track.name for track in policy.tracks if track.id == track_id), track_id)
        return f"{policy.short_title}（{policy.year}）{track}：{TRACKED[subscription.kind]}"
    return subscription.target
