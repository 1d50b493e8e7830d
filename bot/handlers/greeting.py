"""Hello, help, and the list of what is on file."""

from bot import texts
from bot.callbacks import press
from bot.handlers import beginning
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.views.answer import policy_answer
from bot.views.general import standing_lines
from bot.views.message import Block, Button, Message, column, say
from bot.views.next_steps import policy_choice
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase


async def on_start(visit: Visit) -> Outcome:
    """Say hello; a deep link goes straight to its policy (``p…``) or questionnaire (``c…``)."""
    _, _, payload = visit.text.partition(" ")
    policy = visit.snapshot.codes.find("policy", payload[1:])
    if policy is None:
        return reply(start_message())
    if payload.startswith("c"):
        return await beginning.begin(visit, policy)
    return reply(policy_answer(View(visit.snapshot.base, visit.snapshot.base.policies[policy], None, visit.now), ("overview",)))


def start_message() -> Message:
    """Who I am and what to type."""
    lead, *rest = texts.START
    return Message((Block((lead,), "lead"), Block(tuple(rest))), words=texts.WORDS)


async def on_help(visit: Visit) -> Outcome:
    """What the bot can do."""
    buttons = column(Button("有哪些项目", press("p")), Button("自测够不够条件", press("cc")), Button("我的提醒", press("my")))
    return redraw(visit, say(*texts.HELP, *standing_lines(visit.snapshot.base), keyboard=buttons))


async def on_unknown_command(visit: Visit) -> Outcome:
    """A command that there is none of: what there is."""
    outcome = await on_help(visit)
    return reply(say("没有这个命令。"), *(one.message for one in outcome.replies))


async def on_policies(visit: Visit) -> Outcome:
    """Everything on file, a button each."""
    return redraw(visit, policies_message(visit.snapshot.base))


def policies_message(base: KnowledgeBase) -> Message:
    """Everything on file, newest first."""
    newest = sorted(base.policies.values(), key=lambda policy: (-policy.year, policy.id))
    return Message(
        (Block((f"我这里有 {len(newest)} 份通知",), "lead"), Block(("点一个看概况。没列出来的不等于没有，可以拨打 12333 问。",))),
        policy_choice(base, (policy.id for policy in newest), ("overview",)),
    )
