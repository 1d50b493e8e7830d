"""Who is what in a chat, as the Bot API tells it, and the news of it for the bot."""

from typing import Any

from bot.sandbox.telegram import Telegram
from bot.sandbox.wire import ChatMemberUpdated, User
from bot.sandbox.world import BotStatus, Room

ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info",
    "can_invite_users", "can_pin_messages",
)  # fmt: skip
OTHER_RIGHTS = ("can_be_edited", "is_anonymous", "can_post_stories", "can_edit_stories", "can_delete_stories", "can_send_welcome_messages")


def member(user: User, status: str) -> dict[str, Any]:
    """A ChatMember with all the fields its status needs."""
    base: dict[str, Any] = {"status": status, "user": user.dump()}
    match status:
        case "administrator":
            return base | dict.fromkeys(ADMIN_RIGHTS, True) | dict.fromkeys(OTHER_RIGHTS, False)
        case "creator":
            return base | {"is_anonymous": False}
        case "kicked":
            return base | {"until_date": 0}
        case _:
            return base


def status_of(tg: Telegram, room: Room, user_id: int) -> str:
    """creator, administrator, member, left or kicked."""
    if user_id == tg.bot.id:
        return "left" if room.bot == "never" else room.bot
    if user_id not in room.members:
        return "left"
    return "creator" if user_id == room.owner and not room.private else "member"


def change_bot(tg: Telegram, room: Room, by: User, status: BotStatus) -> Room:
    """Give the bot another place in a room and tell it with my_chat_member."""
    before = member(tg.bot, "left" if room.bot == "never" else room.bot)
    changed = tg.change_room(room, bot=status)
    news = ChatMemberUpdated(chat=room.chat, from_=by, date=tg.date(), old_chat_member=before, new_chat_member=member(tg.bot, status))
    tg.queue.push("my_chat_member", news)
    return changed


def change_person(tg: Telegram, room: Room, by: User, user: User, *, joins: bool) -> Room:
    """Let a person in or out; the bot hears of it with chat_member where it is an administrator and asked for it."""
    before = status_of(tg, room, user.id)
    others = tuple(number for number in room.members if number != user.id)
    changed = tg.change_room(room, members=(*others, user.id) if joins else others)
    if room.bot == "administrator":
        after = member(user, status_of(tg, changed, user.id))
        news = ChatMemberUpdated(chat=room.chat, from_=by, date=tg.date(), old_chat_member=member(user, before), new_chat_member=after)
        tg.queue.push("chat_member", news)
    return changed
