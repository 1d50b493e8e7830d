"""How far each question would bring one target: what its answer is expected to spare, and how likely it settles the verdict.

One target at a time and pure, so that what many targets say of a fact can be added up (``eligibility.choosing``) and kept
until an answer touches the target. Figures are whole numbers, so that sums do not depend on their order.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from eligibility.answers import Answers
from eligibility.deciding import Ground, comparisons_in, facts_of
from knowledge.conditions import Condition, facts_in
from knowledge.facts import Fact

ONE = 1_000_000
"""An effort of one, or certainty, in the whole numbers of ``Progress``."""


class Progress(NamedTuple):
    """What asking one fact would do for one target, or for many together."""

    worth: int
    """Effort that its answer is expected to spare, in millionths of an effort."""
    settles: int
    """Verdicts that its answer is expected to settle at once, in millionths."""
    ready: bool
    """Whether it is wanted without another question having to say first that it concerns the applicant at all."""


def progress_of(facts: Mapping[str, Fact], conditions: Sequence[Condition], answers: Answers, day: date) -> dict[str, Progress]:
    """The progress of every fact that was not asked yet and can change the verdict of these conditions; empty when there is none.

    ``answers`` fit their facts; conditions are those that hold for the target's track.
    """
    missing = [fact for fact in Ground(conditions, facts, answers, day).outlook(conditions).missing if fact not in answers]
    ready = {fact for condition in conditions for fact in _ready(condition, set(missing))}
    return {fact: Progress(ONE // len(missing), 0, fact in ready) for fact in missing}


def wanting(facts: Mapping[str, Fact], conditions: Sequence[Condition], answers: Answers, day: date, fact: str) -> tuple[Condition, ...]:
    """Those of the conditions whose own state an answer to a fact can change."""
    ground = Ground(conditions, facts, answers, day)
    return tuple(condition for condition in conditions if fact in facts_of(condition) and fact in ground.open_in(condition))


def _ready(condition: Condition, missing: set[str]) -> Iterator[str]:
    if condition.kind == "preferred" or condition.decided_by == "jury":
        return
    gatekeepers = missing.intersection(facts_in(condition.when))
    yield from gatekeepers or (comparison.fact for comparison in comparisons_in(condition.rule))
