"""Employees: an invitation opened, joining under a name of their own choice, their own page of a unit, leaving."""

from collections.abc import Awaitable, Callable, Mapping

from bot.handlers.dialogs import Held, await_words, let_go
from bot.handlers.units.pressed import GONE, member_pressed
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.units.audience import inner_days_to_come, plan_inner
from bot.usecases.units.inviting import token_in, unit_behind
from bot.usecases.units.naming import name_in
from bot.usecases.units.sharing import agreed, shareable
from bot.views.cancelling import CANCEL
from bot.views.message import Message, say
from bot.views.units.joining import (
    INVITATION_GONE,
    LINK_ASKED,
    LINK_NOT_FOUND,
    NAME_ASKED,
    NAME_REFUSED,
    NOT_JOINED,
    Membership,
    invited_message,
    leaving_message,
    left_message,
    membership_message,
    memberships_message,
)
from storage.unit_records import MemberRecord

JOINING = "join"
"""The dialog that awaits a link (nothing is held), or by which name a contact is to know a new member (held: the token)."""
RENAMING = "rename"
"""The dialog that awaits another name (held: the unit)."""


async def on_invited(visit: Visit) -> Outcome:
    """An invitation: what joining means. It joins nobody; without a token the link is asked for."""
    if not visit.argument():
        return await _await(visit, JOINING, {}, LINK_ASKED)
    return await _opened(visit, visit.argument())


async def on_agree(visit: Visit) -> Outcome:
    """Joining was agreed to: by which name?"""
    if await unit_behind(visit.rows, visit.argument(), visit.now) is None:
        return redraw(visit, INVITATION_GONE)
    return await _await(visit, JOINING, {"token": visit.argument()}, NAME_ASKED)


async def on_joining_heard(visit: Visit, held: Held) -> Outcome:
    """A link that was pasted, or the name; whatever is neither is waited for on."""
    token = held.get("token")
    if token is None:
        pasted = token_in(visit.text)
        if not pasted:
            return reply(say(*LINK_NOT_FOUND, keyboard=((CANCEL,),)))
        await let_go(visit)
        return await _opened(visit, pasted)
    name = name_in(visit.text)
    if name is None:
        return reply(say(*NAME_REFUSED, keyboard=((CANCEL,),)))
    await let_go(visit)
    unit = await unit_behind(visit.rows, str(token), visit.now)
    if unit is None:
        return reply(INVITATION_GONE)
    new = await visit.rows.members.join(unit.id, visit.person.id, name, visit.now)
    await plan_inner(visit.rows, visit.person, visit.now)
    return reply(await _page(visit, unit.id, new=new))


async def on_renaming_heard(visit: Visit, held: Held) -> Outcome:
    """Another name."""
    name = name_in(visit.text)
    if name is None:
        return reply(say(*NAME_REFUSED, keyboard=((CANCEL,),)))
    await let_go(visit)
    unit_id = int(held["unit"])
    if await visit.rows.members.get(unit_id, visit.person.id) is None:
        return GONE
    await visit.rows.members.join(unit_id, visit.person.id, name, visit.now)
    return reply(await _page(visit, unit_id))


async def on_mine(visit: Visit) -> Outcome:
    """The units that one joined, or one's page of one of them and what its buttons do."""
    if visit.argument(1) == "no":
        return redraw(visit, say(*NOT_JOINED))
    if not visit.argument():
        return reply(await _all(visit))
    member = await member_pressed(visit)
    doing = _DOING.get(visit.argument(1), _show)
    return await doing(visit, member) if member is not None else GONE


async def _show(visit: Visit, member: MemberRecord) -> Outcome:
    return redraw(visit, await membership_of(visit, member))


async def _rename(visit: Visit, member: MemberRecord) -> Outcome:
    return await _await(visit, RENAMING, {"unit": member.unit_id}, NAME_ASKED)


async def _hush(visit: Visit, member: MemberRecord) -> Outcome:
    await visit.rows.members.hush(member.unit_id, member.person_id, visit.now)
    return redraw(visit, await _page(visit, member.unit_id), "不再收联系人的提醒")


async def _hear(visit: Visit, member: MemberRecord) -> Outcome:
    await visit.rows.members.hush(member.unit_id, member.person_id, None)
    return redraw(visit, await _page(visit, member.unit_id), "会收到联系人的提醒")


async def _leave(visit: Visit, member: MemberRecord) -> Outcome:
    return redraw(visit, leaving_message(member.unit_id, await _name(visit, member)))


async def _leave_confirmed(visit: Visit, member: MemberRecord) -> Outcome:
    name = await _name(visit, member)
    await visit.rows.members.leave(member.unit_id, member.person_id)
    return redraw(visit, left_message(name))


_DOING: Mapping[str, Callable[[Visit, MemberRecord], Awaitable[Outcome]]] = {
    "n": _rename,
    "m": _hush,
    "h": _hear,
    "x": _leave,
    "xx": _leave_confirmed,
}
"""What the buttons of one's own page do; without one the page is drawn."""


async def membership_of(visit: Visit, member: MemberRecord, *, new: bool = False) -> Message:
    """One's own page of a unit."""
    base = visit.snapshot.base
    shared = await agreed(visit.rows, base, member)
    policies = tuple((one, one.id in shared) for one in await shareable(visit.rows, base, member.unit_id))
    mine = Membership(
        unit_id=member.unit_id,
        unit=await _name(visit, member),
        called=member.called,
        policies=policies,
        inner=await inner_days_to_come(visit.rows, member.unit_id, visit.now),
        silent=member.hushed_at is not None,
    )
    return membership_message(mine, new=new)


async def _opened(visit: Visit, token: str) -> Outcome:
    unit = await unit_behind(visit.rows, token, visit.now)
    if unit is None:
        return reply(INVITATION_GONE)
    if await visit.rows.members.get(unit.id, visit.person.id) is not None:
        return reply(await _page(visit, unit.id))
    return reply(invited_message(unit.name, token))


async def _page(visit: Visit, unit_id: int, *, new: bool = False) -> Message:
    """The page of a membership that is there, or was just made or changed."""
    member = await visit.rows.members.get(unit_id, visit.person.id)
    assert member is not None  # noqa: S101 - in this very transaction
    return await membership_of(visit, member, new=new)


async def _all(visit: Visit) -> Message:
    mine = await visit.rows.members.of_person(visit.person.id)
    if len(mine) == 1:
        return await membership_of(visit, mine[0])
    return memberships_message([(one.unit_id, await _name(visit, one)) for one in mine])


async def _name(visit: Visit, member: MemberRecord) -> str:
    unit = await visit.rows.units.get(member.unit_id)
    assert unit is not None  # noqa: S101 - a membership goes with its unit
    return unit.name


async def _await(visit: Visit, kind: str, held: Held, asked: tuple[str, ...]) -> Outcome:
    await await_words(visit, kind, held)
    return reply(say(*asked, keyboard=((CANCEL,),)))
