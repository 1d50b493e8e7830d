"""The next question: one whose answer can still change a verdict, the cheap and decisive ones first.

Nothing is remembered between questions: each is derived anew from the answers, so going back, changing an answer,
resuming and a policy that changed meanwhile are all the same case.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, get_args

from eligibility.answers import Answers, fitting
from eligibility.choosing import choose, together
from eligibility.deciding import facts_of
from eligibility.progress import progress_of, wanting
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition
from knowledge.facts import Fact, Group
from knowledge.policy import holds_for

GROUPS: tuple[Group, ...] = get_args(Group)


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


def next_question(
    base: KnowledgeBase, targets: Sequence[Target], answers: Answers, day_of: DayOf, subject: Group | None = None
) -> Question | None:
    """The next question for some targets at once; None when no fact that was not asked yet can change a verdict.

    ``subject`` is the group that was asked about last (see ``eligibility.choosing.subject_of``).
    """
    known = fitting(base.facts, answers)
    distinct = tuple(dict.fromkeys(targets))
    days = {target: day_of(target) if callable(day_of) else day_of[target] for target in distinct}
    stakes = {target: progress_of(base.facts, _deciding(base, target), known, days[target]) for target in distinct}
    stakes_of_all = together(stakes.values())
    if not stakes_of_all:
        return None
    chosen = choose(base.facts, stakes_of_all, subject)
    because = tuple(
        Because(*target, condition)
        for target in distinct
        if chosen in stakes[target]
        for condition in wanting(base.facts, _deciding(base, target), known, days[target], chosen)
    )
    looked_at = {fact for target in distinct for condition in _deciding(base, target) for fact in facts_of(condition)}
    return Question(base.facts[chosen], because, len(looked_at & known.keys()), len(stakes_of_all))


def question_about(base: KnowledgeBase, targets: Sequence[Target], answers: Answers, fact: str) -> Question:
    """A fact that is asked once more, whether or not its answer can still change a verdict."""
    known = fitting(base.facts, answers)
    deciding = [(target, condition) for target in dict.fromkeys(targets) for condition in _deciding(base, target)]
    because = tuple(Because(*target, condition) for target, condition in deciding if fact in facts_of(condition))
    looked_at = {one for _, condition in deciding for one in facts_of(condition)}
    return Question(base.facts[fact], because, len(looked_at & known.keys()), 1)


def questions_of(base: KnowledgeBase, targets: Sequence[Target]) -> tuple[Fact, ...]:
    """Every fact that can ever be asked for these targets, by group and in the notices' order, each once."""
    found = dict.fromkeys(fact for target in targets for condition in _deciding(base, target) for fact in facts_of(condition))
    return tuple(sorted((base.facts[fact] for fact in found), key=lambda fact: GROUPS.index(fact.group)))


def _deciding(base: KnowledgeBase, target: Target) -> list[Condition]:
    policy = base.policies[target.policy]
    if policy.applicant is None:
        return []
    return [
        condition
        for condition in policy.conditions
        if holds_for(condition, target.track) and condition.kind != "preferred" and condition.decided_by != "jury"
    ]
