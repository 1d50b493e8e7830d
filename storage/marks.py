"""Facts about the installation itself, such as the version of the knowledge that followers were told of last. Nothing personal."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queue_tables import marks
from storage.statements import upsert

KEY_CHECK = "key_check"
"""The mark that holds a word sealed with the oldest key that this database still needs."""


class Marks:
    """Keys and values."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, key: str) -> str | None:
        """Read a mark."""
        value: str | None = (await self._connection.execute(select(marks.c.value).where(marks.c.key == key))).scalar_one_or_none()
        return value

    async def set_once(self, key: str, value: str) -> str:
        """Write a mark where there is none; what it is then."""
        statement = upsert(self._connection, marks).values(key=key, value=value)
        await self._connection.execute(statement.on_conflict_do_nothing(index_elements=[marks.c.key]))
        written: str = (await self._connection.execute(select(marks.c.value).where(marks.c.key == key))).scalar_one()
        return written

    async def swap(self, key: str, old: str, new: str) -> bool:
        """Write a mark in the place of what it was; ``False`` where it is no longer that."""
        statement = update(marks).where(marks.c.key == key, marks.c.value == old).values(value=new)
        return (await self._connection.execute(statement)).rowcount > 0

    async def set(self, key: str, value: str) -> None:
        """Write a mark over what it was."""
        statement = upsert(self._connection, marks).values(key=key, value=value)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=[marks.c.key], set_={"value": value}))
