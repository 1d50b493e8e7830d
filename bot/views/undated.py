"""The undated link: whose step is whose, and whether the reader's own has no date."""

from collections.abc import Iterable

from bot.views.topics.deadlines import ACTORS
from eligibility.route import ACTORS as OWN
from eligibility.route import Route
from knowledge.entries import Stage
from knowledge.policy import Policy


def undated_for_the_person(routes: Iterable[Route]) -> bool:
    """Whether somebody's own step has no last day, so that the days that are known are somebody else's."""
    ways = [way for route in routes if route.policy.applicant == "person" for way in route.ways if way.links]
    return any(way.step is None or way.step.ends is None for way in ways)


def is_own(policy: Policy, stage: Stage) -> bool:
    """Whether a stage is a step of whoever applies."""
    return policy.applicant is not None and stage.actor == OWN[policy.applicant]


def whose_step(stages: Iterable[Stage]) -> str:
    """Whose step it is, in a word or two that fit a first line: 单位这一步."""
    return "、".join(dict.fromkeys(ACTORS[stage.actor] for stage in stages)) + "这一步"
