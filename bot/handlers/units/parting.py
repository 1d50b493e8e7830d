"""Cutting a contact off: at once, and they are told; the invitation that they know ends with it."""

from bot.handlers.units.telling import tell
from bot.handlers.visit import Visit
from bot.usecases.units.parting import COLLEAGUE, part
from bot.views.units.contacts import removed_message, uninvited_message
from storage.unit_records import ContactRecord, UnitRecord


async def cut_off(visit: Visit, unit: UnitRecord, contact: ContactRecord) -> None:
    """Whoever asks for it has shown that they may."""
    if await part(visit.rows, visit.snapshot.base, unit.id, contact.person_id, visit.now, actor=visit.person.id, act="contact.removed"):
        await tell(visit, contact.person_id, removed_message(unit.name))
        if await visit.rows.invitations.end(unit.id, visit.now):
            for colleague in await visit.rows.units.contacts(unit.id):
                await tell(visit, colleague.person_id, uninvited_message(unit), COLLEAGUE)
