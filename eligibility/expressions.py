"""Rules as plain expressions over what is open, always in one normal form.

Nothing is left in them that is known already: building one is Kleene's logic, and what comes out as ``True`` or ``False`` is
settled. Negations stand on the leaves alone (De Morgan), nested all and any are one, and no part stands twice in them.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple, Union, assert_never

from knowledge.conditions import AllOf, AnyOf, Comparison, CountOf, NoneOf, Rule


class Leaf(NamedTuple):
    """What one comparison says of one fact: places in the order of facts and among that fact's comparisons."""

    fact: int
    bit: int


class Not(NamedTuple):
    """The contrary."""

    part: Leaf


class AtLeast(NamedTuple):
    """At least so many of the parts; all and any are its two ends."""

    least: int
    parts: tuple["Expression", ...]


Expression = Union[bool, Leaf, Not, "AtLeast"]


def at_least(least: int, parts: Sequence[Expression]) -> Expression:
    """At least so many of the parts, made as simple as it gets."""
    opened: list[Expression] = [part for part in parts if not isinstance(part, bool)]
    least -= sum(part is True for part in parts)
    if least <= 0 or least > len(opened):
        return least <= 0
    if least in (1, len(opened)):
        every = least == len(opened) > 1
        opened = list(dict.fromkeys(_spread(opened, every=every)))
        least = len(opened) if every else 1
    return opened[0] if len(opened) == 1 else AtLeast(least, tuple(opened))


def _spread(parts: Sequence[Expression], *, every: bool) -> Iterator[Expression]:
    """The parts of an all or an any, those of an all in an all or an any in an any taken out of it."""
    for part in parts:
        if isinstance(part, AtLeast) and part.least == (len(part.parts) if every else 1):
            yield from part.parts
        else:
            yield part


def all_of(*parts: Expression) -> Expression:
    """And."""
    return at_least(len(parts), parts)


def any_of(*parts: Expression) -> Expression:
    """Or."""
    return at_least(1, parts)


def negate(whole: Expression) -> Expression:
    """Not."""
    match whole:
        case bool():
            return not whole
        case Leaf():
            return Not(whole)
        case Not(leaf):
            return leaf
        case AtLeast(least, parts):
            return AtLeast(len(parts) - least + 1, tuple(negate(part) for part in parts))


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


def settle(whole: Expression, known: Callable[[Leaf], bool | None]) -> Expression:
    """An expression once some of its leaves are known; it is looked through only as far as it takes to settle it."""
    if isinstance(whole, AtLeast):
        return _settle_parts(whole, known)
    if isinstance(whole, Leaf):
        found = known(whole)
        return whole if found is None else found
    if isinstance(whole, Not):
        found = known(whole.part)
        return whole if found is None else not found
    return whole


def _settle_parts(whole: AtLeast, known: Callable[[Leaf], bool | None]) -> Expression:
    wanted, spare = whole.least, len(whole.parts) - whole.least
    parts: list[Expression] = []
    changed = False
    for part in whole.parts:
        found = settle(part, known)
        if found is True:
            wanted -= 1
        elif found is False:
            spare -= 1
        else:
            parts.append(found)
            changed |= found is not part
        if not wanted or spare < 0:
            return not wanted
    return at_least(wanted, parts) if changed or len(parts) < len(whole.parts) else whole


def leaves(*wholes: Expression) -> list[Leaf]:
    """The leaves in reading order, with repeats."""
    found: list[Leaf] = []
    for whole in wholes:
        _collect(whole, found)
    return found


def _collect(whole: Expression, found: list[Leaf]) -> None:
    if isinstance(whole, AtLeast):
        for part in whole.parts:
            _collect(part, found)
    elif isinstance(whole, Leaf):
        found.append(whole)
    elif isinstance(whole, Not):
        found.append(whole.part)


def options(whole: Expression) -> tuple[Expression, ...]:
    """Expressions of which any one makes the whole true."""
    if isinstance(whole, AtLeast) and whole.least == 1:
        return whole.parts
    return () if whole is False else (whole,)


def shapeless(whole: Expression) -> Hashable:
    """An expression without the order of its parts."""
    return (whole.least, frozenset(map(shapeless, whole.parts))) if isinstance(whole, AtLeast) else whole
