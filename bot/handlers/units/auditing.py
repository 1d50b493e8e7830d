"""操作记录, for admins; to others there is no such command."""

from bot.handlers import greeting
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.units.authority import is_admin
from bot.views.units.audit import audit_message

SHOWN = 20


async def on_audit(visit: Visit) -> Outcome:
    """The last acts."""
    if not visit.is_private or not await is_admin(visit.rows, visit.person.id):
        return await greeting.on_unknown_command(visit)
    return reply(audit_message(await visit.rows.audit.latest(SHOWN)))
