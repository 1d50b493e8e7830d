"""A decision over all completions of what is not known: where it can lead, and which facts can change that.

It is settled where no fact appears twice, and cut into groups that share no fact; only a group in which facts do return
(two thresholds of one age, a ``when`` that asks what a rule asks) is drawn as a reduced, ordered decision diagram: two partial
completions that leave the same question share one node, and a node whose branches all agree is left out. So the ends that
are reached are exactly the results that some completion gives, and the facts on the nodes are exactly those that can change
the result. (Bryant 1986, with as many branches as a fact has kinds of values.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from eligibility.expressions import Expression, Leaf, any_of, leaves, options, settle
from eligibility.possible import Truths


class End(IntEnum):
    """Where a completion leads; of several conditions the worst decides."""

    FITS = 0
    PENDS = 1
    """Nothing fails, but it hangs on a document that is not in hand."""
    FAILS = 2


class Decision(NamedTuple):
    """It fails where ``fails`` is true; else it pends where ``pends`` is true; else it fits."""

    fails: Expression
    pends: Expression = False

    @property
    def end(self) -> End | None:
        """The end where nothing is open any more."""
        if self.fails is True:
            return End.FAILS
        if self.fails is False and isinstance(self.pends, bool):
            return End.PENDS if self.pends else End.FITS
        return None

    @property
    def leaves(self) -> Iterator[Leaf]:
        """All leaves, with repeats."""
        yield from leaves(self.fails)
        yield from leaves(self.pends)

    def given(self, branches: Sequence[Sequence[Truths]]) -> "Decision":
        """What is left to decide where each fact can come out in these ways: leaves that always come out alike are gone."""

        def known(leaf: Leaf) -> bool | None:
            found = {truths[leaf.bit] for truths in branches[leaf.fact]}
            return found.pop() if len(found) == 1 else None

        return Decision(settle(self.fails, known), settle(self.pends, known))


@dataclass(frozen=True, slots=True)
class Prospect:
    """What can still come of a decision: the ends within reach and the places of the open facts that can change it."""

    ends: frozenset[End]
    open: frozenset[int]
    exact: bool = True

    def only(self, end: End) -> bool:
        """Whether every completion leads there."""
        return self.ends == {end}


def draw(decision: Decision, branches: Sequence[Sequence[Truths]], limit: int) -> Prospect:
    """The prospect of a decision; ``branches`` holds, for each fact in order, the ways its comparisons can come out.

    Beyond ``limit`` distinct partial completions of one group its drawing stops: what Kleene leaves open is then taken to be open.
    """
    return _prospect(decision.given(branches), branches, limit)


def _prospect(decision: Decision, branches: Sequence[Sequence[Truths]], limit: int) -> Prospect:
    """Groups share no fact, so each can stand at its best while another moves: the worst of the best is certain."""
    if decision.end is not None:
        return Prospect(frozenset({decision.end}), frozenset())
    groups = [_of_group(group, branches, limit) for group in _groups(decision)]
    certain = max(min(group.ends) for group in groups)
    if certain is End.FAILS:
        return Prospect(frozenset({End.FAILS}), frozenset())
    if certain is End.PENDS and decision.pends is not True:  # so nothing else that pends makes a difference
        return _prospect(Decision(decision.fails, pends=True), branches, limit)
    return Prospect(
        frozenset({certain}.union(*(group.ends for group in groups))) - set(range(certain)),
        frozenset().union(*(group.open for group in groups)),
        all(group.exact for group in groups),
    )


def _groups(decision: Decision) -> list[Decision]:
    """The decision cut into as many as it takes that no two look at the same fact; the worst of their ends is its end."""
    groups: list[tuple[set[int], Decision]] = []
    for part in (
        *(Decision(option) for option in options(decision.fails)),
        *(Decision(False, option) for option in options(decision.pends)),
    ):
        facts, joined = {leaf.fact for leaf in part.leaves}, [part]
        apart = []
        for group in groups:
            if facts.isdisjoint(group[0]):
                apart.append(group)
            else:
                facts |= group[0]
                joined.append(group[1])
        fails, pends = any_of(*(one.fails for one in joined)), any_of(*(one.pends for one in joined))
        groups = [*apart, (facts, Decision(fails, pends))]
    return [group for _, group in groups]


def _of_group(group: Decision, branches: Sequence[Sequence[Truths]], limit: int) -> Prospect:
    facts = [leaf.fact for leaf in group.leaves]
    opened = frozenset(facts)
    if len(facts) == len(opened):
        return Prospect(_loose_ends(group), opened)
    drawing = _Drawing(branches, limit)
    try:
        root = drawing.node(group)
    except _TooWideError:
        return Prospect(_loose_ends(group), opened, exact=False)
    reached = {root, *(child for _, children in drawing.nodes for child in children)}
    return Prospect(frozenset(end for end in End if end in reached), frozenset(fact for fact, _ in drawing.nodes))


def _loose_ends(group: Decision) -> frozenset[End]:
    """The ends within reach as Kleene sees them: whatever is not settled can come out either way.

    That is exact where no fact has two leaves. Each leaf can be true and false, or ``given`` had settled it, whatever the
    others are; so, from the leaves upwards, can at least k of n parts, 1 ≤ k ≤ n, which move independently: none or all of them
    true. And each leaf matters: with k − 1 of the other parts true its part decides, and with ``fails`` false ``pends`` does.
    """
    ends = {End.FAILS} if group.fails is not False else set()
    if group.pends is not False:
        ends.add(End.PENDS)
    if group.pends is not True:
        ends.add(End.FITS)
    return frozenset(ends)


class _TooWideError(Exception):
    """More distinct partial completions than the limit allows."""


class _Drawing:
    """The nodes of one diagram by what they ask and where they lead; numbers below ``len(End)`` are ends."""

    def __init__(self, branches: Sequence[Sequence[Truths]], limit: int) -> None:
        self.nodes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._branches = branches
        self._limit = limit
        self._known: dict[Decision, int] = {}

    def node(self, decision: Decision) -> int:
        """The number of the node where a decision continues, or of its end."""
        if (end := decision.end) is not None:
            return end
        if (known := self._known.get(decision)) is not None:
            return known
        if len(self._known) >= self._limit:
            raise _TooWideError
        first = min(leaf.fact for leaf in decision.leaves)
        children = tuple(self.node(_with(decision, first, truths)) for truths in self._branches[first])
        alike = len(set(children)) == 1
        node = children[0] if alike else self.nodes.setdefault((first, children), len(End) + len(self.nodes))
        self._known[decision] = node
        return node


def _with(decision: Decision, fact: int, truths: Truths) -> Decision:
    """A decision once a fact's comparisons have come out in one way."""

    def known(leaf: Leaf) -> bool | None:
        return truths[leaf.bit] if leaf.fact == fact else None

    return Decision(settle(decision.fails, known), settle(decision.pends, known))
