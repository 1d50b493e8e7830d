"""Rules against facts: facts that exist, operators that fit their kind, bounds in range, ranges that are not empty."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from knowledge.bounds import duration_months
from knowledge.checks.finding import Finding, KnownFacts, Scope, dangling, repeated
from knowledge.checks.values import bound_findings
from knowledge.conditions import Comparison, CountOf, Rule, parts_of
from knowledge.errors import nearest
from knowledge.facts import ChoiceFact, ChoicesFact, DurationFact, Fact, ScaleFact, YesNoFact, option_ids
from knowledge.reading.tree import Path

DEEPEST_RULE = 8
"""Rules inside each other, comparisons included; no notice on file needs more than three."""

MOST_COMPARISONS = 40
"""In one rule; no notice on file needs more than three."""

MOST_ALTOGETHER = 200
"""Comparisons in all conditions of a policy, so that a verdict takes no longer than people wait; the largest on file has 32."""

_BOUNDS = ("at_least", "at_most", "more_than", "less_than")

_OPERATORS: dict[str, tuple[str, ...]] = {
    "yes_no": ("is",),
    "choice": ("one_of",),
    "choices": ("includes_any",),
    "scale": ("one_of", *_BOUNDS),
    "number": _BOUNDS,
    "age": _BOUNDS,
    "duration": _BOUNDS,
    "date": _BOUNDS,
}


def rules_of(scope: Scope) -> Iterator[tuple[Path, Rule]]:
    """Every rule of the policy with its place, outermost only."""
    for section in ("conditions", "gates", "stages", "materials", "quotas", "benefits", "duties", "contacts", "systems"):
        for index, entry in enumerate(getattr(scope.policy, section)):
            for key in ("rule", "when"):
                if (rule := getattr(entry, key, None)) is not None:
                    yield (section, index, key), rule


def rule_findings(scope: Scope) -> Iterator[Finding]:
    """What is wrong in any rule of the policy."""
    for path, rule in rules_of(scope):
        yield from one_rule_findings(path, rule, scope)
    yield from _altogether(scope)


def one_rule_findings(path: Path, rule: Rule, known: KnownFacts) -> Iterator[Finding]:
    """What is wrong in one rule, outermost."""
    yield from _measure(path, rule)
    yield from _within(path, rule, known)


def _measure(path: Path, rule: Rule) -> Iterator[Finding]:
    """A rule that nobody can check by reading it, or that takes too long to judge."""
    deep, many = _depth(rule), _size(rule)
    if deep > DEEPEST_RULE:
        yield Finding(path, f"规则嵌套太深（{deep} 层，最多 {DEEPEST_RULE} 层），请拆成几条 conditions")
    if many > MOST_COMPARISONS:
        yield Finding(path, f"一条规则里比较太多（{many} 个，最多 {MOST_COMPARISONS} 个），请拆成几条 conditions")


def _altogether(scope: Scope) -> Iterator[Finding]:
    rules = [rule for condition in scope.policy.conditions for rule in (condition.when, condition.rule) if rule is not None]
    many = sum(map(_size, rules))
    if many > MOST_ALTOGETHER:
        yield Finding(("conditions",), f"全部条件里比较太多（{many} 个，最多 {MOST_ALTOGETHER} 个），请拆成几个政策文件")


def _depth(rule: Rule) -> int:
    return 1 + max(map(_depth, parts_of(rule)), default=0)


def _size(rule: Rule) -> int:
    return sum(map(_size, parts_of(rule))) or 1


def _within(path: Path, rule: Rule, known: KnownFacts) -> Iterator[Finding]:
    if isinstance(rule, Comparison):
        yield from _comparison(path, rule, known)
        return
    parts = parts_of(rule)
    key = next(iter(type(rule).model_fields))
    if isinstance(rule, CountOf) and rule.at_least > len(parts):
        yield Finding((*path, "at_least"), f"一共只有 {len(parts)} 项，不可能满足 {rule.at_least} 项")
    for index, part in enumerate(parts):
        yield from _within((*path, key, index), part, known)


def _comparison(path: Path, comparison: Comparison, known: KnownFacts) -> Iterator[Finding]:
    if known.facts is None:
        return
    fact = known.fact(comparison.fact)
    if fact is None:
        yield from dangling((*path, "fact"), comparison.fact, known.facts, "事实（facts.yaml）", known.lost)
        return
    written = comparison.operators()
    allowed = _OPERATORS[fact.kind]
    misfits = [key for key in written if key not in allowed]
    for key in misfits:
        yield Finding((*path, key), f"{fact.id} 是 {fact.kind} 类事实，不能用 {key} 比较", allowed, nearest(key, allowed))
    if misfits:
        return
    findings = [found for key, bound in written.items() for found in _operand((*path, key), bound, fact)]
    yield from findings or _empty_range(path, {key: _rank(bound, fact) for key, bound in written.items() if key in _BOUNDS})


def _operand(path: Path, bound: bool | Decimal | str | tuple[str, ...], fact: Fact) -> Iterator[Finding]:  # noqa: FBT001 - a bound of a yes_no fact is a truth value
    if isinstance(bound, tuple):
        for index, option in enumerate(bound):
            yield from dangling((*path, index), option, option_ids(fact), f"{fact.name}选项")
        yield from repeated((((*path, index), option) for index, option in enumerate(bound)), "选项")
    elif not isinstance(fact, YesNoFact | ChoiceFact | ChoicesFact) and not isinstance(bound, bool):
        yield from bound_findings(path, bound, fact)


def _rank(bound: Decimal | str, fact: Fact) -> Decimal:
    """A bound as a number that compares within its fact."""
    if isinstance(bound, Decimal):
        return bound
    if isinstance(fact, ScaleFact):
        return Decimal(option_ids(fact).index(bound))
    if isinstance(fact, DurationFact):
        return Decimal(duration_months(bound))
    return Decimal(date.fromisoformat(bound).toordinal())


def _empty_range(path: Path, bounds: dict[str, Decimal]) -> Iterator[Finding]:
    for low, high in (("at_least", "at_most"), ("at_least", "less_than"), ("more_than", "at_most"), ("more_than", "less_than")):
        if low in bounds and high in bounds:
            touching = low == "at_least" and high == "at_most"
            if bounds[low] > bounds[high] or (bounds[low] == bounds[high] and not touching):
                yield Finding((*path, high), f"{low} 和 {high} 之间没有任何值，永远不会成立，请检查两个界限")
    for first, second in (("at_least", "more_than"), ("at_most", "less_than")):
        if first in bounds and second in bounds:
            yield Finding((*path, second), f"{first} 和 {second} 只写一个：以上、以下含本数，超过、不满不含本数")
