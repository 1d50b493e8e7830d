"""What was done by right of an office: by whom, when, to whom, on what evidence. Nothing in it is ever changed but by people who leave."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.records import AuditRecord
from storage.statements import columns_for
from storage.tables import audit

COLUMNS = columns_for(AuditRecord, audit)


class Audit:
    """The log; ``about`` is the caller's JSON with nothing personal in it, ``said`` is stored encrypted."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def note(  # noqa: PLR0913  (a line of a log says all of it)
        self, act: str, about: str, now: datetime, *, actor_id: int | None = None, person_id: int | None = None, said: str | None = None
    ) -> int:
        """Add a line: ``actor_id`` did it (``None``: the bot itself), it concerns ``person_id``; its number."""
        sealed = None if said is None else self._codec.encrypt(said)
        values = {"at": now, "actor_id": actor_id, "act": act, "about": about, "person_id": person_id, "said": sealed}
        number: int = (await self._connection.execute(insert(audit).values(**values).returning(audit.c.id))).scalar_one()
        return number

    async def count(self, act: str, actor_id: int | None, earliest: datetime) -> int:
        """Say how often somebody, or with ``None`` anybody, has done this since then."""
        done = [audit.c.act == act, audit.c.at >= earliest, *([audit.c.actor_id == actor_id] if actor_id is not None else [])]
        found: int = (await self._connection.execute(select(func.count()).select_from(audit).where(*done))).scalar_one()
        return found

    async def last(self, act: str, person_id: int) -> AuditRecord | None:
        """Give the last line of this act that concerns somebody."""
        statement = select(*COLUMNS).where(audit.c.act == act, audit.c.person_id == person_id).order_by(audit.c.id.desc()).limit(1)
        row: Any = (await self._connection.execute(statement)).mappings().one_or_none()
        return None if row is None else self._opened(row)

    async def last_of(self, acts: Collection[str], about: str) -> int:
        """Give the number of the last line of one of these acts about exactly that; 0 where there is none."""
        theirs = audit.c.act.in_(acts) & (audit.c.about == about)
        return (await self._connection.execute(select(func.max(audit.c.id)).where(theirs))).scalar() or 0

    async def latest(self, limit: int, *, about: str | None = None) -> tuple[AuditRecord, ...]:
        """Give the last lines, the latest first; with ``about`` only those about exactly that."""
        statement = select(*COLUMNS).order_by(audit.c.id.desc()).limit(limit)
        if about is not None:
            statement = statement.where(audit.c.about == about)
        rows: Any = (await self._connection.execute(statement)).mappings().all()
        return tuple(map(self._opened, rows))

    def _opened(self, row: Mapping[str, Any]) -> AuditRecord:
        return AuditRecord(**{**row, "said": self._codec.decrypt(row["said"]) if row["said"] else None})
