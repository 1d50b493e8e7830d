"""What people said they want to hear, or do not."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.broadcast_tables import wishes
from storage.statements import upsert

NOTICES: Final = "notices"
"""What people wish, or wish not, to hear."""


class Wishes:
    """At most one of a kind for each person; who never said has none."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, person_id: int, what: str, now: datetime, *, wanted: bool) -> None:
        """Note that a person wants to hear this, or wants not to."""
        said = {"wanted": wanted, "since": now}
        statement = upsert(self._connection, wishes).values(person_id=person_id, what=what, **said)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=[wishes.c.person_id, wishes.c.what], set_=said))

    async def of(self, person_id: int, what: str) -> bool | None:
        """Say whether a person wants to hear this; ``None``: they never said."""
        mine = (wishes.c.person_id == person_id) & (wishes.c.what == what)
        wanted: bool | None = (await self._connection.execute(select(wishes.c.wanted).where(mine))).scalar_one_or_none()
        return wanted
