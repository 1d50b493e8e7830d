"""The next question: one whose answer can still change a verdict, the cheap and decisive ones first.

Nothing is remembered between questions: each is derived anew from the answers, so going back, changing an answer,
resuming and a policy that changed meanwhile are all the same case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from eligibility.answers import Answers, fitting
from eligibility.deciding import Ground, deciding, facts_of
from eligibility.progress import GROUPS
from eligibility.screening.catalogue import Catalogue
from eligibility.screening.screening import screen
from eligibility.targets import DayOf, Target, days_of
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition
from knowledge.facts import Fact, Group

MOST_KEPT = 16
"""Catalogues that are kept, the latest used."""


class Because(NamedTuple):
    """A condition for whose sake something is asked."""

    policy: str
    track: str | None
    condition: Condition


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next, for whose sake, and how far along the person is."""

    fact: Fact
    because: tuple[Because, ...]
    answered: int
    """Of the facts that these targets look at, how many have an answer."""
    remaining_at_most: int
    """Questions left, this one included; every answer makes it smaller."""
    settled: int | None = None
    """Of the targets, how many hang on nothing that could be asked; it never falls while answers only add up. None when asked once more."""
    turns: bool = False
    """Whether it turns to another group than the one asked about last."""


def next_question(
    base: KnowledgeBase, targets: Sequence[Target], answers: Answers, day_of: DayOf, subject: Group | None = None
) -> Question | None:
    """The next question for some targets at once; None when no fact that was not asked yet can change a verdict.

    ``subject`` is the group that was asked about last (see ``eligibility.choosing.subject_of``).
    """
    days = days_of(targets, day_of)
    screening = screen(_catalogue(base, tuple(days.items())), answers)
    chosen, known = screening.next_fact(subject), screening.answers
    if chosen is None:
        return None
    whole = screening.outset()
    because = tuple(
        Because(*target, condition)
        for target, standing in screening.items()
        if chosen in standing.outset(known).facts
        for condition in _wanting(base, target, known, days[target], chosen)
    )
    fact = base.facts[chosen]
    return Question(
        fact,
        because,
        answered=len(_looked_at(base, days) & known.keys()),
        remaining_at_most=len(whole.facts),
        settled=len(days) - whole.targets,
        turns=subject not in (None, fact.group),
    )


def question_about(base: KnowledgeBase, targets: Sequence[Target], answers: Answers, fact: str) -> Question:
    """A fact that is asked once more, whether or not its answer can still change a verdict."""
    known = fitting(base.facts, answers)
    because = tuple(
        Because(*target, condition)
        for target in dict.fromkeys(targets)
        for condition in _deciding(base, target)
        if fact in facts_of(condition)
    )
    return Question(base.facts[fact], because, answered=len(_looked_at(base, targets) & known.keys()), remaining_at_most=1)


def questions_of(base: KnowledgeBase, targets: Sequence[Target]) -> tuple[Fact, ...]:
    """Every fact that can ever be asked for these targets, by group and in the notices' order, each once."""
    found = dict.fromkeys(fact for target in targets for condition in _deciding(base, target) for fact in facts_of(condition))
    return tuple(sorted((base.facts[fact] for fact in found), key=lambda fact: GROUPS.index(fact.group)))


@lru_cache(MOST_KEPT)
def _catalogue(base: KnowledgeBase, days: tuple[tuple[Target, date], ...]) -> Catalogue:
    """Most questions are asked of the same targets as others before."""
    return Catalogue(base, dict(days))


def _wanting(base: KnowledgeBase, target: Target, known: Answers, day: date, fact: str) -> tuple[Condition, ...]:
    """The conditions of a target whose own state an answer to a fact can change."""
    conditions = _deciding(base, target)
    ground = Ground(conditions, base.facts, known, day)
    return tuple(condition for condition in conditions if fact in facts_of(condition) and fact in ground.open_in(condition))


def _deciding(base: KnowledgeBase, target: Target) -> tuple[Condition, ...]:
    return deciding(base.policies[target.policy], target.track)


def _looked_at(base: KnowledgeBase, targets: Iterable[Target]) -> set[str]:
    return {fact for target in targets for condition in _deciding(base, target) for fact in facts_of(condition)}
