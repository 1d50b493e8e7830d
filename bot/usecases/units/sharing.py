"""Who agreed to what, and what a unit's contacts see of them: read anew each time, inside one transaction."""

from datetime import datetime

from bot.usecases.answer_rows import answers_of
from bot.usecases.checklists import list_about
from bot.usecases.scope import PolicyScope
from bot.usecases.units.seen import Seen, Sharer, can_be_shared, furthest_first, scope_of, seen_of
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from storage.database import Transaction
from storage.unit_records import MemberRecord, ShareRecord


async def shareable(rows: Transaction, base: KnowledgeBase, unit_id: int) -> tuple[Policy, ...]:
    """What a member can share with the contacts: what the unit follows and people apply for, the longest followed first."""
    return tuple(base.policies[one] for one in await rows.unit_work.followed(unit_id) if can_be_shared(base, one))


async def agreed(rows: Transaction, base: KnowledgeBase, member: MemberRecord) -> dict[str, PolicyScope]:
    """What a member agreed to share, policy by policy, as far as the unit follows it and its tracks are what they were."""
    offered = {one.id for one in await shareable(rows, base, member.unit_id)}
    shares = await rows.members.shares(member.unit_id, person_id=member.person_id)
    found = {one.policy: scope_of(base, one.policy, one.track) for one in shares if one.policy in offered}
    return {policy: scope for policy, scope in found.items() if scope is not None}


async def seen_now(rows: Transaction, base: KnowledgeBase, member: MemberRecord, scope: PolicyScope, now: datetime) -> Seen:
    """How a member is seen, or would be if they agreed to it."""
    answers = answers_of(base, await rows.answers.of(member.person_id))
    about = list_about(base.policies[scope.policy], scope.track)
    listed = await rows.checklists.of(member.person_id, str(about)) if about is not None else ()
    ticked = frozenset(one.material for one in listed if one.ticked_at is not None)
    return seen_of(base, scope, member.called, answers, ticked, now)


async def sharers_of(rows: Transaction, base: KnowledgeBase, unit_id: int, policy_id: str, now: datetime) -> tuple[Sharer, ...]:
    """Everybody who agreed for a policy that the unit follows; of nobody else anything is given, not even that they are there."""
    if policy_id not in {one.id for one in await shareable(rows, base, unit_id)}:
        return ()
    members = {one.person_id: one for one in await rows.members.of_unit(unit_id)}
    shares = await rows.members.shares(unit_id, policy=policy_id)
    found = [await _sharer(rows, base, members[one.person_id], one, now) for one in shares]
    return furthest_first(one for one in found if one is not None)


async def _sharer(rows: Transaction, base: KnowledgeBase, member: MemberRecord, share: ShareRecord, now: datetime) -> Sharer | None:
    scope = scope_of(base, share.policy, share.track)
    return Sharer(member.person_id, await seen_now(rows, base, member, scope, now)) if scope is not None else None
