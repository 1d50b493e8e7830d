"""How many a unit may recommend, in words: the number, the bracket's doubt, the rounding, what else cuts it."""

from bot.views.answer import caveat_text, name_of, source_text, topic_press
from bot.views.message import Block, Button, Message, say
from bot.views.topics.section import clause_text
from eligibility.quota import Recommendation, Recommendations, counted_quotas
from knowledge.base import KnowledgeBase
from knowledge.entries import Quota
from knowledge.policy import Policy, holds_for


def count_lines(base: KnowledgeBase, policy: Policy, track: str | None, found: Recommendations) -> tuple[str, ...]:
    """The numbers line by line, then the doubts; where this notice sets no ratio, that is said."""
    return (*_numbers(base, policy, track, found), *_doubts(policy, found))


def _numbers(base: KnowledgeBase, policy: Policy, track: str | None, found: Recommendations) -> tuple[str, ...]:
    if not counted_quotas(policy, track):
        return (f"{name_of(policy)}：通知没有写单位推荐的比例，请问受理部门。别的地方的比例不能套用。",)
    lines = [name_of(policy), *(_line(policy, one) for one in found.given)]
    lines += [f"· 还要知道：{base.facts[fact].ask}" for fact in found.missing]
    later = [quota for quota in policy.quotas if quota.kind == "forwarded" and holds_for(quota, track)]
    lines += [f"· 之后还要再筛：{quota.text}{clause_text(quota.clause)}" for quota in later]
    if found.given:
        lines.append("算出小数一律舍去：通知没写怎么取整，不多报最稳妥。")
    return tuple(lines)


def _doubts(policy: Policy, found: Recommendations) -> tuple[str, ...]:
    touched = frozenset(one.quota.id for one in found.given)
    return tuple(caveat_text(caveat) for caveat in policy.caveats_on(touched))


def count_message(base: KnowledgeBase, policy: Policy, found: Recommendations) -> Message:
    """The numbers for a chat; doubts in the small print."""
    blocks = (
        Block(("按您说的人数，单位最多可推荐：",), "lead"),
        Block(_numbers(base, policy, None, found)),
        Block((*_doubts(policy, found), source_text(policy)), "small"),
    )
    next_steps = (
        Button("怎么报", topic_press(policy, None, ("how_to_apply",))),
        Button("要交什么", topic_press(policy, None, ("materials",))),
    )
    return Message(blocks, (next_steps,))


def how_to_count_message(base: KnowledgeBase, policy: Policy) -> Message:
    """Which head counts to type."""
    facts = dict.fromkeys(quota.of for quota in counted_quotas(policy, None) if quota.of)
    levels = [base.facts[fact].name.removeprefix("单位").removesuffix("人数") for fact in facts]
    example = "，".join(f"{level}{number}人" for level, number in zip(levels, (20, 150, 300), strict=False))
    helps = dict.fromkeys(hint for fact in facts if (hint := base.facts[fact].help))
    return say("单位有多少人？打一句话给我就算", f"例如：{policy.aliases[0] if policy.aliases else policy.short_title} {example}", *helps)


def _line(policy: Policy, one: Recommendation) -> str:
    return f"· {_level(policy, one.quota)}（{one.count:f}人）：{_number(one)}{clause_text(one.quota.clause)}"


def _number(one: Recommendation) -> str:
    if one.unlimited:
        return "不受比例限制" + (f"（前提：{one.provided}）" if one.provided else "")
    if one.max is None:
        return "通知没写这个人数怎么算，请问受理部门"
    other = f"；按另一种读法是 {one.other_reading} 人，先按少的准备" if one.other_reading is not None else ""
    return f"最多推荐 {one.max} 人{other}"


def _level(policy: Policy, quota: Quota) -> str:
    return "、".join(policy.track(track).name for track in quota.tracks) or policy.short_title
