"""Blocked and back, taken into groups, groups that became supergroups."""

from telegram import ChatMember

from bot import texts
from bot.handlers.greeting import group_message
from bot.handlers.visit import Outcome, Visit, reply
from bot.views.message import say

GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})
GROUPS = frozenset({"group", "supergroup"})


async def on_member(visit: Visit) -> Outcome:
    """The bot was let back in, or taken into a group, where it says hello once; leaving is noted by the turn itself."""
    change = visit.update.my_chat_member
    if change is None or change.old_chat_member.status not in GONE:
        return Outcome()
    if visit.chat.kind in GROUPS:
        return reply(group_message(visit))
    if not (visit.is_private and await visit.rows.subscriptions.of(visit.person.id)):
        return Outcome()
    return reply(say(texts.WELCOME_BACK))


async def on_migrate(visit: Visit) -> Outcome:
    """A group became a supergroup and has a new id."""
    message = visit.update.effective_message
    if message and message.migrate_to_chat_id:
        await visit.rows.chats.migrate(message.chat_id, message.migrate_to_chat_id)
    return Outcome()
