"""What was read in a notice, what is open in its draft, and what to do next."""

from collections.abc import Mapping
from typing import Final

from bot.usecases.keeping.drafting import Drafted
from bot.views.citing import name_of
from bot.views.message import Attachment, Block, Message, say
from knowledge.drafting.marks import Mark
from knowledge.policy import Policy

FIELDS: Final[Mapping[str, str]] = {
    "stages": "日期",
    "conditions": "条件",
    "materials": "材料",
    "benefits": "金额",
    "quotas": "名额",
    "contacts": "联系方式",
    "systems": "网上系统",
}
_MARKS: Final[Mapping[Mark, str]] = {"open": "待定", "to_encode": "待编码", "touches": "存疑（touches）没写明说的是哪一条"}
_SHORTEST_OF: Final = ("systems",)
"""What most notices have none of, so that it is not missed."""


def reading_message(name: str) -> Message:
    """It was received."""
    return say(f"收到 {name}，正在读", "读完给您一份草稿，要一会儿。")


def draft_message(made: Drafted, there: Policy | None) -> Message:
    """The draft; ``there``: a policy on file that is the same by its id, number or title."""
    read = [f"{said} {made.read[field]} 条" for field, said in FIELDS.items() if made.read.get(field)]
    missed = [said for field, said in FIELDS.items() if not made.read.get(field) and field not in _SHORTEST_OF]
    marks = [f"{said} {made.open[mark]} 处" for mark, said in _MARKS.items() if made.open.get(mark)]
    lines = (
        f"读到：{'、'.join(read)}。" if read else "一条也没读到，多半不是通知，或者不是正文。",
        *((f"其中 {made.rules} 条条件写成了规则，请核对。",) if made.rules else ()),
        *((f"没读到：{'、'.join(missed)}。请看原文有没有。",) if missed else ()),
        *(("原文里的私人手机号没有收录，请改写办公电话。",) if made.has_mobile else ()),
        f"还没定的：{'、'.join(marks)}。",
    )
    steps = (
        "1. 电脑上用编辑器打开，对着原文把“待定”“待编码”一处一处定下来。",
        "2. 改好发回这里：还没定的我会一处一处说；全定了就是一个改动，您看过再发布。",
        "通知和草稿我都没有留，两份都请自己存好。",
    )
    blocks = (
        Block((f"草稿好了：{made.name}.yaml",), "lead"),
        Block(lines),
        Block((_about_name(made, there),)),
        Block(steps),
    )
    return Message(blocks, document=Attachment(f"{made.name}.yaml", made.content.encode()))


def unread_message(why: str) -> Message:
    """There is no draft."""
    return say("这份通知没有读成", f"{why}。", "什么都没有变，换一份再发就行。")


def _about_name(made: Drafted, there: Policy | None) -> str:
    if there is None:
        return f"编号先用 {made.name}；要换，文件名和里面的 id 一起改，发布以后不能再换。"
    same = f"⚠ 已经有 {name_of(there)}（{there.id}）了。同一项就改那一份：/admin 里“拿一个项目的文件来改”。"
    return f"{same}是另一项，就用 {made.name}。"
