"""What people do in the app: say, send, edit, forward, press a button, block, open a link.

Everything raises ActionError where the app would not let them.
"""

import re
from typing import Any, Literal

from bot.sandbox.errors import ActionError
from bot.sandbox.files import Upload
from bot.sandbox.formatting.plain import find
from bot.sandbox.formatting.tidy import tidy
from bot.sandbox.members import change_bot
from bot.sandbox.telegram import Telegram
from bot.sandbox.wire import (
    CallbackQuery,
    Chat,
    Contact,
    InaccessibleMessage,
    InlineButton,
    Location,
    Media,
    Message,
    Origin,
    PhotoSize,
    User,
)
from bot.sandbox.world import Post, Query, Room, StoredFile

FIRST_USER = 5_000_000_001  # beyond 32 bits, as real ones are
START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
PEOPLE_TEXT_LIMIT = 4096


def person(tg: Telegram, who: int | str, **fields: str | None) -> User:
    """The person with this number or name; a new name makes a new person with a private chat."""
    found = tg.world.users.get(who) if isinstance(who, int) or who.isdecimal() else None
    found = found or next((user for user in tg.world.users if who in {user.first_name, user.username}), None)
    if found is not None:
        return found
    if isinstance(who, int) or who.isdecimal():
        raise ActionError(f"there is no person {who}")
    number = tg.world.next_number("user", FIRST_USER)
    user = tg.world.users.put(User(id=number, first_name=who, language_code="zh-hans", **fields))
    chat = Chat(id=number, type="private", first_name=user.first_name, last_name=user.last_name, username=user.username)
    tg.feed.publish("user", data=user.dump())
    tg.change_room(Room(chat=chat, members=(number,), owner=number))
    return user


def place(tg: Telegram, user: User, chat_id: int | None) -> Room:
    """The room a person writes in: a group of theirs, or the private chat with the bot, which their first word starts."""
    room = tg.world.rooms.get(chat_id or user.id)
    if room is None or user.id not in room.members:
        raise ActionError(f"{user.first_name} is not in chat {chat_id}")
    if room.migrated_to is not None:
        raise ActionError(f"the group became supergroup {room.migrated_to}")
    if room.private and room.bot == "kicked":
        raise ActionError(f"{user.first_name} has blocked the bot: unblock it first")
    if room.private and room.bot == "never":
        room = tg.change_room(room, bot="member")
    return room


def publish(tg: Telegram, user: User, room: Room, content: dict[str, Any]) -> Post:
    """A person's message: into the room and, where it is to see it, to the bot."""
    post = tg.add_post(room, user, {key: value for key, value in content.items() if value is not None}, by_bot=False)
    tg.deliver(post)
    return post


ANONYMOUS_ADMIN = User(id=1087968824, is_bot=True, first_name="Group", username="GroupAnonymousBot")
SERVICE = User(id=777000, first_name="Telegram")
CHANNEL = Chat(id=-1_001_999_999_999, type="channel", title="公告频道")
Mask = Literal["admin", "channel"]


def say(  # noqa: PLR0913 - what a text has
    tg: Telegram, user: User, text: str, chat_id: int | None = None, reply_to: int | None = None, *, mask: Mask | None = None
) -> Post:
    """Write a text; ``mask``: as an anonymous administrator, or as what Telegram brings from the group's channel."""
    words, _ = tidy(text)
    if not words:
        raise ActionError("the app sends no empty message")
    if len(words) > PEOPLE_TEXT_LIMIT:
        raise ActionError(f"the app sends at most {PEOPLE_TEXT_LIMIT} characters at once")
    room = place(tg, user, chat_id)
    content = {"text": words, "entities": find(words) or None, "reply_to_message": quoted(tg, room, reply_to)}
    match mask:
        case None:
            return publish(tg, user, room, content)
        case "admin":
            return publish(tg, ANONYMOUS_ADMIN, room, content | {"sender_chat": room.chat})
        case "channel":
            return publish(tg, SERVICE, room, content | {"sender_chat": CHANNEL, "is_automatic_forward": True})


def quoted(tg: Telegram, room: Room, message_id: int | None) -> Message | None:
    """The message a reply points at, without its own."""
    post = tg.find_post(room.chat.id, message_id) if message_id is not None else None
    if message_id is not None and post is None:
        raise ActionError(f"there is no message {message_id}")
    return post.message.model_copy(update={"reply_to_message": None}) if post else None


def send_file(  # noqa: PLR0913 - what a file has
    tg: Telegram, user: User, kind: str, upload: Upload, *, chat_id: int | None = None, caption: str = "", album: str | None = None
) -> Post:
    """Send a picture, document, voice note, sticker and the like; files with one ``album`` were sent together."""
    room = place(tg, user, chat_id)
    stored = tg.files.add(kind, upload)
    words, _ = tidy(caption)
    words_of_it = {"caption": words or None, "caption_entities": find(words) or None, "media_group_id": album}
    return publish(tg, user, room, media_fields(stored) | words_of_it)


def media_fields(stored: StoredFile) -> dict[str, Any]:
    """The fields of a message that carries this file."""
    ids = {"file_id": stored.file_id, "file_unique_id": stored.file_unique_id, "file_size": stored.file_size}
    sides = {"width": stored.width or 512, "height": stored.height or 512}
    named = {"file_name": stored.file_name, "mime_type": stored.mime_type}
    lasting = {"duration": stored.duration}
    if stored.kind == "photo":
        return {"photo": (PhotoSize(**ids, **sides),)}
    fields: dict[str, dict[str, Any]] = {
        "document": ids | named,
        "sticker": ids | sides | {"type": "regular", "is_animated": False, "is_video": False, "emoji": "🙂"},
        "voice": ids | lasting | {"mime_type": "audio/ogg"},
        "video_note": ids | lasting | {"length": sides["width"]},
        "audio": ids | named | lasting,
        "video": ids | named | sides | lasting,
        "animation": ids | named | sides | lasting,
    }
    media = {stored.kind: Media(**fields[stored.kind])}
    return media | ({"document": Media(**fields["document"])} if stored.kind == "animation" else {})


def share(tg: Telegram, user: User, chat_id: int | None = None, *, phone: str | None = None, at: tuple[float, float] | None = None) -> Post:
    """Send one's own contact or a place, as the request buttons of a reply keyboard do."""
    contact = Contact(phone_number=phone, first_name=user.first_name, user_id=user.id) if phone else None
    location = Location(latitude=at[0], longitude=at[1]) if at else None
    return publish(tg, user, place(tg, user, chat_id), {"contact": contact, "location": location})


def edit(tg: Telegram, user: User, message_id: int, text: str, chat_id: int | None = None) -> Post:
    """Change one's own text or caption; the bot gets edited_message."""
    room = place(tg, user, chat_id)
    post = tg.find_post(room.chat.id, message_id)
    if post is None or post.message.from_ is None or post.message.from_.id != user.id:
        raise ActionError(f"message {message_id} is not one of {user.first_name}'s")
    words, _ = tidy(text)
    name, entities = ("text", "entities") if post.message.text is not None else ("caption", "caption_entities")
    changed = tg.change_post(post, {name: words, entities: find(words) or None}, edited=True)
    if room.bot in {"member", "administrator"} and tg.reaches_bot(room, changed.message):
        tg.queue.push("edited_message", changed.message)
    return changed


def forward(tg: Telegram, user: User, text: str, author: str, chat_id: int | None = None) -> Post:
    """Pass on something that someone else wrote elsewhere and who does not show an account."""
    words, _ = tidy(text)
    origin = Origin(type="hidden_user", date=tg.date() - 3600, sender_user_name=author)
    return publish(tg, user, place(tg, user, chat_id), {"text": words, "entities": find(words) or None, "forward_origin": origin})


def open_link(tg: Telegram, user: User, payload: str) -> Post:
    """Open t.me/<bot>?start=<payload> and press the start button."""
    if payload and not START_PAYLOAD.fullmatch(payload):
        raise ActionError("START_PARAM_INVALID: a deep link carries 1-64 of A-Z a-z 0-9 _ -")
    return say(tg, user, f"/start {payload}".rstrip())


def click(  # noqa: PLR0913 - where, what, and whether it need be there
    tg: Telegram,
    user: User,
    message_id: int,
    *,
    chat_id: int | None = None,
    text: str | None = None,
    data: str | None = None,
    stale: bool = False,
) -> dict[str, Any]:
    """Press an inline button, found by its text or its data.

    ``stale``: press ``data`` even if the message no longer has it or is gone, as an app does that has not yet heard of the change.
    Returns {"query": id} for a callback, or what the app would do: {"url": …}, {"copy": …}, {"inline": …}.
    """
    room = place(tg, user, chat_id)
    post = tg.find_post(room.chat.id, message_id)
    if stale:
        return {"query": press(tg, user, room, message_id, data or "").id}
    if post is None:
        raise ActionError(f"there is no message {message_id}")
    button = find_button(post.message, text, data)
    if button.callback_data is not None:
        return {"query": press(tg, user, room, message_id, button.callback_data).id}
    return follow(tg, user, button)


def find_button(message: Message, text: str | None, data: str | None) -> InlineButton:
    """The button with these words or this data, else with these words in it. Raises ActionError."""
    buttons = [button for row in (message.reply_markup.inline_keyboard if message.reply_markup else ()) for button in row]
    exact = [b for b in buttons if (text is not None and b.text == text) or (data is not None and b.callback_data == data)]
    found = exact or [b for b in buttons if text is not None and text in b.text]
    if not found:
        raise ActionError(f"no button {text or data!r} under message {message.message_id}, only {[b.text for b in buttons]}")
    return found[0]


def press(tg: Telegram, user: User, room: Room, message_id: int, data: str) -> Query:
    """Send a callback query."""
    number = tg.world.next_number("query", 10**17)
    post = tg.find_post(room.chat.id, message_id)
    query = tg.world.queries.put(
        Query(
            id=str(number),
            kind="callback",
            user_id=user.id,
            asked_at=tg.clock.now(),
            chat_id=room.chat.id,
            message_id=message_id,
            text=data,
        )
    )
    message = post.message if post else InaccessibleMessage(chat=room.chat, message_id=message_id)
    tg.queue.push(
        "callback_query", CallbackQuery(id=query.id, from_=user, message=message, chat_instance=str(room.chat.id * 7919), data=data)
    )
    return query


def follow(tg: Telegram, user: User, button: InlineButton) -> dict[str, Any]:
    """Press a button that is not a callback: a link to the bot itself opens it, the rest is told."""
    if button.url is not None:
        link = re.fullmatch(rf"(?:https?://t\.me/|tg://resolve\?domain=){tg.bot.username}[?&]start=([^&]*)", button.url, re.IGNORECASE)
        return {"url": button.url} | ({"message_id": open_link(tg, user, link[1]).message.message_id} if link else {})
    if button.copy_text is not None:
        return {"copy": button.copy_text.text}
    if button.web_app is not None:
        return {"web_app": button.web_app.url}
    return {"inline": button.switch_inline_query_current_chat or button.switch_inline_query or ""}


def block(tg: Telegram, user: User) -> None:
    """Block the bot; it hears of it with my_chat_member."""
    room = tg.world.rooms.get(user.id)
    if room is None or room.bot != "member":
        raise ActionError(f"{user.first_name} has no running chat with the bot")
    change_bot(tg, room, user, "kicked")


def unblock(tg: Telegram, user: User) -> None:
    """Let the bot write again."""
    room = tg.world.rooms.get(user.id)
    if room is None or room.bot != "kicked":
        raise ActionError(f"{user.first_name} has not blocked the bot")
    change_bot(tg, room, user, "member")
