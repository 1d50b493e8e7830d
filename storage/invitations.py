"""The links by which employees join a unit: found by a digest, the token itself is sealed."""

import hashlib
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.statements import columns_for
from storage.unit_records import InvitationRecord
from storage.unit_tables import invitations

COLUMNS = columns_for(InvitationRecord, invitations)
LIVING = invitations.c.ended_at.is_(None)


class Invitations:
    """The invitations; at most one of a unit lives."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def make(self, unit_id: int, token: str, made_by: int, now: datetime) -> None:
        """Make an invitation; the one before it ends."""
        await self.end(unit_id, now)
        values = {"unit_id": unit_id, "digest": _digest(token), "token": self._codec.encrypt(token), "made_by": made_by, "made_at": now}
        await self._connection.execute(insert(invitations).values(values))

    async def living(self, unit_id: int) -> InvitationRecord | None:
        """Give the invitation of a unit."""
        return await self._one(invitations.c.unit_id == unit_id)

    async def by_token(self, token: str) -> InvitationRecord | None:
        """Find the invitation that lives under this token."""
        return await self._one(invitations.c.digest == _digest(token))

    async def get(self, invitation_id: int) -> InvitationRecord | None:
        """Find the invitation that lives under this number."""
        return await self._one(invitations.c.id == invitation_id)

    def marks(self, purpose: str, text: str) -> tuple[bytes, ...]:
        """Make 16 bytes that only this bot can make, to tell a token of another kind apart by; behind them what they were before."""
        return self._codec.marks(purpose, text)

    async def end(self, unit_id: int, now: datetime) -> bool:
        """End the invitation of a unit; ``False`` if none lives."""
        living = update(invitations).where(invitations.c.unit_id == unit_id, LIVING)
        return (await self._connection.execute(living.values(ended_at=now))).rowcount > 0

    async def _one(self, condition: ColumnElement[bool]) -> InvitationRecord | None:
        row = (await self._connection.execute(select(*COLUMNS).where(condition, LIVING))).mappings().one_or_none()
        return InvitationRecord(**{**row, "token": self._codec.decrypt(row["token"])}) if row else None


def _digest(token: str) -> str:
    return hashlib.blake2s(token.encode(), digest_size=16).hexdigest()
