"""People as far as reminders are concerned, read from rows; and their deliveries of the coming day, planned anew when something changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.usecases.answer_rows import answers_of
from bot.usecases.moving import MOVED, moved_meanwhile
from bot.usecases.rectifying import make_up
from bot.usecases.reminding import NEW_EDITION, REMINDER, UNIT_REMINDER, Listener, edition_told, policy_of, upcoming, upcoming_for_units
from bot.usecases.replanning import Replan
from bot.usecases.rhythms import awake
from bot.usecases.units.audience import replan_inner, tell_what_moved
from bot.usecases.units.inner import INNER, INNER_MOVED
from bot.usecases.units.watching import watchings_of
from bot.usecases.versions import Versions
from knowledge.base import KnowledgeBase
from storage.corrections import CORRECTION
from storage.database import Transaction
from storage.records import ChatRecord, PersonRecord, SubscriptionRecord
from storage.schedule import delivery

KINDS = (REMINDER, UNIT_REMINDER, INNER)


async def listener_of(rows: Transaction, base: KnowledgeBase, person: PersonRecord) -> Listener:
    """Somebody's rhythm, what they follow, what they answered, and what they want to hear no more of."""
    followed = frozenset((one.kind, one.target) for one in await rows.subscriptions.of(person.id))
    silent = frozenset((one.policy, one.stage) for one in await rows.silences.of(person.id))
    return Listener(person.rhythm, followed, answers_of(base, await rows.answers.of(person.id)), silent)


async def listener_in(rows: Transaction, base: KnowledgeBase, person: PersonRecord, chat: ChatRecord) -> Listener:
    """Whoever reads a chat: in private somebody with their units, in a group nobody but the unit that it belongs to."""
    watching = await watchings_of(rows, base, person.id, chat)
    if chat.kind != "private":
        return Listener(person.rhythm, frozenset(), {}, watching=watching)
    return replace(await listener_of(rows, base, person), watching=watching)


async def plan(rows: Transaction, base: KnowledgeBase, person_id: int, now: datetime, away: ChatRecord | None = None) -> None:
    """Put somebody's reminders of the coming day in the outbox as they are wanted now.

    For who begins to follow, comes back, or changes when they want to be reminded, after the fan-out. What was to come and is
    wanted no more is taken out; what should have come meanwhile comes at once, if it was still to come before; a change of days,
    or a correction, that waits for the morning of an earlier rhythm comes when this one is awake. ``away``: the chat that
    could not be reached until now; what it missed comes late, and says so, and days that moved, editions that came and
    corrections that were told meanwhile are told.
    """
    person = await rows.people.get(person_id)
    followed = await rows.subscriptions.of(person_id)
    withdrawn = [key for kind in KINDS for key in await rows.outbox.withdraw(person_id, kind)]
    since = away.unreachable_since if away is not None else None
    missed = (
        await rows.outbox.forget_skipped(away.id, (*KINDS, MOVED, INNER_MOVED, NEW_EDITION, CORRECTION), since)
        if away is not None and since is not None
        else frozenset()
    )
    if person is None:
        return
    replan = Replan(now, frozenset(withdrawn), away, missed)
    for kind in (MOVED, CORRECTION):
        await rows.outbox.hasten(person_id, kind, awake(person.rhythm, now))
    if away is not None:
        theirs = [one for one in followed if one.chat_id == away.id]
        await _tell_of_changes(rows, base, person, theirs, replan)
        await _tell_of_editions(rows, base, person, theirs, replan)
        await tell_what_moved(rows, person, away, replan.missed, now)
        await make_up(rows, person, away, replan.missed, now)
    await replan_inner(rows, person, replan)
    policies = sorted({policy_of(one) for one in followed} & base.policies.keys())
    if not policies:
        return
    versions, ours = Versions(await rows.deadlines.of(policies)), [base.policies[policy] for policy in policies]
    reminders = (*upcoming(base, versions, now, ours), *upcoming_for_units(base, versions, now, ours))
    for one in followed:
        for reminder in reminders:
            moment = reminder.when(person.rhythm, now) if (one.kind, one.target) in reminder.occasion.targets else None
            message = replan.put(delivery(reminder.occasion, person_id, one.chat_id, one.id, moment), moment) if moment else None
            if message is not None:
                await rows.outbox.add(message, now)


async def _tell_of_changes(
    rows: Transaction, base: KnowledgeBase, person: PersonRecord, followed: Sequence[SubscriptionRecord], replan: Replan
) -> None:
    """Put on its way what moved of these while their chat could not be reached: who knew the old day hears of the new one."""
    assert replan.away is not None  # noqa: S101 - the caller asked
    versions = Versions(await rows.deadlines.of({policy_of(one) for one in followed}))
    for occasion in moved_meanwhile(base, versions, replan.away, replan.missed, replan.now):
        for one in followed:
            if (one.kind, one.target) in occasion.targets and one.since <= occasion.due_at:
                message = delivery(occasion, person.id, replan.away.id, one.id, awake(person.rhythm, replan.now))
                await rows.outbox.add(message, replan.now)


async def _tell_of_editions(
    rows: Transaction, base: KnowledgeBase, person: PersonRecord, followed: Sequence[SubscriptionRecord], replan: Replan
) -> None:
    """The same of the newest editions of these series."""
    assert replan.away is not None  # noqa: S101 - the caller asked
    series = {one.target: one for one in followed if one.kind == "series" and len(base.editions.get(one.target, ())) > 1}
    versions = Versions(await rows.deadlines.of([base.editions[one][0].id for one in series]))
    for name, one in series.items():
        newest = base.editions[name][0]
        known, since = versions.known_since(newest.id), replan.away.unreachable_since or replan.now
        if known is None or one.since > known:
            continue
        message = delivery(edition_told(newest, known), person.id, replan.away.id, one.id, awake(person.rhythm, replan.now))
        if known >= since or message.dedupe_key in replan.missed:
            await rows.outbox.add(message, replan.now)
