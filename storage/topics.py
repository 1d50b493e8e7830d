"""What a person was last told about in a chat, for a while, so that half a question can lean on it."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.statements import upsert
from storage.tables import topics


class Topics:
    """At most one for each person in each chat; the caller's text, stored encrypted."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def keep(self, chat_id: int, person_id: int, about: str, now: datetime) -> None:
        """Note what they were told about, over what it was."""
        told = {"about": self._codec.encrypt(about), "told_at": now}
        statement = upsert(self._connection, topics).values(chat_id=chat_id, person_id=person_id, **told)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=[topics.c.chat_id, topics.c.person_id], set_=told))

    async def since(self, chat_id: int, person_id: int, earliest: datetime) -> str | None:
        """Give what they were told about, if that was no earlier."""
        mine = (topics.c.chat_id == chat_id, topics.c.person_id == person_id, topics.c.told_at >= earliest)
        about: bytes | None = (await self._connection.execute(select(topics.c.about).where(*mine))).scalar_one_or_none()
        return None if about is None else self._codec.decrypt(about)

    async def forget_before(self, earliest: datetime) -> None:
        """Delete what faded, everybody's."""
        await self._connection.execute(delete(topics).where(topics.c.told_at < earliest))
