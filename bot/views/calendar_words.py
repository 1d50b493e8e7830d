"""What goes with a calendar file and with a timeline."""

from collections.abc import Sequence

from bot.callbacks import code, press
from bot.views.citing import name_of
from bot.views.message import Attachment, Block, Button, Message, column, say, telling
from bot.views.topics.section import View
from knowledge.policy import Policy

HOW = ("点开文件，手机会问要不要加进日历，选“添加”就行。", "日期改了会告诉您，到时重新加一次，旧的会自动更新。")


def calendar_message(policy: Policy, track: str | None, content: bytes) -> Message:
    """The dates of one policy, or of one of its tracks."""
    name = f"{name_of(policy)}{policy.track(track).name if track else ''}"
    file = Attachment(f"{policy.id}{f'-{track}' if track else ''}.ics", content)
    return Message((Block((f"📅 {name}的日期",), "lead"), Block(HOW)), document=file, tells=telling(policy.id, "deadline"))


def all_calendar_message(policies: int, content: bytes) -> Message:
    """The dates of all that somebody follows."""
    return Message((Block((f"📅 您订阅的 {policies} 个项目的日期",), "lead"), Block(HOW)), document=Attachment("shenbao.ics", content))


def no_dates_message(policy: Policy) -> Message:
    """A policy that gives no dates of its own."""
    return Message(
        (Block((f"{name_of(policy)}没有能放进日历的日期",), "lead"), Block(("通知没写具体哪天，请问单位或主管部门。",))),
        column(Button("下一期通知出来告诉我", press("fs", code("series", policy.series.id)))),
    )


def timeline_message(views: Sequence[View], content: bytes) -> Message:
    """A picture of who does what when; as a file, since a photo would lose its sharp letters."""
    first = views[0]
    one = f"{name_of(first.policy)}{f' · {first.policy.track(first.track).name}' if first.track else ''}"
    lead = one if len(views) == 1 else f"您订阅的 {len(views)} 个项目"
    file = Attachment(f"{first.policy.id if len(views) == 1 else 'shenbao'}-timeline.png", content)
    return Message((Block((f"🖼 {lead}：什么时候办什么",), "lead"), Block(("点开看大图，长按可以转发。",))), document=file)


def no_timeline_message() -> Message:
    """It got too long to be drawn."""
    return say("这张图太长，画不下。", "请在 /my 里点单个项目，看它自己的时间表。")
