"""A plain warning to somebody who speaks of a short cut: nobody charges for an application, where to verify, what not to do."""

from collections.abc import Iterator
from datetime import datetime

from bot.clock import SHANGHAI
from bot.views.citing import name_of
from bot.views.general import NEXT_STEPS
from bot.views.last_row import office_button
from bot.views.message import Block, Button, Keyboard, Message
from bot.views.next_steps import topic_press
from bot.views.office import landlines
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from knowledge.search.understanding import Warned


def warning_message(base: KnowledgeBase, words: Warned, policy: Policy | None, now: datetime) -> Message:
    """The warning; where a policy was named, its office is where to verify."""
    fact = base.general.get(words.fact)
    lines = (*((fact.answer,) if fact else ()), *(f"· {line}" for line in words.lines))
    small = tuple(line for line in (fact.note if fact else None,) if line)
    view = View(base, policy, None, now.astimezone(SHANGHAI)) if policy else None
    blocks = [Block((words.lead,), "lead"), Block(lines), Block(("核实打这里，不要用对方给的号码：", *_numbers(view)))]
    blocks += [Block((words.paid,)), *((Block(small, "small"),) if small else ())]
    return Message(tuple(blocks), _keyboard(policy))


def _numbers(view: View | None) -> Iterator[str]:
    yield "· 12333（人社服务热线）"
    if view is None:
        yield "· 发通知的部门：写上地区和项目名问我，我给您电话"
        return
    phones = [(phone, one.office) for one in view.policy.contacts for phone in landlines(one)]
    yield from (f"· {phone}（{office}，{view.policy.year}年通知公布）" for phone, office in phones)
    if not phones:
        yield f"· 发文单位：{'、'.join(view.policy.issuers)}（通知没写电话）"


def _keyboard(policy: Policy | None) -> Keyboard:
    if policy is None:
        return NEXT_STEPS
    conditions = Button("真正的条件是什么", topic_press(policy, None, ("conditions",)))
    return ((conditions, office_button(policy.id, None)), (Button(name_of(policy), topic_press(policy, None, ("overview",))),))
