"""What it is expected to take to settle a decision by asking, following simple plans.

Two plans are looked at: to ask, fact by fact, for what spares most for its cost (where few facts are left also for what spares
second most); and to settle, one after the other, the parts that share no fact, those first that are likeliest to fail for what
they take (for single facts the best order there is: Smith 1956, Garey 1973). The cheapest of them, at every point, is what is
left to do. A plan keeps the rules that questions keep: what waits for another fact is not asked before it. To try each question
first and then go on by plan is better than the plan itself (a rollout, Bertsekas and Tsitsiklis 1997), and so near to the best
order that the best need not be known: docs/engine.md measures it.
"""

from collections.abc import Iterable, Sequence
from math import fsum
from typing import NamedTuple

from eligibility.diagram import Decision, End, cut
from eligibility.possible import Truths
from eligibility.reduced import Node, Reduced
from knowledge.facts import Group

CHANGE = 1
"""The effort of turning to another group of questions."""
MOST_POINTS = 4000
"""Points of a plan that are worked out; from there on half the effort of what is open is taken for what is left."""
_FEW = 6
"""Facts up to which the two most sparing are tried at a point; from there on the most sparing alone."""
_LEAST = 1e-6
"""So that of facts that spare nothing the cheaper goes first."""


class Unknown(NamedTuple):
    """A fact that a decision looks at and that is not known exactly."""

    branches: tuple[Truths, ...]
    """The ways in which its comparisons can come out together."""
    chances: tuple[float, ...]
    """How likely each of them is."""
    effort: int
    subject: Group
    late: bool
    """Whether it is asked only when nothing else can be."""


class Gate(NamedTuple):
    """Facts by place that say whether a condition concerns anybody, and those that it then looks at."""

    gatekeepers: frozenset[int]
    wanted: frozenset[int]


def ready_of(gates: Iterable[Gate], asking: frozenset[int]) -> frozenset[int]:
    """What can be asked first: whom a condition concerns, and only then what it wants of them."""
    return frozenset().union(*(gate.gatekeepers & asking or gate.wanted & asking for gate in gates))


Parts = tuple[Node, ...]
"""What is left to settle: nodes that share no fact, the worst of whose ends is the end. Empty when nothing is left to ask."""


class _Outcome(NamedTuple):
    """What comes of settling one part alone."""

    effort: float
    fails: float
    """How likely it fails."""
    pends: float
    """How likely it pends."""
    subject: Group | None
    """What was most likely asked about last, where it does not fail."""


class Plan:
    """The points of a plan for one decision. ``asking``: the places of the facts that can still be asked; ``gates``: what waits."""

    def __init__(self, unknowns: Sequence[Unknown], asking: frozenset[int], gates: Sequence[Gate]) -> None:
        self._unknowns = unknowns
        self._asking = asking
        self._gates = gates
        self._nodes = Reduced([unknown.branches for unknown in unknowns])
        self._left: dict[tuple[Parts, Group | None], float] = {}
        self._alone: dict[tuple[Node, Group | None], _Outcome] = {}
        self._spared: dict[Node, tuple[tuple[int, float, float], ...]] = {}
        self._efforts: dict[Node, float] = {}
        self._first: dict[frozenset[int], frozenset[int]] = {}

    def start(self, decision: Decision) -> Parts:
        """What is left to settle of a decision; TooWideError when it is too wide for planning."""
        return () if decision.end is not None else self._parts([self._nodes.node(part) for part in cut(decision)])

    def facts(self, parts: Parts) -> frozenset[int]:
        """The facts that can be asked for some parts."""
        return frozenset().union(*(self._nodes.facts[part] for part in parts)) & self._asking

    def after(self, parts: Parts, fact: int, branch: int) -> Parts:
        """What is left to settle once a fact has come out in one of its ways."""
        return self._parts([self._nodes.led(part, fact, branch) for part in parts])

    def cost(self, fact: int, subject: Group | None) -> int:
        """What a question takes; ``subject`` is the group asked about last, None when none was."""
        unknown = self._unknowns[fact]
        return unknown.effort + (CHANGE if subject not in (None, unknown.subject) else 0)

    def first(self, facts: frozenset[int]) -> frozenset[int]:
        """Those whose turn it is as long as these can be asked: if possible none that comes late, and of these none that waits."""
        found = self._first.get(facts)
        if found is None:
            early = frozenset(fact for fact in facts if not self._unknowns[fact].late) or facts
            found = self._first[facts] = early & ready_of(self._gates, facts) or early
        return found

    def left(self, parts: Parts, subject: Group | None) -> float:
        """The effort that is expected to settle some parts, the subject asked about last given."""
        if not parts:
            return 0.0
        key = parts, subject
        found = self._left.get(key)
        if found is None:
            if len(self._left) >= MOST_POINTS:
                return self._effort_of(parts) / 2
            facts = self.facts(parts)
            promising = self._by_promise(parts, subject)[: 2 if len(facts) <= _FEW else 1]
            found = min(self._begun(parts, fact, subject) for fact in promising)
            # Of single facts both plans are one, and what has to wait cannot be settled part by part.
            if len(facts) > len(parts) > 1 and self.first(facts) == facts:
                found = min(found, self._part_by_part(parts, subject))
            self._left[key] = found
        return found

    def _begun(self, parts: Parts, fact: int, subject: Group | None) -> float:
        then = self._unknowns[fact].subject
        chances = self._unknowns[fact].chances
        after = (chance * self.left(self.after(parts, fact, branch), then) for branch, chance in enumerate(chances))
        return self.cost(fact, subject) + fsum(after)

    def _part_by_part(self, parts: Parts, subject: Group | None) -> float:
        """Parts that can fail come first; of those that only pend none is needed any more once one does."""
        effort, stands, fits = 0.0, 1.0, 1.0
        left = list(parts)
        while left:
            outcomes = [self._settled(part, subject) for part in left]
            best = max(range(len(left)), key=lambda place: _promise(outcomes[place]))
            outcome = outcomes[best]
            left.pop(best)
            effort += stands * outcome.effort * (1.0 if outcome.fails else fits)
            if outcome.fails < 1:
                fits *= 1 - outcome.pends / (1 - outcome.fails)
            stands *= 1 - outcome.fails
            subject = outcome.subject
        return effort

    def _settled(self, part: Node, subject: Group | None) -> _Outcome:
        """What comes of one part alone, fact by fact."""
        if self._nodes.facts[part].isdisjoint(self._asking):
            return _Outcome(0.0, float(part == End.FAILS), float(part == End.PENDS), subject)
        key = part, subject
        found = self._alone.get(key)
        if found is None:
            found = self._alone[key] = self._asked(part, self._by_promise((part,), subject)[0], subject)
        return found

    def _asked(self, part: Node, fact: int, subject: Group | None) -> _Outcome:
        unknown = self._unknowns[fact]
        effort, fails, pends = float(self.cost(fact, subject)), 0.0, 0.0
        last: dict[Group | None, float] = {}
        for branch, chance in enumerate(unknown.chances):
            then = self._settled(self._nodes.led(part, fact, branch), unknown.subject)
            effort += chance * then.effort
            fails += chance * then.fails
            pends += chance * then.pends
            last[then.subject] = last.get(then.subject, 0.0) + chance * (1 - then.fails)
        return _Outcome(effort, fails, pends, max(last, key=lambda subject: last[subject]))

    def _by_promise(self, parts: Parts, subject: Group | None) -> list[int]:
        """The facts whose turn it is, those first whose answer is expected to make most of the open effort needless, for its cost."""
        whole, first = self._effort_of(parts), self.first(self.facts(parts))
        found = [
            (-(fails * whole + spared + _LEAST) / self.cost(fact, subject), fact)
            for part in parts
            for fact, fails, spared in self._spares(part)
            if fact in first
        ]
        found.sort()
        return [fact for _, fact in found]

    def _spares(self, part: Node) -> tuple[tuple[int, float, float], ...]:
        """For each fact of a part: how likely its answer fails it, and else how much of the other effort in it is spared."""
        found = self._spared.get(part)
        if found is None:
            found = self._spared[part] = tuple(self._spare(part, fact) for fact in sorted(self._nodes.facts[part] & self._asking))
        return found

    def _spare(self, part: Node, fact: int) -> tuple[int, float, float]:
        whole, fails, spared = self._effort(part), 0.0, -float(self._unknowns[fact].effort)
        for branch, chance in enumerate(self._unknowns[fact].chances):
            then = self._nodes.led(part, fact, branch)
            if then == End.FAILS:
                fails += chance
            else:
                spared += chance * (whole - self._effort(then))
        return fact, fails, spared

    def _effort_of(self, parts: Parts) -> float:
        return sum(self._effort(part) for part in parts)

    def _effort(self, part: Node) -> float:
        """Of all the facts that a part looks at and that can be asked."""
        found = self._efforts.get(part)
        if found is None:
            places = self._nodes.facts[part] & self._asking
            found = self._efforts[part] = float(sum(self._unknowns[place].effort for place in places))
        return found

    def _parts(self, nodes: Sequence[Node]) -> Parts:
        """Nodes that share no fact as parts: none when the end is certain, and without those for which nothing can be asked."""
        sure = max(min(self._nodes.ends[node]) for node in nodes)
        if sure is End.FAILS:
            return ()
        if sure is End.PENDS:
            nodes = [self._nodes.without_pending(node) for node in nodes]
        return tuple(sorted(node for node in nodes if not self._nodes.facts[node].isdisjoint(self._asking)))


def _promise(outcome: _Outcome) -> tuple[bool, float]:
    """How good it is to settle a part next: those that can fail first, then by what is likely for the effort."""
    return outcome.fails > 0, (outcome.fails or outcome.pends) / outcome.effort
