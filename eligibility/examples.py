"""Worked examples held to the engine: the checker that the composition root hands to the loader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from eligibility.answers import Answers
from eligibility.reading import Refusal, read_answer
from eligibility.route import Route, route_of
from eligibility.verdict import Verdict, judge
from knowledge.base import KnowledgeBase
from knowledge.policy import Example, Policy, VerdictName

NAMES: dict[VerdictName, str] = {
    "eligible": "符合",
    "not_eligible": "不符合",
    "undetermined": "还不能确定",
    "not_applicable": "不受理申报",
}
_NO_DAY = date(2000, 1, 1)


def check_example(base: KnowledgeBase, policy: Policy, example: Example) -> str | None:
    """None when an example holds, else a Chinese sentence: what was expected, what came out and why.

    It is judged on the notice's own day, else at the end of the applicant's stage, else on the example's ``as_of``.
    """
    found = route_of(base, policy, example.track).judging_day(example.as_of or _NO_DAY)
    if found.source == "today" and example.as_of is None and _asks_for_time(base, example):
        return "通知没有判断日，也没有截止日，例子须写 as_of"
    outcome = outcome_of(base, policy, example)
    for name, refusal in outcome.refused.items():
        return f"{base.facts[name].name}写的“{example.facts[name]}”读不懂：{refusal.text}"
    return _difference(base, example, outcome.verdict) or _other_way(base, example, outcome.route)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes out of a worked example."""

    verdict: Verdict
    route: Route
    answers: Answers
    refused: Mapping[str, Refusal]
    """The facts whose value could not be read: they count as not asked."""


def outcome_of(base: KnowledgeBase, policy: Policy, example: Example) -> Outcome:
    """An example judged by a policy, which must have its track; facts that the base does not know count as not asked."""
    today = route_of(base, policy, example.track).judging_day(example.as_of or _NO_DAY).day
    read = {name: read_answer(base.facts[name], raw, today=today) for name, raw in example.facts.items() if name in base.facts}
    answers = {name: answer for name, answer in read.items() if not isinstance(answer, Refusal)}
    route = route_of(base, policy, example.track, answers)
    verdict = judge(base, policy, example.track, answers, route.judging_day(today).day)
    return Outcome(verdict, route, answers, {name: answer for name, answer in read.items() if isinstance(answer, Refusal)})


def _asks_for_time(base: KnowledgeBase, example: Example) -> bool:
    return any(base.facts[name].kind in ("age", "duration") for name in example.facts)


def _difference(base: KnowledgeBase, example: Example, verdict: Verdict) -> str | None:
    if verdict.name != example.expect:
        return f"应为“{NAMES[example.expect]}”，算出来是“{NAMES[verdict.name]}”{_why(base, verdict)}"
    if example.failed and set(example.failed) != set(verdict.failed):
        return f"不符合的条款应为 {'、'.join(example.failed)}，算出来是 {'、'.join(verdict.failed) or '没有'}"
    if example.missing and set(example.missing) != set(verdict.missing):
        return f"仍缺的事实应为 {'、'.join(example.missing)}，算出来是 {'、'.join(verdict.missing) or '没有'}"
    return None


def _why(base: KnowledgeBase, verdict: Verdict) -> str:
    if verdict.failed:
        return f"：不符合 {'、'.join(verdict.failed)}"
    if verdict.missing:
        return f"：还缺 {'、'.join(base.facts[fact].name for fact in verdict.missing)}"
    return ""


def _other_way(base: KnowledgeBase, example: Example, route: Route) -> str | None:
    """Where the example names the way: what differs from it."""
    if example.link and example.link not in {link.id for link in route.dated}:
        return f"应看环节 {example.link} 的日期，算出来是 {'、'.join(link.id for link in route.dated) or '没有'}"
    open_facts = f"（还要看{'、'.join(base.facts[fact].name for fact in route.missing)}）" if route.missing else ""
    if example.link and len({way.link and way.link.id for way in route.ways}) > 1:
        return f"环节 {example.link} 的日期算不算他的，还不能确定{open_facts}"
    found = tuple(link.id for link in route.links)
    if example.route is not None and (found != example.route or len(route.ways) > 1):
        return f"应经过的环节为 {'、'.join(example.route) or '没有'}，算出来是 {'、'.join(found) or '没有'}{open_facts}"
    return None
