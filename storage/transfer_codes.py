"""Codes with which an account is moved: found by a keyed digest, at most one of a person lives, and one account asks with it at a time."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.statements import columns_for
from storage.transfer_records import CodeEnd, TransferCodeRecord
from storage.transfer_tables import transfer_codes

COLUMNS = columns_for(TransferCodeRecord, transfer_codes)
LIVING = transfer_codes.c.ended_at.is_(None)
PURPOSE = "transfer"


class TransferCodes:
    """The codes and what is asked with them."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def make(self, person_id: int, code: str, now: datetime, until: datetime) -> None:
        """Let a code move somebody's rows; the one before it leads nowhere any more."""
        await self.end(person_id, "renewed", now)
        digest = self._codec.mark(PURPOSE, code).hex()
        await self._connection.execute(insert(transfer_codes).values(person_id=person_id, digest=digest, made_at=now, until=until))

    async def living(self, person_id: int, now: datetime) -> TransferCodeRecord | None:
        """Give the code of somebody, while it leads anywhere."""
        return await self._one(transfer_codes.c.person_id == person_id, LIVING, transfer_codes.c.until > now)

    async def by_code(self, code: str) -> TransferCodeRecord | None:
        """Find a code as somebody typed it, whatever became of it."""
        digests = [mark.hex() for mark in self._codec.marks(PURPOSE, code)]
        return await self._one(transfer_codes.c.digest.in_(digests))

    async def get(self, code_id: int) -> TransferCodeRecord | None:
        """Find one by row id."""
        return await self._one(transfer_codes.c.id == code_id)

    async def asked(self, person_id: int) -> TransferCodeRecord | None:
        """Give what somebody asked last to have moved here, if it is not settled."""
        mine = (transfer_codes.c.asked_by == person_id, LIVING)
        newest = select(*COLUMNS).where(*mine).order_by(transfer_codes.c.asked_at.desc(), transfer_codes.c.id.desc()).limit(1)
        row = (await self._connection.execute(newest)).mappings().one_or_none()
        return TransferCodeRecord(**row) if row else None

    async def ask(self, code_id: int, asked_by: int, now: datetime, allowed_at: datetime, lapsed: datetime) -> bool:
        """Ask with a code; ``False`` if it ended, or another account asks with it and might have moved since ``lapsed``."""
        nobody = or_(transfer_codes.c.asked_by.is_(None), transfer_codes.c.asked_by == asked_by, transfer_codes.c.allowed_at <= lapsed)
        free = (transfer_codes.c.id == code_id, LIVING, transfer_codes.c.until > now, nobody)
        values = {"asked_by": asked_by, "asked_at": now, "allowed_at": allowed_at}
        return (await self._connection.execute(update(transfer_codes).where(*free).values(values))).rowcount > 0

    async def allow(self, code_id: int, now: datetime) -> bool:
        """Let what is asked be from now on; ``False`` if nothing is, or it may be already."""
        waiting = (transfer_codes.c.id == code_id, LIVING, transfer_codes.c.asked_by.is_not(None), transfer_codes.c.allowed_at > now)
        return (await self._connection.execute(update(transfer_codes).where(*waiting).values(allowed_at=now))).rowcount > 0

    async def let_go(self, code_id: int, asked_by: int) -> bool:
        """Ask no more; the code stays. ``False`` if this account does not ask with it."""
        mine = (transfer_codes.c.id == code_id, LIVING, transfer_codes.c.asked_by == asked_by)
        nothing = {"asked_by": None, "asked_at": None, "allowed_at": None}
        return (await self._connection.execute(update(transfer_codes).where(*mine).values(nothing))).rowcount > 0

    async def end(self, person_id: int, how: CodeEnd, now: datetime) -> bool:
        """Let the code of somebody lead nowhere any more; ``False`` if they have none."""
        mine = (transfer_codes.c.person_id == person_id, LIVING)
        return (await self._connection.execute(update(transfer_codes).where(*mine).values(ended_at=now, ended_as=how))).rowcount > 0

    async def forget_before(self, earliest: datetime) -> None:
        """Delete what ended, or ran out, before that moment."""
        over = or_(transfer_codes.c.ended_at < earliest, transfer_codes.c.until < earliest)
        await self._connection.execute(delete(transfer_codes).where(over))

    async def _one(self, *conditions: ColumnElement[bool]) -> TransferCodeRecord | None:
        row = (await self._connection.execute(select(*COLUMNS).where(*conditions))).mappings().one_or_none()
        return TransferCodeRecord(**row) if row else None
