"""What one can do with materials: tick them off, show the unit what it is about, have the forms sent."""

from bot.callbacks import press, target_code
from bot.usecases.checklists import is_own
from bot.views.message import Button, Keyboard
from bot.views.topics.section import View
from knowledge.entries import Topic


def paper_buttons(view: View, asked: tuple[Topic, ...]) -> Keyboard:
    """One row under an answer on materials, conditions or how to apply; none where there is nothing to do with them."""
    target = target_code(view.policy.id, view.track)
    ticking = "materials" in asked and any(is_own(view.policy, one, view.track) for one in view.keep(view.policy.materials))
    showing = view.policy.applicant is not None and {"materials", "how_to_apply", "conditions"}.intersection(asked)
    row = (
        *((Button("☑ 开始勾选", press("k", target)),) if ticking else ()),
        *((Button("🏢 拿给单位看", press("y", target)),) if showing else ()),
        *((Button("📎 表格", press("z", target)),) if "materials" in asked and any(one.file for one in view.policy.documents) else ()),
    )
    return (row,) if row else ()
