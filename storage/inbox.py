"""Updates from Telegram, written down before they are confirmed and handled from here: at least once in, one effect."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import case, delete, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.records import InboxRecord, IncomingUpdate
from storage.statements import columns_for, upsert
from storage.tables import inbox

COLUMNS = columns_for(InboxRecord, inbox)
WAITING = inbox.c.state == literal_column("'waiting'")  # not a parameter: only so is the partial index sure to serve
ERROR_LENGTH = 500


class Inbox:
    """The updates that came in."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

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

    async def waiting(self, limit: int | None = None) -> tuple[InboxRecord, ...]:
        """Give what is still to be handled, in Telegram's order."""
        statement = select(*COLUMNS).where(WAITING).order_by(inbox.c.update_id).limit(limit)
        rows = (await self._connection.execute(statement)).mappings().all()
        return tuple(InboxRecord(**{**row, "payload": self._codec.decrypt(row["payload"])}) for row in rows)

    async def mark_handled(self, update_id: int, now: datetime) -> bool:
        """Note that an update is done and drop its text; ``False`` if it was done already.

        Call it first in the transaction that holds the effects: it makes a second worker wait and tells it to stop.
        """
        waiting = (inbox.c.update_id == update_id) & WAITING
        values = {"state": "handled", "handled_at": now, "payload": None, "error": None}
        return (await self._connection.execute(update(inbox).where(waiting).values(values))).rowcount > 0

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

    async def last_update_id(self) -> int | None:
        """Give the highest id written down: a hint, not an offset, as Telegram may begin anew at a lower one after a week of silence."""
        last: int | None = (await self._connection.execute(select(func.max(inbox.c.update_id)))).scalar_one()
        return last
