"""Blocks to Telegram's HTML, in pieces within its limits, and to plain text. The one place where HTML is escaped."""

from collections.abc import Iterator
from html import escape

from bot.views.folding import folded, is_folded
from bot.views.message import Block, Message, Style

LIMIT = 4096
"""Telegram's limit of a message, in UTF-16 units after the tags are taken out."""
CAPTION_LIMIT = 1024
"""The same for the words under a file."""


def to_html(message: Message) -> tuple[str, ...]:
    """The message as pieces of HTML, each within Telegram's limit and with every tag closed."""
    limit = LIMIT if message.document is None else CAPTION_LIMIT
    return tuple("\n\n".join(_html(block) for block in page) for page in _within_limit(folded(message.blocks), limit))


def to_plain(message: Message) -> str:
    """The message as a person reads it, without markup."""
    return "\n\n".join("\n".join(block.lines) for block in message.blocks)


def units(text: str) -> int:
    """A text's length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _html(block: Block) -> str:
    text = escape("\n".join(block.lines), quote=False)
    return (_FOLDED if is_folded(block) else _TAGS[block.style]).format(text)


_FOLDED = "<blockquote expandable>{}</blockquote>"
_TAGS: dict[Style, str] = {"lead": "<b>{}</b>", "title": "<b>{}</b>", "plain": "{}", "folded": _FOLDED, "small": "<i>{}</i>"}


def _within_limit(blocks: tuple[Block, ...], limit: int) -> Iterator[tuple[Block, ...]]:
    """The blocks in pages; a block that does not fit goes on over the page, broken between lines."""
    page: list[Block] = []
    used = 0
    for block in blocks:
        room: list[str] = []
        for line in _short_lines(block, limit):
            cost = units(line) + 2  # at most a blank line before it
            if used + cost > limit and used:
                yield (*page, *_filled(room, block.style))
                page, room, used = [], [], 0
            room.append(line)
            used += cost
        page.extend(_filled(room, block.style))
    if page:
        yield tuple(page)


def _filled(lines: list[str], style: Style) -> tuple[Block, ...]:
    return (Block(tuple(lines), style),) if lines else ()


def _short_lines(block: Block, limit: int) -> Iterator[str]:
    """The block's lines; one that is over the limit by itself is cut into pieces that fit."""
    longest = limit // 2 - 2  # a character takes at most two units
    for line in block.lines:
        if units(line) + 2 <= limit:
            yield line
        else:
            yield from (line[start : start + longest] for start in range(0, len(line), longest))
