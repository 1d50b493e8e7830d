"""Rooms and who is in them."""

# ruff: noqa: D101, D103 - names and meanings are the Bot API's own, told in its reference

from typing import Any

from bot.sandbox import members
from bot.sandbox.errors import bad_request, forbidden
from bot.sandbox.methods.base import Flag, Int, Json, Params, method
from bot.sandbox.telegram import Telegram
from bot.sandbox.wire import User
from bot.sandbox.world import Room

ACCENT_COLORS = 7


class Which(Params):
    chat_id: str = ""
    user_id: Int = 0


def visible(tg: Telegram, chat_id: str) -> Room:
    """A room the bot knows. Raises ApiError."""
    room = tg.room(chat_id)
    if room.bot == "never" and not (room.private and tg.acquainted(room.chat.id)):
        raise bad_request("chat not found")
    if not room.private and room.bot in {"left", "kicked"}:
        verb = "was kicked from" if room.bot == "kicked" else "is not a member of"
        raise forbidden(f"bot {verb} the {room.chat.type} chat")
    return room


def get_chat(tg: Telegram, p: Which) -> dict[str, Any]:
    room = visible(tg, p.chat_id)
    pinned = tg.find_post(room.chat.id, room.pinned[-1]) if room.pinned else None
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full: dict[str, Any] = room.chat.dump() | {
        "accent_color_id": abs(room.chat.id) % ACCENT_COLORS,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    return full | ({"pinned_message": pinned.message.dump()} if pinned else {})


def someone(tg: Telegram, user_id: int) -> User:
    found = tg.bot if user_id == tg.bot.id else tg.world.users.get(user_id)
    if found is None:
        raise bad_request("PARTICIPANT_ID_INVALID" if user_id else "invalid user_id specified")
    return found


def get_chat_member(tg: Telegram, p: Which) -> dict[str, Any]:
    room, user = visible(tg, p.chat_id), someone(tg, p.user_id)
    return members.member(user, members.status_of(tg, room, user.id))


def get_chat_administrators(tg: Telegram, p: Which) -> list[dict[str, Any]]:
    room = visible(tg, p.chat_id)
    if room.private:
        raise bad_request("there are no administrators in the private chat")
    owner = members.member(someone(tg, room.owner), "creator")
    return [owner, members.member(tg.bot, "administrator")] if room.bot == "administrator" else [owner]


def get_chat_member_count(tg: Telegram, p: Which) -> int:
    room = visible(tg, p.chat_id)
    return len(room.members) + (room.bot in {"member", "administrator"})


def leave_chat(tg: Telegram, p: Which) -> bool:
    room = visible(tg, p.chat_id)
    if room.private:
        raise bad_request("chat member status can't be changed in private chats")
    members.change_bot(tg, room, tg.bot, "left")
    tg.add_post(room, tg.bot, {"left_chat_member": tg.bot}, by_bot=True)
    return True


def remove_person(tg: Telegram, p: Which) -> bool:
    room = visible(tg, p.chat_id)
    if room.bot != "administrator":
        raise bad_request("not enough rights to restrict/unrestrict chat member")
    if p.user_id == room.owner:
        raise bad_request("can't remove chat owner")
    user = someone(tg, p.user_id)
    members.change_person(tg, room, tg.bot, user, joins=False)
    tg.add_post(room, tg.bot, {"left_chat_member": user}, by_bot=True)
    return True


class React(Which):
    message_id: Int = 0
    reaction: Json = ()
    is_big: Flag = False


def set_message_reaction(tg: Telegram, p: React) -> bool:
    room = tg.writable(p.chat_id)
    if tg.find_post(room.chat.id, p.message_id) is None:
        raise bad_request("message to react not found")
    if len(p.reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    data = {"reaction": [item.get("emoji", "") for item in p.reaction]}
    tg.feed.publish("reaction", chat_id=room.chat.id, message_id=p.message_id, by_bot=True, data=data)
    return True


def get_user_profile_photos(tg: Telegram, p: Which) -> dict[str, Any]:
    someone(tg, p.user_id)
    return {"total_count": 0, "photos": []}


METHODS = {
    "getChat": method(Which, get_chat),
    "getChatMember": method(Which, get_chat_member),
    "getChatAdministrators": method(Which, get_chat_administrators),
    "getChatMemberCount": method(Which, get_chat_member_count),
    "leaveChat": method(Which, leave_chat),
    "banChatMember": method(Which, remove_person),
    "setMessageReaction": method(React, set_message_reaction),
    "getUserProfilePhotos": method(Which, get_user_profile_photos),
}
