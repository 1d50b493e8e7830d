"""How fast somebody writes in a chat, for as long as it matters."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.quick import run
from storage.records import BrakeRecord
from storage.statements import Prepared, columns_for, upsert
from storage.tables import brakes

COLUMNS = columns_for(BrakeRecord, brakes)
KEY = [brakes.c.chat_id, brakes.c.person_id]
MINE = select(*COLUMNS).where(brakes.c.chat_id == bindparam("chat"), brakes.c.person_id == bindparam("person"))
PUT = Prepared(
    brakes,
    lambda new: new.on_conflict_do_update(index_elements=KEY, set_={"busy_until": new.excluded.busy_until, "is_on": new.excluded.is_on}),
)
FADED = delete(brakes).where(brakes.c.busy_until < bindparam("earliest"))


class Brakes:
    """At most one for each person in each chat."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, chat_id: int, person_id: int) -> BrakeRecord | None:
        """Give how it stood after the last answer."""
        row = (await run(self._connection, MINE, {"chat": chat_id, "person": person_id})).mappings().one_or_none()
        return BrakeRecord(**row) if row else None

    async def put(self, chat_id: int, person_id: int, brake: BrakeRecord) -> None:
        """Note how it stands now."""
        stands = {"chat_id": chat_id, "person_id": person_id, "busy_until": brake.busy_until, "is_on": brake.is_on}
        await run(self._connection, PUT(self._connection), stands)

    async def is_first_of(self, album: str, chat_id: int, person_id: int, now: datetime) -> bool:
        """Note that something of an album came; whether it is the first of it."""
        found = await self.of(chat_id, person_id)
        if found is not None and found.album == album:
            return False
        fresh = {"chat_id": chat_id, "person_id": person_id, "busy_until": now, "is_on": False, "album": album}
        statement = upsert(self._connection, brakes).values(**fresh)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=KEY, set_={"album": album}))
        return True

    async def forget_before(self, earliest: datetime) -> None:
        """Delete what no longer matters, everybody's."""
        await run(self._connection, FADED, {"earliest": earliest})
