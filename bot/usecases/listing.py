"""Everything on file in the order in which people need it: what is open now first, then what is coming, then the newest."""

from dataclasses import dataclass
from datetime import datetime

from eligibility.route import route_of
from knowledge.base import KnowledgeBase
from knowledge.calendar import Window, closing
from knowledge.policy import Policy

_RANKS = {"open": 0, "upcoming": 1, "closed": 2, "none": 2}


@dataclass(frozen=True)
class Listed:
    """A policy, and whether one can apply now."""

    policy: Policy
    window: Window
    """Exact where something can still be handed in; else its state alone."""


def listed(base: KnowledgeBase, now: datetime) -> tuple[Listed, ...]:
    """All policies; what takes no applications comes last."""
    found = [Listed(policy, _window(base, policy, now)) for policy in base.policies.values()]
    return tuple(sorted(found, key=_place))


def _window(base: KnowledgeBase, policy: Policy, now: datetime) -> Window:
    """By the applicant's own link, which is looked for only where any link is still open: most notices are long over."""
    if base.is_withdrawn(policy.id, (stage.id for stage in policy.stages)):
        return Window("none")
    ends = [end for stage in policy.stages if stage.applying and (end := closing(stage)) is not None]
    if policy.applicant is None or not ends:
        return Window("none")
    return route_of(base, policy).window(now) if any(end > now for end in ends) else Window("closed")


def _place(one: Listed) -> tuple[int, bool, int, str]:
    return _RANKS[one.window.state], one.policy.applicant is None, -one.policy.year, one.policy.id
