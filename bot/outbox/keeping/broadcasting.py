"""Broadcasts on their way: fed into the outbox a little at a time, worded when they are sent, counted, and shown on one card.

One process feeds and counts (who plans); all send. What is lost with a process is nothing: the rows say how far it is.
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.outbox.courier import Composer, Later, Letters
from bot.outbox.letter import Letter, letters_of
from bot.usecases.keeping.broadcasting import DRAFTS_FADE, may_run, note_ended, pause_without_right, unit_of
from bot.usecases.rhythms import awake
from bot.usecases.rights import may
from bot.usecases.snapshot import Snapshots
from bot.views.keeping.broadcasting import broadcast_message, closed_card, ended_message, lost_message, progress_message
from storage.broadcast_records import BroadcastRecord, Card
from storage.broadcasts import BROADCAST
from storage.database import Database, Transaction
from storage.queue_records import Message, OutboxRecord
from storage.records import Rhythm

PROGRESS: Final = "broadcast_progress"
CHUNK = 2_000
"""Chats looked at in one transaction."""
AHEAD = 10_000
"""Messages of one broadcast that are in the outbox at once."""
EVERY = timedelta(seconds=5)
"""The card is drawn no more often."""
HELD_FOR = timedelta(minutes=5)
"""After so long it is looked whether what was caught on its way by a pause may go."""


class Broadcasting:
    """What a tick does for broadcasts."""

    def __init__(self, database: Database, snapshots: Snapshots, clock: Clock) -> None:
        """Nothing is read before a tick."""
        self._database = database
        self._snapshots = snapshots
        self._clock = clock

    async def feed(self, stop: asyncio.Event) -> bool:
        """Fill the outbox up; whether more is to come as soon as that is sent."""
        async with self._database.transaction() as rows:
            await rows.broadcasts.forget_drafts(self._clock.now() - DRAFTS_FADE)
            running = [one for one in await rows.broadcasts.under_way() if one.state == "running"]
            for record in running:
                if not await may_run(rows, record):
                    (letter,) = letters_of(lost_message(record))
                    await pause_without_right(rows, record, letter.model_dump_json(exclude_defaults=True), self._clock.now())
        fed = [await self._feed(record.id, stop) for record in running if record.fed_at is None]
        return any(fed)

    async def _feed(self, number: int, stop: asyncio.Event) -> bool:
        fed = False
        while not stop.is_set():
            now = self._clock.now()
            async with self._database.transaction() as rows:
                if await rows.broadcasts.waiting(number) + CHUNK > AHEAD:
                    return fed
                step = await rows.broadcasts.fan_out(number, now, CHUNK, partial(_due, now))
            if step.finished:
                return False
            fed |= step.added > 0
        return False

    async def count(self) -> None:
        """Count what became of what was sent, and have the cards drawn that say so."""
        async with self._database.transaction() as rows:
            under_way = await rows.broadcasts.under_way()
        for before in under_way:
            async with self._database.transaction() as rows:
                await rows.broadcasts.settle(before.id)
                ended = await rows.broadcasts.end(before.id, self._clock.now())
                record = await rows.broadcasts.get(before.id)
                if record is not None and (ended or record.ended_at is None):
                    await self._draw(rows, record)
                if record is not None and ended:
                    await note_ended(rows, record, self._clock.now())

    async def _draw(self, rows: Transaction, record: BroadcastRecord) -> None:
        card, now = record.card, self._clock.now()
        if card is None:
            return
        is_drawn, shown = await rows.broadcasts.card_shown(card) if card.row is not None else (True, None)
        said = f"{record.state} {record.sent} {record.failed} {record.skipped}"
        is_due = is_drawn and (card.at is None or now - card.at >= EVERY)
        if record.ended_at is None and (not is_due or said == card.said):
            return
        chat = await rows.chats.get(card.chat_id)
        if chat is None:
            return
        reference = json.dumps({BROADCAST: record.id})
        told = Message(kind=PROGRESS, chat_id=card.chat_id, person_id=chat.person_id, due_at=now, reference=reference)
        row = await rows.outbox.add(told, now)
        await rows.broadcasts.put_card(
            record.id, Card(chat_id=card.chat_id, message_id=shown or card.message_id, row=row, said=said, at=now)
        )


def _due(now: datetime, rhythm: Rhythm) -> datetime:
    return awake(rhythm, now)


def broadcast_composers(snapshots: Snapshots, clock: Clock) -> Mapping[str, Composer]:
    """What words a broadcast, and the card that shows how far one is."""

    async def compose(rows: Transaction, claim: OutboxRecord) -> Letters | Later:
        record, now = await _record(rows, claim), clock.now()
        person = await rows.people.get(claim.person_id or 0)
        if record is None or person is None or record.state == "stopped":
            return ()
        if record.state == "paused" or not await may_run(rows, record):
            return Later(now + HELD_FOR)
        at = awake(person.rhythm, now)
        if at > now:
            return Later(at)
        if not await rows.broadcasts.hears(record.whom, claim.chat_id):
            return ()
        return letters_of(broadcast_message(snapshots.current.base, record.whom, record.text))

    async def progress(rows: Transaction, claim: OutboxRecord) -> Letters:
        record = await _record(rows, claim)
        if record is None or record.card is None or not await may(rows, claim.person_id or 0, "owner"):
            return ()
        base, unit = snapshots.current.base, await unit_of(rows, record.whom)
        shown = progress_message(base, record, unit) if record.ended_at is None else closed_card(record)
        drawn: tuple[Letter, ...] = letters_of(shown, record.card.message_id)
        return drawn if record.ended_at is None else (*drawn, *letters_of(ended_message(base, record, unit)))

    return {BROADCAST: compose, PROGRESS: progress}


async def _record(rows: Transaction, claim: OutboxRecord) -> BroadcastRecord | None:
    return await rows.broadcasts.get(json.loads(claim.reference)[BROADCAST])
