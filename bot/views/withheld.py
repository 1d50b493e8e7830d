"""核实中: what stands in the place of what is not told for now, and whom to ask."""

from collections.abc import Iterable
from typing import Final

from bot.callbacks import press, target_code
from bot.views.citing import name_of
from bot.views.message import Block, Button, Message, say
from bot.views.office import landlines
from bot.views.topics.section import Section
from knowledge.base import KnowledgeBase
from knowledge.conditions import Condition
from knowledge.entries import Entry
from knowledge.policy import Policy

LEAD: Final = "⏸ 核实中，先不答"


def withheld_message(base: KnowledgeBase, policy: Policy, what: str = "") -> Message:
    """All of it, or ``what`` is meant, is being verified."""
    blocks = (Block((LEAD,), "lead"), Block((name_of(policy), _being(what), ask_line(base, policy))))
    return Message(blocks, ((Button("🔔 到期提醒我", press("f", target_code(policy.id, None))),),))


def followed_meanwhile_message(policy: Policy) -> Message:
    """Somebody follows it while its days are being verified."""
    return say(f"🔔 记下了：{name_of(policy)}", "日期正在核实，核实好了再按时提醒；日期改了也会告诉您。")


def withheld_section(base: KnowledgeBase, policy: Policy, what: str) -> Section:
    """In the place of one topic of an answer."""
    return Section(LEAD, (_being(what), ask_line(base, policy)), ())


def is_withheld(base: KnowledgeBase, policy: Policy, entries: Iterable[Condition | Entry]) -> bool:
    """Whether something of what would be told is being verified."""
    return base.is_withdrawn(policy.id, (entry.id for entry in entries))


def ask_line(base: KnowledgeBase, policy: Policy) -> str:
    """Whom to ask meanwhile: the office of the notice, unless that is what is being verified."""
    offices = (one for one in policy.contacts if one.id not in base.withdrawn.get(policy.id, ()))
    phones = [f"{one.office} {landlines(one)[0]}" for one in offices if landlines(one)]
    return f"着急的请问：{phones[0] if phones else '、'.join(policy.issuers)}，或打 12333。"


def _being(what: str) -> str:
    return f"{what or '这项政策'}正在核实，怕答错耽误您的事。核实好了照常答。"
