"""我的单位, before one unit is chosen: the units somebody speaks for, those that they asked for or joined, and how to begin."""

from dataclasses import dataclass

from bot.callbacks import press
from bot.usecases.units.registering import Waiting
from bot.views.message import Button, Message, say
from storage.unit_records import UnitRecord


@dataclass(frozen=True, kw_only=True)
class Door:
    """What somebody has to do with units."""

    units: tuple[UnitRecord, ...]
    waiting: tuple[Waiting, ...]
    memberships: tuple[UnitRecord, ...]
    requests: int
    """How many wait for an admin's decision; shown to admins only."""
    is_admin: bool


REGISTER = Button("登记为单位联系人", press("je"))
INVITED = Button("我有邀请链接", press("jm"))


def door_message(door: Door) -> Message:
    """The door."""
    lines = [f"· {unit.name}：您是联系人" for unit in door.units]
    lines += [f"· {one.stated.name}：等管理员核实" for one in door.waiting]
    lines += [f"· {unit.name}：您已加入" for unit in door.memberships]
    rows: list[tuple[Button, ...]] = []
    if door.is_admin:
        rows.append((Button(f"管理：待核实的联系人 {door.requests} 位", press("jd")),))
    rows += [(Button(f"{unit.name[:20]}（联系人）", press("ja", str(unit.id))),) for unit in door.units]
    rows += [(Button(f"{one.stated.name[:16]}：补证明、看进度", press("je", "w", one.code)),) for one in door.waiting]
    rows += [(Button(f"{unit.name[:20]}（已加入）", press("jo", str(unit.id))),) for unit in door.memberships]
    rows.append((REGISTER, INVITED))
    if not lines:
        return say(
            "您还没有登记单位",
            "· 单位里管申报的人：登记为联系人，单位该交什么、哪天交，我提前告诉您；还能邀请同事加入。",
            "· 单位联系人给过您邀请链接：点“我有邀请链接”加入。加入全凭自愿，随时能退。",
            keyboard=tuple(rows),
        )
    return say("我的单位", *lines, keyboard=tuple(rows))
