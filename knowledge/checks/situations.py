"""Situations: each at most once, resting on entries that are there, and only where one can apply."""

from collections.abc import Iterator

from knowledge.checks.finding import Finding, Scope, dangling


def situation_findings(scope: Scope) -> Iterator[Finding]:
    """What is wrong with the situations of a policy."""
    policy = scope.policy
    known = [entry.id for entry in policy.footings]
    seen: set[str] = set()
    for index, situation in enumerate(policy.situations):
        if policy.applicant is None:
            yield Finding(("situations", index), "不受理申报（applicant: null）的文件不写 situations")
        if situation.about in seen:
            yield Finding(("situations", index, "about"), f"“{situation.about}”已经写过一条，请合成一条")
        seen.add(situation.about)
        for at, entry in enumerate(situation.rests_on):
            yield from dangling(("situations", index, "rests_on", at), entry, known, "条件、程序门槛或义务", scope.lost)
