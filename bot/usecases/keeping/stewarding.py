"""负责人: who answers for a policy, and when it is to be held against its notice again. Rows, not files: nothing of it is published."""

import json
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from bot.clock import SHANGHAI
from bot.usecases.keeping.granting import called
from bot.usecases.rights import may, reachable, role_of
from bot.usecases.snapshot import Snapshots
from knowledge.base import KnowledgeBase
from storage.database import Transaction
from storage.keeping_records import StewardRecord
from storage.queue_records import Message

OVERDUE: Final = "overdue_checks"
"""The kind of message that tells what is to be checked: worded when it is sent."""
MONTHS: Final = 6
"""Between two checks, unless somebody chose otherwise."""
CHANGED: Final = "stewards"
"""The mark that is another after every change."""
_TOLD: Final = "overdue_told"
_HOUR: Final = 9
_YEAR: Final = 12


async def standing(rows: Transaction, policy: str) -> StewardRecord:
    """How it stands with a policy; nobody and no day where nothing was set."""
    return await rows.stewards.of(policy) or _nobody(policy)


async def standings(rows: Transaction, base: KnowledgeBase) -> tuple[StewardRecord, ...]:
    """How it stands with every policy on file: what is to be checked longest first, then what nobody answers for, then by day."""
    kept = {one.policy: one for one in await rows.stewards.all()}
    found = (kept.get(policy) or _nobody(policy) for policy in base.policies)
    return tuple(sorted(found, key=lambda one: (one.next_on or "9", one.person_id is not None, one.policy)))


def is_overdue(record: StewardRecord, today: date) -> bool:
    """Whether a policy is to be held against its notice now."""
    return bool(record.next_on) and record.next_on <= today.isoformat()


async def take_up_checked(rows: Transaction, snapshots: Snapshots, known: str | None) -> str:
    """Let answers say when each policy was last checked, where that is not what is ``known`` (None: nothing yet); what is known then."""
    changed = await rows.marks.get(CHANGED) or ""
    if changed != known:
        checked = {one.policy: date.fromisoformat(one.checked_on) for one in await rows.stewards.all() if one.checked_on}
        snapshots.note_checked(checked)
    return changed


async def appoint(rows: Transaction, policy: str, person_id: int | None, actor: int, now: datetime) -> None:
    """Let somebody answer for a policy, or nobody."""
    await _put(rows, replace(await standing(rows, policy), person_id=person_id), now)
    await rows.audit.note("policy.steward", json.dumps({"policy": policy}), now, actor_id=actor, person_id=person_id)


async def check(rows: Transaction, policy: str, actor: int, now: datetime) -> StewardRecord:
    """It was held against its notice today; the next time follows."""
    before, today = await standing(rows, policy), now.astimezone(SHANGHAI).date()
    after = replace(before, checked_on=today.isoformat(), next_on=later(today, before.months).isoformat())
    await _put(rows, after, now)
    await rows.audit.note("policy.checked", json.dumps({"policy": policy}), now, actor_id=actor)
    return after


async def plan_next(rows: Transaction, policy: str, day: date, actor: int, now: datetime) -> None:
    """Check it next on this day."""
    await _put(rows, replace(await standing(rows, policy), next_on=day.isoformat()), now)
    await rows.audit.note("policy.next_check", json.dumps({"policy": policy, "day": day.isoformat()}), now, actor_id=actor)


async def plan_unplanned(rows: Transaction, base: KnowledgeBase, now: datetime) -> None:
    """Let no policy on file be without a day: the usual months from now, for those of which nobody said when."""
    today = now.astimezone(SHANGHAI).date()
    for record in await standings(rows, base):
        if not record.next_on:
            await rows.stewards.plan(replace(record, next_on=later(today, record.months).isoformat()))


async def plan_every(rows: Transaction, policy: str, months: int, actor: int, now: datetime) -> None:
    """Check it every so many months from now on, counted from the last time."""
    before = await standing(rows, policy)
    start = date.fromisoformat(before.checked_on) if before.checked_on else now.astimezone(SHANGHAI).date()
    await _put(rows, replace(before, months=months, next_on=later(start, months).isoformat()), now)
    await rows.audit.note("policy.next_check", json.dumps({"policy": policy, "months": months}), now, actor_id=actor)


def later(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    year, month = divmod(day.month - 1 + months, _YEAR)
    return date(day.year + year, month + 1, min(day.day, monthrange(day.year + year, month + 1)[1]))


async def may_check(rows: Transaction, record: StewardRecord, person_id: int) -> bool:
    """Whether somebody may say that a policy was checked: who answers for it, and all who publish."""
    return await may(rows, person_id, "publisher") or (record.person_id == person_id and await may(rows, person_id, "editor"))


async def steward_reached(rows: Transaction, policy: str) -> tuple[int, int] | None:
    """Who answers for a policy, with their chat, while they may do something about it and can be written to."""
    record = await rows.stewards.of(policy)
    return next((one for one in await reachable(rows, "editor") if record is not None and one[0] == record.person_id), None)


async def overdue_for(rows: Transaction, base: KnowledgeBase, person_id: int, now: datetime) -> tuple[StewardRecord, ...]:
    """What somebody is to be told of: what they answer for, and all of it where they own the bot."""
    role = await role_of(rows, person_id)
    late = await _overdue(rows, base, now)
    return tuple(one for one in late if role == "owner" or (role is not None and one.person_id == person_id))


async def names_of(rows: Transaction, found: Iterable[StewardRecord]) -> Mapping[int, str]:
    """What those are called who answer for something and still hold a right."""
    people = {one.person_id for one in found if one.person_id is not None}
    return {one: await called(rows, one) for one in sorted(people) if await role_of(rows, one) is not None}


async def tell_overdue(rows: Transaction, base: KnowledgeBase, now: datetime) -> int:
    """Once a week, and only where something is to be checked: a list to who answers for it and to all who own the bot; to how many."""
    here = now.astimezone(SHANGHAI)
    week = f"{here:%G-W%V}"
    if here.hour < _HOUR or await rows.marks.get(_TOLD) == week:
        return 0
    late = await _overdue(rows, base, now)
    if not late:
        return 0
    await rows.marks.set(_TOLD, week)
    people = dict(await reachable(rows, "editor"))
    readers = {one.person_id for one in late if one.person_id is not None} | {person for person, _ in await reachable(rows, "owner")}
    told = 0
    for person in sorted(readers & people.keys()):
        key = f"{OVERDUE}:{week}:{person}"
        message = Message(kind=OVERDUE, chat_id=people[person], person_id=person, due_at=now, reference="{}", dedupe_key=key)
        told += await rows.outbox.add(message, now) is not None
    return told


async def _overdue(rows: Transaction, base: KnowledgeBase, now: datetime) -> tuple[StewardRecord, ...]:
    due: Iterable[StewardRecord] = await rows.stewards.due(now.astimezone(SHANGHAI).date().isoformat())
    return tuple(one for one in due if one.policy in base.policies)


async def _put(rows: Transaction, record: StewardRecord, now: datetime) -> None:
    await rows.stewards.put(record)
    await rows.marks.set(CHANGED, now.isoformat())


def _nobody(policy: str) -> StewardRecord:
    return StewardRecord(policy=policy, person_id=None, checked_on="", next_on="", months=MONTHS)
