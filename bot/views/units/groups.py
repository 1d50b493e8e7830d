"""A Telegram group that hears of a unit's dates: public ones only, and never of whom. Its own name is for contacts."""

from collections.abc import Mapping, Sequence

from bot.callbacks import press
from bot.clock import SHANGHAI
from bot.views.changing import short_text
from bot.views.message import Button, Message, column, say
from storage.unit_records import GroupRecord, UnitRecord


def groups_message(unit: UnitRecord, groups: Sequence[GroupRecord], called: Mapping[int, str], username: str) -> Message:
    """The groups, and how to add one. ``called``: the contacts, by the rows of the people."""
    number = str(unit.id)
    add = Button("选一个群接上", url=f"https://t.me/{username}?startgroup=jg-{number}")
    lead = f"{unit.name}：接了 {len(groups)} 个群" if groups else f"{unit.name}：还没有接群"
    return say(
        lead,
        *(f"· {_name(group)}：{_since(group)}，{_whose(group, called)}" for group in groups),
        "群里只发通知上的公开日期，和管理员发给各单位群的通知；不发人名、人数，也不发本单位内部截止。",
        "接群：点下面的按钮，选本单位的群。只有联系人本人加才算。群名加密保存，只有联系人看得到。",
        keyboard=(*column(add, *(_cut(unit, group) for group in groups)), (Button("⬅ 回单位", press("ja", number)),)),
    )


def left_behind_message(unit: UnitRecord, groups: Sequence[GroupRecord]) -> Message:
    """To who stays: the contact who answered for these groups has gone."""
    rows = tuple(
        (Button(short_text(f"留着：{_name(group)}"), press("jg", str(unit.id), "k", str(group.chat_id))), _cut(unit, group))
        for group in groups
    )
    return say(
        f"{unit.name}：管群的联系人走了",
        *(f"· {_name(group)}，{_since(group)}" for group in groups),
        "群里还会收到公开日期。还用就点“留着”，以后算您管；不用了就断开。",
        keyboard=rows,
    )


def _cut(unit: UnitRecord, group: GroupRecord) -> Button:
    return Button(short_text(f"断开：{_name(group)}"), press("jg", str(unit.id), "d", str(group.chat_id)))


def _name(group: GroupRecord) -> str:
    """What it is called, else when it came: those of the days when no name was kept are told apart by that."""
    return group.title or f"{group.since.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 接的群"


def _since(group: GroupRecord) -> str:
    return f"{group.since.astimezone(SHANGHAI):%Y-%m-%d} 接上"


def _whose(group: GroupRecord, called: Mapping[int, str]) -> str:
    who = called.get(group.connected_by or 0)
    return f"{who}管" if who else "没有人管"


def connected_message() -> Message:
    """In the group; it does not say which unit it is."""
    return say("接上了", "单位要交材料的公开日期，以后提前发在这里。不发人名、人数。", "要停：请联系人私聊我断开，或把我移出群。")


def taken_message() -> Message:
    """In a group that hears of a unit already."""
    return say("这个群已经接着一个单位了", "要换，请原来的联系人私聊我先断开。")
