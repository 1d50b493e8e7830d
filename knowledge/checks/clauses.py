"""The clause lists of the notices, and what policies cite from them."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import PurePosixPath

from knowledge.checks.finding import Finding, dangling
from knowledge.clauses import Notice, Span
from knowledge.coverage.citations import citations
from knowledge.policy import Policy


def notice_findings(notices: Mapping[str, Notice], policies: frozenset[str]) -> Iterator[tuple[str, Finding]]:
    """Findings with the file they stand in. ``notices`` by file; ``policies``: the ids of all policy files."""
    owners: dict[str, str] = {}
    for file, notice in notices.items():
        stem = PurePosixPath(file).stem
        if notice.id != stem:
            yield file, Finding(("id",), f"编号 {notice.id} 与文件名 {stem}.yaml 不同，请改成一样", nearest=stem)
        for index, policy in enumerate(notice.policies):
            for finding in dangling(("policies", index), policy, sorted(policies), "政策"):
                yield file, finding
            if (owner := owners.setdefault(policy, notice.id)) != notice.id:
                yield file, Finding(("policies", index), f"{policy} 已在 {owner} 的条款表里，一项政策只属于一份通知")
        for key, spans in (("clauses", notice.clauses), ("excluded", notice.excluded)):
            for finding in _disorder(key, spans):
                yield file, finding


def citation_findings(policy: Policy, notices: Iterable[Notice]) -> Iterator[Finding]:
    """Clauses that a policy writes and its notice does not have; nothing where its notice has no list."""
    for notice in notices:
        if policy.id in notice.policies:
            for citation in citations(policy):
                if citation.kind != "implied":
                    yield from dangling(citation.path, citation.clause, notice.clause_ids, "条款")


def _disorder(key: str, spans: Iterable[Span]) -> Iterator[Finding]:
    for index, (before, span) in enumerate(pairwise(spans), start=1):
        if span.start < before.end:
            yield Finding((key, index, "start"), f"从第 {span.start} 字开始，前一段到第 {before.end} 字才完，请按先后写、不要重叠")
