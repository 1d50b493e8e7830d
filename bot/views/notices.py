"""接收通知: whether somebody wants the bot to tell them what it tells many."""

from bot.callbacks import press
from bot.views.message import Button, Message, say


def notices_button(*, wanted: bool) -> Button:
    """The way to the switch, which says how it stands."""
    return Button(f"📢 接收通知：{'开' if wanted else '关'}", press("vz"))


def notices_message(wanted: bool | None) -> Message:  # noqa: FBT001 - a state, None where they never said
    """How it stands, and the switch."""
    on, off = Button("📢 接收通知", press("vz", "1")), Button("🔕 不接收", press("vz", "0"))
    state = {
        True: "您打开了：新政策、重要变动这类通知会发给您，一天最多一条。",
        None: "现在是关的：我只发您订的提醒；您关注的项目、您做联系人的单位有事，管理员才会发一条。",
        False: "您退订了：管理员统一发的通知都不给您发。",
    }[wanted]
    buttons = {True: (off,), None: (on, off), False: (on,)}[wanted]
    return say("接收通知", state, "您自己订的到期提醒不受影响。", keyboard=(buttons, (Button("⬅ 提醒时间", press("oo")),)))


def changed_message(*, wanted: bool) -> Message:
    """It was switched."""
    back = Button("改回来", press("vz", "0" if wanted else "1"))
    if wanted:
        return say("☑ 好的，有通知会发给您", "一天最多一条，随时可以退订。", keyboard=((back,),))
    return say("🔕 好的，不再给您发这类通知", "您自己订的到期提醒照常。", keyboard=((back,),))
