"""Brackets of a quota: no contradiction, no hole, no overlap unless a caveat says so."""

from collections.abc import Iterator
from itertools import pairwise

from knowledge.amounts import Bracket
from knowledge.checks.finding import Finding, Scope
from knowledge.entries import Quota

_NO_END = 10**9
"""Above every head count."""


def quota_findings(scope: Scope) -> Iterator[Finding]:
    """What is wrong with the numbers of the quotas."""
    doubted = {entry for caveat in scope.policy.caveats for entry in caveat.touches} | scope.lost
    for index, quota in enumerate(scope.policy.quotas):
        if quota.lowest is not None and quota.highest is not None and quota.lowest > quota.highest:
            yield Finding(("quotas", index, "lowest"), f"lowest {quota.lowest} 大于 highest {quota.highest}，请核对")
        numbers = (quota.amount, quota.lowest, quota.highest)
        if (quota.each or quota.kind == "class") and all(number is None for number in numbers):
            yield Finding(("quotas", index), "按每个给的名额、每班人数须写数字：amount、lowest 或 highest")
        if quota.brackets and quota.of is None:
            yield Finding(("quotas", index), "有 brackets 须写 of：按哪个人数事实分档")
        yield from _brackets(index, quota, doubted=quota.id in doubted)


def _brackets(index: int, quota: Quota, *, doubted: bool) -> Iterator[Finding]:
    spans = [(*_span(bracket), at) for at, bracket in enumerate(quota.brackets)]
    for low, high, at in spans:
        if low > high:
            yield Finding(("quotas", index, "brackets", at), "这一档里没有任何人数，请检查两个界限")
    if doubted:
        return
    cure = f"通知原文如此的，写一条 caveats 并在 touches 里列出 {quota.id}"
    ordered = sorted(span for span in spans if span[0] <= span[1])
    for (_, high, first), (low, _, second) in pairwise(ordered):
        path = ("quotas", index, "brackets", max(first, second))
        if low <= high:
            yield Finding(path, f"两档在 {low}{'' if low == high else ' 以上'} 重叠，请改界限；{cure}")
        elif low > high + 1:
            yield Finding(path, f"{high + 1} 到 {low - 1} 不在任何一档，请补上；{cure}")


def _span(bracket: Bracket) -> tuple[int, int]:
    """The head counts of a bracket, both ends included."""
    low = max(bracket.at_least or 0, -1 if bracket.more_than is None else bracket.more_than + 1, 0)
    highs = [bracket.at_most, None if bracket.less_than is None else bracket.less_than - 1]
    return low, min((high for high in highs if high is not None), default=_NO_END)
