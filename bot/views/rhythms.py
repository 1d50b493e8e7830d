"""When to be reminded, chosen with buttons alone."""

from bot.callbacks import press
from bot.usecases.rhythms import CHOICES, chosen_days
from bot.views.message import Block, Button, Keyboard, Message, column, grid
from bot.views.reminders import hour_text
from storage.records import Rhythm

HOURS = (7, 8, 9, 10, 12, 14, 16, 18, 19, 20, 21)
QUIET = ((22, 7), (21, 8), (23, 6), (20, 9), (0, 0))
ZONES = {
    "Asia/Shanghai": "北京时间",
    "Asia/Urumqi": "新疆时间（乌鲁木齐）",
    "Asia/Bangkok": "曼谷",
    "Asia/Dubai": "迪拜",
    "Asia/Tokyo": "东京",
    "Europe/Moscow": "莫斯科",
    "Europe/Berlin": "柏林",
    "Europe/London": "伦敦",
    "Africa/Nairobi": "内罗毕",
    "America/New_York": "纽约",
    "America/Los_Angeles": "洛杉矶",
    "Australia/Sydney": "悉尼",
}


def options_message(rhythm: Rhythm, *more: Button) -> Message:
    """All that can be chosen, as it stands; ``more``: what is chosen elsewhere."""
    chosen = chosen_days(rhythm)
    lines = (
        f"提前几天：{_days(chosen)}",
        f"几点：{hour_text(rhythm)}",
        f"不打扰：{quiet_text(rhythm.quiet_from, rhythm.quiet_to)}",
    )
    toggles = tuple(Button(f"{'☑' if day in chosen else '☐'} {f'{day} 天前' if day else '当天'}", press("ot", str(day))) for day in CHOICES)
    by_length = Button(f"{'☐' if chosen else '☑'} 按时间长短", press("ot", "auto"))
    others = (Button("🕘 几点", press("oh")), Button("🌙 不打扰", press("on")), Button("🌏 时区", press("oz")))
    return Message(
        (Block(("提醒时间",), "lead"), Block(lines), Block(("点一下就改，马上生效。",))),
        ((by_length,), *grid(toggles, 4), others, *column(*more), (Button("⬅ 我的提醒", press("my")),)),
    )


def hours_message(rhythm: Rhythm) -> Message:
    """At which hour."""
    buttons = tuple(Button(_marked(f"{hour}:00", now=hour == rhythm.remind_hour), press("oh", str(hour))) for hour in HOURS)
    return _choice("每天几点提醒？", buttons, 4)


def quiet_message(rhythm: Rhythm) -> Message:
    """From when to when nothing is pushed."""
    now = (rhythm.quiet_from, rhythm.quiet_to)
    buttons = tuple(Button(_marked(quiet_text(*one), now=one == now), press("on", *(str(hour) for hour in one))) for one in QUIET)
    return _choice("什么时候不打扰？", buttons, 1)


def zones_message(rhythm: Rhythm) -> Message:
    """By which clock."""
    buttons = tuple(Button(_marked(name, now=zone == rhythm.timezone), press("oz", zone)) for zone, name in ZONES.items())
    return _choice("按哪里的时间提醒？截止日都是北京时间，不变。", buttons, 2)


def quiet_text(first: int, last: int) -> str:
    """晚上 22 点到早上 7 点."""
    return f"{first} 点到第二天 {last} 点" if first != last else "随时可以发"


def _days(chosen: tuple[int, ...]) -> str:
    if not chosen:
        return "按时间长短（一个月以上的提前 30 天起，一周内的提前 5 天起）"
    days = "、".join(str(day) for day in chosen if day)
    return "、".join(part for part in (f"{days} 天前" if days else "", "当天" if 0 in chosen else "") if part)


def _marked(text: str, *, now: bool) -> str:
    return f"✔ {text}" if now else text


def _choice(question: str, buttons: tuple[Button, ...], width: int) -> Message:
    keyboard: Keyboard = (*grid(buttons, width), *column(Button("⬅ 返回", press("oo"))))
    return Message((Block((question,), "lead"),), keyboard)
