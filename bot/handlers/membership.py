"""Blocked and back, groups that became supergroups."""

from telegram import ChatMember

from bot import texts
from bot.handlers.visit import Outcome, Visit, reply
from bot.views.message import say

GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


async def on_member(visit: Visit) -> Outcome:
    """The bot was let back in, or taken into a group; leaving is noted by the turn itself."""
    change = visit.update.my_chat_member
    came_back = change is not None and change.old_chat_member.status in GONE
    if not (came_back and visit.is_private and await visit.rows.subscriptions.of(visit.person.id)):
        return Outcome()
    return reply(say(texts.WELCOME_BACK))


async def on_migrate(visit: Visit) -> Outcome:
    """A group became a supergroup and has a new id."""
    message = visit.update.effective_message
    if message and message.migrate_to_chat_id:
        await visit.rows.chats.migrate(message.chat_id, message.migrate_to_chat_id)
    return Outcome()
