"""Worked examples: what they name exists, what they say fits, and what they expect comes out."""

from collections.abc import Callable, Iterator

from knowledge.base import KnowledgeBase
from knowledge.checks.finding import Finding, Scope, dangling
from knowledge.checks.values import answer_findings
from knowledge.policy import Example, Policy

ExampleChecker = Callable[[KnowledgeBase, Policy, Example], str | None]
"""Runs one example: None when it holds, else a Chinese sentence that says what came out instead.

It goes by the policy and by the base's facts alone: outcomes are remembered by them.
"""


def example_findings(scope: Scope) -> Iterator[Finding]:
    """What is wrong with how the examples are written."""
    policy = scope.policy
    tracks = [track.id for track in policy.tracks]
    clauses = {condition.clause for condition in policy.conditions}
    for index, example in enumerate(policy.examples):
        if example.track is not None:
            yield from dangling(("examples", index, "track"), example.track, tracks, "类别（tracks）", scope.lost)
        elif tracks and policy.applicant:
            yield Finding(("examples", index), "这项政策分类别，例子须写 track", tuple(tracks))
        for at, clause in enumerate(example.failed):
            if not scope.lost:
                yield from dangling(("examples", index, "failed", at), clause, sorted(clauses), "条款（conditions 里的 clause）")
        yield from _facts(index, example, scope)


def _facts(index: int, example: Example, scope: Scope) -> Iterator[Finding]:
    if scope.facts is None:
        return
    for name, value in example.facts.items():
        path = ("examples", index, "facts", name)
        if fact := scope.fact(name):
            yield from answer_findings(path, value, fact)
        else:
            yield from dangling(path, name, scope.facts, "事实（facts.yaml）", scope.lost)
    for at, name in enumerate(example.missing):
        yield from dangling(("examples", index, "missing", at), name, sorted(scope.facts), "事实（facts.yaml）", scope.lost)


def failed_examples(base: KnowledgeBase, policy: Policy, check: ExampleChecker) -> Iterator[Finding]:
    """The examples that do not come out as expected."""
    for index, example in enumerate(policy.examples):
        if said := check(base, policy, example):
            yield Finding(("examples", index), f"例子“{example.name}”不成立：{said.rstrip('。')}")
