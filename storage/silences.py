"""What people want to hear no more of: a stage, or a whole policy."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import SilenceReason, SilenceRecord
from storage.statements import columns_for, upsert
from storage.tables import silences

COLUMNS = columns_for(SilenceRecord, silences)
WHOLE = ""
"""In the place of a stage: the whole policy."""


class Silences:
    """At most one for each person and stage."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, person_id: int, policy: str, stage: str, reason: SilenceReason, now: datetime) -> None:
        """Note that a person wants to hear no more of a stage, or of the whole policy; the latest reason counts."""
        why = {"reason": reason, "since": now}
        statement = upsert(self._connection, silences).values(person_id=person_id, policy=policy, stage=stage, **why)
        key = [silences.c.person_id, silences.c.policy, silences.c.stage]
        await self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=why))

    async def lift(self, person_id: int, policy: str) -> bool:
        """Let a person hear of a policy again, all its stages; whether anything was silent."""
        mine = (silences.c.person_id == person_id) & (silences.c.policy == policy)
        return (await self._connection.execute(delete(silences).where(mine))).rowcount > 0

    async def of(self, person_id: int) -> tuple[SilenceRecord, ...]:
        """Give all of a person, the oldest first."""
        oldest = select(*COLUMNS).where(silences.c.person_id == person_id).order_by(silences.c.since, silences.c.policy, silences.c.stage)
        return tuple(SilenceRecord(**row) for row in (await self._connection.execute(oldest)).mappings())
