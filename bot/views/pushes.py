"""Pushes beside the reminders: a new edition, last days that moved, last days that nobody could be reminded of."""

from datetime import date, datetime, time

from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.usecases.missing import Missed, MissedOwn
from bot.usecases.moving import Moved
from bot.usecases.reminding import closing_of
from bot.usecases.versions import GONE, Change, read_day
from bot.views.citing import name_of, source_text
from bot.views.date_steps import calendar_button
from bot.views.dates import day_text, working_day_advice
from bot.views.message import Block, Button, Keyboard, Message
from bot.views.next_steps import action_buttons, topic_press
from bot.views.topics.deadlines import ACTORS, actor_text
from eligibility.route import route_of
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy

MOST_BUTTONS = 4


def new_edition_message(base: KnowledgeBase, policy: Policy, now: datetime) -> Message:
    """A new edition of a followed series is on file."""
    return Message(
        (Block((f"🆕 {name_of(policy)}有新通知了",), "lead"), Block((policy.summary,)), Block((source_text(policy),), "small")),
        ((Button("什么时候截止", topic_press(policy, None, ("deadline",))),), *action_buttons(route_of(base, policy), None, now)),
    )


def moved_message(moved: Moved, now: datetime, keyboard: Keyboard | None = None) -> Message:
    """Last days that are others than before: old and new side by side, whose they are, and what to do.

    ``keyboard``: what is pressed where the reader does not follow it by themselves but hears of it for a unit.
    """
    lines = [_change_line(moved, change) for change in moved.changes]
    lines += _what_follows(moved, now, is_ones_own=keyboard is None)
    lines += _working_days(moved, now.astimezone(SHANGHAI).date())
    day = max(change.known_at for change in moved.changes).astimezone(SHANGHAI).date()
    small = (f"{day_text(day)}的资料" + ("" if day == now.astimezone(SHANGHAI).date() else "更新") + "，以发文单位的通知为准。",)
    return Message(
        (Block((_moved_lead(moved),), "lead"), Block(tuple(lines)), Block(small, "small")),
        _moved_buttons(moved) if keyboard is None else keyboard,
    )


def _what_follows(moved: Moved, now: datetime, *, is_ones_own: bool) -> list[str]:
    """What is to be done where a new day is over already, and whether reminders follow those that are not."""
    days = dict.fromkeys(found for change in moved.changes if (found := read_day(change.new)))
    over = dict.fromkeys(f"{day.month}月{day.day}日" for day, hour in days if _closes(day, hour) <= now)
    lines = [f"{'、'.join(over)}已经过了：还没交的，请马上打电话问单位或主管部门还收不收。"] if over else []
    if all(_closes(day, hour) <= now for day, hour in days):
        return lines
    unheard = "您说过不用提醒了，只告诉您一声；要提醒，到“我的提醒”里恢复" if is_ones_own else "已经报送的不再提醒，只告诉您一声"
    follows = "提醒已经跟着改了" if moved.is_reminded else unheard
    return [*lines, follows + ("；手机日历里的请点下面重新加入一次，会自动更新。" if is_ones_own else "。")]


def _closes(day: date, hour: time | None) -> datetime:
    return datetime.combine(day, hour, SHANGHAI) if hour else closing_of(day)


def _working_days(moved: Moved, today: date) -> list[str]:
    """For each new last day that is a day off and not over, the working day before it."""
    days = dict.fromkeys(found[0] for change in moved.changes if (found := read_day(change.new)) and found[0] >= today)
    many = len(days) > 1
    told = ((day, working_day_advice(day, today)) for day in days)
    return [f"{f'{day.month}月{day.day}日：' if many else ''}{advice}" for day, advice in told if advice]


def _moved_lead(moved: Moved) -> str:
    if moved.policy is None:
        return f"⚠ 这份通知不在了：{moved.name}"
    if all(change.new == GONE for change in moved.changes):
        return f"⚠ 有一步取消了：{moved.name}"
    return f"⚠ 日期改了：{moved.name}"


def _change_line(moved: Moved, change: Change) -> str:
    actor = change.label.actor_name or ACTORS[change.label.actor]
    old, new = _day(change.old), _day(change.new)
    policy = moved.policy
    known = [policy.track(track).name for track in change.label.tracks if any(one.id == track for one in policy.tracks)] if policy else []
    tracks = f"【{'、'.join(known)}】" if known else ""
    now = f"现在：{new}" if new else "现在：取消了" if change.new == GONE else "现在：通知不再写日期"
    return f"· {tracks}{change.label.stage}（{actor}）：{f'原来：{old}' if old else '原来没写日期'} → {now}"


def _day(text: str | None) -> str:
    found = read_day(text or "")
    return "" if found is None else day_text(found[0]) + (f" {found[1]:%H:%M}" if found[1] else "")


def _moved_buttons(moved: Moved) -> Keyboard:
    if moved.policy is not None:
        show = Button("什么时候截止", topic_press(moved.policy, None, ("deadline",)))
        return ((show, calendar_button(moved.policy)), (Button("不再提醒", press("uf", code("policy", moved.policy.id))), _my()))
    if moved.instead is not None:
        return ((Button(f"看{name_of(moved.instead)}", topic_press(moved.instead, None, ("overview",))),), (_my(),))
    return ((_my(),),)


def missed_message(missed: tuple[Missed, ...], inner: tuple[MissedOwn, ...] = (), unsaid: tuple[Policy, ...] = ()) -> Message:
    """Last days that passed while nothing could be sent, in one message; ``inner``: the reader's unit's own among them.

    ``unsaid``: policies of which a day may have passed, too, but whose days are being verified.
    """
    told = [(one.ends, f"· {day_text(one.ends)}：{name_of(one.policy)}，{_steps(one)}") for one in missed]
    told += [(one.ends, f"· {day_text(one.ends)}：{name_of(one.policy)}，本单位内部截止（{one.unit}定的）已过") for one in inner]
    lines = tuple(line for _, line in sorted(told, key=lambda pair: pair[0]))
    names = "、".join(map(name_of, unsaid))
    lines += (
        (f"· {names}：日期正在核实，先不说哪天。{'另外这' if told else '这'} {len(unsaid)} 项可能也截止了，着急的打 12333 问。",)
        if unsaid
        else ()
    )
    one_each = {one.policy.id: one.policy for one in missed}
    buttons = tuple(
        (Button(f"下一期提醒我：{policy.short_title}", press("fs", code("series", policy.series.id))),)
        for policy in list(one_each.values())[:MOST_BUTTONS]
    )
    return Message(
        (
            Block(("抱歉，我停了一阵，这些截止日没能提前提醒您",), "lead"),
            Block(lines),
            Block(("已经交了的不用管。还没交的，请马上打电话问单位或主管部门还收不收。",)),
        ),
        (*buttons, (_my(),)),
    )


def _steps(one: Missed) -> str:
    return "、".join(dict.fromkeys(f"{stage.name}（{actor_text(stage)}）" for stage in one.stages)) + "已截止"


def _my() -> Button:
    return Button("我的提醒", press("my"))
