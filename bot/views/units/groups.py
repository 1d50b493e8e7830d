"""A Telegram group that hears of a unit's dates: public ones only, and never of whom."""

from bot.callbacks import press
from bot.views.message import Button, Message, column, say
from storage.records import ChatRecord
from storage.unit_records import UnitRecord


def groups_message(unit: UnitRecord, groups: tuple[ChatRecord, ...], username: str) -> Message:
    """The groups, and how to add one."""
    number = str(unit.id)
    cut = tuple(Button(f"断开第 {place} 个群", press("jg", number, "d", str(group.id))) for place, group in enumerate(groups, 1))
    add = Button("选一个群接上", url=f"https://t.me/{username}?startgroup=jg-{number}")
    lead = f"{unit.name}：接了 {len(groups)} 个群" if groups else f"{unit.name}：还没有接群"
    return say(
        lead,
        "群里只发通知上的公开日期，不发人名、人数，也不发本单位内部截止。",
        "接群：点下面的按钮，选本单位的群。只有联系人本人加才算。",
        keyboard=(*column(add, *cut), (Button("⬅ 回单位", press("ja", number)),)),
    )


def connected_message() -> Message:
    """In the group; it does not say which unit it is."""
    return say("接上了", "单位要交材料的公开日期，以后提前发在这里。不发人名、人数。", "要停：请联系人私聊我断开，或把我移出群。")


def taken_message() -> Message:
    """In a group that hears of a unit already."""
    return say("这个群已经接着一个单位了", "要换，请原来的联系人私聊我先断开。")
