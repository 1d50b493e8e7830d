"""The members of a unit who hear of its inner deadline: those who share the policy with it or follow it, and have not done with it."""

from datetime import date, datetime

from bot.clock import SHANGHAI
from bot.usecases.reminding import Reminder, policy_of
from bot.usecases.replanning import Replan
from bot.usecases.rhythms import awake
from bot.usecases.snoozing import is_to_come
from bot.usecases.units.auditing import note
from bot.usecases.units.inner import (
    INNER,
    WITHDRAWN,
    InnerDay,
    inner_reminders,
    last_day_of,
    moved_key,
    moved_message,
    own_day,
    read_day,
    told_at,
)
from storage.database import Transaction
from storage.queue_records import Occasion
from storage.records import ChatRecord, PersonRecord
from storage.schedule import delivery
from storage.silences import WHOLE
from storage.unit_records import InnerDeadlineRecord

Audience = tuple[tuple[PersonRecord, ChatRecord], ...]
"""People, each with their own chat."""
FOLLOWED = frozenset({"policy", "track"})


async def hears(rows: Transaction, person_id: int, unit_id: int, policy: str, *, told: bool = False) -> bool:
    """Whether somebody is a member of a unit now who wants to hear of a policy.

    ``told``: of changes alone. So does who has handed in since a day was set: they were promised to hear if it is another.
    """
    if await rows.members.get(unit_id, person_id) is None:
        return False
    silence = next((one for one in await rows.silences.of(person_id) if (one.policy, one.stage) == (policy, WHOLE)), None)
    if silence is not None and not (told and await _knows_a_day(rows, unit_id, policy, silence.since)):
        return False
    if await rows.members.shares(unit_id, person_id=person_id, policy=policy):
        return True
    return any(one.kind in FOLLOWED and policy_of(one) == policy for one in await rows.subscriptions.of(person_id))


async def wants(rows: Transaction, person_id: int, record: InnerDeadlineRecord) -> bool:
    """Whether somebody hears of a unit's own day, and not only of its changes."""
    silent = {(one.policy, one.stage) for one in await rows.silences.of(person_id)}
    return (record.policy, own_day(record.day)) not in silent and await hears(rows, person_id, record.unit_id, record.policy)


async def _knows_a_day(rows: Transaction, unit_id: int, policy: str, since: datetime) -> bool:
    """Whether a unit's own day had been told when somebody fell silent."""
    return any(one.set_at <= since and read_day(one) is not None for one in await rows.unit_work.inner_deadlines(unit_id, policy))


async def audience(rows: Transaction, unit_id: int, policy: str, *, told: bool = False) -> Audience:
    """All who hear of it and can be reached, each with their own chat."""
    found: list[tuple[PersonRecord, ChatRecord]] = []
    for member in await rows.members.of_unit(unit_id):
        if await hears(rows, member.person_id, unit_id, policy, told=told):
            person, chat = await rows.people.get(member.person_id), await rows.chats.private(member.person_id)
            if person is not None and chat is not None and chat.unreachable_since is None:
                found.append((person, chat))
    return tuple(found)


async def set_day(  # noqa: PLR0913, PLR0917 - whose, of what, which, by whom, when, whom it is told
    rows: Transaction, unit_id: int, policy: str, day: date | None, by: int, now: datetime, hearing: Audience | None = None
) -> None:
    """Let the unit's own last day be this one, or none; where it is another than before, those who hear of it are told.

    ``hearing``: whom it is told, where that is not everybody who hears of it now.
    """
    before = await rows.unit_work.inner_deadline(unit_id, policy)
    if read_day(before) == day:
        return
    await rows.unit_work.set_inner_deadline(unit_id, policy, day.isoformat() if day else WITHDRAWN, by, now)
    await note(rows, "inner.set", unit_id, now, actor=by)
    record = await rows.unit_work.inner_deadline(unit_id, policy)
    if record is not None:
        await tell(rows, record, before, await audience(rows, unit_id, policy, told=True) if hearing is None else hearing, now)


async def sharers_told(rows: Transaction, unit_id: int, policy: str) -> Audience:
    """Those who agreed for a policy and know the unit's own day for it; nobody where there is none."""
    if read_day(await rows.unit_work.inner_deadline(unit_id, policy)) is None:
        return ()
    agreed = {one.person_id for one in await rows.members.shares(unit_id, policy=policy)}
    return tuple(one for one in await audience(rows, unit_id, policy, told=True) if one[0].id in agreed)


async def tell(
    rows: Transaction, record: InnerDeadlineRecord, before: InnerDeadlineRecord | None, hearing: Audience, now: datetime
) -> None:
    """Put on its way to each of them that the day is another.

    Where a message of an earlier change still waits for the morning, that one tells what holds then, and is the only one.
    """
    if read_day(record) == read_day(before):
        return
    for person, chat in hearing:
        if not await rows.outbox.waits(chat.id, moved_key(record, chat.id)):
            known = before.sequence if before is not None else None
            await rows.outbox.add(moved_message(record, known, person.id, chat.id, told_at(record, person.rhythm, now)), now)


async def tell_what_moved(rows: Transaction, person: PersonRecord, away: ChatRecord, missed: frozenset[str], now: datetime) -> None:
    """Put on its way to somebody what their units' own days became while their chat could not be reached, if it still matters.

    ``missed``: the dedupe keys of what could not be sent there.
    """
    since = away.unreachable_since or now
    for membership in await rows.members.of_person(person.id):
        unit_id = membership.unit_id
        records = (*await rows.unit_work.inner_days(unit_id=unit_id), *await rows.unit_work.withdrawn_days(unit_id))
        for policy in sorted({one.policy for one in records if now < last_day_of(one).closes}):
            latest, *_ = versions = await rows.unit_work.inner_deadlines(unit_id, policy)
            told = (one for one in versions if one.set_at < since and f"{moved_key(one, away.id)}{one.sequence}" not in missed)
            if await hears(rows, person.id, unit_id, policy, told=True):
                await tell(rows, latest, next(told, None), ((person, away),), now)


async def remind(rows: Transaction, reminder: Reminder, unit_id: int, now: datetime) -> None:
    """Let a reminder become deliveries, once; each at its reader's own minute."""
    if not await rows.schedule.begin(reminder.occasion, now):
        return
    for person, chat in await audience(rows, unit_id, reminder.occasion.policy):
        moment = reminder.when(person.rhythm, now)
        if moment is not None:
            await rows.outbox.add(delivery(reminder.occasion, person.id, chat.id, None, moment), now)


async def sum_up(rows: Transaction, occasion: Occasion, record: InnerDeadlineRecord, since: datetime, now: datetime) -> None:
    """Let those who were still to be reminded of a day that is over hear of it in the one message of what was missed since then."""
    for person, chat in await audience(rows, record.unit_id, record.policy):
        if is_to_come(person.rhythm, last_day_of(record), since):
            await rows.outbox.add(delivery(occasion, person.id, chat.id, None, awake(person.rhythm, now)), now)


async def plan_inner(rows: Transaction, person: PersonRecord, now: datetime) -> None:
    """Put somebody's reminders of inner deadlines of the coming day in the outbox as they are wanted now."""
    await replan_inner(rows, person, Replan(now, await rows.outbox.withdraw(person.id, INNER)))


async def replan_inner(rows: Transaction, person: PersonRecord, replan: Replan) -> None:
    """The same where what was on its way is taken out already."""
    chat = await rows.chats.private(person.id)
    memberships = await rows.members.of_person(person.id)
    if chat is None or not memberships:
        return
    for membership in memberships:
        for record in await rows.unit_work.inner_days(unit_id=membership.unit_id):
            reminders = tuple(inner_reminders(record, replan.now))
            if reminders and await wants(rows, person.id, record):
                for reminder in reminders:
                    moment = reminder.when(person.rhythm, replan.now)
                    message = replan.put(delivery(reminder.occasion, person.id, chat.id, None, moment), moment) if moment else None
                    if message is not None:
                        await rows.outbox.add(message, replan.now)


async def own_days_to_come(rows: Transaction, person_id: int, now: datetime) -> tuple[InnerDeadlineRecord, ...]:
    """The own days of somebody's units that are not over and of which they want to be reminded."""
    return tuple([one for one in await _own_days(rows, person_id) if now < last_day_of(one).closes])


async def own_days_missed(rows: Transaction, person: PersonRecord, since: datetime, now: datetime) -> tuple[InnerDeadlineRecord, ...]:
    """The same of those that were over between two moments, and of which they were still to be reminded in between."""
    passed = [(one, last_day_of(one)) for one in await _own_days(rows, person.id)]
    return tuple(one for one, last in passed if since < last.closes <= now and is_to_come(person.rhythm, last, since))


async def _own_days(rows: Transaction, person_id: int) -> tuple[InnerDeadlineRecord, ...]:
    found: list[InnerDeadlineRecord] = []
    for membership in await rows.members.of_person(person_id):
        found += [one for one in await rows.unit_work.inner_days(unit_id=membership.unit_id) if await wants(rows, person_id, one)]
    return tuple(found)


async def inner_days_to_come(rows: Transaction, unit_id: int, now: datetime) -> dict[str, date]:
    """By policy, the last days that a unit set and that are not over."""
    today = now.astimezone(SHANGHAI).date().isoformat()
    records = await rows.unit_work.inner_days(unit_id=unit_id, earliest=today)
    return {record.policy: day for record in records if (day := read_day(record)) is not None}


async def withdrawn_days_of(rows: Transaction, person_id: int) -> dict[str, date]:
    """By policy, the day by which somebody's unit wanted it before it set none any more; of several units the first to end."""
    found: dict[str, date] = {}
    for membership in await rows.members.of_person(person_id):
        for record in await rows.unit_work.withdrawn_days(membership.unit_id):
            day = last_day_of(record).ends
            found[record.policy] = min(day, found.get(record.policy, day))
    return found


async def inner_days_of(rows: Transaction, person_id: int, now: datetime) -> dict[str, InnerDay]:
    """By policy, the day by which somebody's unit wants it and that is not over; of several units the first to end."""
    found: dict[str, InnerDay] = {}
    for membership in await rows.members.of_person(person_id):
        unit = await rows.units.get(membership.unit_id)
        for policy, day in (await inner_days_to_come(rows, membership.unit_id, now)).items():
            if unit is not None and (policy not in found or day < found[policy].day):
                found[policy] = InnerDay(unit.name, day)
    return found
