"""A Telegram group that hears of a unit's dates: public ones only, and never of whom."""

from collections.abc import Mapping
from datetime import datetime

from bot.callbacks import press
from bot.clock import SHANGHAI
from bot.views.message import Button, Message, column, say
from storage.unit_records import UnitRecord


def groups_message(unit: UnitRecord, groups: Mapping[int, str], username: str) -> Message:
    """The groups, and how to add one. ``groups``: when and by whom each was connected, by its row."""
    number = str(unit.id)
    cut = tuple(Button(f"断开：{how}", press("jg", number, "d", str(group))) for group, how in groups.items())
    add = Button("选一个群接上", url=f"https://t.me/{username}?startgroup=jg-{number}")
    lead = f"{unit.name}：接了 {len(groups)} 个群" if groups else f"{unit.name}：还没有接群"
    return say(
        lead,
        *(f"· {how}" for how in groups.values()),
        "群里只发通知上的公开日期，不发人名、人数，也不发本单位内部截止。",
        "接群：点下面的按钮，选本单位的群。只有联系人本人加才算。",
        keyboard=(*column(add, *cut), (Button("⬅ 回单位", press("ja", number)),)),
    )


def connected_text(since: datetime, who: str) -> str:
    """By what a group is told from another: its title is not kept."""
    return f"{since.astimezone(SHANGHAI):%Y-%m-%d} {f'由{who[:12]}' if who else '由已离开的联系人'}接上"


def connected_message() -> Message:
    """In the group; it does not say which unit it is."""
    return say("接上了", "单位要交材料的公开日期，以后提前发在这里。不发人名、人数。", "要停：请联系人私聊我断开，或把我移出群。")


def taken_message() -> Message:
    """In a group that hears of a unit already."""
    return say("这个群已经接着一个单位了", "要换，请原来的联系人私聊我先断开。")
