"""What a person was last told about in a chat, for a while, so that half a question can lean on it."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.quick import run
from storage.statements import Prepared
from storage.tables import topics

KEEP = Prepared(
    topics,
    lambda new: new.on_conflict_do_update(
        index_elements=[topics.c.chat_id, topics.c.person_id], set_={"about": new.excluded.about, "told_at": new.excluded.told_at}
    ),
)
MINE = select(topics.c.about, topics.c.told_at).where(topics.c.chat_id == bindparam("chat"), topics.c.person_id == bindparam("person"))
FADED = delete(topics).where(topics.c.told_at < bindparam("earliest"))


class Topics:
    """At most one for each person in each chat; the caller's text, stored encrypted."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec
        self._known: dict[tuple[int, int], tuple[str, datetime] | None] = {}  # as a turn asks for it more than once

    async def keep(self, chat_id: int, person_id: int, about: str, now: datetime) -> None:
        """Note what they were told about, over what it was."""
        told = {"chat_id": chat_id, "person_id": person_id, "about": self._codec.encrypt(about), "told_at": now}
        await run(self._connection, KEEP(self._connection), told)
        self._known[chat_id, person_id] = (about, now)

    async def since(self, chat_id: int, person_id: int, earliest: datetime) -> str | None:
        """Give what they were told about, if that was no earlier."""
        if (chat_id, person_id) not in self._known:
            row = (await run(self._connection, MINE, {"chat": chat_id, "person": person_id})).one_or_none()
            self._known[chat_id, person_id] = None if row is None else (self._codec.decrypt(row.about), row.told_at)
        known = self._known[chat_id, person_id]
        return known[0] if known is not None and known[1] >= earliest else None

    async def forget_before(self, earliest: datetime) -> None:
        """Delete what faded, everybody's."""
        await run(self._connection, FADED, {"earliest": earliest})
        self._known.clear()
