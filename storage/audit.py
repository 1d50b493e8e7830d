"""What was done by right of an office: by whom, when, to whom, on what evidence. Nothing in it is ever changed but by people who leave."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, cast, exists, func, insert, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.keeping_records import AuditRecord
from storage.keeping_tables import audit, proposal_files, publication_files
from storage.statements import columns_for, revisions_of

COLUMNS = columns_for(AuditRecord, audit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which lines: of these acts (``None``: of all), and about a policy whose file has this path, by name or by what changed the file."""

    acts: Collection[str] | None = None
    policy: str = ""
    path: str = ""


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

    async def sought(self, sought: Sought, limit: int, skip: int = 0) -> tuple[AuditRecord, ...]:
        """Give lines of what is sought, the latest first; ``skip``: so many are passed over."""
        statement = select(*COLUMNS).where(*self._conditions(sought)).order_by(audit.c.id.desc()).limit(limit).offset(skip)
        rows: Any = (await self._connection.execute(statement)).mappings().all()
        return tuple(map(self._opened, rows))

    async def number_of(self, sought: Sought) -> int:
        """Count the lines of what is sought."""
        statement = select(func.count()).select_from(audit).where(*self._conditions(sought))
        return int((await self._connection.execute(statement)).scalar_one())

    async def standing(self, act: str, earliest: datetime) -> tuple[AuditRecord, ...]:
        """Give the lines of an act since then after which there is none about the same, the latest first."""
        later = audit.alias("later")
        is_last = ~exists().where(later.c.about == audit.c.about, later.c.id > audit.c.id)
        statement = select(*COLUMNS).where(audit.c.act == act, audit.c.at > earliest, is_last).order_by(audit.c.id.desc())
        rows: Any = (await self._connection.execute(statement)).mappings().all()
        return tuple(map(self._opened, rows))

    def _conditions(self, sought: Sought) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [] if sought.acts is None else [audit.c.act.in_(sought.acts)]
        if sought.policy:
            about = cast(audit.c.about, JSONB) if self._connection.dialect.name == "postgresql" else type_coerce(audit.c.about, JSON)
            here = [about[key].as_string() == sought.policy for key in ("policy", "to")]
            proposed = select(proposal_files.c.proposal_id).where(proposal_files.c.path == sought.path)
            here.append(about["proposal"].as_integer().in_(proposed))
            here.append(about["version"].as_integer().in_(revisions_of(publication_files, sought.path)))
            found.append(or_(*here))
        return found

    def _opened(self, row: Mapping[str, Any]) -> AuditRecord:
        return AuditRecord(**{**row, "said": self._codec.decrypt(row["said"]) if row["said"] else None})
