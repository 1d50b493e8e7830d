"""The contacts of a unit among themselves: one more, one less, handing over, leaving."""

from dataclasses import replace

from bot.handlers.units.parting import cut_off, leave
from bot.handlers.units.pressed import GONE, number_of, unit_of_contact
from bot.handlers.units.telling import tell
from bot.handlers.visit import Outcome, Visit, redraw
from bot.usecases.units.attending import attend
from bot.usecases.units.auditing import note
from bot.usecases.units.inviting import colleague_link_of, invitation_of
from bot.usecases.units.parting import COLLEAGUE
from bot.usecases.units.watching import AFFILIATION
from bot.views.message import Message
from bot.views.units import contacts as words
from storage.unit_records import ContactRecord, UnitRecord


async def on_contacts(visit: Visit) -> Outcome:  # noqa: PLR0911 - one line per button
    """All of them, and what a button wants done."""
    unit = await unit_of_contact(visit)
    if unit is None:
        return GONE
    contacts = await visit.rows.units.contacts(unit.id)
    match visit.argument(1):
        case "a":
            return await _on_affiliation(visit, unit)
        case "i":
            return redraw(visit, words.invite_message(unit, await _link(visit, unit)))
        case "l":
            return redraw(visit, words.leave_message(unit, alone=len(contacts) == 1))
        case "ll":
            await leave(visit, unit, "contact.left")
            return redraw(visit, words.left_message(unit.name))
    named = next((one for one in contacts if one.person_id == number_of(visit.argument(2)) != visit.person.id), None)
    if visit.argument(1) and named is None:
        return redraw(visit, words.contacts_message(unit, contacts, visit.person.id), "这位已经不是联系人了")
    if named is not None:
        return await _on_colleague(visit, unit, named)
    return redraw(visit, words.contacts_message(unit, contacts, visit.person.id))


async def _on_affiliation(visit: Visit, unit: UnitRecord) -> Outcome:
    """The level that the unit belongs to, shown or changed; which links are its own follows from it."""
    option = (visit.snapshot.codes.find("option", visit.argument(2)) or "").removeprefix(f"{AFFILIATION}=")
    if not option or "=" in option:
        return redraw(visit, words.affiliation_message(visit.snapshot.base, unit))
    await visit.rows.units.describe(unit.id, unit.name, unit.kind, option)
    await note(visit.rows, "unit.described", unit.id, visit.now, actor=visit.person.id)
    await attend(visit.rows, visit.snapshot.base, unit.id, visit.now)
    return redraw(visit, words.affiliation_message(visit.snapshot.base, replace(unit, affiliation=option)), "改好了")


async def _on_colleague(visit: Visit, unit: UnitRecord, named: ContactRecord) -> Outcome:
    match visit.argument(1):
        case "r":
            return redraw(visit, words.remove_message(unit, named))
        case "rr":
            await cut_off(visit, unit, named)
            return redraw(visit, await _drawn(visit, unit), f"已移除：{named.called}")
        case "h":
            return redraw(visit, words.hand_over_message(unit, named))
        case "hh":
            mine = await visit.rows.units.contact(unit.id, visit.person.id)
            await leave(visit, unit, "contact.handed_over")
            await tell(visit, named.person_id, words.handed_over_message(unit, mine.called if mine is not None else "同事"), COLLEAGUE)
            return redraw(visit, words.left_message(unit.name))
    return redraw(visit, await _drawn(visit, unit))


async def _drawn(visit: Visit, unit: UnitRecord) -> Message:
    return words.contacts_message(unit, await visit.rows.units.contacts(unit.id), visit.person.id)


async def _link(visit: Visit, unit: UnitRecord) -> str | None:
    """The invitation as a colleague opens it, where there is one."""
    living = await invitation_of(visit.rows, unit.id, visit.now)
    return await colleague_link_of(visit.rows, living, visit.update.get_bot().username) if living is not None else None
