"""Near misses: the smallest changes, of what can change, that would flip a verdict that is not eligible or not settled.

Waiting is one change: all ages and lengths grow together. A set of changes is told only where no smaller set, whatever its
values, would do. The search goes by size and follows the reasons: what flips a verdict must change a fact of each condition
that stands against it, so nothing is missed within the size allowed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from eligibility.ahead import tied, turning_days
from eligibility.alternatives import Alternative, Plain, alternatives
from eligibility.answers import Answers, Born, Given, Months, Since, Years, fitting
from eligibility.deciding import comparisons_in
from eligibility.verdict import Reason, State, Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.conditions import Comparison, Condition
from knowledge.policy import holds_for

MOST_CHANGES = 3
"""More changes at once are not near."""
MOST_WAYS = 3
MOST_TRIED = 600
"""Verdicts that one search may take; beyond it the smallest found so far are told."""


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that would have to be otherwise; any of the values will do, none lies nearer."""

    fact: str
    values: tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A smallest set of changes, and the verdict that would follow: eligible, or not settled where it was against the applicant."""

    changes: tuple[Change, ...]
    wait_until: date | None
    """The first day on which it follows; None where no waiting is needed."""
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The ways to flip a verdict, the smallest first; none where nothing small that can change would do."""

    ways: tuple[Way, ...] = ()
    exact: bool = True
    """False when there was too much to try: then smaller ways may be missing."""


def near_miss(base: KnowledgeBase, verdict: Verdict, answers: Answers) -> NearMiss:
    """What would flip a verdict; nothing for one that is eligible or not applicable."""
    if verdict.name not in {"not_eligible", "undetermined"}:
        return NearMiss()
    return _Search(base, verdict, fitting(base.facts, tied(answers, verdict.day))).found()


class _Step(NamedTuple):
    """One change: a fact to one of its alternatives, or (no fact) the wait until one of the days ahead."""

    fact: str
    at: int


_WAIT = ""
_GROWING = Years | Born | Months | Since
_Node = frozenset[_Step]


class _Search:
    """The changes to a person's answers, tried by size."""

    def __init__(self, base: KnowledgeBase, start: Verdict, known: Answers) -> None:
        self._base, self._policy, self._track, self._day = base, base.policies[start.policy], start.track, start.day
        self._known = known
        self._values = {fact: answer.value for fact, answer in known.items() if isinstance(answer, Given)}
        self._verdicts: dict[_Node, Verdict] = {frozenset(): start}
        self._aims = {"eligible"} if start.name == "undetermined" else {"eligible", "undetermined"}

    def found(self) -> NearMiss:
        """The ways, the smallest first."""
        best: dict[frozenset[str], _Node] = {}
        frontier: list[_Node] = [frozenset()]
        for _ in range(MOST_CHANGES):
            children = {child for node in frontier for child in self._children(node) if not any(known <= _facts(child) for known in best)}
            if len(self._verdicts) + len(children) > MOST_TRIED:
                return NearMiss(self._ways(best), exact=False)
            frontier = [child for child in children if self._verdict(child).name not in self._aims]
            for child in children.difference(frontier):
                best[_facts(child)] = min(child, best.get(_facts(child), child), key=self._size)
        return NearMiss(self._ways(best))

    def _ways(self, best: Mapping[frozenset[str], _Node]) -> tuple[Way, ...]:
        return tuple(self._way(node) for node in sorted(best.values(), key=self._size)[:MOST_WAYS])

    def _way(self, node: _Node) -> Way:
        chosen = {step.fact: step.at for step in node}
        changes = tuple(Change(fact, self._others[fact][chosen[fact]].values) for fact in self._others if fact in chosen)
        return Way(changes, self._days[chosen[_WAIT]] if _WAIT in chosen else None, self._verdict(node))

    def _size(self, node: _Node) -> tuple[int, int, bool, Decimal, list[tuple[int, int]]]:
        """Fewer changes are smaller, then shorter steps (a year's wait is one), then those that end eligible, then the notice's order."""
        others = [self._others[step.fact][step.at] for step in node if step.fact != _WAIT]
        waits = [(self._days[step.at] - self._day).days for step in node if step.fact == _WAIT]
        steps = sum(other.steps for other in others) + sum(1 + days // 365 for days in waits)
        distance = sum((other.distance for other in others), Decimal(sum(waits)))
        order = [*self._others, _WAIT]
        places = sorted((order.index(step.fact), step.at) for step in node)
        return len(node), steps, self._verdict(node).name != "eligible", distance, places

    def _verdict(self, node: _Node) -> Verdict:
        if node not in self._verdicts:
            changed = {step.fact: Given(self._others[step.fact][step.at].values[0]) for step in node if step.fact != _WAIT}
            day = next((self._days[step.at] for step in node if step.fact == _WAIT), self._day)
            self._verdicts[node] = judge(self._base, self._policy, self._track, {**self._known, **changed}, day)
        return self._verdicts[node]

    def _children(self, node: _Node) -> Iterator[_Node]:
        """A set of changes with one more: of a fact without which what stands in the way would go on standing there."""
        for fact in self._in_the_way(self._verdict(node)) - _facts(node):
            for at in range(len(self._days) if fact == _WAIT else len(self._others[fact])):
                yield node | {_Step(fact, at)}

    def _in_the_way(self, verdict: Verdict) -> set[str]:
        """The changeable facts of one condition that stands in the way by itself, the fewest; of all where several only clash together."""
        reasons = [reason for reason in verdict.reasons if reason.kind != "preferred" and self._stands(reason)]
        alone = [reason for reason in reasons if "undetermined" not in self._aims or not reason.missing]
        if alone:
            return min((self._changeable(reason) for reason in alone), key=len)
        return set().union(*(self._changeable(reason) for reason in reasons))

    def _stands(self, reason: Reason) -> bool:
        if reason.state is State.FAILED:
            return True
        return "undetermined" not in self._aims and reason.state in (State.UNKNOWN, State.DOCUMENT)

    def _changeable(self, reason: Reason) -> set[str]:
        grows = self._days and any(isinstance(self._values.get(fact), _GROWING) for fact in reason.facts)
        return {fact for fact in reason.facts if fact in self._others} | ({_WAIT} if grows else set())

    @cached_property
    def _conditions(self) -> tuple[Condition, ...]:
        deciding = (one for one in self._policy.conditions if one.kind != "preferred" and one.decided_by != "jury")
        return tuple(condition for condition in deciding if holds_for(condition, self._track))

    @cached_property
    def _days(self) -> tuple[date, ...]:
        """The days ahead on which waiting may have brought something."""
        return turning_days(self._conditions, self._known, self._day)

    @cached_property
    def _others(self) -> dict[str, tuple[Alternative, ...]]:
        """What each known fact could become instead, by fact in the notice's order."""
        looks: dict[str, dict[Comparison, None]] = {}
        for condition in self._conditions:
            for comparison in (*comparisons_in(condition.when), *comparisons_in(condition.rule)):
                looks.setdefault(comparison.fact, {})[comparison] = None
        found = {
            fact: alternatives(self._base.facts[fact], value, tuple(comparisons))
            for fact, comparisons in looks.items()
            if (value := self._values.get(fact)) is not None and not isinstance(value, _GROWING)
        }
        return {fact: others for fact, others in found.items() if others}


def _facts(node: _Node) -> frozenset[str]:
    return frozenset(step.fact for step in node)
