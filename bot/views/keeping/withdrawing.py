"""暂停 and 恢复: which policy, which of it, and why."""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.callbacks import code, press
from bot.usecases.keeping.places import Spot
from bot.views.cancelling import CANCEL
from bot.views.changing import short_text
from bot.views.citing import name_of
from bot.views.keeping.editing import entry_code, spot_name
from bot.views.message import Block, Button, Message, column, say
from bot.views.paging import paged
from knowledge.base import WHOLE, KnowledgeBase
from knowledge.policy import SECTIONS, Policy

REASONS: Final = ("日期可能不对", "金额可能不对", "电话打不通", "等发文单位答复")
"""Offered as buttons, so that a tap is enough."""
TYPED: Final = "typed"
"""What the button carries that takes the words which were typed for the reason."""


def choose_message(base: KnowledgeBase, policies: Sequence[Policy], page: int) -> Message:
    """Which policy? Those of which something is paused come first."""
    ordered = sorted(policies, key=lambda one: one.id not in base.withdrawn)
    buttons = tuple(
        Button(short_text(f"{'⏸ ' if one.id in base.withdrawn else ''}{name_of(one)}"), press("vn", code("policy", one.id)))
        for one in ordered
    )
    lines = ("暂停以后，问到的人会看到“核实中”和该问谁；相关的提醒先不发，恢复以后再发。", "点一项，或者直接打它的名字。")
    return Message(
        (Block(("暂停、恢复：先选政策",), "lead"), Block(lines)), (*paged(buttons, page, lambda to: press("vn", str(to))), (CANCEL,))
    )


def policy_message(base: KnowledgeBase, policy: Policy) -> Message:
    """What of it is paused, and what can be."""
    coded = code("policy", policy.id)
    withdrawn = base.withdrawn.get(policy.id, frozenset())
    ended = (Button(short_text(f"▶ 恢复：{about_text(policy, one)}"), press("vp", coded, _entry(policy, one))) for one in sorted(withdrawn))
    whole = () if WHOLE in withdrawn else (Button("⏸ 暂停整项", press("vo", coded)), Button("⏸ 暂停其中一条…", press("vq", coded)))
    back = Button("‹ 别的政策", press("vn", "0"))
    lines = (f"暂停着 {len(withdrawn)} 处。" if withdrawn else "现在照常答。",)
    return Message(
        (Block((name_of(policy),), "lead"), Block(lines)), (*column(*ended, *whole), (Button("负责人、核对", press("vt", coded)), back))
    )


def entries_message(policy: Policy, page: int) -> Message:
    """Which entry? As applicants know them."""
    coded = code("policy", policy.id)
    buttons = tuple(Button(short_text(about_text(policy, key)), press("vo", coded, _entry(policy, key))) for key in entries_of(policy))
    back = (Button("‹ 返回", press("vn", coded)),)
    return Message(
        (Block(("暂停哪一条？",), "lead"), Block((name_of(policy),))), (*paged(buttons, page, lambda to: press("vq", coded, str(to))), back)
    )


def why_message(policy: Policy, entry: str, choose: str) -> Message:
    """Why? A tap or a few words; ``choose``: the verb of a button that answers."""
    buttons = (Button(reason, press(choose, str(number))) for number, reason in enumerate(REASONS))
    lines = (name_of(policy), about_text(policy, entry), "为什么暂停？点一个，或者打几个字。只有管资料的人看得到。")
    return Message((Block(("⏸ 暂停",), "lead"), Block(lines)), (*column(*buttons), (CANCEL,)))


def sure_message(policy: Policy, entry: str, why: str, choose: str) -> Message:
    """Words were typed: are they the reason?"""
    lines = (name_of(policy), about_text(policy, entry), f"原因：{why}")
    return Message((Block(("⏸ 现在暂停吗？",), "lead"), Block(lines)), ((Button("⏸ 暂停", press(choose, TYPED)), CANCEL),))


def withdrawn_message(policy: Policy, entry: str) -> Message:
    """It is done."""
    lines = (
        "几秒内生效：问到的人看到“核实中”，相关的提醒先不发；两分钟后告诉知道它的人先别照着办。",
        "核实好了点“恢复”；要改就先改、发布，再恢复。",
    )
    edit = Button("改一处", press("vj", code("policy", policy.id)))
    again = Button("▶ 恢复", press("vp", code("policy", policy.id), _entry(policy, entry)))
    return say(f"⏸ 暂停了：{name_of(policy)}，{about_text(policy, entry)}", *lines, keyboard=((edit, again),))


def told_again_message(policy: Policy, entry: str) -> Message:
    """It is told again."""
    return say(
        f"▶ 恢复了：{name_of(policy)}，{about_text(policy, entry)}",
        "几秒内照常答；暂停时没发的提醒，还用得着的接着发；听说过暂停的人，会知道核实完了。",
    )


def about_text(policy: Policy, entry: str) -> str:
    """What a withdrawal is about; an entry that is gone by its id."""
    if entry == WHOLE:
        return "整项政策"
    found = next((one for one in policy.entries if one.id == entry), None)
    return spot_name(policy, Spot(entry, found, ())) if found else entry


def entries_of(policy: Policy) -> tuple[str, ...]:
    """What can be paused by itself, what is asked for most first."""
    return tuple(entry.id for section in _ORDER for entry in getattr(policy, section))


def entry_named(policy: Policy, coded: str, gone: Iterable[str] = ()) -> str | None:
    """The entry that a button names; one that the file has no more, too, where it is among these."""
    if not coded:
        return WHOLE
    return next((key for key in (*entries_of(policy), *gone) if entry_code(policy, key) == coded), None)


def _entry(policy: Policy, key: str) -> str:
    return entry_code(policy, key) if key else ""


_ORDER: Final = ("stages", "benefits", "contacts", *(one for one in SECTIONS if one not in {"stages", "benefits", "contacts"}))
