"""Dates, order and subject matter of one policy."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from knowledge.checks.finding import Finding, Scope
from knowledge.conditions import facts_in
from knowledge.entries import Stage


def sense_findings(scope: Scope) -> Iterator[Finding]:
    """What cannot be as it is written."""
    yield from _published(scope)
    yield from _cycles(scope)
    yield from _order(scope)
    yield from _subjects(scope)
    yield from _systems(scope)
    yield from _absences(scope)


def _published(scope: Scope) -> Iterator[Finding]:
    policy = scope.policy
    if policy.signed is None:
        return
    if policy.published and policy.published < policy.signed:
        yield Finding(("published",), f"发布日期 {policy.published} 早于落款日期 {policy.signed}，请核对")
    for index, source in enumerate(policy.sources):
        if source.published and source.published < policy.signed:
            yield Finding(("sources", index, "published"), f"发布日期 {source.published} 早于落款日期 {policy.signed}，请核对")


def _cycles(scope: Scope) -> Iterator[Finding]:
    stages = scope.policy.stages
    after = {stage.id: stage.follows for stage in stages}
    position = {stage.id: index for index, stage in enumerate(stages)}
    settled: set[str] = set()
    for stage in stages:
        walked: dict[str, None] = {}
        here: str | None = stage.id
        while here is not None and here in after and here not in settled and here not in walked:
            walked[here] = None
            here = after[here]
        if here in walked:
            ring = list(walked)[list(walked).index(here) :]
            yield Finding(
                ("stages", position[ring[0]], "follows"),
                f"环节互相等待，绕成了圈：{' → '.join([*reversed(ring), ring[-1]])}，请改其中一个 follows",
            )
        settled.update(walked)


def _order(scope: Scope) -> Iterator[Finding]:
    """A stage ends no earlier than the nearest dated one before it; links without a date in between hide nothing."""
    by_id = {stage.id: stage for stage in scope.policy.stages}
    for index, stage in enumerate(scope.policy.stages):
        before = next((one for one in _before(stage, by_id) if one.starts or one.ends), None)
        begun = before and (before.starts or before.ends)
        if before and begun and stage.ends and stage.ends < begun:
            yield Finding(("stages", index, "ends"), f"截止日期 {stage.ends} 早于前面的环节“{before.name}”的日期 {begun}，请核对")


def _before(stage: Stage, by_id: Mapping[str, Stage]) -> list[Stage]:
    """The stages that lead to one, the nearest first; none where they run in a ring, which is told by itself."""
    found: list[Stage] = []
    here = by_id.get(stage.follows or "")
    while here:
        if here is stage or here in found:
            return []
        found.append(here)
        here = by_id.get(here.follows or "")
    return found


def _subjects(scope: Scope) -> Iterator[Finding]:
    """Where only persons are asked about, a unit cannot be judged, and the other way round."""
    policy = scope.policy
    rules = [rule for condition in policy.conditions for rule in (condition.rule, condition.when)]
    used = [fact for rule in rules for name in facts_in(rule) if (fact := scope.fact(name))]
    if policy.applicant and used and not scope.lost and all(fact.subject != policy.applicant for fact in used):
        who = "个人（person）" if policy.applicant == "person" else "单位（unit）"
        yield Finding(("applicant",), f"由{who}申报，条件里却没有一条事实是关于{who}的，请核对 applicant 或各事实的 subject")


def _systems(scope: Scope) -> Iterator[Finding]:
    for index, system in enumerate(scope.policy.systems):
        host = urlsplit(system.url).hostname or ""
        if system.government != (host == "gov.cn" or host.endswith(".gov.cn")):
            yield Finding(("systems", index, "government"), f"{host} {'不是' if system.government else '是'} .gov.cn 网址，government 请改")


def _absences(scope: Scope) -> Iterator[Finding]:
    for index, absence in enumerate(scope.policy.absences):
        if (absence.why == "in_document") != (absence.document is not None):
            yield Finding(("absences", index), "why: in_document 须写 document（在哪份文件里），其余不写")
