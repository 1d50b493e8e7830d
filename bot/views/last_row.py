"""The last row under every answer about a policy: did it help, is it wrong, whom to call."""

from bot.callbacks import press, target_code
from bot.views.message import Button, Keyboard

MOST_ROWS = 6
"""Rows of buttons under a message; more push the answer off a phone."""


def last_row(policy: str, track: str | None, letters: str, version: str) -> tuple[Button, ...]:
    """Four short buttons. ``letters``: the topics answered, as buttons name them; ``version``: of the knowledge that answered."""
    target = target_code(policy, track)
    return (
        Button("有用", press("zu", target, letters)),
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
