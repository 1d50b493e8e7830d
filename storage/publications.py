"""Published versions of the caller's files, kept whole. Contents are kept by their digest, so that what did not change is there once."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.correction_records import RevisionRecord
from storage.keeping_records import PublicationRecord
from storage.keeping_tables import contents, publication_files, publications
from storage.presence import PUBLISHED
from storage.statements import columns_for, revisions_of, upsert

COLUMNS = columns_for(PublicationRecord, publications)
LATEST_FIRST = select(*COLUMNS).order_by(publications.c.number.desc())
PUBLISHING_LOCK = 7_359_100_412  # any number that nothing else in the database locks


def digest_of(content: bytes) -> str:
    """What a file's content is told apart by."""
    return sha256(content).hexdigest()


class Publications:
    """Rows are only added, and numbered without gaps from 1."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self) -> None:
        """Be the only one who publishes until this transaction ends (SQLite's is alone already)."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PUBLISHING_LOCK})

    async def latest_number(self) -> int:
        """Give the number of the latest; 0 before the first."""
        number: int | None = (await self._connection.execute(select(func.max(publications.c.number)))).scalar_one()
        return number or 0

    async def get(self, number: int) -> PublicationRecord | None:
        """Find one by its number."""
        return await self._first(LATEST_FIRST.where(publications.c.number == number))

    async def latest(self, *, version: str | None = None, who: str | None = None) -> PublicationRecord | None:
        """Give the latest, or the latest of that version or by that caller."""
        statement = LATEST_FIRST
        if version is not None:
            statement = statement.where(publications.c.version == version)
        if who is not None:
            statement = statement.where(publications.c.who == who)
        return await self._first(statement)

    async def listed(self, limit: int) -> tuple[PublicationRecord, ...]:
        """Give the last ones, the latest first."""
        rows = (await self._connection.execute(LATEST_FIRST.limit(limit))).mappings()
        return tuple(PublicationRecord(**row) for row in rows)

    async def digests(self, number: int) -> Mapping[str, str]:
        """Give the digest of every file of one, by path; none where there is no such number."""
        statement = select(publication_files.c.path, publication_files.c.digest).where(publication_files.c.number == number)
        return {row.path: row.digest for row in await self._connection.execute(statement)}

    async def since(self, number: int) -> frozenset[tuple[str, str]]:
        """Give every path and digest of that one and of all later ones."""
        statement = select(publication_files.c.path, publication_files.c.digest).where(publication_files.c.number >= number).distinct()
        return frozenset((row.path, row.digest) for row in await self._connection.execute(statement))

    async def files(self, number: int) -> Mapping[str, bytes]:
        """Give every file of one, by path."""
        whole = publication_files.join(contents, contents.c.digest == publication_files.c.digest)
        statement = select(publication_files.c.path, contents.c.content).select_from(whole).where(publication_files.c.number == number)
        return {row.path: row.content for row in await self._connection.execute(statement)}

    async def file(self, number: int, path: str) -> bytes | None:
        """Give one file of one; None where it has none of that path."""
        whole = publication_files.join(contents, contents.c.digest == publication_files.c.digest)
        wanted = (publication_files.c.number == number) & (publication_files.c.path == path)
        content: bytes | None = (await self._connection.execute(select(contents.c.content).select_from(whole).where(wanted))).scalar()
        return content

    async def revisions(self, path: str, limit: int) -> tuple[RevisionRecord, ...]:
        """Give the last versions in which a file came or became another, the latest first."""
        statement = (
            select(publications.c.number, publications.c.published_at)
            .where(publications.c.number.in_(revisions_of(publication_files, path)))
            .order_by(publications.c.number.desc())
            .limit(limit)
        )
        return tuple(RevisionRecord(**row) for row in (await self._connection.execute(statement)).mappings())

    async def revised(self, folder: str) -> Mapping[str, datetime]:
        """Say of the files of a folder that are others than when they came when each became so last."""
        within = publication_files.c.path.startswith(folder, autoescape=True)
        before = func.lag(publication_files.c.digest).over(partition_by=publication_files.c.path, order_by=publication_files.c.number)
        each = select(publication_files, before.label("before")).where(within).subquery()
        statement = (
            select(each.c.path, func.max(publications.c.published_at).label("at"))
            .join(publications, publications.c.number == each.c.number)
            .where(each.c.before != each.c.digest)
            .group_by(each.c.path)
        )
        return {row.path: row.at for row in await self._connection.execute(statement)}

    async def add(self, record: PublicationRecord, files: Mapping[str, bytes]) -> bool:
        """Keep one with its files; ``False``, and nothing kept, where the number is taken."""
        number = upsert(self._connection, publications).values(**asdict(record)).on_conflict_do_nothing()
        if not (await self._connection.execute(number)).rowcount:
            return False
        named = {path: digest_of(content) for path, content in files.items()}
        await self._keep({named[path]: content for path, content in files.items()})
        rows = [{"number": record.number, "path": path, "digest": digest} for path, digest in sorted(named.items())]
        if rows:
            await self._connection.execute(insert(publication_files), rows)
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(text(f"NOTIFY {PUBLISHED}"))  # which others hear once this is committed
        return True

    async def _keep(self, by_digest: Mapping[str, bytes]) -> None:
        there = (await self._connection.execute(select(contents.c.digest).where(contents.c.digest.in_(by_digest)))).scalars()
        new = by_digest.keys() - set(there)
        statement = upsert(self._connection, contents).on_conflict_do_nothing()
        if new:
            await self._connection.execute(statement, [{"digest": digest, "content": by_digest[digest]} for digest in sorted(new)])

    async def _first(self, statement: Select[Any]) -> PublicationRecord | None:
        row = (await self._connection.execute(statement.limit(1))).mappings().one_or_none()
        return PublicationRecord(**row) if row else None
