"""Words for many people: who of them (``audiences``) has a message on the way, and how far it is.

The outbox is filled a little at a time, chat after chat: each chat is looked at once, in the transaction that notes so, and nobody is
told twice. Only a message that is on its way is a row; a pause, a stop and a count therefore cost the same for any number of people.
"""

import json
from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    Text,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.audiences import everybody, hears, is_meant, refuses
from storage.broadcast_records import BroadcastRecord, BroadcastState, Card, Reach, Whom
from storage.broadcast_tables import broadcast_letters, broadcasts
from storage.codec import Codec
from storage.columns import Moment
from storage.outbox import NEVER, PENDING, is_free, priority_of
from storage.presence import TURNED
from storage.queue_records import FanOut
from storage.queue_tables import outbox
from storage.records import Rhythm
from storage.schedule import RHYTHM, RHYTHMS_AT_ONCE, plans_of
from storage.statements import upsert
from storage.tables import chats, people

BROADCAST: Final = "broadcast"
"""The kind of message."""
UNIT: Final = "unit"
A_DAY = timedelta(days=1)
HELD = NEVER
"""When a message is due that a pause holds."""
BLOCKED: Final = "Forbidden"
"""How the caller notes that Telegram refused a message because its reader had blocked the bot."""
SETTLED: Final[dict[str, ColumnElement[bool]]] = {
    "sent": outbox.c.state == "sent",
    "failed": (outbox.c.state == "dead") | ((outbox.c.state == "skipped") & (outbox.c.error == BLOCKED)),
    "skipped": (outbox.c.state == "skipped") & outbox.c.error.is_distinct_from(BLOCKED),
}
"""By the number that it adds to, what a message came to."""


class Broadcasts:
    """The broadcasts; their words are stored encrypted."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec
        self.has_turned = False
        """Whether this unit of work let one begin, go on or end: who feeds them need not wait for the next look."""

    async def draft(self, person_id: int, whom: Whom, text: str, now: datetime) -> int:
        """Keep words that somebody may send; their number."""
        values = {
            "person_id": person_id,
            "audience": whom.audience,
            "policy": whom.policy,
            "targets": json.dumps(whom.targets if whom.unit is None else {UNIT: whom.unit}),
            "text": self._codec.encrypt(text),
            "state": "draft",
            "again": False,
            "made_at": now,
        }
        number: int = (await self._connection.execute(insert(broadcasts).values(**values).returning(broadcasts.c.id))).scalar_one()
        return number

    async def get(self, number: int) -> BroadcastRecord | None:
        """Find a broadcast."""
        row = (await self._connection.execute(select(broadcasts).where(broadcasts.c.id == number))).one_or_none()
        return self._record(row) if row else None

    async def under_way(self) -> tuple[BroadcastRecord, ...]:
        """Give those that have begun and have not ended, the oldest first."""
        begun = broadcasts.c.begun_at.is_not(None) & broadcasts.c.ended_at.is_(None)
        found = await self._connection.execute(select(broadcasts).where(begun).order_by(broadcasts.c.id))
        return tuple(map(self._record, found.all()))

    async def reach(self, whom: Whom, now: datetime) -> Reach:
        """Count whom it would reach at this moment, and whom it would not."""
        told_of = everybody(whom)
        each = select(refuses(whom).label("refuses"), chats.c.unreachable_since.is_not(None).label("away"))
        meant = each.select_from(told_of).where(is_meant(whom)).subquery()
        counts = select(meant.c.refuses, meant.c.away, func.count()).group_by(meant.c.refuses, meant.c.away)
        found = {(bool(refuses), bool(away)): number for refuses, away, number in await self._connection.execute(counts)}
        again = select(func.count()).select_from(told_of).where(hears(whom), _was_told_since(now - A_DAY))
        lately = int((await self._connection.execute(again)).scalar_one())
        refused = sum(number for (refuses, _), number in found.items() if refuses)
        return Reach(people=found.get((False, False), 0), lately=lately, refused=refused, away=found.get((False, True), 0))

    async def hears(self, whom: Whom, chat_id: int) -> bool:
        """Say whether a chat is one of those, at this moment."""
        statement = select(chats.c.id).select_from(everybody(whom)).where(chats.c.id == chat_id, hears(whom))
        return (await self._connection.execute(statement)).first() is not None

    async def begin(self, number: int, total: int, card: Card, now: datetime, *, again: bool) -> bool:
        """Let a draft run; ``False`` if it is none any more."""
        values = {"state": "running", "begun_at": now, "total": total, "again": again, **_card(card)}
        drafted = (broadcasts.c.id == number) & (broadcasts.c.state == "draft")
        begun = (await self._connection.execute(update(broadcasts).where(drafted).values(**values))).rowcount > 0
        return await self._told(turned=begun)

    async def put_card(self, number: int, card: Card) -> None:
        """Note where it is shown how far a broadcast is."""
        await self._connection.execute(update(broadcasts).where(broadcasts.c.id == number).values(**_card(card)))

    async def card_shown(self, card: Card) -> tuple[bool, int | None]:
        """Say whether the row that drew a card last is settled, and which message shows it now, if another than before."""
        found = await self._connection.execute(select(outbox.c.state, outbox.c.telegram_message_id).where(outbox.c.id == card.row))
        row = found.one_or_none()
        return (True, None) if row is None else (row.state != "pending", row.telegram_message_id)

    async def pause(self, number: int, now: datetime) -> bool:
        """Send no more of what nobody is sending this moment; ``False`` if it does not run."""
        if not await self._turn(number, "running", "paused"):
            return False
        letters = await self._letters(number)
        await self._connection.execute(update(outbox).where(letters, PENDING, is_free(now)).values(next_at=HELD))
        return True

    async def resume(self, number: int, person_id: int, now: datetime) -> bool:
        """Go on, on the word of this person; ``False`` if it is not paused."""
        if not await self._turn(number, "paused", "running", person_id=person_id):
            return False
        due = case((outbox.c.due_at > literal(now, Moment()), outbox.c.due_at), else_=literal(now, Moment()))
        letters = await self._letters(number)
        await self._connection.execute(update(outbox).where(letters, PENDING, outbox.c.next_at == HELD).values(next_at=due))
        return True

    async def stop(self, number: int, now: datetime) -> bool:
        """Send no more of it, ever; ``False`` if it has ended or was stopped before."""
        if not await self._turn(number, "running", "stopped") and not await self._turn(number, "paused", "stopped"):
            return False
        held = or_(is_free(now), outbox.c.next_at == HELD)
        skipped = {"state": "skipped", "done_at": now, "error": "stopped"}
        await self._connection.execute(update(outbox).where(await self._letters(number), PENDING, held).values(**skipped))
        return True

    async def waiting(self, number: int) -> int:
        """Count the messages of it that are on their way or not counted yet."""
        there = select(func.count()).select_from(broadcast_letters).where(broadcast_letters.c.broadcast_id == number)
        found: int = (await self._connection.execute(there)).scalar_one()
        return found

    async def fan_out(self, number: int, now: datetime, chunk: int, when: Callable[[Rhythm], datetime]) -> FanOut:
        """Put messages in the outbox for those among the next ``chunk`` chats who are to hear it, ``when`` their rhythm lets them.

        Call again, each time in a transaction of its own, until finished. Of one that does not run, this was the last.
        """
        running = (broadcasts.c.id == number) & (broadcasts.c.state == "running") & broadcasts.c.fed_at.is_(None)
        taken = update(broadcasts).where(running).values(state="running").returning(broadcasts)  # nobody else goes on with it meanwhile
        row = (await self._connection.execute(taken)).one_or_none()
        if row is None:
            return FanOut(added=0, finished=True)
        ids = select(chats.c.id).where(chats.c.id > row.reached).order_by(chats.c.id).limit(chunk).subquery()
        seen, last = (await self._connection.execute(select(func.count(), func.coalesce(func.max(ids.c.id), row.reached)))).one()
        added = await self._deliver(self._record(row), (row.reached, last), now, when) if seen else 0
        finished = seen < chunk
        done = {"reached": last, "fed_at": now if finished else None}
        await self._connection.execute(update(broadcasts).where(broadcasts.c.id == number).values(**done))
        return FanOut(added=added, finished=finished)

    async def settle(self, number: int) -> None:
        """Count what has become of its messages. What went with somebody who left counts as not sent."""
        grown: dict[str, int] = dict.fromkeys(SETTLED, 0)
        mine, letters = broadcast_letters.c.broadcast_id == number, await self._letters(number)
        for name, came in SETTLED.items():
            there = broadcast_letters.c.outbox_id.in_(select(outbox.c.id).where(letters, came))
            grown[name] += (await self._connection.execute(delete(broadcast_letters).where(mine, there))).rowcount
        gone = ~exists().where(outbox.c.id == broadcast_letters.c.outbox_id)
        grown["skipped"] += (await self._connection.execute(delete(broadcast_letters).where(mine, gone))).rowcount
        values: dict[str, Any] = {name: broadcasts.c[name] + more for name, more in grown.items() if more}
        if values:
            await self._connection.execute(update(broadcasts).where(broadcasts.c.id == number).values(**values))

    async def end(self, number: int, now: datetime) -> bool:
        """End it once all its messages are counted; ``False`` if it has ended, or does not yet: of two who end it, one does."""
        if await self.waiting(number):
            return False
        through = or_(broadcasts.c.state == "stopped", broadcasts.c.fed_at.is_not(None))
        last = (broadcasts.c.id == number) & broadcasts.c.ended_at.is_(None) & through
        outcome = case((broadcasts.c.state == "stopped", "stopped"), else_="done")
        return (await self._connection.execute(update(broadcasts).where(last).values(ended_at=now, state=outcome))).rowcount > 0

    async def drop(self, number: int) -> None:
        """Delete a draft; one that has begun stays."""
        await self._connection.execute(delete(broadcasts).where(broadcasts.c.id == number, broadcasts.c.state == "draft"))

    async def forget_drafts(self, before: datetime) -> None:
        """Delete what was written before that moment and never sent."""
        old = (broadcasts.c.state == "draft") & (broadcasts.c.made_at < before)
        await self._connection.execute(delete(broadcasts).where(old))

    async def _deliver(self, record: BroadcastRecord, among: tuple[int, int], now: datetime, when: Callable[[Rhythm], datetime]) -> int:
        """Put in the messages for one step."""
        here = and_(chats.c.id > among[0], chats.c.id <= among[1], hears(record.whom))
        if not record.again:
            here = and_(here, not_(_was_told_since(now - A_DAY)))
        rhythms = (await self._connection.execute(select(*RHYTHM).select_from(everybody(record.whom)).where(here).distinct())).mappings()
        planned = [(*astuple(rhythm), when(rhythm)) for rhythm in (Rhythm(**row) for row in rhythms)]
        for first in range(0, len(planned), RHYTHMS_AT_ONCE):
            await self._put(record, here, planned[first : first + RHYTHMS_AT_ONCE], now)
        theirs = (outbox.c.chat_id > among[0]) & (outbox.c.chat_id <= among[1]) & (outbox.c.reference == _reference(record.id))
        added = select(outbox.c.id, literal(record.id)).where(theirs, outbox.c.kind == BROADCAST)
        return (await self._connection.execute(insert(broadcast_letters).from_select(["outbox_id", "broadcast_id"], added))).rowcount

    async def _put(self, record: BroadcastRecord, here: ColumnElement[bool], planned: list[tuple[Any, ...]], now: datetime) -> None:
        plans = plans_of(planned)
        row: dict[str, ColumnElement[Any]] = {
            "kind": literal(BROADCAST),
            "priority": literal(priority_of(BROADCAST)),
            "dedupe_key": literal(f"{BROADCAST}:{record.id}:") + cast(chats.c.id, Text),
            "person_id": people.c.id,
            "chat_id": chats.c.id,
            "reference": literal(_reference(record.id)),
            "due_at": plans.c.moment,
            "next_at": plans.c.moment,
            "created_at": literal(now, Moment()),
        }
        whom = everybody(record.whom).join(plans, and_(*(own == plans.c[own.name] for own in RHYTHM)))
        statement = upsert(self._connection, outbox).from_select(list(row), select(*row.values()).select_from(whom).where(here))
        await self._connection.execute(statement.on_conflict_do_nothing())

    async def _turn(self, number: int, old: BroadcastState, new: BroadcastState, **values: int) -> bool:
        there = (broadcasts.c.id == number) & (broadcasts.c.state == old) & broadcasts.c.ended_at.is_(None)
        turned = (await self._connection.execute(update(broadcasts).where(there).values(state=new, **values))).rowcount > 0
        return await self._told(turned=turned)

    async def _told(self, *, turned: bool) -> bool:
        """Let whoever feeds them know, in whichever process, once this is committed."""
        self.has_turned |= turned
        if turned and self._connection.dialect.name == "postgresql":
            await self._connection.execute(text(f"NOTIFY {TURNED}"))
        return turned

    async def _letters(self, number: int) -> ColumnElement[bool]:
        """Whether a row of the outbox is one that is not counted yet: between the first and the last, so that no others are looked at."""
        mine = broadcast_letters.c.broadcast_id == number
        ends = select(func.min(broadcast_letters.c.outbox_id), func.max(broadcast_letters.c.outbox_id)).where(mine)
        first, last = (await self._connection.execute(ends)).one()
        theirs = outbox.c.id.in_(select(broadcast_letters.c.outbox_id).where(mine))
        return and_(outbox.c.id >= (first or 0), outbox.c.id <= (last or 0), theirs)

    def _record(self, row: Row[Any]) -> BroadcastRecord:
        card = (
            None
            if row.card_chat_id is None
            else Card(chat_id=row.card_chat_id, message_id=row.card_message_id, row=row.card_row, said=row.card_said or "", at=row.card_at)
        )
        among = json.loads(row.targets)
        unit = among.get(UNIT) if isinstance(among, dict) else None
        targets = tuple((kind, target) for kind, target in among) if unit is None else ()
        return BroadcastRecord(
            id=row.id,
            person_id=row.person_id,
            whom=Whom(audience=row.audience, policy=row.policy, targets=targets, unit=unit),
            text=self._codec.decrypt(row.text),
            state=row.state,
            again=row.again,
            made_at=row.made_at,
            begun_at=row.begun_at,
            fed_at=row.fed_at,
            ended_at=row.ended_at,
            total=row.total,
            sent=row.sent,
            failed=row.failed,
            skipped=row.skipped,
            card=card,
        )


def _was_told_since(since: datetime) -> ColumnElement[bool]:
    """Whether a broadcast is on its way to a chat, or came there since then."""
    reached = (outbox.c.state == "sent") & (outbox.c.done_at > since)
    return exists().where(outbox.c.chat_id == chats.c.id, outbox.c.kind == BROADCAST, or_(PENDING, reached))


def _reference(number: int) -> str:
    return json.dumps({BROADCAST: number})


def _card(card: Card) -> dict[str, Any]:
    return {
        "card_chat_id": card.chat_id,
        "card_message_id": card.message_id,
        "card_row": card.row,
        "card_said": card.said,
        "card_at": card.at,
    }
