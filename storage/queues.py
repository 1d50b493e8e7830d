"""What waits, for whoever watches over the machine: counted, never read. Every count ends at ``MOST``, so that looking stays cheap."""

from datetime import datetime

from sqlalchemy import func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.inbox import WAITING
from storage.outbox import PENDING, PRIORITIES, is_free
from storage.queue_records import QueueFigures, Waiting
from storage.queue_tables import inbox, outbox

MOST = 10_000
"""This many means: at least so many."""
FAILED = inbox.c.state == literal_column("'failed'")  # not a parameter: only so are the partial indexes sure to serve
DEAD = outbox.c.state == literal_column("'dead'")
THERE = PENDING & outbox.c.priority.in_(PRIORITIES)


class Queues:
    """The inbox and the outbox, seen from outside."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, now: datetime) -> QueueFigures:
        """Count what waits in either, what is due by ``now`` and has not been taken, and what was set aside."""
        coming = select(inbox.c.received_at.label("since")).where(WAITING).order_by(inbox.c.update_id).limit(MOST).subquery()
        waiting = (await self._connection.execute(select(func.count(), func.min(coming.c.since)).select_from(coming))).one()
        failed = select(inbox.c.update_id).where(FAILED).limit(MOST).subquery()
        planned = select(outbox.c.id).where(THERE, outbox.c.next_at > now).limit(MOST).subquery()
        going = select(outbox.c.kind, outbox.c.next_at).where(THERE, outbox.c.next_at <= now, is_free(now)).limit(MOST).subquery()
        due = select(going.c.kind, func.count(), func.min(going.c.next_at)).group_by(going.c.kind)
        ended = select(outbox.c.kind).where(DEAD).limit(MOST).subquery()
        dead = select(ended.c.kind, func.count()).group_by(ended.c.kind)
        return QueueFigures(
            inbox=Waiting(waiting[0], waiting[1]),
            inbox_failed=(await self._connection.execute(select(func.count()).select_from(failed))).scalar_one(),
            outbox={kind: Waiting(count, since) for kind, count, since in (await self._connection.execute(due)).all()},
            outbox_planned=(await self._connection.execute(select(func.count()).select_from(planned))).scalar_one(),
            outbox_dead=dict((await self._connection.execute(dead)).all()),
        )

    async def set_aside_since(self, moment: datetime) -> int:
        """Count the updates that came after a moment and were set aside."""
        failed = select(inbox.c.update_id).where(FAILED, inbox.c.received_at > moment).limit(MOST).subquery()
        return int((await self._connection.execute(select(func.count()).select_from(failed))).scalar_one())
