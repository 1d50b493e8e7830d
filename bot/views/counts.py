"""How many a unit may recommend, in words: the number, the bracket's doubt, the rounding, what else cuts it."""

from collections.abc import Iterable

from bot.views.citing import caveat_text, name_of, source_text
from bot.views.last_row import last_row
from bot.views.message import Block, Button, Message, say, telling
from bot.views.next_steps import letters_of, topic_press
from bot.views.topics.absences import absence_text, absences_of
from bot.views.topics.section import clause_text
from eligibility.answers import Answers, Given
from eligibility.describing import describe
from eligibility.quota import Recommendation, Recommendations, counted_quotas, cuts_after
from eligibility.wording import describe_comparison
from knowledge.base import KnowledgeBase
from knowledge.conditions import Comparison, facts_in
from knowledge.entries import Quota
from knowledge.policy import Policy

NOT_ELSEWHERE = "别的地方的比例不能套用。"


def count_lines(base: KnowledgeBase, policy: Policy, track: str | None, found: Recommendations, known: Answers) -> tuple[str, ...]:
    """The numbers line by line, then the doubts; where this notice sets no ratio, or none for this unit, that is said."""
    return (*number_lines(base, policy, track, found, known), *doubt_lines(policy, found))


def number_lines(base: KnowledgeBase, policy: Policy, track: str | None, found: Recommendations, known: Answers) -> tuple[str, ...]:
    """The policy's name, then the numbers alone."""
    if not counted_quotas(policy, track):
        absent = (f"· {absence_text(policy, absence)}" for absence in absences_of(policy, "quota", track))
        return (f"{name_of(policy)}：单位推荐的比例没有写在这份通知里，请问受理部门。{NOT_ELSEWHERE}", *absent)
    lines = [name_of(policy)]
    for one in found.given:
        lines += [_line(base, policy, one), *(_cut_line(cut) for cut in cuts_after(policy, one.quota))]
    lines += [f"· 还要知道：{base.facts[fact].ask}" for fact in found.missing]
    lines += _not_theirs(base, policy, found, known)
    if found.given:
        unsettled = (one.quota for one in found.given if not all(isinstance(known.get(fact), Given) for fact in facts_in(one.quota.when)))
        lines += [f"只适用于 {one}" for one in _for_whom(base, unsettled)]
        lines.append("算出小数一律舍去：通知没写怎么取整，不多报最稳妥。")
    return tuple(lines)


def _cut_line(cut: Quota) -> str:
    """The second cut, beside the number that it cuts."""
    return f"　之后还要再筛：{cut.text}（按收到的全部人选算，不是按您单位算）{clause_text(cut.clause)}"


def _for_whom(base: KnowledgeBase, quotas: Iterable[Quota]) -> tuple[str, ...]:
    rules = [quota.when for quota in quotas if isinstance(quota.when, Comparison)]
    return tuple(dict.fromkeys(describe_comparison(base.facts[rule.fact], rule) for rule in rules))


def _not_theirs(base: KnowledgeBase, policy: Policy, found: Recommendations, known: Answers) -> list[str]:
    """Why there is no number for a unit of another place or kind, and what its own notice says."""
    if not found.not_theirs:
        return []
    facts = dict.fromkeys(fact for quota in found.not_theirs for fact in facts_in(quota.when) if isinstance(known.get(fact), Given))
    said = "，".join(f"{base.facts[fact].name}：{describe(base.facts[fact], known[fact])}" for fact in facts)
    whom = "；".join(_for_whom(base, found.not_theirs))
    own = [one for one in base.policies.values() if one.id != policy.id and one.applicant and _is_of(one, facts, known)]
    lines = [f"· 这个比例只适用于 {whom}。您说的是 {said}，不能套用。"]
    for one in own:
        absent = "；".join(absence_text(one, absence) for absence in absences_of(one, "quota", None)) or "另有规定，请按它的通知算。"
        lines.append(f"· {name_of(one)}：{absent}")
    return lines if own else [*lines, "· 您那里的通知我这里没有，请问当地人社局。"]


def _is_of(policy: Policy, facts: Iterable[str], known: Answers) -> bool:
    """Whether a policy asks for just what is known: it is one of their own place."""
    asked = [rule for condition in policy.conditions if isinstance(rule := condition.rule, Comparison) and condition.kind == "required"]
    wanted = {rule.fact: rule.one_of or () for rule in asked}
    return all(isinstance(answer := known.get(fact), Given) and answer.value in wanted.get(fact, ()) for fact in facts)


def doubt_lines(policy: Policy, found: Recommendations) -> tuple[str, ...]:
    """What is not certain about the ratios that were counted with."""
    touched = frozenset(one.quota.id for one in found.given)
    return tuple(caveat_text(caveat) for caveat in policy.caveats_on(touched))


def count_message(base: KnowledgeBase, policy: Policy, found: Recommendations, known: Answers) -> Message:
    """The numbers for a chat; doubts in the small print."""
    lead = "按您说的人数，单位最多可推荐：" if found.given or not found.not_theirs else "这个比例不是给您单位的"
    blocks = (
        Block((lead,), "lead"),
        Block(number_lines(base, policy, None, found, known)),
        Block((*doubt_lines(policy, found), source_text(policy)), "small"),
    )
    next_steps = (
        Button("怎么报", topic_press(policy, None, ("how_to_apply",))),
        Button("要交什么", topic_press(policy, None, ("materials",))),
    )
    last = last_row(policy.id, None, letters_of(("quota",)), base.version)
    return Message(blocks, (next_steps, last), tells=telling(policy.id, "quota"))


def how_to_count_message(base: KnowledgeBase, policy: Policy) -> Message:
    """Which head counts to type."""
    facts = dict.fromkeys(quota.of for quota in counted_quotas(policy, None) if quota.of)
    levels = [counted_name(base, fact) for fact in facts]
    example = "，".join(f"{level}{number}人" for level, number in zip(levels, (20, 150, 300), strict=False))
    helps = [f"{counted_name(base, fact)}：{hint}" for fact in facts if (hint := base.facts[fact].help)]
    return say("单位有多少人？打一句话给我就算", f"例如：{policy.aliases[0] if policy.aliases else policy.short_title} {example}", *helps)


def _line(base: KnowledgeBase, policy: Policy, one: Recommendation) -> str:
    """Who was counted beside who is recommended: 优秀技师（按技师 100 人算）."""
    counted = counted_name(base, one.quota.of or "")
    return f"· {_level(policy, one.quota)}（按{counted} {one.count:f} 人算）：{_number(one)}{clause_text(one.quota.clause)}"


def counted_name(base: KnowledgeBase, fact: str) -> str:
    """Who is counted by a head count: 技师 for 单位技师人数."""
    return base.facts[fact].name.removeprefix("单位").removesuffix("人数")


def _number(one: Recommendation) -> str:
    if one.unlimited:
        return "不受比例限制" + (f"（前提：{one.provided}）" if one.provided else "")
    if one.max is None:
        return "通知没写这个人数怎么算，请问受理部门"
    other = f"；按另一种读法是 {one.other_reading} 人，先按少的准备" if one.other_reading is not None else ""
    return f"最多推荐 {one.max} 人{other}"


def _level(policy: Policy, quota: Quota) -> str:
    return "、".join(policy.track(track).name for track in quota.tracks) or policy.short_title
