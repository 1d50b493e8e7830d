"""What one can do with materials: tick them off."""

from bot.callbacks import press, target_code
from bot.views.message import Button, Keyboard
from bot.views.topics.section import View
from knowledge.entries import Topic


def paper_buttons(view: View, asked: tuple[Topic, ...]) -> Keyboard:
    """One row under an answer on materials; none where there is nothing to tick."""
    if "materials" not in asked or not view.keep(view.policy.materials):
        return ()
    return ((Button("☑ 开始勾选", press("k", target_code(view.policy.id, view.track))),),)
