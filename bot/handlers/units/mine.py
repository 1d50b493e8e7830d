"""我的单位: the door to everything of units, and the card of one of which somebody is contact."""

from bot.handlers.units.pressed import GONE, number_of
from bot.handlers.units.registering import begin_for
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.units.authority import contact_of, is_admin
from bot.usecases.units.inviting import unit_for_colleague
from bot.usecases.units.registering import waiting_for
from bot.usecases.units.watching import watching_of
from bot.views.message import Message
from bot.views.units.card import Card, card_message
from bot.views.units.door import Door, door_message
from storage.unit_records import UnitRecord


async def on_unit(visit: Visit) -> Outcome:
    """The card of the unit that a button names; without one, what somebody has to do with units at all."""
    if (invited := await unit_for_colleague(visit.rows, visit.argument(), visit.now)) is not None:
        return await begin_for(visit, invited)
    if visit.argument():
        unit = await contact_of(visit.rows, visit.person.id, number_of(visit.argument()))
        return redraw(visit, await card_of(visit, unit)) if unit is not None else GONE
    door = await _door(visit)
    if len(door.units) == 1 and not door.waiting and not door.memberships and not door.requests:
        return reply(await card_of(visit, door.units[0]))
    return reply(door_message(door))


async def card_of(visit: Visit, unit: UnitRecord) -> Message:
    """The card of a unit; whoever asks for it has shown that it may be seen."""
    return card_message(
        Card(
            base=visit.snapshot.base,
            now=visit.now,
            unit=unit,
            contacts=await visit.rows.units.contacts(unit.id),
            watching=await watching_of(visit.rows, visit.snapshot.base, unit),
        )
    )


async def _door(visit: Visit) -> Door:
    joined = [await visit.rows.units.get(one.unit_id) for one in await visit.rows.members.of_person(visit.person.id)]
    admin = await is_admin(visit.rows, visit.person.id)
    return Door(
        units=await visit.rows.units.of_contact(visit.person.id),
        waiting=await waiting_for(visit.rows, visit.person.id),
        memberships=tuple(unit for unit in joined if unit is not None),
        requests=len(await visit.rows.units.asked()) if admin else 0,
        is_admin=admin,
    )
