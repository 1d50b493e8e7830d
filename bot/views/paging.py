"""Long lists of buttons, a page at a time."""

from collections.abc import Callable

from bot.views.message import Button, Keyboard, column

PAGE = 8
"""Buttons that a phone shows without scrolling."""


def paged(buttons: tuple[Button, ...], page: int, turn: Callable[[int], str]) -> Keyboard:
    """One page of a list, the nearest where there is no such page; ``turn`` gives the button data that leads to another."""
    last = max(0, (len(buttons) - 1) // PAGE)
    here = min(max(page, 0), last)
    shown = column(*buttons[here * PAGE : (here + 1) * PAGE])
    back = (Button("‹ 前面的", turn(here - 1)),) if here > 0 else ()
    on = (Button(f"后面的 {here + 2}/{last + 1} ›", turn(here + 1)),) if here < last else ()
    return (*shown, *(((*back, *on),) if back or on else ()))


def page_of(text: str) -> int:
    """The page that a button names; the first for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("999") else 0
