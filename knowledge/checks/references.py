"""Ids that must name something: tracks, stages, documents, entries, facts."""

from collections.abc import Iterator

from knowledge.checks.finding import Finding, Scope, dangling
from knowledge.facts import NumberFact
from knowledge.reading.tree import Path

_TRACKED = ("conditions", "gates", "stages", "materials", "quotas", "benefits", "duties", "contacts", "systems", "absences")


def reference_findings(scope: Scope) -> Iterator[Finding]:
    """Everything that points nowhere."""
    yield from _tracks(scope)
    yield from _stages(scope)
    yield from _documents(scope)
    yield from _touches(scope)
    yield from _head_counts(scope)


def _tracks(scope: Scope) -> Iterator[Finding]:
    known = [track.id for track in scope.policy.tracks]
    for section in _TRACKED:
        for index, entry in enumerate(getattr(scope.policy, section)):
            for at, track in enumerate(entry.tracks):
                yield from dangling((section, index, "tracks", at), track, known, "类别（tracks）", scope.lost)


def _stages(scope: Scope) -> Iterator[Finding]:
    known = [stage.id for stage in scope.policy.stages]
    pointers: list[tuple[Path, str | None]] = [(("stages", at, "follows"), stage.follows) for at, stage in enumerate(scope.policy.stages)]
    pointers += [(("materials", at, "stage"), material.stage) for at, material in enumerate(scope.policy.materials)]
    for path, stage in pointers:
        if stage is not None:
            yield from dangling(path, stage, known, "环节（stages）", scope.lost)


def _documents(scope: Scope) -> Iterator[Finding]:
    policy = scope.policy
    known = [document.id for document in policy.documents]
    pointers: list[tuple[Path, str | None]] = [
        (("conditions", at, "document"), entry.document) for at, entry in enumerate(policy.conditions)
    ]
    pointers += [(("materials", at, "form"), entry.form) for at, entry in enumerate(policy.materials)]
    pointers += [(("absences", at, "document"), entry.document) for at, entry in enumerate(policy.absences)]
    for path, document in pointers:
        if document is not None:
            yield from dangling(path, document, known, "文件（documents）", scope.lost)


def _touches(scope: Scope) -> Iterator[Finding]:
    known = [entry.id for entry in scope.policy.entries] + [document.id for document in scope.policy.documents]
    for index, caveat in enumerate(scope.policy.caveats):
        for at, entry in enumerate(caveat.touches):
            yield from dangling(("caveats", index, "touches", at), entry, known, "条目", scope.lost)


def _head_counts(scope: Scope) -> Iterator[Finding]:
    if scope.facts is None:
        return
    known = [fact.id for fact in scope.facts.values() if isinstance(fact, NumberFact)]
    for index, quota in enumerate(scope.policy.quotas):
        if quota.of is not None:
            yield from dangling(("quotas", index, "of"), quota.of, known, "数字类事实（facts.yaml）", scope.lost)
