"""操作记录, for admins; to others there is no such command."""

import json
from collections.abc import Iterable

from bot.handlers import greeting
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.keeping.noting import note_refused
from bot.usecases.units.authority import is_admin
from bot.views.units.audit import Known, audit_message
from storage.records import AuditRecord

SHOWN = 20


async def on_audit(visit: Visit) -> Outcome:
    """The last acts."""
    if not visit.is_private or not await is_admin(visit.rows, visit.person.id):
        await note_refused(visit.rows, "/audit", visit.person.id, visit.now)
        return await greeting.on_unknown_command(visit)
    lines = await visit.rows.audit.latest(SHOWN)
    return reply(audit_message(lines, await _known(visit, lines)))


async def _known(visit: Visit, lines: Iterable[AuditRecord]) -> Known:
    """The units of these lines, and who is or asked to be their contact."""
    units: dict[int, str] = {}
    people: dict[int, str] = {}
    for line in lines:
        unit = await visit.rows.units.get(json.loads(line.about).get("unit", 0))
        if unit is None:
            continue
        units[unit.id] = unit.name
        for number in (line.actor_id, line.person_id):
            if number is not None and (contact := await visit.rows.units.contact(unit.id, number)) is not None:
                people[number] = contact.called
    return Known(units, people)
