"""The next question: one whose answer can still change a verdict, the cheap and decisive ones first.

Nothing is remembered between questions: each is derived anew from the answers, so going back, changing an answer,
resuming and a policy that changed meanwhile are all the same case.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple, get_args

from eligibility.answers import Answers, fitting
from eligibility.deciding import facts_of
from eligibility.verdict import Reason, State, judge
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition, facts_in
from knowledge.facts import Fact, Group
from knowledge.policy import holds_for

GROUPS: tuple[Group, ...] = get_args(Group)
HARD = 7
"""From this effort on a question waits until the others are through, as sensitive ones do."""


class Target(NamedTuple):
    """A policy and one of its tracks that a person is checked against."""

    policy: str
    track: str | None = None


class Because(NamedTuple):
    """A condition for whose sake something is asked."""

    policy: str
    track: str | None
    condition: Condition


DayOf = Callable[[Target], date] | Mapping[Target, date]
"""The day on which each target judges ages and lengths."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next, for whose sake, and how far along the person is."""

    fact: Fact
    because: tuple[Because, ...]
    answered: int
    """Of the facts that these targets look at, how many have an answer."""
    remaining_at_most: int
    """Questions left, this one included; every answer makes it smaller."""


def next_question(base: KnowledgeBase, targets: Sequence[Target], answers: Answers, day_of: DayOf) -> Question | None:
    """The next question for some targets at once; None when no fact that was not asked yet can change a verdict."""
    known = fitting(base.facts, answers)
    because: dict[str, list[Because]] = {}
    weights: dict[str, Fraction] = {}
    waiting: dict[str, bool] = {}
    for target in dict.fromkeys(targets):
        day = day_of(target) if callable(day_of) else day_of[target]
        verdict = judge(base, base.policies[target.policy], target.track, known, day)
        asked = [fact for fact in verdict.missing if fact not in known]
        for reason in verdict.reasons:
            for fact in asked:
                if fact in reason.missing and _decides(reason):
                    because.setdefault(fact, []).append(Because(*target, reason.condition))
                    weights[fact] = weights.get(fact, Fraction()) + Fraction(1, len(reason.missing))
                    waiting[fact] = waiting.get(fact, True) and _waits(fact, reason)
    if not because:
        return None

    def rank(fact: str) -> tuple[bool, bool, int, Fraction, str]:
        found = base.facts[fact]
        late = found.sensitive or found.effort >= HARD
        return waiting[fact], late, GROUPS.index(found.group), -weights[fact] / found.effort, fact

    chosen = min(because, key=rank)
    looked_at = {fact for target in targets for condition in _deciding(base, target) for fact in facts_of(condition)}
    return Question(base.facts[chosen], tuple(because[chosen]), len(looked_at & known.keys()), len(because))


def questions_of(base: KnowledgeBase, targets: Sequence[Target]) -> tuple[Fact, ...]:
    """Every fact that can ever be asked for these targets, by group and in the notices' order, each once."""
    found = dict.fromkeys(fact for target in targets for condition in _deciding(base, target) for fact in facts_of(condition))
    return tuple(sorted((base.facts[fact] for fact in found), key=lambda fact: GROUPS.index(fact.group)))


def _deciding(base: KnowledgeBase, target: Target) -> list[Condition]:
    policy = base.policies[target.policy]
    return [
        condition
        for condition in policy.conditions
        if holds_for(condition, target.track) and condition.kind != "preferred" and condition.decided_by != "jury"
    ]


def _decides(reason: Reason) -> bool:
    return reason.kind != "preferred" and reason.state in (State.UNKNOWN, State.DOCUMENT)


def _waits(fact: str, reason: Reason) -> bool:
    """Whether another missing fact first has to say that the condition concerns the applicant at all."""
    gatekeepers = set(facts_in(reason.condition.when)) & set(reason.missing)
    return bool(gatekeepers) and fact not in gatekeepers
