"""The file of contradictions: rules that fit their facts, and comparisons between facts that can be compared."""

from collections.abc import Iterator

from knowledge.bounds import duration_months
from knowledge.checks.finding import Finding, KnownFacts, dangling, repeated
from knowledge.checks.rules import one_rule_findings
from knowledge.contradictions import Contradiction
from knowledge.reading.tree import Path

_BEGINS = ("age", "duration", "date")


def contradiction_findings(contradictions: tuple[Contradiction, ...], known: KnownFacts) -> Iterator[Finding]:
    """What is wrong among the contradictions."""
    yield from repeated(((("contradictions", at, "id"), one.id) for at, one in enumerate(contradictions)), "编号")
    for at, one in enumerate(contradictions):
        path: Path = ("contradictions", at)
        if one.rule is not None:
            yield from one_rule_findings((*path, "rule"), one.rule, known)
        if len(set(one.facts)) < 2:  # noqa: PLR2004 - it takes two
            yield Finding(path, "矛盾至少要涉及两个不同的事实")
        if one.begins is not None:
            yield from _compared((*path, "begins", "fact"), one.begins.fact, _BEGINS, known)
            yield from _compared((*path, "begins", "before"), one.begins.before, _BEGINS, known)
            yield from _length((*path, "begins", "plus"), one.begins.plus)
        if one.exceeds is not None:
            yield from _compared((*path, "exceeds", "fact"), one.exceeds.fact, ("number",), known)
            yield from _compared((*path, "exceeds", "than"), one.exceeds.than, ("number",), known)


def _compared(path: Path, name: str, kinds: tuple[str, ...], known: KnownFacts) -> Iterator[Finding]:
    if known.facts is None:
        return
    fact = known.fact(name)
    if fact is None:
        yield from dangling(path, name, known.facts, "事实（facts.yaml）", known.lost)
    elif fact.kind not in kinds:
        yield Finding(path, f"{name} 是 {fact.kind} 类事实，这里要 {'、'.join(kinds)} 类的")


def _length(path: Path, written: str | None) -> Iterator[Finding]:
    try:
        duration_months(written or "0个月")
    except ValueError as error:
        yield Finding(path, f"{error}；现在是 {written}")
