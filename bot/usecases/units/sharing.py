"""Who agreed to what, and what a unit's contacts see of them: read anew each time, inside one transaction."""

from collections.abc import Sequence
from datetime import datetime

from bot.usecases.answer_rows import answers_of
from bot.usecases.checklists import list_about
from bot.usecases.scope import PolicyScope
from bot.usecases.units.seen import Seen, Sharer, can_be_shared, least_ready_first, scope_of, seen_of
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from storage.database import Transaction
from storage.unit_records import MemberRecord


async def shareable(rows: Transaction, base: KnowledgeBase, unit_id: int) -> tuple[Policy, ...]:
    """What a member can share with the contacts: what the unit follows and people apply for, the longest followed first."""
    return tuple(base.policies[one] for one in await rows.unit_work.followed(unit_id) if can_be_shared(base, one))


async def agreed(rows: Transaction, base: KnowledgeBase, member: MemberRecord) -> dict[str, PolicyScope]:
    """What a member agreed to share, policy by policy, as far as the unit follows it and its tracks are what they were."""
    offered = {one.id for one in await shareable(rows, base, member.unit_id)}
    shares = await rows.members.shares(member.unit_id, person_id=member.person_id)
    found = {one.policy: scope_of(base, one.policy, one.track) for one in shares if one.policy in offered}
    return {policy: scope for policy, scope in found.items() if scope is not None}


async def units_shared_with(rows: Transaction, base: KnowledgeBase, person_id: int, policy_id: str) -> tuple[str, ...]:
    """The names of the units whose contacts somebody lets see a policy."""
    members = await rows.members.of_person(person_id)
    sharing = [one.unit_id for one in members if policy_id in await agreed(rows, base, one)]
    units = [await rows.units.get(one) for one in sharing]
    return tuple(unit.name for unit in units if unit is not None)


async def seen_now(rows: Transaction, base: KnowledgeBase, member: MemberRecord, scope: PolicyScope, now: datetime) -> Seen:
    """How a member is seen, or would be if they agreed to it."""
    (sharer,) = await _seen(rows, base, [(member, scope)], now)
    return sharer.seen


async def sharers_of(rows: Transaction, base: KnowledgeBase, unit_id: int, policy_id: str, now: datetime) -> tuple[Sharer, ...]:
    """Everybody who agreed for a policy that the unit follows; of nobody else anything is given, not even that they are there."""
    if policy_id not in {one.id for one in await shareable(rows, base, unit_id)}:
        return ()
    members = {one.person_id: one for one in await rows.members.of_unit(unit_id)}
    shares = await rows.members.shares(unit_id, policy=policy_id)
    scopes = [(members[one.person_id], scope_of(base, policy_id, one.track)) for one in shares]
    return least_ready_first(await _seen(rows, base, [(member, scope) for member, scope in scopes if scope is not None], now))


async def _seen(
    rows: Transaction, base: KnowledgeBase, members: Sequence[tuple[MemberRecord, PolicyScope]], now: datetime
) -> tuple[Sharer, ...]:
    """Members with what each of them shares of one policy."""
    ids = [member.person_id for member, _ in members]
    answers = await rows.answers.of_each(ids)
    lists = {scope: list_about(base.policies[scope.policy], scope.track) for _, scope in members}
    ticked = {scope: await rows.checklists.ticked(ids, str(about)) if about is not None else {} for scope, about in lists.items()}
    return tuple(
        Sharer(
            member.person_id,
            seen_of(
                base,
                scope,
                member.called,
                answers_of(base, answers[member.person_id]),
                ticked[scope].get(member.person_id, frozenset()),
                now,
            ),
        )
        for member, scope in members
    )
