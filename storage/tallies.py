"""How often something happened on a day, without anybody in it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import case, delete, distinct, func, insert, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.broadcast_records import Counted, Tally
from storage.broadcast_tables import tallies, tally_marks
from storage.queue_tables import outbox
from storage.quick import run
from storage.statements import upsert
from storage.tables import people, subscriptions

KEY = (tallies.c.day, tallies.c.what, tallies.c.about, tallies.c.part)
MARK = insert(tally_marks)
MARKS = tuple(tally_marks.c[column.name] for column in KEY)


class Tallies:
    """The counts. Marks are added in any turn without waiting for another; one process at a time adds them up."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def mark(self, day: str, what: str, about: str = "", parts: Iterable[str] = ("",)) -> None:
        """Count one more of each part."""
        for part in parts:
            await run(self._connection, MARK, {"day": day, "what": what, "about": about, "part": part})

    async def add_up(self, most: int = 5_000) -> int:
        """Turn up to so many marks into counts; how many there were."""
        some = select(tally_marks.c.id).order_by(tally_marks.c.id).limit(most).with_for_update(skip_locked=True).cte("some")
        gone = delete(tally_marks).where(tally_marks.c.id.in_(select(some.c.id))).returning(*MARKS)
        counted = Counter(tuple(row) for row in (await self._connection.execute(gone)).all())
        for (day, what, about, part), number in sorted(counted.items()):
            statement = upsert(self._connection, tallies).values(day=day, what=what, about=about, part=part, number=number)
            grown = statement.on_conflict_do_update(index_elements=KEY, set_={"number": tallies.c.number + statement.excluded.number})
            await self._connection.execute(grown)
        return counted.total()

    async def gauge(self, found: Iterable[Tally]) -> None:
        """Note counts that were made elsewhere; of two of the same the higher stays, for what is counted fades."""
        for one in found:
            values = {"day": one.day, "what": one.what, "about": one.about, "part": one.part, "number": one.number}
            statement = upsert(self._connection, tallies).values(**values)
            higher = case((statement.excluded.number > tallies.c.number, statement.excluded.number), else_=tallies.c.number)
            await self._connection.execute(statement.on_conflict_do_update(index_elements=KEY, set_={"number": higher}))

    async def between(self, first: str, last: str) -> tuple[Tally, ...]:
        """Give the counts of these days, both included, added up over them; ``day`` is the first."""
        there = select(*KEY[1:], tallies.c.number).where(tallies.c.day.between(first, last))
        fresh = select(*MARKS[1:], func.count().label("number")).where(tally_marks.c.day.between(first, last)).group_by(*MARKS[1:])
        both = union_all(there, fresh).subquery()
        about = (both.c.what, both.c.about, both.c.part)
        statement = select(*about, func.sum(both.c.number)).group_by(*about).order_by(*about)
        rows = (await self._connection.execute(statement)).all()
        return tuple(Tally(day=first, what=what, about=name, part=part, number=int(number)) for what, name, part, number in rows)

    async def active(self, since: datetime) -> int:
        """Count the people who were seen since then."""
        number: int = (
            await self._connection.execute(select(func.count()).select_from(people).where(people.c.last_seen_at >= since))
        ).scalar_one()
        return number

    async def settled(self, begins: datetime, ends: datetime) -> tuple[tuple[str, str, int], ...]:
        """Count the messages that were sent, skipped or given up from one moment to before another: kind, outcome, how many."""
        there = (outbox.c.done_at >= begins) & (outbox.c.done_at < ends) & (outbox.c.state != "pending")
        statement = select(outbox.c.kind, outbox.c.state, func.count()).where(there).group_by(outbox.c.kind, outbox.c.state)
        return tuple((kind, state, number) for kind, state, number in (await self._connection.execute(statement)).all())

    async def counted(self, begins: datetime, ends: datetime) -> Counted:
        """Count from the rows what happened from one moment to before another."""
        came = select(func.count()).select_from(people).where(people.c.created_at >= begins, people.c.created_at < ends)
        theirs = (subscriptions.c.since >= begins) & (subscriptions.c.since < ends) & (subscriptions.c.kind != "unit")
        followed = (
            select(subscriptions.c.target, func.count(distinct(subscriptions.c.person_id))).where(theirs).group_by(subscriptions.c.target)
        )
        rows = (await self._connection.execute(followed)).all()
        return Counted(
            came=(await self._connection.execute(came)).scalar_one(), followed=tuple((target, number) for target, number in rows)
        )

    async def forget_before(self, day: str) -> None:
        """Delete the counts of earlier days."""
        await self._connection.execute(delete(tallies).where(tallies.c.day < day))
