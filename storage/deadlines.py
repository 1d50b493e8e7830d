"""Every version of every last day that this installation has known: so that a change is told once, and calendars can follow it."""

from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.queue_records import DeadlineRecord
from storage.queue_tables import deadlines
from storage.statements import columns_for

IN_ORDER = select(*columns_for(DeadlineRecord, deadlines)).order_by(deadlines.c.policy, deadlines.c.stage, deadlines.c.sequence)


class Deadlines:
    """Rows are only added: a date that moved is one more version."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, policies: Collection[str]) -> tuple[DeadlineRecord, ...]:
        """Give every version of these policies' dates, in order."""
        mine = IN_ORDER.where(deadlines.c.policy.in_(policies))
        return tuple(DeadlineRecord(**row) for row in (await self._connection.execute(mine)).mappings())

    async def all(self) -> tuple[DeadlineRecord, ...]:
        """Give every version of every date, in order."""
        return tuple(DeadlineRecord(**row) for row in (await self._connection.execute(IN_ORDER)).mappings())

    async def add(self, versions: Iterable[DeadlineRecord]) -> None:
        """Keep further versions; each sequence of a stage is there at most once."""
        rows = [asdict(version) for version in versions]
        if rows:
            await self._connection.execute(insert(deadlines), rows)
