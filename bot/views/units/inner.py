"""本单位内部截止, as the unit's own: asked of its contacts, warned of, told to its members with old and new."""

from datetime import date, timedelta

from bot.callbacks import code, press
from bot.usecases.lacking import Lacks
from bot.usecases.units.inner import InnerDue, InnerMoved
from bot.usecases.units.watching import Watching
from bot.views.citing import name_of
from bot.views.date_steps import options_button
from bot.views.dates import day_text, working_day_advice
from bot.views.message import Block, Button, Message, grid
from bot.views.preparing import lacking_lines, preparing_buttons
from bot.views.reminders import done_button, late_line
from bot.views.topics.section import View
from knowledge.policy import Policy

BEFORE = (3, 5, 7, 10)
"""So many days before the unit's own last day are offered as buttons."""
THE_UNITS_OWN = "这是本单位定的日期，不是通知里写的；有事请直接问单位联系人。"

OVER = "，已经过了，请马上问单位还收不收"


def ask_message(watching: Watching, policy: Policy, public: date | None, now_set: date | None, today: date) -> Message:
    """Until when members are to hand in to their unit: some days as buttons, any other typed."""
    unit, coded = str(watching.unit.id), code("policy", policy.id)
    lines = [f"现在定的是{day_text(now_set)}。"] if now_set else []
    lines += [f"单位自己要在{day_text(public)}前报送，给单位留出审核、盖章的时间。" if public else "通知没写单位自己的截止日期。"]
    lines += ["点一个日子，或者直接打字，例如“12月5日”。同意告诉单位的、自己订了提醒的成员会收到通知和提醒。"]
    days = [public - timedelta(days=before) for before in BEFORE] if public else []
    choices = tuple(Button(_short(day), press("jj", unit, coded, f"{day:%Y%m%d}")) for day in days if day >= today)
    withdraw = ((Button("✖ 不定了", press("jk", unit, coded)),),) if now_set else ()
    blocks = (Block((f"成员最晚哪天交到单位？{name_of(policy)}",), "lead"), Block(tuple(lines)))
    return Message(blocks, (*grid(choices), *withdraw, (cancel_button(watching.unit.id, policy),)))


def cancel_button(unit_id: int, policy: Policy) -> Button:
    """Out of what was asked, back to the policy's page."""
    return Button("取消", press("ju", str(unit_id), code("policy", policy.id)))


def not_a_day_message(unit_id: int, policy: Policy) -> Message:
    """What was typed is no one day; it is still awaited."""
    return _again("没看出是哪一天", "请打一个日子，例如“12月5日”或“2024-12-05”；不定了就点取消。", unit_id, policy)


def past_message(unit_id: int, policy: Policy, day: date) -> Message:
    """The day is over; another is still awaited."""
    return _again(f"{day_text(day)}已经过了", "请打一个今天或以后的日子；不定了就点取消。", unit_id, policy)


def _again(lead: str, what: str, unit_id: int, policy: Policy) -> Message:
    return Message((Block((lead,), "lead"), Block((what,))), ((cancel_button(unit_id, policy),),))


def late_warning(unit_id: int, policy: Policy, day: date, public: date) -> Message:
    """The day is later than the unit's own: to be wanted once more."""
    unit, coded = str(unit_id), code("policy", policy.id)
    lines = (f"单位自己要在{day_text(public)}前报送。成员{day_text(day)}才交，单位就来不及了。", "请打一个早些的日子，或者确认就这样定。")
    keyboard = ((Button("就这样定", press("jj", unit, coded, f"{day:%Y%m%d}", "y")),), (cancel_button(unit_id, policy),))
    return Message((Block(("⚠ 这一天比单位的截止日还晚",), "lead"), Block(lines)), keyboard)


def overtaken_message(watching: Watching, policy: Policy, day: date, public: date) -> Message:
    """The notice's date moved before the unit's own: its contacts should move theirs too."""
    lines = (f"本单位内部截止是{day_text(day)}，单位自己现在要在{day_text(public)}前报送。", "请把内部截止改早，成员会收到通知。")
    button = Button("📅 改内部截止", press("ji", str(watching.unit.id), code("policy", policy.id)))
    lead = f"⚠ 内部截止比单位的截止日晚了：{name_of(policy)} · {watching.unit.name}"
    return Message((Block((lead,), "lead"), Block(lines)), ((button,),))


def set_text(day: date | None) -> tuple[str, ...]:
    """What was just set; the same however many hear of it, for who follows by themselves is nobody else's business."""
    done = f"📅 定了，本单位内部截止：{day_text(day)}" if day else "📅 不定内部截止了"
    again = ("改日子，直接再打一个就行。",) if day else ()
    return (done, "同意告诉单位的、自己订了提醒的成员会收到通知。", *again)


def inner_reminder_message(view: View, due: InnerDue, lacks: Lacks) -> Message:
    """A member is reminded of the day by which their unit wants it."""
    left = "今天" if due.days_left == 0 else f"还有 {due.days_left} 天"
    lines = [late_line(due.late)] if due.late else []
    lines += [f"交到单位（{due.unit}）：{day_text(due.ends)}", THE_UNITS_OWN]
    advice = working_day_advice(due.ends, due.ends - timedelta(days=due.days_left))
    lines += [advice] if advice else []
    lacking = lacking_lines(view, lacks)
    blocks = (
        Block((f"⏰ {left}，本单位内部截止：{name_of(due.policy)}",), "lead"),
        Block(tuple(lines)),
        *((Block(lacking),) if lacking else ()),
    )
    unit, coded = str(due.unit_id), code("policy", due.policy.id)
    again = (Button("⏰ 明天再提醒", press("jis", unit, coded)),) if due.days_left else ()
    enough = Button("🔕 不再提醒这一天", press("jiq", unit, coded, f"{due.ends:%Y%m%d}"))
    return Message(blocks, (preparing_buttons(due.policy, lacks), (*again, done_button(due.policy)), (enough, options_button())))


def inner_silenced_message(policy: Policy, day: date) -> Message:
    """No more reminders of this day of the unit's own."""
    lines = (f"{name_of(policy)}：{day_text(day)}（本单位内部截止）不再提醒您。", "单位要是改了日子，还会告诉您；别的日子照常提醒。")
    buttons = (Button("↩ 恢复提醒", press("ol", code("policy", policy.id))), Button("我的提醒", press("my")))
    return Message((Block(("🔕 好的，这一天不再提醒",), "lead"), Block(lines)), (buttons,))


def inner_moved_message(moved: InnerMoved, lacks: Lacks) -> Message:
    """The day by which a member's unit wants it is set, another, or none any more."""
    lead = {
        (False, True): "📅 本单位定了内部截止",
        (True, True): "⚠ 本单位内部截止改了",
        (True, False): "⚠ 本单位不定内部截止了",
    }[moved.old is not None, moved.new is not None]
    change = "" if moved.old is None else f"原来：{day_text(moved.old)} → "
    now = f"现在：{day_text(moved.new)}{OVER if moved.over else ''}" if moved.new else "现在：没有定，请问单位"
    lines = (f"交到单位（{moved.unit}）：{change}{now}", THE_UNITS_OWN) if moved.new else (f"交到单位（{moved.unit}）：{change}{now}",)
    keyboard = (preparing_buttons(moved.policy, lacks), (done_button(moved.policy), options_button()))
    return Message((Block((f"{lead}：{name_of(moved.policy)}",), "lead"), Block(lines)), keyboard)


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
