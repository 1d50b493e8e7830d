"""Members: consent for one policy, given after seeing exactly what the contact would see, and taken back at any time."""

from bot.handlers.units.joining import membership_of
from bot.handlers.units.pressed import GONE, member_pressed
from bot.handlers.visit import Outcome, Visit, redraw
from bot.usecases.scope import PolicyScope
from bot.usecases.units.audience import inner_days_to_come, plan_inner
from bot.usecases.units.seen import scope_of, tracks_to_choose
from bot.usecases.units.sharing import agreed, seen_now, shareable
from bot.views.message import Message
from bot.views.units.joining import Shared, share_message, track_choice_message
from knowledge.policy import Policy
from storage.unit_records import MemberRecord


async def on_share(visit: Visit) -> Outcome:
    """What the contact sees, or would see, and the switch; where tracks differ, the track first."""
    member = await member_pressed(visit)
    policy = await _policy(visit, member) if member is not None else None
    if member is None or policy is None:
        return GONE
    base = visit.snapshot.base
    now = (await agreed(visit.rows, base, member)).get(policy.id)
    wanted = _scope(visit, policy)
    match visit.argument(2):
        case "n":
            await visit.rows.members.withdraw(member.unit_id, member.person_id, policy.id)
            await plan_inner(visit.rows, visit.person, visit.now)
            return redraw(visit, await membership_of(visit, member), "关掉了，联系人看不到了")
        case "y" if wanted is not None:
            await visit.rows.members.agree(member.unit_id, member.person_id, policy.id, _stored(visit, wanted), visit.now)
            await plan_inner(visit.rows, visit.person, visit.now)
            return redraw(visit, await _drawn(visit, member, policy, wanted, shared=True), "好的，联系人看得到了")
        case "t" if wanted is not None:
            return redraw(visit, await _drawn(visit, member, policy, wanted, shared=wanted == now))
        case "c":
            now = None
    shown = now or scope_of(base, policy.id, "")
    if shown is None:
        return redraw(visit, track_choice_message(member.unit_id, policy, tracks_to_choose(base, policy)))
    return redraw(visit, await _drawn(visit, member, policy, shown, shared=now is not None))


async def _drawn(visit: Visit, member: MemberRecord, policy: Policy, scope: PolicyScope, *, shared: bool) -> Message:
    unit = await visit.rows.units.get(member.unit_id)
    seen = await seen_now(visit.rows, visit.snapshot.base, member, scope, visit.now)
    inner = (await inner_days_to_come(visit.rows, member.unit_id, visit.now)).get(policy.id)
    return share_message(member.unit_id, unit.name if unit else "", policy, Shared(seen, inner), shared=shared)


async def _policy(visit: Visit, member: MemberRecord) -> Policy | None:
    """The policy that the button names behind its unit, as long as the unit follows it."""
    named, offered = visit.policy(1), await shareable(visit.rows, visit.snapshot.base, member.unit_id)
    return named if named in offered else None


def _scope(visit: Visit, policy: Policy) -> PolicyScope | None:
    """What is shared with the track that the button names last."""
    target = visit.snapshot.codes.find_target(visit.argument(3)) if visit.argument(3) else (policy.id, None)
    if target is None or target[0] != policy.id:
        return None
    return scope_of(visit.snapshot.base, policy.id, target[1] or "")


def _stored(visit: Visit, scope: PolicyScope) -> str:
    """The track as a consent holds it: empty where there was nothing to choose."""
    policy = visit.snapshot.base.policies[scope.policy]
    return scope.track or "" if tracks_to_choose(visit.snapshot.base, policy) else ""
