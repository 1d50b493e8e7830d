"""A contact goes: cut off, of their own will, or with everything else of theirs. Who stays is told what of it is theirs to settle."""

from bot.handlers.units.telling import tell
from bot.handlers.visit import Visit
from bot.usecases.units.parting import COLLEAGUE, groups_of, part
from bot.views.units.contacts import removed_message, uninvited_message
from bot.views.units.groups import left_behind_message
from storage.unit_records import ContactRecord, GroupRecord, UnitRecord


async def cut_off(visit: Visit, unit: UnitRecord, contact: ContactRecord) -> None:
    """At once, and they are told; the invitation that they know ends with it. Whoever asks for it has shown that they may."""
    if await _gone(visit, unit, contact.person_id, "contact.removed"):
        await tell(visit, contact.person_id, removed_message(unit.name))
        if await visit.rows.invitations.end(unit.id, visit.now):
            for colleague in await visit.rows.units.contacts(unit.id):
                await tell(visit, colleague.person_id, uninvited_message(unit), COLLEAGUE)


async def leave(visit: Visit, unit: UnitRecord, act: str) -> None:
    """Of their own will."""
    await _gone(visit, unit, visit.person.id, act)


async def tell_of_groups(visit: Visit, unit: UnitRecord, groups: tuple[GroupRecord, ...]) -> None:
    """Ask who stays about the groups that a contact who has gone answered for: they hear on until somebody cuts them."""
    for colleague in await visit.rows.units.contacts(unit.id) if groups else ():
        await tell(visit, colleague.person_id, left_behind_message(unit, groups), COLLEAGUE)


async def _gone(visit: Visit, unit: UnitRecord, person_id: int, act: str) -> bool:
    groups = await groups_of(visit.rows, unit.id, person_id)
    if not await part(visit.rows, visit.snapshot.base, unit.id, person_id, visit.now, actor=visit.person.id, act=act):
        return False
    await tell_of_groups(visit, unit, groups)
    return True
