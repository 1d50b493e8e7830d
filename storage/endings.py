"""What has come to its end long ago, and what was written down of it: deleted some at a time, so that no transaction is long."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Column, ColumnElement, Table, and_, delete, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.broadcast_tables import broadcasts
from storage.keeping_tables import audit, proposals
from storage.queue_tables import outbox
from storage.queues import DEAD
from storage.tables import chats, subscriptions

Ended = Literal["refused", "proposals", "broadcasts", "subscriptions", "groups"]

ENDED: Final[Mapping[Ended, tuple[Table, ColumnElement[bool], Column[datetime]]]] = {
    "refused": (outbox, DEAD, outbox.c.done_at),
    "proposals": (proposals, proposals.c.state != "open", proposals.c.ended_at),
    "broadcasts": (broadcasts, true(), broadcasts.c.ended_at),
    "subscriptions": (subscriptions, true(), subscriptions.c.ended_at),
    "groups": (chats, chats.c.kind != "private", chats.c.unreachable_since),
}
"""By name, where they are, which of them, and since when they are over (nothing: they are not). What hangs on them goes with them."""


class Endings:
    """What is over."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def forget(self, what: Ended, before: datetime, limit: int) -> int:
        """Delete the first of those that ended before then; how many."""
        table, among, when = ENDED[what]
        return await self._delete(table, and_(among, when < before), limit)

    async def forget_audit(self, before: datetime, limit: int, lasting: Collection[str]) -> int:
        """Delete the first lines before then; those of ``lasting`` acts stay as long as whom they concern is stored. How many went."""
        is_done = or_(audit.c.act.not_in(lasting), audit.c.person_id.is_(None))
        return await self._delete(audit, and_(audit.c.at < before, is_done), limit)

    async def _delete(self, table: Table, over: ColumnElement[bool], limit: int) -> int:
        first = select(table.c.id).where(over).order_by(table.c.id).limit(limit)
        return (await self._connection.execute(delete(table).where(table.c.id.in_(first)))).rowcount
