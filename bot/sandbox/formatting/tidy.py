"""Control characters out, blank ends off, and the entities moved along."""

from bot.sandbox.errors import bad_request
from bot.sandbox.formatting import utf16
from bot.sandbox.wire import Entity

GONE = {"\r", *map(chr, range(0x2028, 0x202F))}  # carriage returns, line separators and overrides of direction
NOTHING = {*map(chr, range(0x200B, 0x2010)), "\u2060", "\ufeff", "\u2800", "\u3164", "\u00ad"}  # shows nothing


def check_entities(text: str, entities: tuple[Entity, ...]) -> None:
    """Refuse stretches that lie outside of the text."""
    size = utf16.length(text)
    for entity in entities:
        end = entity.offset + entity.length
        if entity.offset < 0:
            raise bad_request(f"receive an entity with incorrect offset {entity.offset}")
        if entity.length < 0:
            raise bad_request(f"receive an entity with incorrect length {entity.length}")
        if entity.offset > size:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
        if end > size:
            raise bad_request(f"entity beginning at UTF-16 offset {entity.offset} ends after the end of the text at UTF-16 offset {end}")


def tidy(text: str, entities: tuple[Entity, ...] = ()) -> tuple[str, tuple[Entity, ...]]:
    """The text as Telegram keeps it; empty when nothing visible is in it."""
    kept: list[str] = []
    moved = {0: 0}  # old UTF-16 offset → new one
    old = new = 0
    for char in text:
        size = utf16.length(char)
        if char not in GONE:
            kept.append(" " if char < " " and char != "\n" else char)
            new += size
        old += size
        moved[old] = new
        moved.setdefault(old - 1, new - 1 if char not in GONE else new)  # an offset inside a surrogate pair
    whole = "".join(kept)
    body = whole.strip()
    if not body or all(char in NOTHING or char.isspace() for char in body):
        return "", ()
    lead = utf16.length(whole[: len(whole) - len(whole.lstrip())])
    end = lead + utf16.length(body)
    fitted = []
    for entity in entities:
        start, stop = max(moved[entity.offset], lead), min(moved[entity.offset + entity.length], end)
        if stop > start:
            fitted.append(entity.model_copy(update={"offset": start - lead, "length": stop - start}))
    return body, tuple(fitted)
