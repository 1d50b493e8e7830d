"""Said before a check begins: that the edition on file is over, and how to hear of the next."""

from dataclasses import replace
from datetime import datetime

from bot.clock import SHANGHAI
from bot.usecases.scope import PolicyScope, Scope
from bot.views.citing import name_of
from bot.views.dates import state_text
from bot.views.message import Block, Message
from bot.views.next_steps import follow_buttons
from eligibility.route import route_of
from knowledge.base import KnowledgeBase


def over_first(base: KnowledgeBase, scope: Scope, message: Message, now: datetime) -> Message:
    """A check's first message, begun with that the edition is over where it is; any other as it was."""
    if not isinstance(scope, PolicyScope):
        return message
    policy = base.policies[scope.policy]
    route = route_of(base, policy, scope.track)
    window = route.window(now.astimezone(SHANGHAI))
    if window.state != "closed":
        return message
    said = Block((f"先说一句：{name_of(policy)}{state_text(window)}。测一测能看下一期有没有希望，到时条件可能会变。",))
    return replace(message, blocks=(said, *message.blocks), keyboard=(*message.keyboard, follow_buttons(route, scope.track, now)))
