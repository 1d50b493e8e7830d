"""The file of general facts: names of its own, and what it points to among facts, policies and clauses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.checks.finding import Finding, dangling, folded, repeated
from knowledge.clauses import Notice
from knowledge.facts import Fact, options_of
from knowledge.general import GeneralFact
from knowledge.policy import Policy
from knowledge.reading.tree import Path

_SHORTEST = 2
"""Characters of a name or phrase; a single one stands in anything."""


def general_findings(
    entries: tuple[GeneralFact, ...],
    facts: Mapping[str, Fact] | None,
    policies: Mapping[str, Policy | None],
    notices: Sequence[Notice],
    lost: frozenset[str] = frozenset(),
) -> Iterator[Finding]:
    """What is wrong among the general facts.

    ``facts`` is None where they could not be read, ``lost`` are the ids of those refused; ``policies`` by id, None where refused.
    """
    yield from repeated(((("entries", index, "id"), entry.id) for index, entry in enumerate(entries)), "常识编号")
    yield from _names(entries, _policy_names(policy for policy in policies.values() if policy))
    yield from _phrases(entries)
    for index, entry in enumerate(entries):
        yield from _related(index, entry, facts, lost)
        yield from _grounds(index, entry, frozenset(policies), notices)


def _policy_names(policies: Iterable[Policy]) -> dict[str, str]:
    return {
        folded(name): policy.id for policy in policies for name in (policy.title, policy.short_title, policy.series.name, *policy.aliases)
    }


def _names(entries: tuple[GeneralFact, ...], taken: Mapping[str, str]) -> Iterator[Finding]:
    """One name means one thing: no policy's, no other entry's."""
    owners: dict[str, str] = {}
    for index, entry in enumerate(entries):
        for at, name in enumerate(entry.names):
            path: Path = ("entries", index, "aliases", at - 1) if at else ("entries", index, "title")
            if len(folded(name)) < _SHORTEST:
                yield Finding(path, f"“{name}”只有一个字，什么话里都会有，请写全")
            if policy := taken.get(folded(name)):
                yield Finding(path, f"“{name}”已是政策 {policy} 的名称，问它要答那项政策，请换一个或删去")
            if owners.setdefault(folded(name), entry.id) != entry.id:
                yield Finding(path, f"“{name}”已是常识 {owners[folded(name)]} 的叫法，同一个叫法只能指一条")


def _phrases(entries: tuple[GeneralFact, ...]) -> Iterator[Finding]:
    phrases: list[tuple[Path, str]] = [
        (("entries", index, "asks", at), phrase) for index, entry in enumerate(entries) for at, phrase in enumerate(entry.asks)
    ]
    yield from repeated(phrases, "问法")
    for path, phrase in phrases:
        parts = [folded(part) for part in phrase.split("…")]
        if not all(parts) or sum(map(len, parts)) < _SHORTEST:
            yield Finding(path, f"问法“{phrase}”太短；至少两个字，“…”的两边都要有字")


def _related(index: int, entry: GeneralFact, facts: Mapping[str, Fact] | None, lost: frozenset[str]) -> Iterator[Finding]:
    if facts is None:
        return
    known = [fact.id for fact in facts.values() if options_of(fact)]
    for at, fact in enumerate(entry.relates):
        yield from dangling(("entries", index, "relates", at), fact, known, "有选项的事实（facts.yaml）", lost)


def _grounds(index: int, entry: GeneralFact, policies: frozenset[str], notices: Sequence[Notice]) -> Iterator[Finding]:
    for at, ground in enumerate(entry.grounds):
        if ground.policy is None or ground.clause is None:
            continue
        path: Path = ("entries", index, "grounds", at)
        yield from dangling((*path, "policy"), ground.policy, sorted(policies), "政策")
        for notice in notices:
            if ground.policy in notice.policies:
                yield from dangling((*path, "clause"), ground.clause, notice.clause_ids, "条款")
