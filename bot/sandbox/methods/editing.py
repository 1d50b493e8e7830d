"""Messages changed in place, deleted, pinned."""

# ruff: noqa: D101, D103 - names and meanings are the Bot API's own, told in its reference

from typing import Any

from bot.sandbox import rules
from bot.sandbox.errors import bad_request
from bot.sandbox.formatting.reading import TEXT_LIMIT, read_caption, read_text
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods.base import Int, Json, Params, method
from bot.sandbox.methods.media import content, text_only
from bot.sandbox.methods.sending import SendMessage, link_preview
from bot.sandbox.telegram import Telegram
from bot.sandbox.wire import MEDIA_KINDS, InlineKeyboard, Message
from bot.sandbox.world import Post, Room

FILE_FIELDS = (*MEDIA_KINDS, "photo")
DELETE_LIMIT = 100


class Which(Params):
    """The message to change."""

    chat_id: str = ""
    message_id: Int = 0
    inline_message_id: str | None = None
    reply_markup: str | None = None


def wanted(tg: Telegram, p: Which) -> Post:
    """The message, checked to be the bot's to change."""
    if p.inline_message_id:
        raise bad_request("MESSAGE_ID_INVALID")
    if p.chat_id and not p.message_id:
        raise bad_request("message identifier is not specified")
    room = tg.writable(p.chat_id)
    return rules.check_editable(tg.find_post(room.chat.id, p.message_id))


def buttons(p: Which) -> InlineKeyboard | None:
    """An edit brings its inline keyboard along; without one the old buttons go."""
    inline, other = read_markup(p.reply_markup)
    if other is not None:
        raise bad_request("inline keyboard expected")
    return inline


def change(tg: Telegram, post: Post, changes: dict[str, Any]) -> Message:
    """Apply an edit that is checked to change something."""
    before = {name: getattr(post.message, name) for name in changes}
    rules.check_same(before, changes)
    return tg.change_post(post, changes, edited=changes.keys() != {"reply_markup"}).message


class EditText(SendMessage):
    message_id: Int = 0
    inline_message_id: str | None = None


def edit_message_text(tg: Telegram, p: EditText) -> Message:
    which = Which.model_validate(p.model_dump(include=set(Which.model_fields)))
    text, entities = read_text(p.text, p.parse_mode, p.entities)
    post = wanted(tg, which)
    if (refusal := rules.not_text(post)) is not None:
        raise refusal
    if len(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    return change(tg, post, {"text": text, "entities": entities, "reply_markup": buttons(which), "link_preview_options": link_preview(p)})


class EditCaption(Which):
    caption: str = ""
    parse_mode: str | None = None
    caption_entities: str | None = None


def edit_message_caption(tg: Telegram, p: EditCaption) -> Message:
    caption, entities = read_caption(p.caption, p.parse_mode, p.caption_entities)
    post = wanted(tg, p)
    if (refusal := rules.not_captioned(post)) is not None:
        raise refusal
    return change(tg, post, {"caption": caption, "caption_entities": entities, "reply_markup": buttons(p)})


class EditMedia(Which):
    media: Json = None


def edit_message_media(tg: Telegram, p: EditMedia) -> Message:
    if not isinstance(p.media, dict) or p.media.get("type") not in {"photo", "document", "audio", "video", "animation"}:
        raise bad_request(
            "can't parse InputMedia: type must be non-empty" if not p.media else "can't parse InputMedia: media type is invalid"
        )
    post = wanted(tg, p)
    fields = content(tg, p.media["type"], p.media.get("media"), p, text_only(p.media))
    empty: dict[str, Any] = dict.fromkeys((*FILE_FIELDS, "text", "entities"))
    return change(tg, post, empty | fields | {"reply_markup": buttons(p)})


def edit_message_reply_markup(tg: Telegram, p: Which) -> Message:
    return change(tg, wanted(tg, p), {"reply_markup": buttons(p)})


def delete_message(tg: Telegram, p: Which) -> bool:
    room = tg.writable(p.chat_id)
    tg.remove_post(rules.check_deletable(tg.find_post(room.chat.id, p.message_id), room, tg.clock.now()))
    return True


class DeleteMany(Params):
    chat_id: str = ""
    message_ids: Json = ()


def delete_messages(tg: Telegram, p: DeleteMany) -> bool:
    """Those that are found and may go; the others are skipped silently."""
    room = tg.writable(p.chat_id)
    if not p.message_ids:
        raise bad_request("message identifiers are not specified")
    if len(p.message_ids) > DELETE_LIMIT:
        raise bad_request("too many message identifiers specified")
    for message_id in p.message_ids:
        if (post := tg.find_post(room.chat.id, int(message_id))) is not None:
            tg.remove_post(rules.check_deletable(post, room, tg.clock.now()))
    return True


def pin_room(tg: Telegram, p: Which) -> Room:
    room = tg.writable(p.chat_id)
    if not room.private and room.bot != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return room


def pin(tg: Telegram, p: Which) -> bool:
    room = pin_room(tg, p)
    post = tg.find_post(room.chat.id, p.message_id)
    if post is None:
        raise bad_request("message to pin not found")
    tg.change_room(room, pinned=(*(n for n in room.pinned if n != p.message_id), p.message_id))
    tg.add_post(room, tg.bot, {"pinned_message": post.message}, by_bot=True)
    return True


def unpin(tg: Telegram, p: Which) -> bool:
    room = pin_room(tg, p)
    gone = p.message_id or (room.pinned[-1] if room.pinned else 0)
    if gone not in room.pinned:
        raise bad_request("message to unpin not found")
    tg.change_room(room, pinned=tuple(n for n in room.pinned if n != gone))
    return True


def unpin_all(tg: Telegram, p: Which) -> bool:
    tg.change_room(pin_room(tg, p), pinned=())
    return True


METHODS = {
    "editMessageText": method(EditText, edit_message_text),
    "editMessageCaption": method(EditCaption, edit_message_caption),
    "editMessageMedia": method(EditMedia, edit_message_media),
    "editMessageReplyMarkup": method(Which, edit_message_reply_markup),
    "deleteMessage": method(Which, delete_message),
    "deleteMessages": method(DeleteMany, delete_messages),
    "pinChatMessage": method(Which, pin),
    "unpinChatMessage": method(Which, unpin),
    "unpinAllChatMessages": method(Which, unpin_all),
}
