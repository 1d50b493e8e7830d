"""What was published: each version with who, when and why; what it changed; the way back."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.usecases.keeping.drafts import Difference
from bot.views.cancelling import CANCEL
from bot.views.changes.told import changes_message
from bot.views.citing import name_of
from bot.views.keeping.proposals import shortened
from bot.views.message import Block, Button, Message, say
from bot.views.paging import paged
from knowledge.policy import Policy
from knowledge.reading.files import FACTS, GENERAL
from storage.records import PublicationRecord

PAGE = 5
"""Versions on a page, each with two buttons."""
LONGEST = 120
COMMON: Final[Mapping[str, str]] = {FACTS: "要问的事", GENERAL: "常识"}
"""Files of no one policy that are handed out, and what they hold: what a policy is deleted from, or asks, stands there."""


def history_message(versions: Sequence[PublicationRecord], authors: Mapping[int, str], page: int, latest: int) -> Message:
    """One page; ``versions`` holds one more than a page where there are earlier ones."""
    if not versions:
        return say("还没有发布过", "机器人启动一次，文件夹里的资料就是第 1 版。")
    shown = versions[:PAGE]
    rows = tuple(_buttons(one, latest) for one in shown)
    newer = (Button("‹ 新一些的", press("vc", "p", str(page - 1))),) if page else ()
    older = (Button("早一些的 ›", press("vc", "p", str(page + 1))),) if len(versions) > PAGE else ()
    turning = ((*newer, *older),) if newer or older else ()
    return say(f"现在用的是第 {latest} 版", *(line_of(one, authors) for one in shown), keyboard=(*rows, *turning))


def line_of(one: PublicationRecord, authors: Mapping[int, str]) -> str:
    """Number, when, who, why."""
    who = authors.get(one.person_id, one.who) if one.person_id is not None else one.who
    why = one.why if len(one.why) <= LONGEST else f"{one.why[:LONGEST]}…"
    return f"第 {one.number} 版 · {one.published_at.astimezone(SHANGHAI):%m-%d %H:%M} · {who}：{why}"


def difference_message(one: PublicationRecord, authors: Mapping[int, str], found: Difference, latest: int) -> Message:
    """What a version changed of the one before."""
    told = shortened(changes_message(found.old, found.new, found.changes, found.flips), f"第{one.number}版.txt")
    first = Block((f"第 {one.number} 版：{told.blocks[0].lines[0]}",), "lead")
    back = _back(one.number, latest)
    return Message((first, Block((line_of(one, authors),), "small"), *told.blocks[1:]), (back,) if back else (), told.document)


def ask_back(number: int, *, again: str = "") -> Message:
    """A reason, before anything is worked out."""
    return say(
        again or f"为什么要退回到第 {number} 版？打一句发给我",
        "例如“第 7 版日期改错了”。之后先给您看会变什么，点了发布才退。",
        keyboard=((CANCEL,),),
    )


def policies_message(policies: Sequence[Policy], page: int) -> Message:
    """Whose file?"""
    buttons = tuple(Button(name_of(one), press("vg", code("policy", one.id))) for one in policies)
    turned = paged(buttons, page, lambda other: press("vg", "p", str(other)))
    common = tuple(Button(label, press("vg", "x", path)) for path, label in COMMON.items())
    lines = ("改好后发回来，我查过、说清改了什么，您看过再发布。",)
    return say("要改哪个项目？点一下，把它的文件发给您", *lines, keyboard=(*turned, common))


def file_words(title: str, number: int) -> tuple[str, str]:
    """Under a file that is handed out."""
    return f"{title}，第 {number} 版", "请不要改文件名：我靠它认出您是从哪一版改起的，别人同时在改也不会互相盖掉。"


def _buttons(one: PublicationRecord, latest: int) -> tuple[Button, ...]:
    look = (Button(f"第 {one.number} 版改了什么", press("vc", str(one.number))),) if one.number > 1 else ()
    return (*look, *_back(one.number, latest))


def _back(number: int, latest: int) -> tuple[Button, ...]:
    return (Button(f"退回到第 {number} 版", press("vd", str(number))),) if number != latest else ()
