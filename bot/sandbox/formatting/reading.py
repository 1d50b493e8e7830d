"""Text of a request → text and entities of a message."""

import json

from pydantic import TypeAdapter, ValidationError

from bot.sandbox.errors import bad_request
from bot.sandbox.formatting.html import checked_link, parse_html
from bot.sandbox.formatting.markdown import parse_markdown, parse_markdown_v2
from bot.sandbox.formatting.plain import find
from bot.sandbox.formatting.tidy import check_entities, tidy
from bot.sandbox.wire import Entity

TEXT_LIMIT = 4096  # characters after parsing: code points, as the server's own configuration says
CAPTION_LIMIT = 1024
MODES = {"html": parse_html, "markdown": parse_markdown, "markdownv2": parse_markdown_v2}
TYPES = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline", "strikethrough",
    "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time",
}  # fmt: skip
FOUND_ANEW = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
NEEDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
Found = tuple[str, tuple[Entity, ...] | None]


def read(source: str, parse_mode: str | None, entities: str | None) -> Found:
    """Parse, tidy and look for commands and links. No entities is None. Raises ApiError for markup that Telegram refuses."""
    if parse_mode and parse_mode.lower() not in MODES:
        raise bad_request("unsupported parse_mode")
    text, marked = MODES[parse_mode.lower()](source) if parse_mode else (source, given(entities))
    check_entities(text, marked)
    text, marked = tidy(text, marked)
    return text, find(text, tuple(e for e in marked if e.type not in FOUND_ANEW)) or None


def given(raw: str | None) -> tuple[Entity, ...]:
    """The entities a request lists itself."""
    if not raw:
        return ()
    try:
        listed = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse entities: Can't parse entities JSON object") from None
    for item in listed:
        kind = item.get("type")
        if kind not in TYPES:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if kind in NEEDS and NEEDS[kind] not in item:
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{NEEDS[kind]}\"")
        if kind == "text_link" and checked_link(item["url"]) is None:
            reason = "Wrong HTTP URL" if item["url"] else "URL host is empty"
            raise bad_request(f"entity URL '{item['url']}' is invalid: {reason}")
    try:
        return TypeAdapter(tuple[Entity, ...]).validate_python(listed)
    except ValidationError:
        raise bad_request("can't parse MessageEntity: Can't find field \"offset\"") from None


def read_text(source: str, parse_mode: str | None, entities: str | None) -> Found:
    """The text of a message: never empty."""
    if not source:
        raise bad_request("message text is empty")
    text, found = read(source, parse_mode, entities)
    if not text:
        raise bad_request("text must be non-empty")
    return text, found


def read_caption(source: str, parse_mode: str | None, entities: str | None) -> tuple[str | None, tuple[Entity, ...] | None]:
    """A caption: may be absent."""
    text, found = read(source, parse_mode, entities)
    if len(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text or None, found
