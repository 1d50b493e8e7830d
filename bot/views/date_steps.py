"""Buttons that go with dates: into one's calendar, drawn as a picture, reminded another way."""

from bot.callbacks import press, target_code
from bot.views.message import Button
from knowledge.policy import Policy

BELOW = "n"
"""On a button: the answer comes as a new message."""


def calendar_button(policy: Policy, track: str | None = None) -> Button:
    """A calendar file of a policy's dates, or of one track's."""
    return Button("📅 加入日历", press("ic", target_code(policy.id, track)))


def timeline_button(policy: Policy, track: str | None = None) -> Button:
    """A picture of who does what when."""
    return Button("🖼 时间表", press("pt", target_code(policy.id, track)))


def all_dates_buttons() -> tuple[Button, ...]:
    """The same for all that one follows."""
    return Button("📅 全部加入日历", press("ic")), Button("🖼 一张时间表", press("pt"))


def options_button(label: str = "⚙ 换提醒时间") -> Button:
    """When to be reminded; answered below, so that what it stands under stays."""
    return Button(label, press("oo", BELOW))
