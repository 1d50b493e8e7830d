"""A decision over all completions of what is not known: where it can lead, and which facts can change that.

It is cut into groups that share no fact. In most of them every fact is looked at once, and there Kleene's logic is exact. Only
where facts return (two thresholds of one age, a ``when`` that asks what a rule asks) is a decision diagram drawn, over those
facts alone: two partial completions that leave the same question share one node, and a node whose branches all agree is left
out. So the ends that are reached are exactly the results that some completion gives, and the facts that are left are exactly
those that can change the result. (Bryant 1986, with as many branches as a fact has kinds of values.)
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from eligibility.expressions import Expression, Leaf, any_of, leaves, options, settle, shapeless
from eligibility.possible import Truths

Row = tuple[bool | None, ...]
"""What each of a fact's comparisons says for certain, in their order; None where it is open."""


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
    def leaves(self) -> list[Leaf]:
        """All leaves, with repeats."""
        return leaves(self.fails, self.pends)

    def given(self, certain: Sequence[Row]) -> "Decision":
        """What is left to decide where each fact's comparisons are ``certain`` or open."""

        def known(leaf: Leaf) -> bool | None:
            return certain[leaf.fact][leaf.bit]

        fails = settle(self.fails, known)
        return _FAILS if fails is True else Decision(fails, settle(self.pends, known))


_FAILS = Decision(fails=True)


def certain(ways: Sequence[Truths]) -> Row:
    """What a fact's comparisons say for certain when they can come out in these ways; None where they differ."""
    return tuple(column[0] if len(set(column)) == 1 else None for column in zip(*ways, strict=True))


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
    """The prospect of a decision of which all that is certain has been ``given``.

    ``branches`` holds, for each fact in order, the ways its comparisons can come out. Groups share no fact, so each can stand at its
    best while another moves: the worst of what each is sure of is sure for all. Beyond ``limit`` distinct partial completions of
    one group its drawing stops: what Kleene leaves open is then taken to be open.
    """
    if decision.end is not None:
        return Prospect(frozenset({decision.end}), frozenset())
    groups = [_of_group(group, branches, limit) for group in cut(decision)]
    sure = max(min(group.ends) for group in groups)
    if sure is End.FAILS:
        return Prospect(frozenset({End.FAILS}), frozenset())
    if sure is End.PENDS and decision.pends is not True:  # so nothing else that pends makes a difference
        return draw(Decision(decision.fails, pends=True), branches, limit)
    return Prospect(
        frozenset({sure}.union(*(group.ends for group in groups))) - set(range(sure)),
        frozenset().union(*(group.open for group in groups)),
        all(group.exact for group in groups),
    )


def cut(decision: Decision) -> list[Decision]:
    """The decision cut into as many as it takes that no two look at the same fact; the worst of their ends is its end."""
    groups: list[tuple[set[int], list[Decision]]] = []
    for part in (*map(Decision, options(decision.fails)), *(Decision(False, one) for one in options(decision.pends))):
        facts, joined = {leaf.fact for leaf in part.leaves}, [part]
        apart = []
        for group in groups:
            if facts.isdisjoint(group[0]):
                apart.append(group)
            else:
                facts |= group[0]
                joined += group[1]
        groups = [*apart, (facts, joined)]
    return [
        parts[0] if len(parts) == 1 else Decision(any_of(*(one.fails for one in parts)), any_of(*(one.pends for one in parts)))
        for _, parts in groups
    ]


def _of_group(group: Decision, branches: Sequence[Sequence[Truths]], limit: int) -> Prospect:
    counts = Counter(leaf.fact for leaf in group.leaves)
    returning = frozenset(fact for fact, count in counts.items() if count > 1)
    opened = frozenset(counts)
    if not returning:
        return Prospect(_ends_of_single(group), opened)
    drawing = _Drawing(branches, returning, limit)
    try:
        drawing.node(group)
    except TooWideError:
        return Prospect(_ends_of_single(group), opened, exact=False)
    return Prospect(frozenset(drawing.ends), frozenset(drawing.open))


def _ends_of_single(group: Decision) -> frozenset[End]:
    """The ends within reach as Kleene sees them: whatever is not settled can come out either way.

    That is exact where every fact has a single leaf. Each leaf can be true and can be false, or ``given`` had settled it; so,
    from the leaves upwards, can at least k of n parts, 1 ≤ k ≤ n, which share no fact: all of them can be true at once, or none.
    And each leaf matters: with k - 1 of the other parts true its own decides, and while ``fails`` is false ``pends`` does.
    """
    ends = {End.FAILS} if group.fails is not False else set()
    if group.pends is not False:
        ends.add(End.PENDS)
    if group.pends is not True:
        ends.add(End.FITS)
    return frozenset(ends)


class TooWideError(Exception):
    """More distinct partial completions than the limit allows."""


class _Drawing:
    """A reduced, ordered diagram over the facts that return; where only single facts are left, a path ends.

    There no drawing is needed: over facts with one leaf each, two decisions are the same function exactly when they are the same
    up to the order of parts, since the tree of a function's modules is unique (Birnbaum and Esary 1965; Möhring 1985).
    """

    def __init__(self, branches: Sequence[Sequence[Truths]], returning: frozenset[int], limit: int) -> None:
        self.ends: set[End] = set()
        """That some path reaches."""
        self.open: set[int] = set()
        """The facts that a node asks or that are left at the end of a path."""
        self._branches = branches
        self._returning = returning
        self._limit = limit
        self._known: dict[Decision, int] = {}
        self._numbers: dict[Hashable, int] = {}

    def node(self, decision: Decision) -> int:
        """The number of what a decision comes down to; equal numbers mean that all completions end alike."""
        known = self._known.get(decision)
        if known is None:
            if len(self._known) >= self._limit:
                raise TooWideError
            known = self._known[decision] = self._draw(decision)
        return known

    def _draw(self, decision: Decision) -> int:
        facts = {leaf.fact for leaf in decision.leaves}
        first = min(facts & self._returning, default=None)
        if first is None:
            self.ends |= _ends_of_single(decision) if decision.end is None else {decision.end}
            self.open |= facts
            return self._number((shapeless(decision.fails), shapeless(decision.pends)))
        children = tuple(self.node(with_fact(decision, first, truths)) for truths in self._branches[first])
        if len(set(children)) == 1:
            return children[0]
        self.open.add(first)
        return self._number((first, *children))

    def _number(self, what: Hashable) -> int:
        return self._numbers.setdefault(what, len(self._numbers))


def with_fact(decision: Decision, fact: int, truths: Truths) -> Decision:
    """A decision once a fact's comparisons have come out in one way."""

    def known(leaf: Leaf) -> bool | None:
        return truths[leaf.bit] if leaf.fact == fact else None

    fails = settle(decision.fails, known)
    return _FAILS if fails is True else Decision(fails, settle(decision.pends, known))
