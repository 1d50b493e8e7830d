"""From one occasion to a message for each follower: in the database, in steps short enough that others can work in between."""

import json
from collections.abc import Callable, Mapping
from dataclasses import astuple, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Row,
    Text,
    and_,
    cast,
    column,
    func,
    literal,
    select,
    union_all,
    update,
    values,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import Moment
from storage.outbox import priority_of
from storage.queue_records import FanOut, Message, Occasion
from storage.queue_tables import outbox, schedule
from storage.records import Rhythm
from storage.statements import upsert
from storage.subscriptions import ACTIVE, follows
from storage.tables import chats, people, subscriptions

KEY = (schedule.c.kind, schedule.c.policy, schedule.c.stage, schedule.c.offset_days, schedule.c.deadline)
RHYTHM = tuple(people.c[field.name] for field in fields(Rhythm))
RHYTHMS_AT_ONCE = 500
"""How many rhythms one statement tells apart: six values each, and SQLite takes 32,766 in all."""

When = Callable[[Rhythm], datetime | None]
"""When people of a rhythm are told of an occasion; ``None``: not at all."""


def delivery(occasion: Occasion, person_id: int, chat_id: int, subscription_id: int | None, due_at: datetime) -> Message:
    """The message that a fan-out puts in the outbox for one follower: whoever comes first puts it there, the other finds it there."""
    return Message(
        kind=occasion.kind,
        dedupe_key=dedupe_key(occasion, chat_id),
        person_id=person_id,
        chat_id=chat_id,
        subscription_id=subscription_id,
        reference=_reference(occasion),
        due_at=due_at,
    )


def dedupe_key(occasion: Occasion, chat_id: int) -> str:
    """Under which the message that tells a chat of an occasion is in the outbox."""
    return f"{occasion.kind}:{chat_id}:{_about(occasion)}"


class Schedule:
    """What was told to the followers, and how far."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def fan_out(self, occasion: Occasion, now: datetime, chunk: int = 10_000, when: When | None = None) -> FanOut:
        """Put messages in the outbox for the next ``chunk`` followers, one a chat; call again, each time in a transaction, until finished.

        Followers are those whose subscription began by the time they are to be told and whose chat can be reached; without ``when``
        that is ``occasion.due_at`` for all. What was finished once stays so: calling again costs one look-up.
        """
        if await self._is_finished(occasion):
            return FanOut(added=0, finished=True)
        row = await self._take(occasion)
        if row.fanned_out_at is not None:
            return FanOut(added=0, finished=True)  # by somebody else, while we waited for the row
        seen, last = await self._next_chunk(occasion, row.reached, chunk)
        added = await self._deliver(replace(occasion, due_at=row.due_at), row.reached, last, now, when) if seen else 0
        finished = seen < chunk
        done = update(schedule).where(*_is(occasion)).values(reached=last, fanned_out_at=now if finished else None)
        await self._connection.execute(done)
        return FanOut(added=added, finished=finished)

    async def begin(self, occasion: Occasion, now: datetime) -> bool:
        """Note an occasion as told, for whom the caller itself puts messages in the outbox; ``False`` if it was noted before."""
        statement = upsert(self._connection, schedule).values(**_told(occasion), due_at=occasion.due_at, fanned_out_at=now)
        return (await self._connection.execute(statement.on_conflict_do_nothing())).rowcount > 0

    async def _is_finished(self, occasion: Occasion) -> bool:
        found = await self._connection.execute(select(schedule.c.fanned_out_at).where(*_is(occasion)))
        return found.scalar_one_or_none() is not None

    async def _take(self, occasion: Occasion) -> Row[int, datetime, datetime | None]:
        """Write the occasion down, or find it; either way nobody else goes on with it before this transaction ends."""
        statement = (
            upsert(self._connection, schedule)
            .values(**_told(occasion), due_at=occasion.due_at)
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

    async def _deliver(self, occasion: Occasion, reached: int, last: int, now: datetime, when: When | None) -> int:
        """Put in the messages for the subscriptions of one step."""
        here = and_(subscriptions.c.id > reached, subscriptions.c.id <= last, follows(occasion.targets))
        if when is None:
            everybody = subscriptions.join(chats, subscriptions.c.chat_id == chats.c.id)
            return await self._put(occasion, everybody, here, literal(occasion.due_at, Moment()), now)
        of_theirs = select(*RHYTHM).join_from(subscriptions, people, subscriptions.c.person_id == people.c.id).where(here).distinct()
        rhythms = [Rhythm(**row) for row in (await self._connection.execute(of_theirs)).mappings()]
        planned = [(*astuple(rhythm), moment) for rhythm in rhythms if (moment := when(rhythm)) is not None]
        added = 0
        for first in range(0, len(planned), RHYTHMS_AT_ONCE):
            plans = plans_of(planned[first : first + RHYTHMS_AT_ONCE])
            same = and_(*(own == plans.c[own.name] for own in RHYTHM))
            those = (
                subscriptions.join(chats, subscriptions.c.chat_id == chats.c.id)
                .join(people, subscriptions.c.person_id == people.c.id)
                .join(plans, same)
            )
            added += await self._put(occasion, those, here, plans.c.moment, now)
        return added

    async def _put(
        self, occasion: Occasion, whom: FromClause, here: ColumnElement[bool], due_at: ColumnElement[datetime], now: datetime
    ) -> int:
        row: dict[str, ColumnElement[Any]] = {
            "kind": literal(occasion.kind),
            "priority": literal(priority_of(occasion.kind)),
            "dedupe_key": literal(f"{occasion.kind}:") + cast(subscriptions.c.chat_id, Text) + literal(f":{_about(occasion)}"),
            "person_id": subscriptions.c.person_id,
            "chat_id": subscriptions.c.chat_id,
            "subscription_id": subscriptions.c.id,
            "reference": literal(_reference(occasion)),
            "due_at": due_at,
            "next_at": due_at,
            "created_at": literal(now, Moment()),
        }
        in_time, reachable = subscriptions.c.since <= due_at, chats.c.unreachable_since.is_(None)
        followers = select(*row.values()).select_from(whom).where(here, in_time, reachable)
        statement = upsert(self._connection, outbox).from_select(list(row), followers).on_conflict_do_nothing()
        return (await self._connection.execute(statement)).rowcount


def plans_of(rows: list[tuple[Any, ...]]) -> CTE:
    """Rhythms, each with its moment, as something to join."""
    columns = [column(own.name, Text if isinstance(own.type, Text) else Integer) for own in RHYTHM]
    return values(*columns, column("moment", Moment()), name="plans").data(rows).cte("plans")


def _told(occasion: Occasion) -> Mapping[str, Any]:
    return {column.name: getattr(occasion, column.name) for column in KEY}


def _about(occasion: Occasion) -> str:
    return ":".join(str(value) for name, value in _told(occasion).items() if name != "kind")


def _reference(occasion: Occasion) -> str:
    return json.dumps(_told(occasion), ensure_ascii=False)


def _is(occasion: Occasion) -> tuple[ColumnElement[bool], ...]:
    return tuple(column == getattr(occasion, column.name) for column in KEY)
