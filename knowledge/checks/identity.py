"""Ids and names that must be given once only in a policy."""

from collections.abc import Iterator

from knowledge.checks.finding import Finding, Scope, folded, repeated
from knowledge.policy import SECTIONS
from knowledge.reading.tree import Path


def identity_findings(scope: Scope) -> Iterator[Finding]:
    """Ids and names that come twice."""
    policy = scope.policy
    entries: list[tuple[Path, str]] = [
        ((section, index, "id"), entry.id)
        for section in (*SECTIONS, "documents", "caveats")
        for index, entry in enumerate(getattr(policy, section))
    ]
    yield from repeated(entries, "编号")
    yield from repeated(((("tracks", index, "id"), track.id) for index, track in enumerate(policy.tracks)), "类别编号")
    named: list[tuple[Path, str]] = [
        (("tracks", index, "aliases", at - 1) if at else ("tracks", index, "name"), folded(name))
        for index, track in enumerate(policy.tracks)
        for at, name in enumerate((track.name, *track.aliases))
    ]
    yield from repeated(named, "类别名称")
    yield from repeated(((("examples", index, "name"), example.name) for index, example in enumerate(policy.examples)), "例子名称")
