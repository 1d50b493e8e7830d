"""Long lists of buttons, a page at a time."""

from collections.abc import Callable

from bot.views.message import Button, Keyboard, column

PAGE = 8
"""Buttons that a phone shows without scrolling."""


def paged(buttons: tuple[Button, ...], page: int, turn: Callable[[int], str]) -> Keyboard:
    """One page of a list, the nearest where there is no such page; ``turn`` gives the button data that leads to another."""
    here = nearest(page, len(buttons))
    return (*column(*buttons[here * PAGE : (here + 1) * PAGE]), *turning(here, len(buttons), turn))


def nearest(page: int, count: int) -> int:
    """The page of so many entries that is there and nearest to this one."""
    return min(max(page, 0), max(0, (count - 1) // PAGE))


def turning(here: int, count: int, turn: Callable[[int], str]) -> Keyboard:
    """The row of buttons that leads to the pages before and behind, of so many entries."""
    last = nearest(count, count)
    back = (Button("‹ 前面的", turn(here - 1)),) if here > 0 else ()
    on = (Button(f"后面的 {here + 2}/{last + 1} ›", turn(here + 1)),) if here < last else ()
    return ((*back, *on),) if back or on else ()


def page_of(text: str) -> int:
    """The page that a button names; the first for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("999") else 0
