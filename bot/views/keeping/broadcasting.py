"""广播: to whom, what, how it will look, how far it is."""

from collections.abc import Sequence
from typing import Final

from bot.callbacks import code, press
from bot.usecases.keeping.broadcasting import LONGEST, SHORTEST, days_in, numbers_in
from bot.views.cancelling import CANCEL
from bot.views.changing import short_text
from bot.views.citing import name_of
from bot.views.message import Block, Button, Keyboard, Message, column, say
from bot.views.paging import paged
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from storage.broadcast_records import BroadcastRecord, BroadcastState, Reach, Whom

STATES: Final[dict[BroadcastState, str]] = {
    "draft": "还没发",
    "running": "📢 正在发",
    "paused": "⏸ 暂停着",
    "stopped": "⏹ 停了",
    "done": "✔ 发完了",
}
LISTED: Final = 5
"""Broadcasts under way that are shown at once."""
_BARS = 12


def whom_text(base: KnowledgeBase, whom: Whom) -> str:
    """Who is told, as a reader of the words and who writes them understand it."""
    match whom.audience:
        case "everyone":
            return "打开了“接收通知”的人"
        case "contacts":
            return "单位联系人"
        case "followers":
            policy = base.policies.get(whom.policy)
            return f"关注“{name_of(policy) if policy else whom.policy}”的人"


def broadcast_message(base: KnowledgeBase, whom: Whom, text: str) -> Message:
    """What everybody gets: the words, who says them, and how to hear no more of the kind."""
    lines = tuple(line.strip() for line in text.strip().splitlines())
    why = f"这是申报助手的管理员统一发给{whom_text(base, whom)}的通知。不想再收，点下面的按钮；到期提醒照常。"
    off = Button("🔕 不再收这类通知", press("vz", "0"))
    return Message((Block(("📢 申报助手通知",), "lead"), Block(lines), Block((why,), "small")), ((off,),))


def whom_message(under_way: Sequence[BroadcastRecord]) -> Message:
    """To whom? Those that are under way come first."""
    ours = (Button(f"{STATES[one.state]}：第 {one.id} 条", press("vy", "v", str(one.id))) for one in under_way[:LISTED])
    buttons = (
        Button("关注某个项目的人…", press("vy", "f", "0")),
        Button("单位联系人", press("vy", "w", "contacts")),
        Button("打开了“接收通知”的人", press("vy", "w", "everyone")),
    )
    lines = ("一段话发给很多人：先打字，再看样子和人数，您点了才发。", "点了“不再收”的、联系不上的，不会收到；每人一天最多一条。")
    return Message((Block(("📢 广播：发给谁？",), "lead"), Block(lines)), (*column(*ours, *buttons), (CANCEL,)))


def policies_message(policies: Sequence[Policy], page: int) -> Message:
    """Whose followers?"""
    buttons = tuple(Button(short_text(name_of(policy)), press("vy", "w", "followers", code("policy", policy.id))) for policy in policies)
    keyboard = paged(buttons, page, lambda to: press("vy", "f", str(to)))
    return Message((Block(("关注哪个项目的人？",), "lead"),), (*keyboard, (CANCEL,)))


def ask_words(base: KnowledgeBase, whom: Whom, reach: Reach, *, again: str = "") -> Message:
    """Which words?"""
    lines = (
        f"发给{whom_text(base, whom)}，现在 {reach.people} 位。",
        f"请打要发的话，{SHORTEST} 到 {LONGEST} 个字。只收文字，可以分行。",
        "前后会加上“申报助手通知”和怎么退订，您不用写。",
    )
    return Message((Block((again or "📢 要发什么？",), "lead"), Block(lines)), ((CANCEL,),))


def sure_message(base: KnowledgeBase, record: BroadcastRecord, reach: Reach) -> Message:
    """The words were shown as they will look; to how many, and what to look at before."""
    fresh = reach.people - reach.lately
    lines = [f"上面就是收到的样子。发给{whom_text(base, record.whom)}：{fresh} 位。"]
    if reach.lately:
        lines.append(f"另有 {reach.lately} 位 24 小时内收到过一条广播，这次跳过。")
    if days := days_in(record.text):
        lines.append(f"⚠ 写了日子：{'、'.join(days)}。请对着通知核对，我不核对真假。")
    if numbers := numbers_in(record.text):
        lines.append(f"⚠ 写了号码：{'、'.join(numbers)}。请拨一遍再发，私人手机号不要写。")
    if not reach.people:
        lines.append("现在没有人能收到，发不了。")
    go = (Button(f"发给 {fresh} 位", press("vy", "y", str(record.id))),) if fresh else ()
    more = (Button(f"连收到过的一起发（{reach.people} 位）", press("vy", "a", str(record.id))),) if reach.lately else ()
    change = (Button("改文字", press("vy", "e", str(record.id))), Button("不发了", press("vy", "d", str(record.id))))
    return Message((Block(("核对一下再发",), "lead"), Block(tuple(lines))), (*column(*go, *more), change))


def again_message(record: BroadcastRecord, reach: Reach) -> Message:
    """A second broadcast within a day is confirmed by itself."""
    yes = Button(f"确认，发给 {reach.people} 位", press("vy", "z", str(record.id)))
    return say(
        f"有 {reach.lately} 位一天里会收到第二条",
        "消息多了，人会退订，连到期提醒也不看。真的急再这样发。",
        keyboard=column(yes, Button(f"只发没收到过的 {reach.people - reach.lately} 位", press("vy", "y", str(record.id)))),
    )


def progress_message(base: KnowledgeBase, record: BroadcastRecord) -> Message:
    """How far it is, with what can be done about it."""
    number = str(record.id)
    settled = record.sent + record.failed + record.skipped
    part = 1.0 if record.ended_at is not None else min(settled / record.total, 1.0) if record.total else 0.0
    full = round(part * _BARS)
    lines = (
        f"{'▓' * full}{'░' * (_BARS - full)} {part:.0%}",
        f"发到 {record.sent}，没发成 {record.failed}，还剩 {record.left}",
        *((f"跳过 {record.skipped}（退订了、联系不上、已离开）",) if record.skipped else ()),
        f"给{whom_text(base, record.whom)}",
    )
    pause, resume = Button("⏸ 暂停", press("vy", "p", number)), Button("▶ 继续", press("vy", "r", number))
    stop = Button("⏹ 停止", press("vy", "s", number))
    keyboard: Keyboard = ()
    if record.ended_at is None and record.state in {"running", "paused"}:
        keyboard = ((pause if record.state == "running" else resume, stop),)
    return Message((Block((f"{STATES[record.state]}：第 {number} 条广播",), "lead"), Block(lines)), keyboard)


def ended_message(base: KnowledgeBase, record: BroadcastRecord) -> Message:
    """It is over: said below, since nobody hears a message being edited."""
    lines = (f"发到 {record.sent}，没发成 {record.failed}，跳过 {record.skipped}。", f"给{whom_text(base, record.whom)}。")
    return say(f"{STATES[record.state]}：第 {record.id} 条广播", *lines)


def stop_message(record: BroadcastRecord) -> Message:
    """Before it is stopped for good."""
    yes, no = Button("停止，不再发", press("vy", "t", str(record.id))), Button("不停", press("vy", "v", str(record.id)))
    return say(
        f"停止第 {record.id} 条广播？", f"已经发到 {record.sent} 位，收不回；没发的不再发。只想歇一会儿，用“暂停”。", keyboard=((yes, no),)
    )


def dropped_message() -> Message:
    """A draft is gone."""
    return say("好的，没有发。")


def lost_message(record: BroadcastRecord) -> Message:
    """To the owners: nobody with the right answers for it any more."""
    look = Button("看看", press("vy", "v", str(record.id)))
    return say(f"第 {record.id} 条广播暂停了", "发起的人不再有“管理”权限。要接着发的，点“看看”再点“继续”，由您负责。", keyboard=((look,),))
