"""Who answers for each of the caller's policies, and when it was held against its source and is to be again."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.keeping_records import StewardRecord
from storage.keeping_tables import stewards
from storage.statements import columns_for, upsert

COLUMNS = columns_for(StewardRecord, stewards)


class Stewards:
    """At most one row for each policy; a row outlives who answered for it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, record: StewardRecord) -> None:
        """Keep how it stands with a policy, in the place of how it stood."""
        values = {column.name: getattr(record, column.name) for column in COLUMNS}
        statement = upsert(self._connection, stewards).values(**values)
        kept = {name: value for name, value in values.items() if name != "policy"}
        await self._connection.execute(statement.on_conflict_do_update(index_elements=[stewards.c.policy], set_=kept))

    async def plan(self, record: StewardRecord) -> None:
        """Keep the day of the next check where none is kept; whatever somebody set stays."""
        values = {column.name: getattr(record, column.name) for column in COLUMNS}
        statement = upsert(self._connection, stewards).values(**values)
        day = {"next_on": record.next_on}
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[stewards.c.policy], set_=day, where=stewards.c.next_on == "")
        )

    async def of(self, policy: str) -> StewardRecord | None:
        """Find a policy's."""
        row = (await self._connection.execute(select(*COLUMNS).where(stewards.c.policy == policy))).mappings().one_or_none()
        return StewardRecord(**row) if row else None

    async def all(self) -> tuple[StewardRecord, ...]:
        """Give all, by policy."""
        rows = (await self._connection.execute(select(*COLUMNS).order_by(stewards.c.policy))).mappings()
        return tuple(StewardRecord(**row) for row in rows)

    async def due(self, day: str) -> tuple[StewardRecord, ...]:
        """Give those that are to be checked by this day or were before it, the longest due first."""
        late = (stewards.c.next_on != "", stewards.c.next_on <= day)
        rows = (await self._connection.execute(select(*COLUMNS).where(*late).order_by(stewards.c.next_on, stewards.c.policy))).mappings()
        return tuple(StewardRecord(**row) for row in rows)
