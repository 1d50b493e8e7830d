"""Files of the knowledge handed out, to be edited and sent back: whose, and what stands under one."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from bot.callbacks import code, press
from bot.views.changing import short_text
from bot.views.citing import name_of
from bot.views.message import Button, Message, say
from bot.views.paging import paged
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from knowledge.reading.files import CLAUSES, CONTRADICTIONS, DRAFTING, FACTS, GENERAL, SEARCH

COMMON: Final[Mapping[str, str]] = {FACTS: "要问的事", GENERAL: "常识"}
"""Files of no one policy that are asked for most: what a policy is deleted from, or asks, stands there."""
LABELS: Final[Mapping[str, str]] = {
    **COMMON,
    CONTRADICTIONS: "互相矛盾的回答",
    f"{SEARCH}/words.yaml": "认项目：常用字词",
    f"{SEARCH}/regions.yaml": "认地名",
    f"{SEARCH}/intents.yaml": "认问什么：词",
    f"{SEARCH}/phrasings.yaml": "认问什么：整句",
    f"{SEARCH}/slots.yaml": "认问什么：更细的",
    f"{SEARCH}/situations.yaml": "认特殊情况",
    f"{SEARCH}/comparing.yaml": "认比较的问法",
    f"{SEARCH}/shortcuts.yaml": "认“走捷径”的问法",
    f"{SEARCH}/talk.yaml": "认寒暄和自我介绍",
    f"{SEARCH}/tongues.yaml": "认别的语言",
    f"{DRAFTING}/words.yaml": "读通知写草稿的词",
}


def policies_message(policies: Sequence[Policy], page: int) -> Message:
    """Whose file?"""
    buttons = tuple(Button(name_of(one), press("vg", code("policy", one.id))) for one in policies)
    turned = paged(buttons, page, lambda other: press("vg", "p", str(other)))
    common = (*(Button(label, file_press(path)) for path, label in COMMON.items()), Button("别的资料…", press("vg", "o", "0")))
    lines = ("改好后发回来，我查过、说清改了什么，您看过再发布。",)
    return say("要改哪个项目？点一下，把它的文件发给您", *lines, keyboard=(*turned, common))


def others_message(base: KnowledgeBase, paths: Iterable[str], page: int) -> Message:
    """Which of the files beside the policies?"""
    buttons = tuple(Button(short_text(label_of(base, path)), file_press(path)) for path in paths)
    turned = paged(buttons, page, lambda other: press("vg", "o", str(other)))
    lines = ("改好后发回来，和项目的文件一样：我查过、说清改了什么，您看过再发布。",)
    return say("要改哪一份资料？", *lines, keyboard=(*turned, (Button("‹ 项目的文件", press("vg", "p", "0")),)))


def label_of(base: KnowledgeBase, path: str) -> str:
    """What a file beside the policies is called."""
    place = PurePosixPath(path)
    if place.parent.name != CLAUSES:
        return LABELS.get(path, path)
    notice = base.notices.get(place.stem)
    told = "、".join(name_of(base.policies[one]) for one in notice.policies if one in base.policies) if notice else place.stem
    return f"条款清单：{told}"


def file_press(path: str) -> str:
    """The button that hands out a file beside the policies."""
    return press("vg", "x", code("entry", path))


def file_words(title: str, number: int) -> tuple[str, str]:
    """Under a file that is handed out."""
    return f"{title}，第 {number} 版", "请不要改文件名：我靠它认出您是从哪一版改起的，别人同时在改也不会互相盖掉。"
