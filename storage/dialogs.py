"""What typed text is awaited, from whom, where: at most one dialog for each person in each chat."""

from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.quick import run
from storage.records import DialogRecord
from storage.statements import columns_for, upsert
from storage.tables import dialogs

COLUMNS = columns_for(DialogRecord, dialogs)
OPENED = select(*COLUMNS).where(
    dialogs.c.chat_id == bindparam("chat"), dialogs.c.person_id == bindparam("person"), dialogs.c.begun_at >= bindparam("earliest")
)


class Dialogs:
    """The open dialogs; what they hold is stored encrypted."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def open(self, chat_id: int, person_id: int, kind: str, held: str, now: datetime) -> None:
        """Await words of this kind from now, in the place of what was awaited here. ``held``: the caller's JSON of what was said so far."""
        values = {"kind": kind, "held": self._codec.encrypt(held), "begun_at": now}
        statement = upsert(self._connection, dialogs).values(chat_id=chat_id, person_id=person_id, **values)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[dialogs.c.chat_id, dialogs.c.person_id], set_=values)
        )

    async def opened(self, chat_id: int, person_id: int, earliest: datetime) -> DialogRecord | None:
        """Give what is awaited here, if it was begun no earlier."""
        here = {"chat": chat_id, "person": person_id, "earliest": earliest}
        row = (await run(self._connection, OPENED, here)).mappings().one_or_none()
        return DialogRecord(**{**row, "held": self._codec.decrypt(row["held"])}) if row else None

    async def close(self, chat_id: int, person_id: int) -> bool:
        """Await nothing here any more; whether something was."""
        return (await self._connection.execute(delete(dialogs).where(_here(chat_id, person_id)))).rowcount > 0

    async def forget_before(self, earliest: datetime) -> None:
        """Delete what was begun earlier."""
        await self._connection.execute(delete(dialogs).where(dialogs.c.begun_at < earliest))


def _here(chat_id: int, person_id: int) -> ColumnElement[bool]:
    return (dialogs.c.chat_id == chat_id) & (dialogs.c.person_id == person_id)
