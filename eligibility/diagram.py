"""A decision drawn over all completions of what is not known.

Conditions become expressions over the facts that are still open. From them a reduced, ordered decision diagram is built:
two partial completions that leave the same question share one node, and a node whose branches all agree is left out. So
the ends that are reached are exactly the results that some completion gives, and the facts on the nodes are exactly
those that can change the result. (Bryant 1986, with as many branches as a fact has kinds of values.)
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, Union, assert_never

from eligibility.possible import Truths
from knowledge.conditions import AllOf, AnyOf, Comparison, CountOf, NoneOf, Rule


class Leaf(NamedTuple):
    """What one comparison says of one open fact: places in the order of open facts and among that fact's comparisons."""

    fact: int
    bit: int


class Not(NamedTuple):
    """The contrary."""

    part: "Expression"


class AtLeast(NamedTuple):
    """At least so many of the parts; all and any are its two ends."""

    least: int
    parts: tuple["Expression", ...]


Expression = Union[bool, Leaf, Not, "AtLeast"]


class End(IntEnum):
    """Where a completion leads."""

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


@dataclass(frozen=True, slots=True)
class Prospect:
    """What can still come of a decision: the ends within reach and the places of the open facts that can change it."""

    ends: frozenset[End]
    open: frozenset[int]
    exact: bool = True

    def only(self, end: End) -> bool:
        """Whether every completion leads there."""
        return self.ends == {end}


def at_least(least: int, parts: Sequence[Expression]) -> Expression:
    """At least so many of the parts, made as simple as it gets."""
    opened = tuple(part for part in parts if not isinstance(part, bool))
    least -= sum(part is True for part in parts)
    if least <= 0 or least > len(opened):
        return least <= 0
    return opened[0] if len(opened) == 1 else AtLeast(least, opened)


def all_of(*parts: Expression) -> Expression:
    """And."""
    return at_least(len(parts), parts)


def any_of(*parts: Expression) -> Expression:
    """Or."""
    return at_least(1, parts)


def negate(part: Expression) -> Expression:
    """Not."""
    if isinstance(part, bool):
        return not part
    return part.part if isinstance(part, Not) else Not(part)


def expression(rule: Rule, leaf: Callable[[Comparison], Expression]) -> Expression:
    """A rule as an expression over what ``leaf`` makes of its comparisons."""
    match rule:
        case Comparison():
            return leaf(rule)
        case AllOf():
            return all_of(*(expression(part, leaf) for part in rule.all))
        case AnyOf():
            return any_of(*(expression(part, leaf) for part in rule.any))
        case NoneOf():
            return negate(any_of(*(expression(part, leaf) for part in rule.none)))
        case CountOf():
            return at_least(rule.at_least, [expression(part, leaf) for part in rule.count])
        case _:
            assert_never(rule)


def draw(decision: Decision, branches: Sequence[Sequence[Truths]], limit: int) -> Prospect:
    """The prospect of a decision; ``branches`` holds, for each open fact in order, the ways its comparisons can come out.

    Beyond ``limit`` distinct partial completions the drawing stops: what Kleene leaves open is then taken to be open.
    """
    drawing = _Drawing(branches, limit)
    try:
        root = drawing.node(decision)
    except _TooWideError:
        opened = frozenset(_facts(decision.fails)) | frozenset(_facts(decision.pends))
        return Prospect(frozenset(End), opened, exact=False)
    reached = {root, *(child for _, children in drawing.nodes for child in children)}
    return Prospect(frozenset(end for end in End if end in reached), frozenset(fact for fact, _ in drawing.nodes))


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
        first = min(min(_facts(decision.fails), default=len(self._branches)), min(_facts(decision.pends), default=len(self._branches)))
        children = tuple(
            self.node(Decision(_with(decision.fails, first, truths), _with(decision.pends, first, truths)))
            for truths in self._branches[first]
        )
        alike = len(set(children)) == 1
        node = children[0] if alike else self.nodes.setdefault((first, children), len(End) + len(self.nodes))
        self._known[decision] = node
        return node


def _with(whole: Expression, fact: int, truths: Truths) -> Expression:
    """An expression once a fact's comparisons have come out in one way."""
    match whole:
        case Leaf(place, bit):
            return truths[bit] if place == fact else whole
        case Not(part):
            return negate(_with(part, fact, truths))
        case AtLeast(least, parts):
            return at_least(least, [_with(part, fact, truths) for part in parts])
        case _:
            return whole


def _facts(whole: Expression) -> Iterator[int]:
    match whole:
        case Leaf(place, _):
            yield place
        case Not(part):
            yield from _facts(part)
        case AtLeast(_, parts):
            for part in parts:
                yield from _facts(part)
