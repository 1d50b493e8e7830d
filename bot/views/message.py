"""What the bot says, before it becomes Telegram's: blocks of lines, and rows of buttons."""

from dataclasses import dataclass, field
from typing import Literal

Style = Literal["lead", "title", "plain", "folded", "small"]
"""lead: the answer itself, bold; title: a heading; plain: what one needs; folded: more of it, behind a tap; small: source and caveats."""


@dataclass(frozen=True)
class Block:
    """Lines that belong together. A message is split between lines, never inside one."""

    lines: tuple[str, ...]
    style: Style = "plain"


@dataclass(frozen=True)
class Button:
    """One button: data for the bot or an address to open."""

    label: str
    data: str | None = None
    url: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Message:
    """One thing to say."""

    blocks: tuple[Block, ...]
    keyboard: Keyboard = ()
    document: "Attachment | None" = None
    words: tuple[str, ...] = field(default=())
    """A reply keyboard of plain words, for people who do not know commands."""
    tells: frozenset[tuple[str, str]] = frozenset()
    """The facts of policies that it states: each policy with the topic that they belong to."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    content: bytes


def telling(policy: str, *topics: str) -> frozenset[tuple[str, str]]:
    """What a message tells that states facts of one policy on these topics."""
    return frozenset((policy, topic) for topic in topics)


def say(*lines: str, keyboard: Keyboard = ()) -> Message:
    """A message whose first line is its lead."""
    blocks = [Block(lines[:1], "lead")] + ([Block(lines[1:])] if lines[1:] else [])
    return Message(tuple(blocks), keyboard)


def column(*buttons: Button) -> Keyboard:
    """One button a row."""
    return tuple((button,) for button in buttons)


def grid(buttons: tuple[Button, ...], width: int = 2) -> Keyboard:
    """Buttons in rows of equal width."""
    return tuple(buttons[start : start + width] for start in range(0, len(buttons), width))
