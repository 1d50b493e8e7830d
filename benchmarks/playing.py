"""Interviews played through in every way that they can go, and the effort that they are expected to take.

Where several targets look at a fact, all the ways in which their comparisons of it can come out together are equally likely, but for
the ``likely`` answers (``eligibility.chances``). A question takes the fact's effort and, when it turns to another group than the one
before, one more. Nobody answers 不清楚.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from eligibility.chances import chances
from eligibility.deciding import Concern, Frame, deciding, reading_order
from eligibility.diagram import Decision, Row, certain, with_fact
from eligibility.plans import CHANGE, Unknown, ready_of
from eligibility.possible import Truths, unknown
from eligibility.progress import Matter, gates_of, open_concerns, unknown_of
from eligibility.reduced import Node, Reduced
from eligibility.targets import Target
from knowledge.base import KnowledgeBase
from knowledge.conditions import Comparison
from knowledge.facts import Group

MOST_POINTS = 200_000
"""Points of an interview that are looked at."""
_MOST_NODES = 1_000_000


class TooLargeError(Exception):
    """An interview that can go in too many ways to look at all of them."""


class Spot(NamedTuple):
    """What is left to decide on one target."""

    target: int
    node: Node
    """Equal where it comes down to the same."""
    concerns: tuple[Concern, ...]
    """The conditions that still matter; without them nothing waits for anything."""
    decision: Decision | None = None
    """As the chooser sees it; None where it is not asked."""


Spots = tuple[Spot, ...]
"""The targets that still hang on something; none once everything is settled."""

Chooser = Callable[["Interview", Spots, Group | None], str]
"""Which fact to ask next, the group asked about last given."""


@dataclass(frozen=True)
class _Target:
    facts: tuple[str, ...]
    unknowns: tuple[Unknown, ...]
    nodes: Reduced
    ways: dict[str, tuple[Truths, ...]]
    """For each fact what this target sees of each of its joint ways."""


class Interview:
    """Some targets over facts of which nothing is known."""

    def __init__(self, base: KnowledgeBase, targets: Sequence[Target]) -> None:
        self.base = base
        drawn = [one for one in (_drawn(base, target) for target in targets) if one.nodes.facts[one.start.node]]
        joint: dict[str, dict[Comparison, None]] = {}
        for one in drawn:
            for fact, comparisons in one.frame.looks.items():
                joint.setdefault(fact, {}).update(dict.fromkeys(comparisons))
        self.chances: dict[str, tuple[float, ...]] = {}
        """How likely each joint way of a fact is."""
        ways: dict[str, tuple[Truths, ...]] = {}
        for fact, together in joint.items():
            ways[fact] = unknown(base.facts[fact], tuple(together))
            self.chances[fact] = chances(base.facts[fact], tuple(together), ways[fact])
        self._targets = [_target(one, joint, ways) for one in drawn]
        self.start = tuple(one.start._replace(target=number) for number, one in enumerate(drawn))

    def asking(self, spot: Spot) -> frozenset[str]:
        """The facts that can change the verdict on a target."""
        target = self._targets[spot.target]
        return frozenset(target.facts[place] for place in target.nodes.facts[spot.node])

    def facts(self, spots: Spots) -> frozenset[str]:
        """The facts that can change a verdict."""
        return frozenset().union(*map(self.asking, spots))

    def matter(self, spot: Spot) -> Matter:
        """A target as the chooser sees it."""
        if spot.decision is None:
            raise ValueError("the chooser is not asked here")
        target = self._targets[spot.target]
        return Matter(spot.decision, spot.concerns, target.facts, target.unknowns)

    def after(self, spots: Spots, fact: str, way: int) -> Spots:
        """What is left once a fact has come out in one of its joint ways."""
        led = (self._led(spot, fact, way) for spot in spots)
        return tuple(spot for spot in led if self._targets[spot.target].nodes.facts[spot.node])

    def cost(self, fact: str, subject: Group | None) -> int:
        """What a question takes after one about this group."""
        declared = self.base.facts[fact]
        return declared.effort + (CHANGE if subject not in (None, declared.group) else 0)

    def allowed(self, spots: Spots) -> frozenset[str]:
        """What may be asked by the rules: what is sensitive last, what only concerns some after what says whether it does."""
        ready = {fact for spot in spots for fact in self._ready(spot)}
        turns = {fact: (self.base.facts[fact].sensitive, fact not in ready) for fact in self.facts(spots)}
        first = min(turns.values(), default=None)
        return frozenset(fact for fact, turn in turns.items() if turn == first)

    def _led(self, spot: Spot, fact: str, way: int) -> Spot:
        target = self._targets[spot.target]
        if fact not in target.ways:
            return spot
        place, truths = target.facts.index(fact), target.ways[fact][way]
        node = target.nodes.led(spot.node, place, target.unknowns[place].branches.index(truths))
        rows: list[Row] = [truths if other == place else (None,) * len(one.branches[0]) for other, one in enumerate(target.unknowns)]
        decision = None if spot.decision is None else with_fact(spot.decision, place, truths)
        return Spot(spot.target, node, open_concerns(spot.concerns, rows), decision)

    def _ready(self, spot: Spot) -> Iterator[str]:
        target = self._targets[spot.target]
        places = target.nodes.facts[spot.node]
        return (target.facts[place] for place in (ready_of(gates_of(spot.concerns), places) if waits(spot) else places))


def expected(interview: Interview, chooser: Chooser) -> float:
    """The effort that is expected until everything is settled, as the chooser asks."""
    found: dict[tuple[Spots, Group | None], float] = {}

    def left(spots: Spots, subject: Group | None) -> float:
        if not spots:
            return 0.0
        key = spots, subject
        if key not in found:
            if len(found) >= MOST_POINTS:
                raise TooLargeError
            fact = chooser(interview, spots, subject)
            group = interview.base.facts[fact].group
            found[key] = interview.cost(fact, subject) + sum(
                chance * left(interview.after(spots, fact, way), group) for way, chance in enumerate(interview.chances[fact])
            )
        return found[key]

    return left(interview.start, None)


def waits(spot: Spot) -> bool:
    """Whether some condition still has to hear whom it concerns."""
    return any(concern.when is not True for concern in spot.concerns)


class _Drawn(NamedTuple):
    """A target alone."""

    frame: Frame
    unknowns: tuple[Unknown, ...]
    nodes: Reduced
    start: Spot


def _drawn(base: KnowledgeBase, target: Target) -> _Drawn:
    policy = base.policies[target.policy]
    conditions = deciding(policy, target.track)
    frame = Frame(conditions, reading_order(policy, target.track))
    unknowns: list[Unknown] = []
    for fact, comparisons in frame.looks.items():
        ways = unknown(base.facts[fact], comparisons)
        unknowns.append(unknown_of(base.facts[fact], ways, chances(base.facts[fact], comparisons, ways)))
    rows = [certain(one.branches) for one in unknowns]
    decision, nodes = frame.whole(conditions).given(rows), Reduced([one.branches for one in unknowns], _MOST_NODES)
    return _Drawn(
        frame, tuple(unknowns), nodes, Spot(0, nodes.node(decision), open_concerns(map(frame.concern, conditions), rows), decision)
    )


def _target(drawn: _Drawn, joint: dict[str, dict[Comparison, None]], ways: dict[str, tuple[Truths, ...]]) -> _Target:
    seen: dict[str, tuple[Truths, ...]] = {}
    for fact, comparisons in drawn.frame.looks.items():
        places = [list(joint[fact]).index(comparison) for comparison in comparisons]
        seen[fact] = tuple(tuple(truths[place] for place in places) for truths in ways[fact])
    return _Target(tuple(drawn.frame.looks), drawn.unknowns, drawn.nodes, seen)
