"""Facts about the installation itself, such as the version of the knowledge that followers were told of last. Nothing personal."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.statements import upsert
from storage.tables import marks

KEY_CHECK = "key_check"
"""The mark that holds a word sealed with the key of this database."""


class Marks:
    """Keys and values."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, key: str) -> str | None:
        """Read a mark."""
        value: str | None = (await self._connection.execute(select(marks.c.value).where(marks.c.key == key))).scalar_one_or_none()
        return value

    async def set(self, key: str, value: str) -> None:
        """Write a mark over what it was."""
        statement = upsert(self._connection, marks).values(key=key, value=value)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=[marks.c.key], set_={"value": value}))
