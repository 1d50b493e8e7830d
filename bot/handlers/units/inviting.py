"""Contacts: the unit's invitation, made anew, ended, or as a page to print."""

from bot.handlers.units.pressed import GONE, unit_of_contact
from bot.handlers.visit import Outcome, Visit, redraw
from bot.usecases.orders import InvitationOrder
from bot.usecases.units.auditing import note
from bot.usecases.units.inviting import ends_on, invitation_of, link_of, renew
from bot.views.message import Message
from bot.views.units.inviting import invitation_message
from storage.unit_records import UnitRecord


async def on_invitation(visit: Visit) -> Outcome:
    """The invitation, and what the button wants done with it."""
    unit = await unit_of_contact(visit)
    if unit is None:
        return GONE
    match visit.argument(1):
        case "new":
            had = await invitation_of(visit.rows, unit.id, visit.now) is not None
            await renew(visit.rows, unit.id, visit.person.id, visit.now)
            await note(visit.rows, "invitation.made", unit.id, visit.now, actor=visit.person.id)
            return redraw(visit, await _drawn(visit, unit), "新的邀请好了，旧的已失效" if had else "邀请好了")
        case "end":
            if await visit.rows.invitations.end(unit.id, visit.now):
                await note(visit.rows, "invitation.ended", unit.id, visit.now, actor=visit.person.id)
            return redraw(visit, await _drawn(visit, unit), "已停用")
        case "qr" if await invitation_of(visit.rows, unit.id, visit.now) is not None:
            return Outcome(orders=(InvitationOrder(unit=unit.id, username=_me(visit)),))
    return redraw(visit, await _drawn(visit, unit))


async def _drawn(visit: Visit, unit: UnitRecord) -> Message:
    living = await invitation_of(visit.rows, unit.id, visit.now)
    if living is None:
        return invitation_message(unit.id, unit.name, None, None)
    return invitation_message(unit.id, unit.name, link_of(living, _me(visit)), ends_on(living))


def _me(visit: Visit) -> str:
    return visit.update.get_bot().username
