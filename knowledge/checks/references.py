"""Ids that must name something: tracks, stages, documents, entries, facts."""

from collections.abc import Iterator

from knowledge.checks.finding import Finding, Scope, dangling
from knowledge.facts import NumberFact
from knowledge.policy import SECTIONS
from knowledge.reading.tree import Path


def reference_findings(scope: Scope) -> Iterator[Finding]:
    """Everything that points nowhere."""
    yield from _tracks(scope)
    yield from _stages(scope)
    yield from _documents(scope)
    yield from _touches(scope)
    yield from _numbers(scope)
    yield from _within(scope)


def _tracks(scope: Scope) -> Iterator[Finding]:
    known = [track.id for track in scope.policy.tracks]
    for section in (*SECTIONS, "absences"):
        for index, entry in enumerate(getattr(scope.policy, section)):
            for at, track in enumerate(entry.tracks):
                yield from dangling((section, index, "tracks", at), track, known, "类别（tracks）", scope.lost)


def _stages(scope: Scope) -> Iterator[Finding]:
    known = [stage.id for stage in scope.policy.stages]
    pointers: list[tuple[Path, str | None]] = [(("stages", at, "follows"), stage.follows) for at, stage in enumerate(scope.policy.stages)]
    pointers += [(("materials", at, "stage"), material.stage) for at, material in enumerate(scope.policy.materials)]
    pointers += [(("benefits", at, "during"), benefit.during) for at, benefit in enumerate(scope.policy.benefits)]
    for index, example in enumerate(scope.policy.examples):
        pointers += [(("examples", index, "route", at), stage) for at, stage in enumerate(example.route or ())]
        pointers.append((("examples", index, "link"), example.link))
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


def _numbers(scope: Scope) -> Iterator[Finding]:
    if scope.facts is None:
        return
    known = [fact.id for fact in scope.facts.values() if isinstance(fact, NumberFact)]
    for section in ("quotas", "shares"):
        for index, entry in enumerate(getattr(scope.policy, section)):
            if entry.of is not None:
                yield from dangling((section, index, "of"), entry.of, known, "数字类事实（facts.yaml）", scope.lost)


def _within(scope: Scope) -> Iterator[Finding]:
    """A share lies within one that stands before it, so that none lies within itself; a class is as large as a quota of classes says."""
    policy = scope.policy
    for index, share in enumerate(policy.shares):
        if share.within is not None:
            before = [other.id for other in policy.shares[:index]]
            yield from dangling(("shares", index, "within"), share.within, before, "比例（shares，须写在它前面）", scope.lost)
    sizes = [quota.id for quota in policy.quotas if quota.kind == "class"]
    for index, stage in enumerate(policy.stages):
        if stage.course and stage.course.class_size:
            path = ("stages", index, "course", "class_size")
            yield from dangling(path, stage.course.class_size, sizes, " kind: class 名额", scope.lost)
