"""A group that hears of a unit: connected by an approved contact who brings the bot there, cut by any of them."""

from bot.handlers.units.pressed import GONE, number_of, unit_of_contact
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.units.attending import attend, close_group
from bot.usecases.units.auditing import note
from bot.usecases.units.authority import contact_of
from bot.views.message import Message
from bot.views.units.groups import connected_message, groups_message, taken_message
from storage.unit_records import UnitRecord


async def on_groups(visit: Visit) -> Outcome:
    """The groups of a unit; one of them cut, or kept when whoever answered for it has gone."""
    unit = await unit_of_contact(visit)
    if unit is None:
        return GONE
    group, done = number_of(visit.argument(2)), None
    match visit.argument(1):
        case "d" if await visit.rows.unit_work.disconnect(group, unit.id):
            await close_group(visit.rows, group, visit.now)
            await note(visit.rows, "group.disconnected", unit.id, visit.now, actor=visit.person.id)
            done = "已断开"
        case "k" if await visit.rows.unit_work.keep(group, unit.id, visit.person.id):
            await note(visit.rows, "group.kept", unit.id, visit.now, actor=visit.person.id)
            done = "留着，以后算您管"
        case "d" | "k":
            done = "这个群已经断开了"
    return redraw(visit, await _drawn(visit, unit), done)


async def on_connect(visit: Visit, payload: str) -> Outcome | None:
    """The link by which a contact brings the bot to a group; None where whoever opened it may not, or it is no such link."""
    verb, _, number = payload.partition("-")
    if verb != "jg" or visit.is_private or visit.is_anonymous:
        return None
    unit = await contact_of(visit.rows, visit.person.id, number_of(number))
    if unit is None:
        return None
    title = _title(visit)
    connected = await visit.rows.unit_work.connect(visit.chat.id, unit.id, visit.person.id, visit.now, title)
    if not connected and await visit.rows.unit_work.unit_of_group(visit.chat.id) != unit.id:
        return reply(taken_message())
    await visit.rows.unit_work.rename(visit.chat.id, unit.id, title)
    if connected:
        await note(visit.rows, "group.connected", unit.id, visit.now, actor=visit.person.id)
        await attend(visit.rows, visit.snapshot.base, unit.id, visit.now)
    return reply(connected_message())


async def _drawn(visit: Visit, unit: UnitRecord) -> Message:
    called = {one.person_id: one.called for one in await visit.rows.units.contacts(unit.id)}
    return groups_message(unit, await visit.rows.unit_work.connections(unit.id), called, visit.update.get_bot().username)


def _title(visit: Visit) -> str:
    """What the group is called, for its unit's contacts alone."""
    chat = visit.update.effective_chat
    return (chat.title or "") if chat is not None else ""
