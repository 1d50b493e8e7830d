"""Every completion of the facts on which some stages hang, and the stages that each leads over."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from math import prod
from typing import NamedTuple

from eligibility.answers import Answers, Given
from eligibility.deciding import comparisons_in
from eligibility.evaluate import evaluate
from eligibility.expressions import expression
from eligibility.possible import Truths, possible
from eligibility.truth import Truth
from knowledge.conditions import Comparison, Rule
from knowledge.entries import Stage
from knowledge.facts import ChoiceFact, Fact, ScaleFact, YesNoFact
from knowledge.policy import holds_for

MOST_CASES = 512
"""Completions that are walked through; beyond them Kleene's logic says which stages are excluded."""


class Branch(NamedTuple):
    """One way in which all comparisons of a fact can come out together, and the answers with which they do."""

    truths: Truths
    answers: tuple[Given, ...]
    """Where one answers with a button: those buttons, in their order."""


class Case(NamedTuple):
    """One completion of what is not known, and the stages that it leads over."""

    track: str | None
    branches: tuple[Branch, ...]
    """One for each fact of the crossing; none where there were too many to walk through."""
    stages: tuple[Stage, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The stages by id."""
        return tuple(stage.id for stage in self.stages)


class Crossing:
    """Stages in order, together with all that is known about the facts on which they hang."""

    def __init__(self, facts: Mapping[str, Fact], stages: Sequence[Stage], answers: Answers, day: date) -> None:
        looks: dict[str, dict[Comparison, int]] = {}
        for stage in stages:
            for comparison in comparisons_in(stage.when):
                seen = looks.setdefault(comparison.fact, {})
                seen.setdefault(comparison, len(seen))
        self.facts = tuple(looks)
        self.known = facts
        self._stages = tuple(stages)
        self._answers = answers
        self._day = day
        self._looks = looks
        self._branches = [self._branches_of(facts[fact], tuple(comparisons)) for fact, comparisons in looks.items()]

    def cases(self, tracks: Sequence[str | None]) -> tuple[Case, ...]:
        """Every completion on every track; at least one."""
        if len(tracks) * prod(len(branches) for branches in self._branches) > MOST_CASES:
            return tuple(Case(track, (), self._taken(track, None)) for track in tracks)
        crossed = list(product(*self._branches))
        return tuple(Case(track, branches, self._taken(track, branches)) for track in tracks for branches in crossed)

    def missing(self, cases: Sequence[Case]) -> tuple[str, ...]:
        """The facts of which one value leads elsewhere than another, all else equal."""
        if any(len(case.branches) < len(self.facts) for case in cases):
            return tuple(fact for fact, branches in zip(self.facts, self._branches, strict=True) if len(branches) > 1)
        return tuple(fact for place, fact in enumerate(self.facts) if _decides(cases, place))

    def _branches_of(self, fact: Fact, comparisons: tuple[Comparison, ...]) -> tuple[Branch, ...]:
        leads = {answer: possible(fact, answer, comparisons, self._day) for answer in buttons_of(fact)}
        return tuple(
            Branch(truths, tuple(answer for answer, found in leads.items() if found == (truths,)))
            for truths in possible(fact, self._answers.get(fact.id), comparisons, self._day)
        )

    def _taken(self, track: str | None, branches: tuple[Branch, ...] | None) -> tuple[Stage, ...]:
        return tuple(stage for stage in self._stages if holds_for(stage, track) and self._holds(stage.when, branches))

    def _holds(self, rule: Rule | None, branches: tuple[Branch, ...] | None) -> bool:
        if rule is None:
            return True
        if branches is None:
            return evaluate(rule, self.known, self._answers, self._day) is not Truth.FALSE
        outcome = dict(zip(self.facts, branches, strict=True))
        return expression(rule, lambda one: outcome[one.fact].truths[self._looks[one.fact][one]]) is True


def buttons_of(fact: Fact) -> tuple[Given, ...]:
    """The answers of a fact that is answered by one button; none for the others."""
    match fact:
        case YesNoFact():
            return Given(True), Given(False)
        case ChoiceFact() | ScaleFact():
            return tuple(Given(option.id) for option in fact.options)
        case _:
            return ()


def _decides(cases: Sequence[Case], place: int) -> bool:
    """Whether cases that differ in one fact alone lead over different stages."""
    seen: dict[object, tuple[str, ...]] = {}
    return any(seen.setdefault((case.track, case.branches[:place], case.branches[place + 1 :]), case.ids) != case.ids for case in cases)
