"""Contacts: who agreed and how far they are; a nudge; somebody taken out who does not belong here."""

from bot.handlers.units.pressed import GONE, number_of, unit_of_contact
from bot.handlers.visit import Outcome, Visit, redraw
from bot.usecases.units.auditing import note
from bot.usecases.units.nudging import nudge, tell_removed
from bot.usecases.units.seen import Sharer
from bot.usecases.units.sharing import shareable, sharers_of
from bot.views.message import Message
from bot.views.paging import page_of
from bot.views.units.nudging import TOLD, remove_message
from bot.views.units.seen import overview_message, sharers_message
from knowledge.policy import Policy
from storage.unit_records import UnitRecord


async def on_overview(visit: Visit) -> Outcome:
    """Every policy that the unit follows with how many agreed; or everybody who agreed for one, to be nudged or taken out."""
    unit = await unit_of_contact(visit)
    if unit is None:
        return GONE
    if not visit.argument(1):
        return redraw(visit, await _overview(visit, unit))
    policy = visit.policy(1)
    if policy is None:
        return GONE
    return redraw(visit, await _sharers(visit, unit, policy, page_of(visit.argument(2)), removing=visit.argument(3) == "x"))


async def on_member(visit: Visit) -> Outcome:
    """A button that names a member: nudge them, ask whether to take them out, take them out."""
    unit, policy = await unit_of_contact(visit), visit.policy(1)
    if unit is None or policy is None:
        return GONE
    base, named = visit.snapshot.base, number_of(visit.argument(2))
    sharers = await sharers_of(visit.rows, base, unit.id, policy.id, visit.now)
    sharer = next((one for one in sharers if one.person_id == named), None)
    if sharer is None:
        return redraw(visit, await _sharers(visit, unit, policy), "这位现在不在名单里。")
    match visit.argument(3):
        case "n":
            return Outcome(toast=TOLD[await nudge(visit.rows, unit.id, named, policy.id, visit.now)])
        case "x":
            return redraw(visit, remove_message(unit.id, policy, sharer))
        case "xx":
            return await _remove(visit, unit, policy, sharer)
    return GONE


async def _remove(visit: Visit, unit: UnitRecord, policy: Policy, sharer: Sharer) -> Outcome:
    """Out at once: nothing of them is seen any more, and they are told."""
    await visit.rows.members.leave(unit.id, sharer.person_id)
    await note(visit.rows, "member.removed", unit.id, visit.now, actor=visit.person.id, person=sharer.person_id)
    await tell_removed(visit.rows, unit.id, sharer.person_id, visit.now)
    return redraw(visit, await _sharers(visit, unit, policy), f"已移出：{sharer.seen.called}")


async def _overview(visit: Visit, unit: UnitRecord) -> Message:
    base = visit.snapshot.base
    found = []
    for policy in await shareable(visit.rows, base, unit.id):
        sharers = await sharers_of(visit.rows, base, unit.id, policy.id, visit.now)
        found.append((policy, tuple(one.seen for one in sharers)))
    return overview_message(unit.id, unit.name, found)


async def _sharers(visit: Visit, unit: UnitRecord, policy: Policy, page: int = 0, *, removing: bool = False) -> Message:
    sharers = await sharers_of(visit.rows, visit.snapshot.base, unit.id, policy.id, visit.now)
    return sharers_message(unit.id, policy, sharers, page, removing=removing)
