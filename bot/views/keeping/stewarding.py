"""负责人 and 核对: who answers for a policy, when it was checked, when it is to be; all that is kept of one policy, a button each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.callbacks import code, press
from bot.usecases.keeping.granting import Keeper
from bot.usecases.keeping.stewarding import is_overdue
from bot.usecases.rights import ROLES, Role
from bot.views.cancelling import CANCEL
from bot.views.changing import short_text
from bot.views.citing import name_of
from bot.views.keeping.proposals import LEAST_WHY, LONGEST_WHY, tied_lines
from bot.views.message import Block, Button, Keyboard, Message, column, grid, say
from bot.views.paging import PAGE, paged
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from storage.keeping_records import StewardRecord, Tied

EVERY: Final = (1, 3, 6, 12)
"""Months between two checks that are offered."""
NOBODY: Final = "还没有负责人"
Names = Mapping[int, str]
"""What those are called who answer for something."""


def list_message(base: KnowledgeBase, found: Sequence[StewardRecord], names: Names, page: int, today: date) -> Message:
    """Every policy, what is to be checked first; a button each."""
    late, alone = sum(is_overdue(one, today) for one in found), sum(one.person_id not in names for one in found)
    last = max(0, (len(found) - 1) // PAGE)
    here = min(page, last)
    lines = tuple(line_of(base.policies[one.policy], one, names, today) for one in found[here * PAGE : (here + 1) * PAGE])
    buttons = tuple(Button(short_text(name_of(base.policies[one.policy])), _press(one.policy)) for one in found)
    lead = f"负责人和核对：该核对的 {late} 项，没有负责人的 {alone} 项"
    how = f"共 {len(found)} 项，第 {here + 1}/{last + 1} 页。点一项，或者直接打它的名字。"
    return Message((Block((lead,), "lead"), Block(lines), Block((how,))), paged(buttons, here, lambda to: press("vt", "p", str(to))))


def found_message(base: KnowledgeBase, found: Sequence[StewardRecord], names: Names, today: date) -> Message:
    """Those of a name that was typed."""
    shown = found[:PAGE]
    lines = tuple(line_of(base.policies[one.policy], one, names, today) for one in shown)
    rest = (f"……还有 {len(found) - PAGE} 项，把名字打全一些。",) if len(found) > PAGE else ()
    buttons = (Button(short_text(name_of(base.policies[one.policy])), _press(one.policy)) for one in shown)
    return Message((Block(("是这里面的哪一项？",), "lead"), Block((*lines, *rest))), column(*buttons, ALL))


def none_found_message() -> Message:
    """No policy is called so; another name is still awaited."""
    return say("没找到这项政策", "换个名字再打一次，或者点“全部项目”。", keyboard=((ALL, CANCEL),))


def line_of(policy: Policy, record: StewardRecord, names: Names, today: date) -> str:
    """One policy in a line."""
    mark = "⚠ " if is_overdue(record, today) else "· "
    return f"{mark}{name_of(policy)}：{steward_text(record, names)}，{_next_text(record, today)}"


def steward_text(record: StewardRecord, names: Names) -> str:
    """Who answers for it."""
    return names.get(record.person_id, NOBODY) if record.person_id is not None else NOBODY


def _next_text(record: StewardRecord, today: date) -> str:
    if not record.next_on:
        return "没定什么时候核对"
    if record.next_on == today.isoformat():
        return "今天该核对"
    return f"{record.next_on} {'该核对' if is_overdue(record, today) else '核对'}{_late_text(record, today)}"


def _late_text(record: StewardRecord, today: date) -> str:
    late = (today - date.fromisoformat(record.next_on)).days if is_overdue(record, today) else 0
    return f"，过了 {late} 天" if late else ""


def policy_message(policy: Policy, record: StewardRecord, names: Names, today: date, *, role: Role, may_check: bool) -> Message:  # noqa: PLR0913 - what is kept, and for whom
    """All that is kept of a policy."""
    lines = (
        f"负责人：{steward_text(record, names)}",
        f"最后核对：{record.checked_on or '没有记录'}",
        f"下次核对：{record.next_on or '没定'}{_late_text(record, today)}",
        f"每 {record.months} 个月核对一次。核对就是对着通知原文从头看一遍，日期、金额、电话还对不对。",
    )
    return Message((Block((name_of(policy),), "lead"), Block(lines)), _acts(policy, role, may_check=may_check))


def _acts(policy: Policy, role: Role, *, may_check: bool) -> Keyboard:
    coded = code("policy", policy.id)
    checking = (
        (Button("✔ 核对过了", _press(policy.id, "c")),),
        (Button("多久核对一次", _press(policy.id, "m")), Button("下次哪天核对", _press(policy.id, "d"))),
    )
    pausing = (Button("暂停、恢复", press("vn", coded)),) if role in ROLES[1:] else ()
    return (
        *(checking if may_check else ()),
        *(((Button("换负责人", _press(policy.id, "o")),),) if role == "owner" else ()),
        (Button("改一处", press("vj", coded)), *pausing),
        (Button("删掉这一项…", _press(policy.id, "x")), Button("‹ 全部项目", press("vt", "p", "0"))),
    )


def checked_message(policy: Policy, record: StewardRecord) -> Message:
    """It is noted."""
    back = Button("‹ 返回", _press(policy.id))
    lines = (f"最后核对：{record.checked_on}，下次：{record.next_on}。", "发现不对的，点“改一处”；拿不准先点“暂停”。")
    return say(f"✔ 记下了：{name_of(policy)}核对过了", *lines, keyboard=((Button("改一处", press("vj", code("policy", policy.id))), back),))


def choose_message(policy: Policy, keepers: Sequence[Keeper], page: int) -> Message:
    """Who is to answer for it? Those who hold a right."""
    buttons = (
        *(Button(short_text(one.called), _press(policy.id, "o", str(one.person_id))) for one in keepers),
        Button("先不定", _press(policy.id, "o", "0")),
    )
    lines = (name_of(policy), "别人说写错了，先告诉负责人；到了该核对的日子，每周提醒一次。", "名单里没有的，先在“谁能管资料”里给权限。")
    turned = paged(buttons, page, lambda to: _press(policy.id, "o", f"p{to}"))
    return Message((Block(("谁来负责？",), "lead"), Block(lines)), (*turned, (Button("‹ 返回", _press(policy.id)),)))


def appointed_message(policy: Policy) -> Message:
    """To who answers for a policy from now on."""
    lines = ("有人说写错了，先告诉您；到了该核对的日子，每周提醒一次。", "现在就可以对着通知原文看一遍，看完点“核对过了”。")
    return say(f"请您负责：{name_of(policy)}", *lines, keyboard=column(Button("打开", _press(policy.id))))


def every_message(policy: Policy, record: StewardRecord) -> Message:
    """How often?"""
    buttons = tuple(Button(f"{'✓ ' if one == record.months else ''}{one} 个月", _press(policy.id, "m", str(one))) for one in EVERY)
    return say(
        f"{name_of(policy)}：多久核对一次？", "从最后核对那天算起。", keyboard=(*grid(buttons), (Button("‹ 返回", _press(policy.id)),))
    )


def day_message(policy: Policy, *, again: str = "") -> Message:
    """On which day? Typed."""
    return say(again or "下次哪天核对？打给我", name_of(policy), "例如“3月1日”“2025-03-01”。", keyboard=((CANCEL,),))


def delete_message(policy: Policy, tied: Tied, *, again: str = "") -> Message:
    """Why is it to be deleted? With what hangs on it."""
    lines = tied_lines(name_of(policy), tied)
    why = f"为什么删？打一句（{LEAST_WHY} 到 {LONGEST_WHY} 个字），例如“省里5月20日通知废止”。接下去还要看一遍、点发布。"
    blocks = (
        Block((again or f"删掉 {name_of(policy)}？",), "lead"),
        Block(lines),
        Block((why, "只是这一期截止了的不用删；拿不准的先暂停。")),
    )
    return Message(blocks, ((CANCEL,),))


def overdue_message(base: KnowledgeBase, late: Sequence[StewardRecord], names: Names, today: date) -> Message:
    """Once a week: what is to be checked."""
    shown = late[:PAGE]
    lines = tuple(line_of(base.policies[one.policy], one, names, today) for one in shown)
    rest = (f"……还有 {len(late) - PAGE} 项，点“全部”看。",) if len(late) > PAGE else ()
    buttons = (Button(short_text(name_of(base.policies[one.policy])), _press(one.policy)) for one in shown)
    how = "请对着通知原文看一遍，日期、金额、电话还对不对；看完点“核对过了”。没看完的，下周再提醒。"
    return Message((Block((f"该核对的有 {len(late)} 项",), "lead"), Block((*lines, *rest)), Block((how,))), column(*buttons, ALL))


ALL: Final = Button("全部项目", press("vt", "p", "0"))


def _press(policy: str, *arguments: str) -> str:
    return press("vt", code("policy", policy), *arguments)
