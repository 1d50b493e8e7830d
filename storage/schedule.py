"""From one occasion to a message for each follower: in the database, in steps short enough that others can work in between."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, cast, func, literal, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import Moment
from storage.outbox import priority_of
from storage.records import FanOut, Occasion
from storage.statements import upsert
from storage.subscriptions import ACTIVE, follows
from storage.tables import chats, outbox, schedule, subscriptions

KEY = (schedule.c.kind, schedule.c.policy, schedule.c.stage, schedule.c.offset_days, schedule.c.deadline)


class Schedule:
    """What was told to the followers, and how far."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def fan_out(self, occasion: Occasion, now: datetime, chunk: int = 10_000) -> FanOut:
        """Put messages in the outbox for the next ``chunk`` followers, one a chat; call again, each time in a transaction, until finished.

        Followers are those whose subscription began by the time the occasion was due and whose chat can be reached. What was finished once
        stays so: calling again costs one look-up.
        """
        if await self._is_finished(occasion):
            return FanOut(added=0, finished=True)
        row = await self._take(occasion)
        if row.fanned_out_at is not None:
            return FanOut(added=0, finished=True)  # by somebody else, while we waited for the row
        seen, last = await self._next_chunk(occasion, row.reached, chunk)
        added = await self._deliver(replace(occasion, due_at=row.due_at), row.reached, last, now) if seen else 0
        finished = seen < chunk
        done = update(schedule).where(*_is(occasion)).values(reached=last, fanned_out_at=now if finished else None)
        await self._connection.execute(done)
        return FanOut(added=added, finished=finished)

    async def _is_finished(self, occasion: Occasion) -> bool:
        found = await self._connection.execute(select(schedule.c.fanned_out_at).where(*_is(occasion)))
        return found.scalar_one_or_none() is not None

    async def _take(self, occasion: Occasion) -> Row[int, datetime, datetime | None]:
        """Write the occasion down, or find it; either way nobody else goes on with it before this transaction ends."""
        values = {column.name: getattr(occasion, column.name) for column in KEY}
        statement = (
            upsert(self._connection, schedule)
            .values(**values, due_at=occasion.due_at)
            .on_conflict_do_update(index_elements=KEY, set_={"due_at": schedule.c.due_at})
            .returning(schedule.c.reached, schedule.c.due_at, schedule.c.fanned_out_at)
        )
        return (await self._connection.execute(statement)).one()

    async def _next_chunk(self, occasion: Occasion, reached: int, chunk: int) -> tuple[int, int]:
        """Count the next subscriptions and say where they end. Each target is read in index order, so a step costs the same at any size."""
        if not occasion.targets:
            return 0, reached
        each = [
            select(
                select(subscriptions.c.id)
                .where(subscriptions.c.kind == kind, subscriptions.c.target == target, ACTIVE, subscriptions.c.id > reached)
                .order_by(subscriptions.c.id)
                .limit(chunk)
                .subquery()
            )
            for kind, target in occasion.targets
        ]
        ids = union_all(*each).subquery()
        page = select(ids.c.id).order_by(ids.c.id).limit(chunk).subquery()
        seen, last = (await self._connection.execute(select(func.count(), func.coalesce(func.max(page.c.id), reached)))).one()
        return seen, last

    async def _deliver(self, occasion: Occasion, reached: int, last: int, now: datetime) -> int:
        told = {column.name: getattr(occasion, column.name) for column in KEY}
        about = ":".join(str(value) for name, value in told.items() if name != "kind")
        row: dict[str, ColumnElement[Any]] = {
            "kind": literal(occasion.kind),
            "priority": literal(priority_of(occasion.kind)),
            "dedupe_key": literal(f"{occasion.kind}:") + cast(subscriptions.c.chat_id, Text) + literal(f":{about}"),
            "person_id": subscriptions.c.person_id,
            "chat_id": subscriptions.c.chat_id,
            "subscription_id": subscriptions.c.id,
            "reference": literal(json.dumps(told, ensure_ascii=False)),
            "due_at": literal(occasion.due_at, Moment()),
            "next_at": literal(occasion.due_at, Moment()),
            "created_at": literal(now, Moment()),
        }
        followers = (
            select(*row.values())
            .join_from(subscriptions, chats, subscriptions.c.chat_id == chats.c.id)
            .where(
                subscriptions.c.id > reached,
                subscriptions.c.id <= last,
                follows(occasion.targets),
                subscriptions.c.since <= occasion.due_at,
                chats.c.unreachable_since.is_(None),
            )
        )
        statement = upsert(self._connection, outbox).from_select(list(row), followers).on_conflict_do_nothing()
        return (await self._connection.execute(statement)).rowcount


def _is(occasion: Occasion) -> tuple[ColumnElement[bool], ...]:
    return tuple(column == getattr(occasion, column.name) for column in KEY)
