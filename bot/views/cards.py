"""A policy as a card that goes into any chat: public facts and days of the calendar only, for nobody knows when it is read."""

from dataclasses import dataclass
from datetime import datetime

from bot.callbacks import start_payload
from bot.clock import SHANGHAI
from bot.views.citing import name_of, source_text
from bot.views.dates import day_text
from bot.views.message import Block, Message
from bot.views.next_steps import topic_press
from bot.views.topics.deadlines import LIGHTS
from bot.views.topics.routes import dated_text
from bot.views.withheld import LEAD, ask_line
from eligibility.route import route_of
from knowledge.base import KnowledgeBase
from knowledge.calendar import Window
from knowledge.policy import Policy

STATES = {"open": "进行中", "upcoming": "还没开始", "closed": "本期已截止"}


@dataclass(frozen=True)
class Card:
    """What is shown in the list, what is sent when it is chosen, and where its button leads."""

    title: str
    description: str
    message: Message
    start: str
    """What the deep link carries."""


def card(base: KnowledgeBase, policy: Policy, now: datetime) -> Card:
    """A policy's card."""
    start = start_payload(topic_press(policy, None, ("overview",))) or ""
    if policy.id in base.withdrawn:
        held = Message((Block((name_of(policy),), "lead"), Block((LEAD, ask_line(base, policy)))))
        return Card(name_of(policy), LEAD, held, start)
    route = route_of(base, policy)
    window = route.window(now)
    state = _state_text(policy, window)
    dates = dated_text(route.dated)
    lines = (
        f"申报：{state}",
        *((f"日期：{dates}",) if dates else ()),
        f"适用：{policy.audience}",
        *((f"类别：{'、'.join(track.name for track in policy.tracks)}",) if policy.tracks else ()),
    )
    asked = f"以上是{day_text(now.astimezone(SHANGHAI).date())}查到的。"
    blocks = (Block((name_of(policy),), "lead"), Block((policy.summary,)), Block(lines), Block((source_text(policy), asked), "small"))
    return Card(name_of(policy), f"{state}　{policy.audience}", Message(blocks), start)


def _state_text(policy: Policy, window: Window) -> str:
    """How it stands on the day of asking, with the day that counts."""
    if policy.applicant is None:
        return "不受理申报，只供了解"
    if window.ends is None:
        return "通知没写日期"
    starts = f"{day_text(window.starts)}起，" if window.state == "upcoming" and window.starts else ""
    return f"{LIGHTS[window.state]} {STATES[window.state]}，{starts}截至{day_text(window.ends)}"
