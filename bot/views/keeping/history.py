"""What was published: each version with who, when and why; what it changed; the way back."""

from collections.abc import Mapping, Sequence

from bot.callbacks import press
from bot.clock import SHANGHAI
from bot.usecases.keeping.drafts import Difference
from bot.views.cancelling import CANCEL
from bot.views.changes.told import changes_message
from bot.views.keeping.proposals import shortened
from bot.views.message import Block, Button, Message, say
from storage.keeping_records import PublicationRecord

PAGE = 5
"""Versions on a page, each with two buttons."""
LONGEST = 120


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


def difference_message(
    one: PublicationRecord, authors: Mapping[int, str], found: Difference, latest: int, against: int | None = None
) -> Message:
    """What a version changed of the one before, or how it differs from an earlier one."""
    told = shortened(changes_message(found.old, found.new, found.changes, found.flips), f"第{one.number}版.txt")
    which = f"第 {against} 版 → 第 {one.number} 版" if against else f"第 {one.number} 版"
    back = _back(against or one.number, latest)
    beside = (Button("和现在的比", press("vc", "c", str(one.number))),) if one.number + 1 < latest else ()
    keyboard = tuple(row for row in ((*beside, *back),) if row)
    first = Block((f"{which}：{told.blocks[0].lines[0]}",), "lead")
    return Message((first, Block((line_of(one, authors),), "small"), *told.blocks[1:]), keyboard, told.document)


def ask_back(number: int, *, again: str = "") -> Message:
    """A reason, before anything is worked out."""
    return say(
        again or f"为什么要退回到第 {number} 版？打一句发给我",
        "例如“第 7 版日期改错了”。之后先给您看会变什么，点了发布才退。",
        keyboard=((CANCEL,),),
    )


def _buttons(one: PublicationRecord, latest: int) -> tuple[Button, ...]:
    look = (Button(f"第 {one.number} 版改了什么", press("vc", str(one.number))),) if one.number > 1 else ()
    return (*look, *_back(one.number, latest))


def _back(number: int, latest: int) -> tuple[Button, ...]:
    return (Button(f"退回到第 {number} 版", press("vd", str(number))),) if number != latest else ()
