"""管理: what somebody who keeps the knowledge may do, a button each."""

from collections.abc import Iterable
from typing import Final

from bot.callbacks import press
from bot.usecases.keeping.granting import NAMES
from bot.usecases.rights import ROLES, Role
from bot.views.message import Button, Keyboard, Message, say
from bot.views.questions import SHORT_LABEL

ROWS: Final[tuple[tuple[Role, str, str], ...]] = (
    ("editor", "改一处", press("vi", "0")),
    ("publisher", "暂停、恢复", press("vn", "0")),
    ("editor", "等着发布的改动", press("vb")),
    ("editor", "负责人、核对", press("vt")),
    ("editor", "拿一个项目的文件来改", press("vg")),
    ("editor", "没答上来的问题", press("vu")),
    ("editor", "发布过的版本", press("vc")),
    ("editor", "操作记录", press("vh")),
    ("publisher", "使用情况", press("vx")),
    ("owner", "谁能管资料", press("ve")),
    ("owner", "广播（发给很多人）", press("vy")),
)
"""The least right, the words, and what the button does."""


def card_message(role: Role, waiting: int, overdue: int = 0) -> Message:
    """The card of somebody with this right; ``waiting``: how many changes are to be published; ``overdue``: policies to be checked."""
    held, counts = ROLES[: ROLES.index(role) + 1], {"vb": waiting, "vt": overdue}
    buttons = (Button(f"{label}（{counts[data]}）" if counts.get(data) else label, data) for least, label, data in ROWS if least in held)
    return say(
        "管理",
        f"您的权限：{NAMES[role]}。",
        "要改资料：把改好的文件（.yaml）发到这里，我先查一遍、说清改了什么，您看过再发布。",
        "要加一个新项目：把通知（.docx、.pdf、.txt、.html）发到这里，我先读出一份草稿。",
        keyboard=_rows(buttons),
    )


def _rows(buttons: Iterable[Button]) -> Keyboard:
    """Two that stand next to each other share a row where both are short: one a row fills a phone."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        if rows and len(rows[-1]) == 1 and max(len(rows[-1][0].label), len(button.label)) <= SHORT_LABEL:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)
