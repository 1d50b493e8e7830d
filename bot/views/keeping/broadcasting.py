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
from storage.broadcast_records import Audience, BroadcastRecord, BroadcastState, Reach, Whom
from storage.unit_records import UnitRecord

STATES: Final[dict[BroadcastState, str]] = {
    "draft": "还没发",
    "running": "📢 正在发",
    "paused": "⏸ 暂停着",
    "stopped": "⏹ 停了",
    "done": "✔ 发完了",
}
WHY_OVER: Final[dict[BroadcastState, str]] = {
    **dict.fromkeys(STATES, "退订了、联系不上、已离开"),
    "stopped": "停止时还没轮到，或已退订、离开",
}
"""Why some were passed over."""
WHAT_THEN: Final[dict[Audience, str]] = {
    "followers": "请他们在这个项目的答案下面点“🔔 提醒我”，关注了就能收到。急的话换一群人发。",
    "contacts": "请单位的人点 /unit 登记，您核实通过就能收到。急的话换一群人发。",
    "groups": "请单位联系人点 /unit，在“群”里把群接上。急的话换一群人发。",
    "everyone": "这一项默认是关的。请他们点 /my，在“⚙ 提醒时间”里打开“📢 接收通知”。急的话换一群人发。",
}
"""What to do where nobody would get it."""
LISTED: Final = 5
"""Broadcasts under way that are shown at once."""
_BARS = 12


def whom_text(base: KnowledgeBase, whom: Whom, unit: str = "") -> str:
    """Who is told, as a reader of the words and who writes them understand it; ``unit``: the name of the one that is meant."""
    match whom.audience:
        case "everyone":
            return "打开了“接收通知”的人"
        case "contacts":
            return f"“{unit}”的联系人" if unit else "单位联系人"
        case "groups":
            return f"“{unit}”接上的群" if unit else "单位接上的群"
        case "followers":
            policy = base.policies.get(whom.policy)
            return f"关注“{name_of(policy) if policy else whom.policy}”的人"


def broadcast_message(base: KnowledgeBase, whom: Whom, text: str) -> Message:
    """What everybody gets: the words, who says them, and how to hear no more of the kind."""
    lines = tuple(line.strip() for line in text.strip().splitlines())
    who = f"这是申报助手的管理员统一发给{whom_text(base, whom)}的通知。"
    if whom.audience == "groups":
        return Message(
            (Block(("📢 申报助手通知",), "lead"), Block(lines), Block((f"{who}不想在群里收，由本单位联系人断开这个群。",), "small"))
        )
    off = Button("🔕 不再收这类通知", press("vz", "0"))
    why = f"{who}不想再收，点下面的按钮；到期提醒照常。"
    return Message((Block(("📢 申报助手通知",), "lead"), Block(lines), Block((why,), "small")), ((off,),))


def whom_message(under_way: Sequence[BroadcastRecord]) -> Message:
    """To whom? Those that are under way come first."""
    ours = (Button(f"{STATES[one.state]}：第 {one.id} 条", press("vy", "v", str(one.id))) for one in under_way[:LISTED])
    buttons = (
        Button("关注某个项目的人…", press("vy", "f", "0")),
        Button("单位联系人", press("vy", "w", "contacts")),
        Button("单位接上的群", press("vy", "w", "groups")),
        Button("打开了“接收通知”的人", press("vy", "w", "everyone")),
    )
    lines = (
        "一段话发给很多人：先看有多少人，再打字、看样子，您点了才发。",
        "只发给一个项目或一个单位的：点按钮，或者直接打它的名字。",
        "点了“不再收”的、联系不上的，不会收到；每人一天最多一条。",
    )
    return Message((Block(("📢 广播：发给谁？",), "lead"), Block(lines)), (*column(*ours, *buttons), (CANCEL,)))


def named_message(policies: Sequence[Policy], units: Sequence[UnitRecord]) -> Message:
    """What is called so: a button each; the name is still awaited."""
    followers = (Button(short_text(f"关注：{name_of(one)}"), _followers(one)) for one in policies[:LISTED])
    contacts = (Button(short_text(f"联系人：{one.name}"), press("vy", "w", "contacts", str(one.id))) for one in units)
    groups = (Button(short_text(f"群：{one.name}"), press("vy", "w", "groups", str(one.id))) for one in units)
    found = (*followers, *contacts, *groups)
    lines = (
        ("📢 发给哪一个？", "点一个；都不是的，换个名字再打一次。")
        if found
        else ("没找到叫这个的项目或单位", "换个名字再打一次，或者点“看别的”。")
    )
    return say(*lines, keyboard=(*column(*found), (Button("看别的", press("vy")), CANCEL)))


def policies_message(policies: Sequence[Policy], page: int) -> Message:
    """Whose followers?"""
    buttons = tuple(Button(short_text(name_of(policy)), _followers(policy)) for policy in policies)
    keyboard = paged(buttons, page, lambda to: press("vy", "f", str(to)))
    return Message((Block(("关注哪个项目的人？",), "lead"), Block(("点一项，或者直接打它的名字。",))), (*keyboard, (CANCEL,)))


def nobody_message(base: KnowledgeBase, whom: Whom, reach: Reach, unit: str = "") -> Message:
    """Nobody would get it: why, and what to do; said before anybody writes a word."""
    return say("现在没有人能收到，先不写", *nobody_lines(base, whom, reach, unit), keyboard=((Button("换一群人", press("vy")), CANCEL),))


def nobody_lines(base: KnowledgeBase, whom: Whom, reach: Reach, unit: str = "") -> tuple[str, ...]:
    """Why nobody would get it, and what to do."""
    left_out = _left_out(reach)
    why = (
        f"{whom_text(base, whom, unit)}：{'、'.join(left_out)}。"
        if left_out
        else f"{whom_text(base, whom, unit)}：还一{_each(whom)}都没有。"
    )
    return why, WHAT_THEN[whom.audience]


def _left_out(reach: Reach) -> tuple[str, ...]:
    refused = (f"{reach.refused} 位点了“不再收”",) if reach.refused else ()
    return (*refused, f"{reach.away} 位联系不上") if reach.away else refused


def _followers(policy: Policy) -> str:
    return press("vy", "w", "followers", code("policy", policy.id))


def ask_words(base: KnowledgeBase, whom: Whom, reach: Reach, unit: str = "", *, again: str = "") -> Message:
    """Which words?"""
    left_out = "、".join(_left_out(reach))
    others = f"（另有 {left_out}）" if left_out else ""
    lines = (
        f"发给{whom_text(base, whom, unit)}，现在 {reach.people} {_each(whom)}{others}。",
        f"请打要发的话，{SHORTEST} 到 {LONGEST} 个字。只收文字，可以分行。",
        "前后会加上“申报助手通知”和怎么退订，您不用写。",
    )
    return Message((Block((again or "📢 要发什么？",), "lead"), Block(lines)), ((CANCEL,),))


def sure_message(base: KnowledgeBase, record: BroadcastRecord, reach: Reach, unit: str = "") -> Message:
    """The words were shown as they will look; to how many, and what to look at before."""
    fresh, each = reach.fresh, _each(record.whom)
    lines = [f"上面就是收到的样子。发给{whom_text(base, record.whom, unit)}：{fresh} {each}。"]
    if reach.lately:
        lines.append(f"另有 {reach.lately} {each} 24 小时内收到过一条广播，这次跳过。")
    if days := days_in(record.text):
        lines.append(f"⚠ 写了日子：{'、'.join(days)}。请对着通知核对，我不核对真假。")
    if numbers := numbers_in(record.text):
        lines.append(f"⚠ 写了号码：{'、'.join(numbers)}。请拨一遍再发，私人手机号不要写。")
    if not reach.people:
        lines += ["现在没有人能收到，发不了。", *nobody_lines(base, record.whom, reach, unit)]
    go = (Button(f"发给 {fresh} {each}", press("vy", "y", str(record.id))),) if fresh else ()
    more = (Button(f"连收到过的一起发（{reach.people} {each}）", press("vy", "a", str(record.id))),) if reach.lately else ()
    change = (Button("改文字", press("vy", "e", str(record.id))), Button("不发了", press("vy", "d", str(record.id))))
    return Message((Block(("核对一下再发",), "lead"), Block(tuple(lines))), (*column(*go, *more), change))


def again_message(record: BroadcastRecord, reach: Reach) -> Message:
    """A second broadcast within a day is confirmed by itself."""
    each = _each(record.whom)
    yes = Button(f"确认，发给 {reach.people} {each}", press("vy", "z", str(record.id)))
    return say(
        f"有 {reach.lately} {each}一天里会收到第二条",
        "消息多了，人会退订，连到期提醒也不看。真的急再这样发。",
        keyboard=column(yes, Button(f"只发没收到过的 {reach.fresh} {each}", press("vy", "y", str(record.id)))),
    )


def closed_card(record: BroadcastRecord) -> Message:
    """The card once it is over: short, for the numbers come in a message below, which is heard as no edit is."""
    return say(f"第 {record.id} 条广播结束了", "发到多少，看下面新来的一条。")


def progress_message(base: KnowledgeBase, record: BroadcastRecord, unit: str = "") -> Message:
    """How far it is, with what can be done about it."""
    number = str(record.id)
    settled = record.sent + record.failed + record.skipped
    part = 1.0 if record.state == "done" else min(settled / record.total, 1.0) if record.total else 0.0
    full, over = round(part * _BARS), _passed_over(record)
    lines = (
        f"{'▓' * full}{'░' * (_BARS - full)} {part:.0%}",
        f"发到 {record.sent}，没发成 {record.failed}，还剩 {record.left}",
        *((f"{over}（{WHY_OVER[record.state]}）",) if not over.endswith(" 0") else ()),
        f"给{whom_text(base, record.whom, unit)}，确认时 {record.total} {_each(record.whom)}",
    )
    pause, resume = Button("⏸ 暂停", press("vy", "p", number)), Button("▶ 继续", press("vy", "r", number))
    stop = Button("⏹ 停止", press("vy", "s", number))
    keyboard: Keyboard = ()
    if record.ended_at is None and record.state in {"running", "paused"}:
        keyboard = ((pause if record.state == "running" else resume, stop),)
    return Message((Block((f"{STATES[record.state]}：第 {number} 条广播",), "lead"), Block(lines)), keyboard)


def ended_message(base: KnowledgeBase, record: BroadcastRecord, unit: str = "") -> Message:
    """Over: said in a message of its own, since no edit is heard. The numbers add up to those to whom it was confirmed."""
    each = _each(record.whom)
    lines = (
        f"给{whom_text(base, record.whom, unit)}，确认时 {record.total} {each}。",
        f"发到 {record.sent}，没发成 {record.failed}，{_passed_over(record)}。",
        *((f"多出的 {-record.unseen} {each}是确认以后才加入的。",) if record.unseen < 0 else ()),
        *(("没发成的多半是停用了机器人，回来后不补发。",) if record.failed else ()),
    )
    return say(f"{STATES[record.state]}：第 {record.id} 条广播", *lines)


def _passed_over(record: BroadcastRecord) -> str:
    """Those whom it was not sent: who had left or said no, or, of one that was stopped, whose turn had not come."""
    there = max(record.unseen, 0) if record.ended_at is not None else 0
    return f"{'停下没发' if record.state == 'stopped' else '跳过'} {record.skipped + there}"


def _each(whom: Whom) -> str:
    """The word that counts them."""
    return "个群" if whom.audience == "groups" else "位"


def stop_message(record: BroadcastRecord) -> Message:
    """Before it is stopped for good."""
    yes, no = Button("停止，不再发", press("vy", "t", str(record.id))), Button("不停", press("vy", "v", str(record.id)))
    return say(
        f"停止第 {record.id} 条广播？",
        f"已经发到 {record.sent} {_each(record.whom)}，收不回；没发的不再发。只想歇一会儿，用“暂停”。",
        keyboard=((yes, no),),
    )


def dropped_message() -> Message:
    """A draft is gone."""
    return say("好的，没有发。")


def lost_message(record: BroadcastRecord) -> Message:
    """To the owners: nobody with the right answers for it any more."""
    look = Button("看看", press("vy", "v", str(record.id)))
    return say(f"第 {record.id} 条广播暂停了", "发起的人不再有“管理”权限。要接着发的，点“看看”再点“继续”，由您负责。", keyboard=((look,),))
