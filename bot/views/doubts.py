"""Which doubts belong to an answer: what is certain about the dates of a way is told where dates are."""

from collections.abc import Collection

from bot.views.topics.routes import step_lines, way_lines
from bot.views.topics.section import View
from knowledge.entries import Caveat, Topic
from knowledge.policy import Policy


def about_dates(policy: Policy) -> frozenset[Caveat]:
    """The caveats on nothing but stages of which we are sure: a misprinted day, a year left out, a link without a date."""
    stages = frozenset(stage.id for stage in policy.stages)
    return frozenset(one for one in policy.caveats if one.certainty == "sure" and stages.issuperset(one.touches))


def tells_dates(view: View, topics: Collection[Topic]) -> bool:
    """Whether an answer on these topics tells dates: those of the ways stand under how to apply too."""
    if {"deadline", "process"}.intersection(topics):
        return True
    return "how_to_apply" in topics and bool((*step_lines(view), *way_lines(view)))
