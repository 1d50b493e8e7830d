"""Updates from Telegram, written down before they are confirmed and handled from here: at least once in, one effect."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import bindparam, case, delete, exists, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.presence import Presence
from storage.queue_records import InboxRecord, IncomingUpdate
from storage.queue_tables import inbox, workers
from storage.quick import run
from storage.statements import columns_for, upsert

COLUMNS = columns_for(InboxRecord, inbox)
WAITING = inbox.c.state == literal_column("'waiting'")  # not a parameter: only so is the partial index sure to serve
DONE = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("number"), WAITING)
    .values(state="handled", handled_at=bindparam("now"), payload=None, error=None)
    .returning(inbox.c.update_id)
)
DONE_BY = DONE.where(exists().where(workers.c.id == bindparam("worker")))
ERROR_LENGTH = 500


class Inbox:
    """The updates that came in."""

    def __init__(self, connection: AsyncConnection, codec: Codec, presence: Presence | None = None) -> None:
        self._connection = connection
        self._codec = codec
        self._worker = None if presence is None or presence.alone else presence.worker

    async def receive(self, updates: Iterable[IncomingUpdate], now: datetime) -> tuple[int, ...]:
        """Write updates down; the ids of those that had not come before, in order."""
        rows = [
            {
                "update_id": one.update_id,
                "lane": one.lane,
                "telegram_user_id": one.telegram_user_id,
                "payload": self._codec.encrypt(one.payload),
                "received_at": now,
            }
            for one in updates
        ]
        if not rows:
            return ()
        statement = upsert(self._connection, inbox).values(rows).on_conflict_do_nothing().returning(inbox.c.update_id)
        return tuple(sorted((await self._connection.execute(statement)).scalars()))

    async def waiting(self, limit: int | None = None, lanes: Collection[str] | None = None) -> tuple[InboxRecord, ...]:
        """Give what is still to be handled, in Telegram's order; of these lanes only, where some are named."""
        mine = WAITING if lanes is None else WAITING & inbox.c.lane.in_(lanes)
        statement = select(*COLUMNS).where(mine).order_by(inbox.c.update_id).limit(limit)
        rows = (await self._connection.execute(statement)).mappings().all()
        return tuple(InboxRecord(**{**row, "payload": self._codec.decrypt(row["payload"])}) for row in rows)

    async def lanes_waiting(self, limit: int | None = None, among: Collection[str] | None = None) -> tuple[str, ...]:
        """Give the lanes of the oldest ``limit`` updates that are still to be handled, of these lanes only where some are named."""
        mine = WAITING if among is None else WAITING & inbox.c.lane.in_(among)
        oldest = select(inbox.c.lane).where(mine).order_by(inbox.c.update_id).limit(limit)
        return tuple(dict.fromkeys((await self._connection.execute(oldest)).scalars()))

    async def try_again(self, lanes: Collection[str], give_up_after: int) -> None:
        """Count one more try for the first update of each lane: the one at which a process before us may have died.

        After ``give_up_after`` it is set aside, so that it kills no further one.
        """
        first = select(func.min(inbox.c.update_id)).where(WAITING, inbox.c.lane.in_(lanes)).group_by(inbox.c.lane)
        attempts = inbox.c.attempts + 1
        again = {
            "attempts": attempts,
            "state": case((attempts > give_up_after, "failed"), else_=inbox.c.state),
            "error": case((attempts > give_up_after, "its workers died"), else_=inbox.c.error),
        }
        await self._connection.execute(update(inbox).where(inbox.c.update_id.in_(first)).values(again))

    async def mark_handled(self, update_id: int, now: datetime) -> bool:
        """Note that an update is done and drop its text; ``False`` if it was done already.

        Call it first in the transaction that holds the effects: it makes a second worker wait and tells it to stop. One that was taken
        for dead is told to stop as well.
        """
        given = {"number": update_id, "now": now}
        if self._worker is None:
            done = await run(self._connection, DONE, given)
        else:
            done = await run(self._connection, DONE_BY, given | {"worker": self._worker})
        return done.first() is not None

    async def mark_failed_attempt(self, update_id: int, error: str, give_up_after: int) -> bool:
        """Count a failure; ``True`` once there were ``give_up_after`` and the update is set aside. ``error`` holds nothing personal."""
        attempts = inbox.c.attempts + 1
        state = case((attempts >= give_up_after, "failed"), else_=inbox.c.state)
        statement = (
            update(inbox)
            .where(inbox.c.update_id == update_id, WAITING)
            .values(attempts=attempts, state=state, error=error[:ERROR_LENGTH])
            .returning(inbox.c.state)
        )
        state_now: str | None = (await self._connection.execute(statement)).scalar_one_or_none()
        return state_now == "failed"

    async def purge(self, before: datetime) -> int:
        """Remove what came before that moment and no longer waits. Telegram repeats an update for a day at most: keep two."""
        done = (inbox.c.received_at < before) & ~WAITING
        return (await self._connection.execute(delete(inbox).where(done))).rowcount
