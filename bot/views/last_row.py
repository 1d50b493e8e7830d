"""The last row under every answer about a policy: did it help, is it wrong, whom to call."""

from math import ceil

from bot.callbacks import press, target_code
from bot.views.message import Button, Keyboard, grid

MOST_ROWS = 6
"""Rows of buttons under a message; more push the answer off a phone."""
_USEFUL = "zu"


def last_row(policy: str, track: str | None, letters: str, version: str) -> tuple[Button, ...]:
    """Four short buttons. ``letters``: the topics answered, as buttons name them; ``version``: of the knowledge that answered."""
    target = target_code(policy, track)
    return (
        Button("有用", press(_USEFUL, target, letters)),
        Button("没帮助", press("zn", target, letters)),
        Button("写错了", press("zw", target, letters, version)),
        office_button(policy, track),
    )


def office_button(policy: str, track: str | None) -> Button:
    """Whom to call."""
    return Button("转人工", press("zo", target_code(policy, track)))


def closed_by(rows: Keyboard, last: tuple[Button, ...]) -> Keyboard:
    """The rows with this one at their end, and no more than fit: those before it give way."""
    return (*rows[: MOST_ROWS - 1], last)


def with_button(rows: Keyboard, button: Button) -> Keyboard:
    """The rows and one more button below, no more than fit: an answer loses the row above its last, a choice shares rows."""
    if len(rows) < MOST_ROWS:
        return (*rows, (button,))
    if any((one.data or "").startswith(f"{_USEFUL}:") for one in rows[-1]):
        return (*rows[: MOST_ROWS - 2], rows[-1], (button,))
    buttons = tuple(one for row in rows for one in row)
    return (*grid(buttons, ceil(len(buttons) / (MOST_ROWS - 1))), (button,))
