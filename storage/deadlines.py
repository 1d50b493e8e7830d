"""Every version of every last day that this installation has known: so that a change is told once, and calendars can follow it."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import DeadlineRecord
from storage.statements import columns_for
from storage.tables import deadlines

COLUMNS = columns_for(DeadlineRecord, deadlines)


class Deadlines:
    """Rows are only added: a date that moved is one more version."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> tuple[DeadlineRecord, ...]:
        """Give every version of every date, in order."""
        in_order = select(*COLUMNS).order_by(deadlines.c.policy, deadlines.c.stage, deadlines.c.sequence)
        return tuple(DeadlineRecord(**row) for row in (await self._connection.execute(in_order)).mappings())

    async def add(self, versions: Iterable[DeadlineRecord]) -> None:
        """Keep further versions; each sequence of a stage is there at most once."""
        rows = [asdict(version) for version in versions]
        if rows:
            await self._connection.execute(insert(deadlines), rows)
