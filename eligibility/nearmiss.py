"""Near misses: the smallest changes, of what can change, that would flip a verdict that is not eligible or not settled.

Waiting is one change: all ages and lengths grow together. A set of changes is told only where no smaller set, whatever its
values, would do, and none that brings in a contradiction which the answers had not: nobody is told to become what they cannot
be beside what else they said. The search goes by size and follows the reasons: what flips a verdict must change a fact of each
condition that stands against it, and of each contradiction that it brings in, so nothing is missed within the size allowed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import NamedTuple

from eligibility.ahead import tied, turning_days
from eligibility.alternatives import Alternative, Plain, alternatives
from eligibility.answers import Answers, Born, Given, Months, Since, Years, fitting
from eligibility.contradictions import Clash, contradictions
from eligibility.deciding import comparisons_in
from eligibility.verdict import Reason, State, Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.conditions import Comparison, Condition
from knowledge.contradictions import Exceeds
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
        self._found_clashes: dict[_Node, tuple[Clash, ...]] = {}
        self._had = {clash.id for clash in contradictions(base, known, start.day)}
        self._aims = {"eligible"} if start.name == "undetermined" else {"eligible", "undetermined"}

    def found(self) -> NearMiss:
        """The ways, the smallest first."""
        best: dict[frozenset[str], list[_Node]] = {}
        frontier: list[_Node] = [frozenset()]
        for _ in range(MOST_CHANGES):
            children = {child for node in frontier for child in self._children(node) if not any(known <= _facts(child) for known in best)}
            if len(self._verdicts) + len(children) > MOST_TRIED:
                return NearMiss(self._ways(best), exact=False)
            frontier = [child for child in children if not self._flips(child) or self._clashes(child)]
            for child in children.difference(frontier):
                best.setdefault(_facts(child), []).append(child)
        return NearMiss(self._ways(best))

    def _flips(self, node: _Node) -> bool:
        return self._verdict(node).name in self._aims

    def _ways(self, best: Mapping[frozenset[str], list[_Node]]) -> tuple[Way, ...]:
        smallest = sorted((sorted(nodes, key=self._size) for nodes in best.values()), key=lambda nodes: self._size(nodes[0]))
        return tuple(self._way(*nodes) for nodes in smallest[:MOST_WAYS])

    def _way(self, node: _Node, *others: _Node) -> Way:
        """A set of changes; values that only a contradiction tells apart, and that do as well, are told together where one fact changes."""
        chosen = {step.fact: step.at for step in node}
        values = {fact: self._others[fact][chosen[fact]].values for fact in self._others if fact in chosen}
        for other in others if len(values) == 1 else ():
            if self._size(other)[:-1] == self._size(node)[:-1] and self._verdict(other) == self._verdict(node):
                values = {fact: (*values[fact], *self._others[fact][at].values) for fact, at in other if fact != _WAIT}
        changes = tuple(Change(fact, values[fact]) for fact in self._others if fact in values)
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
            self._verdicts[node] = judge(self._base, self._policy, self._track, {**self._known, **changed}, self._day_of(node))
        return self._verdicts[node]

    def _day_of(self, node: _Node) -> date:
        return next((self._days[step.at] for step in node if step.fact == _WAIT), self._day)

    def _clashes(self, node: _Node) -> tuple[Clash, ...]:
        """The contradictions that a set of changes brings in with any of its values, and that the answers had not."""
        if not self._base.contradictions:
            return ()
        if node not in self._found_clashes:
            steps = [step for step in node if step.fact != _WAIT]
            alike = product(*(self._others[step.fact][step.at].values for step in steps))
            changed = ({step.fact: Given(value) for step, value in zip(steps, values, strict=True)} for values in alike)
            found = (contradictions(self._base, {**self._known, **one}, self._day_of(node)) for one in changed)
            self._found_clashes[node] = tuple(clash for clashes in found for clash in clashes if clash.id not in self._had)
        return self._found_clashes[node]

    def _children(self, node: _Node) -> Iterator[_Node]:
        """A set of changes with one more: of a fact without which what stands in the way would go on standing there."""
        for fact in self._to_change(node) - _facts(node):
            for at in range(len(self._days) if fact == _WAIT else len(self._others[fact])):
                yield node | {_Step(fact, at)}

    def _to_change(self, node: _Node) -> set[str]:
        if not self._flips(node):
            return self._in_the_way(self._verdict(node))
        return min((self._changeable(clash.facts) for clash in self._clashes(node)), key=len)

    def _in_the_way(self, verdict: Verdict) -> set[str]:
        """The changeable facts of one condition that stands in the way by itself, the fewest; of all where several only clash together."""
        reasons = [reason for reason in verdict.reasons if reason.kind != "preferred" and self._stands(reason)]
        alone = [reason for reason in reasons if "undetermined" not in self._aims or not reason.missing]
        if alone:
            return min((self._changeable(reason.facts) for reason in alone), key=len)
        return set().union(*(self._changeable(reason.facts) for reason in reasons))

    def _stands(self, reason: Reason) -> bool:
        if reason.state is State.FAILED:
            return True
        return "undetermined" not in self._aims and reason.state in (State.UNKNOWN, State.DOCUMENT)

    def _changeable(self, facts: tuple[str, ...]) -> set[str]:
        grows = self._days and any(isinstance(self._values.get(fact), _GROWING) for fact in facts)
        return {fact for fact in facts if fact in self._others} | ({_WAIT} if grows else set())

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
        for comparison in self._told_apart():
            if comparison.fact in looks:
                looks[comparison.fact][comparison] = None
        found = {
            fact: alternatives(self._base.facts[fact], value, tuple(comparisons))
            for fact, comparisons in looks.items()
            if (value := self._values.get(fact)) is not None and not isinstance(value, _GROWING)
        }
        return {fact: others for fact, others in found.items() if others}

    def _told_apart(self) -> Iterator[Comparison]:
        """The comparisons that contradictions make, so that values between which they tell are not taken for alike."""
        for one in self._base.contradictions:
            yield from comparisons_in(one.rule)
            if one.exceeds is not None:
                yield from self._parted(one.exceeds)

    def _parted(self, exceeds: Exceeds) -> Iterator[Comparison]:
        """A part and its whole at each other's bounds, for either may have to follow the other."""
        for fact, other in ((exceeds.fact, exceeds.than), (exceeds.than, exceeds.fact)):
            value = self._values.get(other)
            bounds = {value} if isinstance(value, Decimal) else set[Decimal]()
            for condition in self._conditions:
                for comparison in (*comparisons_in(condition.when), *comparisons_in(condition.rule)):
                    if comparison.fact == other:
                        bounds.update(bound for bound in comparison.bounds() if isinstance(bound, Decimal))
            for bound in sorted(bounds):
                yield Comparison(fact=fact, at_least=bound)
                yield Comparison(fact=fact, more_than=bound)


def _facts(node: _Node) -> frozenset[str]:
    return frozenset(step.fact for step in node)
