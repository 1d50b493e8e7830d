"""Blocked and back, groups that became supergroups."""

from telegram import ChatMember

from bot import texts
from bot.handlers.visit import Outcome, Visit, reply
from bot.views.message import say

GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


async def on_member(visit: Visit) -> Outcome:
    """The bot was blocked, let back in, or taken into a group."""
    change = visit.update.my_chat_member
    if change is None:
        return Outcome()
    if change.new_chat_member.status in GONE:
        await visit.rows.chats.mark_unreachable(visit.chat.id, visit.now)
        return Outcome()
    await visit.rows.chats.mark_reachable(visit.chat.id)
    was_gone = change.old_chat_member.status in GONE
    follows = await visit.rows.subscriptions.of(visit.person.id)
    return reply(say(texts.WELCOME_BACK)) if was_gone and visit.is_private and follows else Outcome()


async def on_migrate(visit: Visit) -> Outcome:
    """A group became a supergroup and has a new id."""
    message = visit.update.effective_message
    if message and message.migrate_to_chat_id:
        await visit.rows.chats.migrate(message.chat_id, message.migrate_to_chat_id)
    return Outcome()
