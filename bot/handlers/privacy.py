"""What is kept of a person, all of it shown, all of it deleted."""

import json

from bot import texts
from bot.callbacks import press
from bot.handlers.transferring import call_off
from bot.handlers.units.parting import tell_of_groups
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.units.attending import attend
from bot.usecases.units.meeting import MERGED
from bot.usecases.units.parting import groups_of
from bot.views.message import Attachment, Block, Button, Message, column, say

BUTTONS = (Button("导出我的全部数据", press("ex")), Button("搬家码（换了账号用）", press("mv")), Button("全部删除", press("d")))


async def on_privacy(_: Visit) -> Outcome:
    """What is kept and for what."""
    return reply(say(*texts.PRIVACY, keyboard=column(*BUTTONS)))


async def on_export(visit: Visit) -> Outcome:
    """Everything that is stored of the person, as a JSON file."""
    everything = await visit.rows.privacy.export(visit.person.id, untold=(MERGED,))
    content = json.dumps(everything, ensure_ascii=False, indent=2)
    return reply(Message((Block(("您存在这里的全部数据",), "lead"),), document=Attachment("shenbao-export.json", content.encode())))


async def on_delete(_: Visit) -> Outcome:
    """Ask once more."""
    return reply(say(*texts.DELETE_ASK, keyboard=column(Button("全部删除", press("dd")), Button("不删", press("dn")))))


async def on_delete_confirmed(visit: Visit) -> Outcome:
    """Delete at once; the farewell itself leaves no row."""
    units = [(unit, await groups_of(visit.rows, unit.id, visit.person.id)) for unit in await visit.rows.units.of_contact(visit.person.id)]
    await call_off(visit)
    await visit.rows.privacy.delete(visit.person.id)
    for unit, groups in units:
        await attend(visit.rows, visit.snapshot.base, unit.id, visit.now)
        await tell_of_groups(visit, unit, groups)
    return Outcome(farewell=say(texts.DELETED))


async def on_delete_declined(visit: Visit) -> Outcome:
    """Nothing happened."""
    return redraw(visit, say("好的，什么都没删。"))
