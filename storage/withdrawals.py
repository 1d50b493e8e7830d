"""What of the caller's files is not to be told for now: a whole policy, or one entry of it. Why, and by whom, is the audit's to tell."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.keeping_records import WithdrawalRecord
from storage.keeping_tables import withdrawals
from storage.quick import run
from storage.statements import columns_for, upsert

COLUMNS = columns_for(WithdrawalRecord, withdrawals)
ALL = select(*COLUMNS).order_by(withdrawals.c.begun_at, withdrawals.c.policy, withdrawals.c.entry)
WHOLE = ""
"""In the place of an entry: the whole policy."""


class Withdrawals:
    """At most one for each policy and entry; it ends by being deleted."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begin(self, policy: str, entry: str, now: datetime) -> bool:
        """Tell it no more; ``False`` where it was not told already."""
        values = {"policy": policy, "entry": entry, "begun_at": now}
        statement = upsert(self._connection, withdrawals).values(**values).on_conflict_do_nothing()
        return (await self._connection.execute(statement)).rowcount > 0

    async def end(self, policy: str, entry: str) -> bool:
        """Tell it again; ``False`` where it was told."""
        this = (withdrawals.c.policy == policy) & (withdrawals.c.entry == entry)
        return (await self._connection.execute(delete(withdrawals).where(this))).rowcount > 0

    async def all(self) -> tuple[WithdrawalRecord, ...]:
        """Give all, the oldest first."""
        return tuple(WithdrawalRecord(**row) for row in (await run(self._connection, ALL, {})).mappings())
