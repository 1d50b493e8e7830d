"""Messages without a file: text, places, contacts, dice; forwards and copies; typing."""

# ruff: noqa: D101, D103 - names and meanings are the Bot API's own, told in its reference

import random
from typing import Any

from pydantic import ValidationError

from bot.sandbox.errors import bad_request
from bot.sandbox.formatting.reading import TEXT_LIMIT, read_caption, read_text
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods.base import Flag, Int, Json, Params, method
from bot.sandbox.telegram import Telegram
from bot.sandbox.wire import Contact, Dice, LinkPreview, Location, Message, Origin, ReplyParameters, Venue
from bot.sandbox.world import Post, Room

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio", "upload_audio",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note", "cancel",
}  # fmt: skip
DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
CONTENT = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "animation", "audio", "video", "video_note", "voice", "sticker",
    "contact", "location", "venue", "dice",
)  # fmt: skip


class Send(Params):
    """What every sending method takes."""

    chat_id: str = ""
    message_thread_id: Int = 0
    disable_notification: Flag = False
    protect_content: Flag = False
    reply_parameters: str | None = None
    reply_to_message_id: Int = 0
    allow_sending_without_reply: Flag = False
    reply_markup: str | None = None


def send(tg: Telegram, p: Send, content: dict[str, Any]) -> Message:
    """Post the bot's message; the checks that every message passes come first."""
    room = tg.writable(p.chat_id)
    if p.message_thread_id:
        raise bad_request("message thread not found")
    buttons, keyboard = read_markup(p.reply_markup)
    fields = {**content, "reply_to_message": replied(tg, room, p), "reply_markup": buttons}
    if p.protect_content:
        fields["has_protected_content"] = True
    return tg.add_post(room, tg.bot, fields, by_bot=True, keyboard=keyboard, silent=p.disable_notification).message


def replied(tg: Telegram, room: Room, p: Send) -> Message | None:
    """The message this one answers."""
    wanted = reply_parameters(p)
    if wanted is None:
        return None
    post = tg.find_post(room.chat.id, wanted.message_id)
    if post is None and not wanted.allow_sending_without_reply:
        raise bad_request("message to be replied not found")
    return post.message.model_copy(update={"reply_to_message": None}) if post else None


def reply_parameters(p: Send) -> ReplyParameters | None:
    if p.reply_parameters:
        try:
            return ReplyParameters.model_validate_json(p.reply_parameters)
        except ValidationError:
            raise bad_request('can\'t find field "message_id"') from None
    if p.reply_to_message_id:
        return ReplyParameters(message_id=p.reply_to_message_id, allow_sending_without_reply=p.allow_sending_without_reply)
    return None


class SendMessage(Send):
    text: str = ""
    parse_mode: str | None = None
    entities: str | None = None
    link_preview_options: Json = None
    disable_web_page_preview: Flag = False


def link_preview(p: SendMessage) -> LinkPreview | None:
    """How the message wants its link shown; an address that is none is refused."""
    given = p.link_preview_options or ({"is_disabled": True} if p.disable_web_page_preview else None)
    if given is None:
        return None
    for name in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
        if not isinstance(given.get(name, False), bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if given.get("url") and "." not in given["url"]:
        raise bad_request("WEBPAGE_URL_INVALID")
    return LinkPreview.model_validate(given)


def send_message(tg: Telegram, p: SendMessage) -> Message:
    text, entities = read_text(p.text, p.parse_mode, p.entities)
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return send(tg, p, {"text": text, "entities": entities, "link_preview_options": link_preview(p)})


class SendLocation(Send):
    latitude: float
    longitude: float


def send_location(tg: Telegram, p: SendLocation) -> Message:
    return send(tg, p, {"location": Location(latitude=p.latitude, longitude=p.longitude)})


class SendVenue(SendLocation):
    title: str
    address: str


def send_venue(tg: Telegram, p: SendVenue) -> Message:
    location = Location(latitude=p.latitude, longitude=p.longitude)
    return send(tg, p, {"location": location, "venue": Venue(location=location, title=p.title, address=p.address)})


class SendContact(Send):
    phone_number: str
    first_name: str
    last_name: str | None = None


def send_contact(tg: Telegram, p: SendContact) -> Message:
    return send(tg, p, {"contact": Contact(phone_number=p.phone_number, first_name=p.first_name, last_name=p.last_name)})


class SendDice(Send):
    emoji: str = "🎲"


def send_dice(tg: Telegram, p: SendDice) -> Message:
    if p.emoji not in DICE:
        raise bad_request("wrong dice emoji specified")
    value = random.randint(1, DICE[p.emoji])  # noqa: S311 - a die, no secret
    return send(tg, p, {"dice": Dice(emoji=p.emoji, value=value)})


class Pass(Send):
    from_chat_id: str = ""
    message_id: Int = 0
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: str | None = None


def source(tg: Telegram, p: Pass, what: str) -> Post:
    """The message to pass on."""
    post = tg.find_post(tg.room(p.from_chat_id).chat.id, p.message_id)
    if post is None:
        raise bad_request(f"message to {what} not found")
    return post


def content_of(message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in CONTENT}


def forward_message(tg: Telegram, p: Pass) -> Message:
    message = source(tg, p, "forward").message
    origin = message.forward_origin or Origin(date=message.date, sender_user=message.from_)
    return send(tg, p, content_of(message) | {"forward_origin": origin})


def copy_message(tg: Telegram, p: Pass) -> dict[str, int]:
    message = source(tg, p, "copy").message
    fields = content_of(message)
    if p.caption is not None and message.text is None:
        fields["caption"], fields["caption_entities"] = read_caption(p.caption, p.parse_mode, p.caption_entities)
    return {"message_id": send(tg, p, fields).message_id}


class ChatAction(Params):
    chat_id: str = ""
    action: str = ""


def send_chat_action(tg: Telegram, p: ChatAction) -> bool:
    room = tg.writable(p.chat_id)
    if p.action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    tg.feed.publish("action", chat_id=room.chat.id, by_bot=True, data={"action": p.action})
    return True


METHODS = {
    "sendMessage": method(SendMessage, send_message),
    "sendLocation": method(SendLocation, send_location),
    "sendVenue": method(SendVenue, send_venue),
    "sendContact": method(SendContact, send_contact),
    "sendDice": method(SendDice, send_dice),
    "forwardMessage": method(Pass, forward_message),
    "copyMessage": method(Pass, copy_message),
    "sendChatAction": method(ChatAction, send_chat_action),
}
