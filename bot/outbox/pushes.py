"""Pushes that are worded only when they are sent, from the knowledge and the rows of that moment; none where nothing is left to say."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.outbox.courier import Composer, Later, Letters
from bot.outbox.keeping.overdue import overdue
from bot.outbox.letter import letters_of
from bot.outbox.pushing import Pushing
from bot.outbox.unit_pushes import inner_missed, inner_moved, inner_reminder, overtaken, unit_reminder
from bot.usecases.keeping.stewarding import OVERDUE
from bot.usecases.keeping.withdrawing import HELD_FOR, heed, is_held
from bot.usecases.lacking import lacks_of
from bot.usecases.matching import MATCH, RIPE, matching, ripening
from bot.usecases.missing import MISSED, missed_by, missed_since, told_of
from bot.usecases.moving import MOVED, moved_for, told_before
from bot.usecases.reminding import NEW_EDITION, REMINDER, SNOOZE, SNOOZES, UNIT_REMINDER, UNIT_SNOOZE, closing_of, edition_of, still_due
from bot.usecases.rhythms import awake
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.audience import inner_days_of
from bot.usecases.units.inner import INNER, INNER_MOVED, INNER_SNOOZE
from bot.usecases.units.nudging import NUDGE, REMOVED, UnitReference, has_done
from bot.usecases.units.sharing import agreed, seen_now
from bot.usecases.versions import Versions
from bot.views.message import Message
from bot.views.pushes import missed_message, moved_message, new_edition_message
from bot.views.reminders import reminder_message
from bot.views.screening import match_message, ripe_message
from bot.views.units.joining import removed_message
from bot.views.units.nudging import nudge_message
from bot.views.units.reminders import for_group, moved_rows
from storage.database import Transaction
from storage.queue_records import OutboxRecord

Wording = Callable[[Pushing], Awaitable[Message | tuple[Message, ...] | None]]


class Pushes:
    """Writes the letters of pushes."""

    def __init__(self, snapshots: Snapshots, clock: Clock) -> None:
        """Nothing is read before a push is worded."""
        self._snapshots = snapshots
        self._clock = clock

    @property
    def composers(self) -> Mapping[str, Composer]:
        """What words each kind of push."""
        return {kind: self._composer(wording) for kind, wording in WORDINGS.items()}

    def _composer(self, wording: Wording) -> Composer:
        async def compose(rows: Transaction, claim: OutboxRecord) -> Letters | Later:
            person = await rows.people.get(claim.person_id) if claim.person_id is not None else None
            chat = await rows.chats.get(claim.chat_id)
            if person is None or chat is None:
                return ()
            now = self._clock.now()
            if is_held(await heed(rows, self._snapshots), claim):
                return Later(now + HELD_FOR)
            at = awake(person.rhythm, now)
            if at > now and not _ends_before(claim, at):
                return Later(at)
            worded = await wording(Pushing(rows, self._snapshots.current.base, claim, person, chat, now))
            messages = (worded,) if isinstance(worded, Message) else worded or ()
            return tuple(letter for message in messages for letter in letters_of(message))

        return compose


FANNED_OUT = frozenset({REMINDER, UNIT_REMINDER, INNER})
DATED = FANNED_OUT | SNOOZES | {INNER_MOVED, INNER_SNOOZE}
"""The kinds whose reference names the last day that they are about; empty where a unit has none any more."""


def _ends_before(claim: OutboxRecord, at: datetime) -> bool:
    """Whether the last day that a reminder is about is over by then: it is better told in quiet hours than not at all."""
    day = json.loads(claim.reference).get("deadline", "").partition("#")[0]
    return claim.kind in DATED and day != "" and closing_of(date.fromisoformat(day)) <= at


async def _reminder(push: Pushing) -> Message | None:
    """A last day as the knowledge stands now; nothing when it is no longer wanted or its date moved."""
    versions = Versions(await push.rows.deadlines.of([json.loads(push.claim.reference)["policy"]]))
    due = still_due(push.base, versions, push.claim, await push.listener(), push.now)
    if due is None:
        await _note_missed(push)
        return None
    lacks = await lacks_of(push.rows, push.base, push.person.id, push.claim.chat_id, due.policy.id, push.now)
    inner = (await inner_days_of(push.rows, push.person.id, push.now)).get(due.policy.id)
    return reminder_message(push.base, due, lacks, push.now, inner)


async def _unit_reminder(push: Pushing) -> tuple[Message, ...]:
    """The same for the units of a chat."""
    messages = await unit_reminder(push)
    if not messages:
        await _note_missed(push)
    return messages


async def _inner_reminder(push: Pushing) -> Message | None:
    """The same for the day by which a member's unit wants it."""
    message = await inner_reminder(push)
    if message is None:
        await _note_missed(push)
    return message


async def _note_missed(push: Pushing) -> None:
    """A reminder that could not be sent for so long that its day is over: one message of the day says so."""
    day = json.loads(push.claim.reference)["deadline"].partition("#")[0]
    if push.claim.kind not in FANNED_OUT or push.claim.attempts == 1 or closing_of(date.fromisoformat(day)) > push.now:
        return
    message = missed_since(push.claim.due_at - timedelta(seconds=1), push.claim.chat_id, push.person.id, push.now)
    await push.rows.outbox.add(message, push.now)


async def _moved(push: Pushing) -> tuple[Message, ...]:
    """Last days that are others than before; those that changed while an earlier change waited for the morning are told with it."""
    reference = json.loads(push.claim.reference)
    versions = Versions(await push.rows.deadlines.of([reference["policy"]]))
    earlier = tuple(told_before(versions, push.claim, push.now))
    if await push.rows.outbox.is_told_after(earlier, datetime.fromisoformat(reference["deadline"]), push.now):
        return ()
    listener = await push.listener()
    moved = moved_for(push.base, versions, push.claim, listener)
    if moved is None:
        return ()
    if not push.is_private:
        return (for_group(moved_message(moved, push.now, ()), moved.policy),)
    alone = all(kind == "unit" or name.partition("/")[0] != reference["policy"] for kind, name in listener.followed)
    message = moved_message(moved, push.now, moved_rows(moved.policy, listener.watching) if alone else None)
    return (message, *(await overtaken(push, listener.watching, moved.policy) if moved.policy is not None else ()))


async def _missed(push: Pushing) -> Message | None:
    """Last days that passed while the bot was down."""
    missed, unsaid = told_of(push.base, missed_by(push.base, push.claim, await push.listener(), push.now))
    if not push.is_private:
        return for_group(missed_message(missed, unsaid=unsaid)) if missed or unsaid else None
    inner = await inner_missed(push)
    return missed_message(missed, inner, unsaid) if missed or inner or unsaid else None


async def _news(push: Pushing) -> Message | None:
    """A new edition."""
    policy = edition_of(push.base, push.claim)
    if policy is None or not await push.rows.subscriptions.still_following([push.claim.chat_id], [("series", policy.series.id)]):
        return None
    return new_edition_message(push.base, policy, push.now)


async def _match(push: Pushing) -> Message | None:
    """A new policy, told to somebody whom it fits or may fit."""
    standing = await matching(push.rows, push.base, push.claim, push.now)
    return match_message(push.base, standing) if standing is not None else None


async def _ripe(push: Pushing) -> Message | None:
    """The day has come from which a policy fits."""
    standing = await ripening(push.rows, push.base, push.claim, push.now)
    return ripe_message(push.base, standing) if standing is not None else None


async def _nudge(push: Pushing) -> Message | None:
    """A contact asks how far one is; nothing where it is shared no more, or nudges are not wanted any more."""
    about = UnitReference.model_validate_json(push.claim.reference)
    member, unit = await push.rows.members.get(about.unit, push.person.id), await push.rows.units.get(about.unit)
    if member is None or unit is None or member.hushed_at is not None or await has_done(push.rows, push.person.id, about.policy):
        return None
    scope = (await agreed(push.rows, push.base, member)).get(about.policy)
    if scope is None:
        return None
    seen = await seen_now(push.rows, push.base, member, scope, push.now)
    lacks = await lacks_of(push.rows, push.base, push.person.id, push.claim.chat_id, scope.policy, push.now)
    inner = (await inner_days_of(push.rows, push.person.id, push.now)).get(scope.policy)
    return nudge_message(unit.id, unit.name, push.base.policies[scope.policy], scope, seen, lacks, inner)


async def _removed(push: Pushing) -> Message | None:
    """A contact took one out of a unit; nothing where one has joined again."""
    about = UnitReference.model_validate_json(push.claim.reference)
    unit = await push.rows.units.get(about.unit)
    if unit is None or await push.rows.members.get(about.unit, push.person.id) is not None:
        return None
    return removed_message(unit.name)


WORDINGS: Mapping[str, Wording] = {
    REMINDER: _reminder,
    SNOOZE: _reminder,
    UNIT_REMINDER: _unit_reminder,
    UNIT_SNOOZE: _unit_reminder,
    INNER: _inner_reminder,
    INNER_SNOOZE: _inner_reminder,
    INNER_MOVED: inner_moved,
    MOVED: _moved,
    MISSED: _missed,
    NEW_EDITION: _news,
    MATCH: _match,
    RIPE: _ripe,
    NUDGE: _nudge,
    REMOVED: _removed,
    OVERDUE: overdue,
}
