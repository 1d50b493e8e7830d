"""Messages with a file, one at a time or in an album."""

# ruff: noqa: D101, D103 - names and meanings are the Bot API's own, told in its reference

import json
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.formatting.reading import read_caption
from bot.sandbox.methods.base import Flag, Int, Json, Method, Params, method
from bot.sandbox.methods.sending import Send, send
from bot.sandbox.people import media_fields
from bot.sandbox.telegram import Telegram
from bot.sandbox.wire import Message

METHOD_KINDS = {
    "sendPhoto": "photo", "sendDocument": "document", "sendVoice": "voice", "sendAudio": "audio", "sendVideo": "video",
    "sendAnimation": "animation", "sendVideoNote": "video_note", "sendSticker": "sticker",
}  # fmt: skip
ALBUM_KINDS = {"photo", "document", "audio", "video"}
ALBUM_SIZES = range(2, 11)


class SendFile(Send):
    """A file of any kind: it is looked for under the kind's own name."""

    photo: str | None = None
    document: str | None = None
    voice: str | None = None
    audio: str | None = None
    video: str | None = None
    animation: str | None = None
    video_note: str | None = None
    sticker: str | None = None
    caption: str = ""
    parse_mode: str | None = None
    caption_entities: str | None = None
    show_caption_above_media: Flag = False
    has_spoiler: Flag = False
    duration: Int = 0


def content(tg: Telegram, kind: str, value: str | None, p: Params, words: dict[str, Any]) -> dict[str, Any]:
    """The fields of a message with this file and caption."""
    caption, entities = read_caption(words.get("caption") or "", words.get("parse_mode"), words.get("caption_entities"))
    stored = tg.files.take(kind, value, dict(p.uploads))
    stored = stored.model_copy(update={"duration": int(words.get("duration") or 0)})
    return media_fields(stored) | {"caption": caption, "caption_entities": entities}


def sender(kind: str) -> Method:
    """The method that sends files of this kind."""

    def run(tg: Telegram, p: SendFile) -> Message:
        tg.writable(p.chat_id)  # before the file is kept
        fields = content(tg, kind, getattr(p, kind), p, p.model_dump(exclude={"uploads"}))
        if p.show_caption_above_media:
            fields["show_caption_above_media"] = True
        if p.has_spoiler:
            fields["has_media_spoiler"] = True
        return send(tg, p, fields)

    return method(SendFile, run)


class SendAlbum(Send):
    media: Json = None


def send_media_group(tg: Telegram, p: SendAlbum) -> list[Message]:
    if not isinstance(p.media, list) or len(p.media) not in ALBUM_SIZES:
        raise bad_request("expected an Array of InputMedia with 2-10 elements" if not p.media else "too many messages to send as an album")
    tg.writable(p.chat_id)
    kinds = {item.get("type") for item in p.media}
    if not kinds <= ALBUM_KINDS or (len(kinds) > 1 and kinds != {"photo", "video"}):
        raise bad_request("can't use the media of the specified type in the album")
    parts = [content(tg, item["type"], item.get("media"), p, text_only(item)) for item in p.media]
    number = str(tg.world.next_number("album", 10**16))
    return [send(tg, p, part | {"media_group_id": number}) for part in parts]


def text_only(item: dict[str, Any]) -> dict[str, Any]:
    """The caption of an InputMedia, its entities as JSON again."""
    entities = item.get("caption_entities")
    return {**item, "caption_entities": json.dumps(entities) if entities else None}


METHODS = {name: sender(kind) for name, kind in METHOD_KINDS.items()} | {"sendMediaGroup": method(SendAlbum, send_media_group)}
