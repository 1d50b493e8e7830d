"""No wall of text: what is over the length of a phone's screen or two goes behind a tap, between entries."""

from collections.abc import Sequence
from itertools import chain

from bot.views.message import Block

MOST_VISIBLE = 1200
"""Characters that a message shows before anything is tapped."""
SHOWN = 100
"""About what Telegram shows of a folded quote: three lines of a phone."""
SMALL_LINES, SMALL_LENGTH = 3, 240
"""Small print of more is folded."""
LEAST = 80
"""Of a block that is folded at least this much is shown; and less than this is not worth a tap."""


def is_folded(block: Block) -> bool:
    """Whether a block is shown behind a tap."""
    if block.style == "folded":
        return True
    return block.style == "small" and (len(block.lines) > SMALL_LINES or length(block) > SMALL_LENGTH)


def folded(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with the ends of the long plain ones folded, where all of it would be too much at once."""
    if visible(blocks) <= MOST_VISIBLE:
        return blocks
    room = _room(blocks)
    return tuple(part for block in blocks for part in (_split(block, room) if block.style == "plain" else (block,)))


def visible(blocks: Sequence[Block]) -> int:
    """How many characters are seen at once."""
    return sum(min(length(block), SHOWN) if is_folded(block) else length(block) for block in blocks)


def length(block: Block) -> int:
    """A block's length in characters."""
    return sum(map(len, block.lines)) + len(block.lines)


def _room(blocks: tuple[Block, ...]) -> int:
    """The most that each plain block may show, so that all of them together keep within the whole; short ones leave theirs to the long."""
    plain = sorted(length(block) for block in blocks if block.style == "plain")
    left = MOST_VISIBLE - visible([block for block in blocks if block.style != "plain"])
    for number, size in enumerate(plain):
        share = left // (len(plain) - number)
        if size > share:
            return max(share - SHOWN, LEAST)
        left -= size
    return MOST_VISIBLE


def _split(block: Block, room: int) -> tuple[Block, ...]:
    """The block's beginning and its folded rest, between two entries."""
    if length(block) <= room + SHOWN:
        return (block,)
    used = 0
    for place, line in enumerate(block.lines):
        used += len(line) + 1
        if used > room and (cut := _cut(block.lines, place)) is not None:
            return Block(block.lines[:cut]), Block(block.lines[cut:], "folded")
    return (block,)


def _cut(lines: tuple[str, ...], place: int) -> int | None:
    """The first place from there on where an entry ends and what follows is worth a tap, else before; never behind a heading alone."""
    for cut in chain(range(place, 0, -1), range(place + 1, len(lines))):
        goes_on = lines[cut].startswith("　")
        if not goes_on and not lines[cut - 1].endswith("：") and sum(map(len, lines[cut:])) >= LEAST:
            return cut
    return None
