"""The same conditions in the words of other engines."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import contains, eq, ge, gt, le, lt
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from eligibility.deciding import deciding
from eligibility.possible import measure
from eligibility.targets import Target
from knowledge.base import KnowledgeBase
from knowledge.conditions import AllOf, AnyOf, Comparison, CountOf, NoneOf, Rule
from knowledge.facts import Fact, ScaleFact, option_ids

Plain = bool | str | int | Decimal | list[str] | list[int]
"""A value or bound in the measure that all engines compare in; levels are ranks, lengths half months."""

T = TypeVar("T")


class Dialect(Protocol[T]):
    """How an engine writes conditions."""

    def compare(self, fact: str, sign: str, bound: Plain) -> T:
        """A fact against a bound: ``==``, ``in`` (the bound lists the fact), ``has`` (the fact lists the bound), ``>=`` and so on."""

    def every(self, parts: list[T]) -> T:
        """And."""

    def some(self, parts: list[T]) -> T:
        """Or."""

    def opposite(self, part: T) -> T:
        """Not."""

    def at_least(self, least: int, parts: list[T]) -> T:
        """So many of them."""


def short(number: Decimal) -> int | Decimal:
    """Whole numbers without their point: other engines are quicker with them."""
    return int(number) if number == number.to_integral_value() else number


class Told(NamedTuple, Generic[T]):
    """One target in an engine's words; None where nothing can fail, or nothing pend."""

    fails: T | None
    pends: T | None


def tell(dialect: Dialect[T], base: KnowledgeBase, target: Target) -> Told[T]:
    """What fails a target and what leaves it pending."""

    def rule(found: Rule) -> T:
        match found:
            case Comparison():
                return _comparison(dialect, base.facts[found.fact], found)
            case AllOf():
                return dialect.every(list(map(rule, found.all)))
            case AnyOf():
                return dialect.some(list(map(rule, found.any)))
            case NoneOf():
                return dialect.opposite(dialect.some(list(map(rule, found.none))))
            case CountOf():
                return dialect.at_least(found.at_least, list(map(rule, found.count)))

    fails: list[T] = []
    pends: list[T] = []
    for condition in deciding(base.policies[target.policy], target.track):
        when = [] if condition.when is None else [rule(condition.when)]
        if condition.rule is not None:
            met = rule(condition.rule)
            fails.append(dialect.every([*when, met if condition.kind == "excluding" else dialect.opposite(met)]))
        else:
            pends.append(dialect.every(when))
    return Told(dialect.some(fails) if fails else None, dialect.some(pends) if pends else None)


def _comparison(dialect: Dialect[T], fact: Fact, comparison: Comparison) -> T:
    parts: list[T] = []
    if comparison.is_ is not None:
        parts.append(dialect.compare(fact.id, "==", comparison.is_))
    if comparison.one_of is not None:
        ranks = [option_ids(fact).index(one) for one in comparison.one_of]
        parts.append(dialect.compare(fact.id, "in", ranks if isinstance(fact, ScaleFact) else list(comparison.one_of)))
    if comparison.includes_any is not None:
        parts.append(dialect.some([dialect.compare(fact.id, "has", one) for one in comparison.includes_any]))
    bounds = {">=": comparison.at_least, "<=": comparison.at_most, ">": comparison.more_than, "<": comparison.less_than}
    parts += [dialect.compare(fact.id, sign, short(measure(fact, bound))) for sign, bound in bounds.items() if bound is not None]
    return dialect.every(parts)


class RuleEngineWords:
    """rule-engine's expressions."""

    def compare(self, fact: str, sign: str, bound: Plain) -> str:
        """Literals as rule-engine writes them."""
        match bound:
            case bool():
                written = "true" if bound else "false"
            case str():
                written = f'"{bound}"'
            case list():
                written = "[" + ", ".join(f'"{one}"' if isinstance(one, str) else str(one) for one in bound) + "]"
            case _:
                written = f"{bound:f}"
        return f"({written} in {fact})" if sign == "has" else f"({fact} {sign} {written})"

    def every(self, parts: list[str]) -> str:
        """And."""
        return "(" + " and ".join(parts) + ")" if parts else "true"

    def some(self, parts: list[str]) -> str:
        """Or."""
        return "(" + " or ".join(parts) + ")"

    def opposite(self, part: str) -> str:
        """Not."""
        return f"(not {part})"

    def at_least(self, least: int, parts: list[str]) -> str:
        """It has no counting, but numbers."""
        return "(" + " + ".join(f"({part} ? 1 : 0)" for part in parts) + f" >= {least})"


class JsonLogicWords:
    """json-logic's objects."""

    def compare(self, fact: str, sign: str, bound: Plain) -> object:
        """The fact is a variable."""
        value = {"var": fact}
        return {"in": [bound, value]} if sign == "has" else {sign: [value, bound]}

    def every(self, parts: list[object]) -> object:
        """And."""
        return True if not parts else parts[0] if len(parts) == 1 else {"and": parts}

    def some(self, parts: list[object]) -> object:
        """Or."""
        return parts[0] if len(parts) == 1 else {"or": parts}

    def opposite(self, part: object) -> object:
        """Not."""
        return {"!": part}

    def at_least(self, least: int, parts: list[object]) -> object:
        """It has no counting, but numbers."""
        return {">=": [{"+": [{"if": [part, 1, 0]} for part in parts]}, least]}


Node = tuple[Any, ...]

_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": eq,
    "in": lambda value, bound: value in bound,
    "has": contains,
    ">=": ge,
    "<=": le,
    ">": gt,
    "<": lt,
}


class WalkWords:
    """Plain tuples for a naive walk: bounds are measured beforehand, which is in its favour."""

    def compare(self, fact: str, sign: str, bound: Plain) -> Node:
        """A comparison with its function."""
        return "compare", _SIGNS[sign], fact, bound

    def every(self, parts: list[Node]) -> Node:
        """And."""
        return "every", tuple(parts)

    def some(self, parts: list[Node]) -> Node:
        """Or."""
        return "some", tuple(parts)

    def opposite(self, part: Node) -> Node:
        """Not."""
        return "opposite", part

    def at_least(self, least: int, parts: list[Node]) -> Node:
        """So many of them."""
        return "at_least", tuple(parts), least


def walk(node: Node, values: Mapping[str, Plain]) -> bool:
    """The truth of a tree, part by part, as far as it takes."""
    match node[0]:
        case "compare":
            return bool(node[1](values[node[2]], node[3]))
        case "every":
            return all(walk(part, values) for part in node[1])
        case "some":
            return any(walk(part, values) for part in node[1])
        case "opposite":
            return not walk(node[1], values)
        case _:
            return bool(sum(walk(part, values) for part in node[1]) >= node[2])
