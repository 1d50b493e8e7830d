"""What if: one answer otherwise, and what that turns. The answers themselves stay as they were given."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from eligibility.answers import Answer, Answers
from eligibility.verdict import State, Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition


class Turned(NamedTuple):
    """A condition that would stand otherwise."""

    condition: Condition
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Supposed:
    """A verdict as it is, and as it would be."""

    before: Verdict
    after: Verdict

    @property
    def turned(self) -> tuple[Turned, ...]:
        """The conditions that would stand otherwise, preferences included, in the notice's order."""
        pairs = zip(self.before.reasons, self.after.reasons, strict=True)
        return tuple(Turned(one.condition, one.state, other.state) for one, other in pairs if one.state is not other.state)


def what_if(base: KnowledgeBase, verdicts: Iterable[Verdict], answers: Answers, fact: str, answer: Answer | None) -> tuple[Supposed, ...]:
    """Each of some verdicts beside the one that would follow from one answer; None supposes that the fact was never asked."""
    others = {known: given for known, given in answers.items() if known != fact}
    supposed = others if answer is None else {**others, fact: answer}
    return tuple(Supposed(one, judge(base, base.policies[one.policy], one.track, supposed, one.day)) for one in verdicts)
