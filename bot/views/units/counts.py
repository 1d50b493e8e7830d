"""Asking a unit's contact for its head counts."""

from bot.usecases.units.watching import Watching
from bot.views.citing import name_of
from bot.views.counts import counted_name
from bot.views.message import Block, Message
from bot.views.units.inner import cancel_button
from eligibility.answers import Given
from eligibility.describing import describe
from eligibility.quota import counted_quotas
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy

NUMBERS = (20, 150, 300)


def ask_counts_message(base: KnowledgeBase, policy: Policy, watching: Watching) -> Message:
    """Which head counts to type, and which are kept."""
    facts = _facts(policy)
    known = [
        f"{base.facts[fact].name}：{describe(base.facts[fact], said)}"
        for fact in facts
        if isinstance(said := watching.answers.get(fact), Given)
    ]
    helps = [f"· {counted_name(base, fact)}：{hint}" for fact in facts if (hint := base.facts[fact].help)]
    lines = (
        *((f"现在记的是 {'，'.join(known)}。",) if known else ()),
        _example(base, policy),
        *helps,
        "填一次就记住，各位联系人共用，只用来算名额。",
    )
    return Message((Block((f"单位有多少人？{name_of(policy)}",), "lead"), Block(lines)), ((cancel_button(watching.unit.id, policy),),))


def no_counts_message(base: KnowledgeBase, policy: Policy, unit_id: int) -> Message:
    """What was typed gives no head count; it is still awaited."""
    return Message((Block(("没看出人数",), "lead"), Block((_example(base, policy),))), ((cancel_button(unit_id, policy),),))


def _facts(policy: Policy) -> tuple[str, ...]:
    return tuple(dict.fromkeys(quota.of for quota in counted_quotas(policy, None) if quota.of))


def _example(base: KnowledgeBase, policy: Policy) -> str:
    levels = [counted_name(base, fact) for fact in _facts(policy)]
    return "打一句话，例如：" + "，".join(f"{level}{number}人" for level, number in zip(levels, NUMBERS, strict=False))
