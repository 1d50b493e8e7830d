"""The same words to a million people on a SQLite file: what it takes to make, claim, mark and count every message, and to pause.

``python -m benchmarks.broadcasts --people 1000000`` prints one table. Nothing is sent: Telegram's limit, not the rows, decides how long
that takes. The outbox is filled as far ahead as a running bot fills it, so that no more rows than that are ever on their way.
"""

import argparse
import asyncio
import resource
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from cryptography.fernet import Fernet
from sqlalchemy import Select, Table, func, insert, literal, select

from bot.outbox.keeping.broadcasting import AHEAD, CHUNK
from bot.usecases.keeping.broadcasting import to_all
from storage.broadcast_records import Card
from storage.broadcast_tables import wishes
from storage.codec import Codec
from storage.columns import Moment
from storage.database import Database, Transaction
from storage.engine import make_migration_engine, parse_url
from storage.queue_records import OutboxRecord
from storage.queue_tables import outbox
from storage.tables import chats, people
from storage.wishes import NOTICES

NOON = datetime(2024, 11, 28, 4, tzinfo=UTC)
BATCH = 2_000
LEASE = timedelta(minutes=2)
T = TypeVar("T")


@dataclass
class Times:
    """Seconds by what they were spent on."""

    spent: dict[str, float] = field(default_factory=dict)

    async def add(self, what: str, work: Awaitable[T]) -> T:
        """Do it, and note how long it took."""
        begun = perf_counter()
        result = await work
        self.spent[what] = self.spent.get(what, 0.0) + perf_counter() - begun
        return result


async def populate(url: str, count: int) -> None:
    """So many people, each in a chat of their own, each wishing to hear."""
    engine = make_migration_engine(parse_url(url))
    number = select(literal(1).label("i")).cte("number", recursive=True)
    number = number.union_all(select(number.c.i + 1).where(number.c.i < count))
    at, i = literal(NOON - timedelta(days=9), Moment()), number.c.i
    chosen: tuple[tuple[Table, list[str], Select[Any]], ...] = (
        (people, ["telegram_user_id", "created_at", "last_seen_at"], select(i, at, at)),
        (chats, ["telegram_chat_id", "kind", "person_id", "created_at"], select(i, literal("private"), i, at)),
        (wishes, ["person_id", "what", "wanted", "since"], select(i, literal(NOTICES), literal(value=True), at)),
    )
    async with engine.begin() as connection:
        for table, columns, rows in chosen:
            await connection.execute(insert(table).from_select(columns, rows))
    await engine.dispose()


async def _mark(claims: Sequence[OutboxRecord], rows: Transaction) -> None:
    await rows.outbox.mark_all_sent([(claim, 1) for claim in claims], NOON)


class Run:
    """One broadcast to everybody."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.times = Times()
        self.number = 0
        self.most = 0

    async def _do(self, what: str, act: Callable[[Transaction], Awaitable[T]]) -> T:
        async with self._database.transaction() as rows:
            return await self.times.add(what, act(rows))

    async def begin(self) -> None:
        """Count them and let it run."""
        reach = await self._do("counted beforehand", lambda rows: rows.broadcasts.reach(to_all(), NOON))
        async with self._database.transaction() as rows:
            self.number = await rows.broadcasts.draft(1, to_all(), "请看新的通知。", NOON)
            await rows.broadcasts.begin(self.number, reach.people, Card(chat_id=1, message_id=1), NOON, again=False)

    async def round(self) -> bool:
        """Fill the outbox up, empty it, count; whether it is over."""
        while await self._do("looked how many wait", lambda rows: rows.broadcasts.waiting(self.number)) + CHUNK <= AHEAD:
            step = await self._do("made", lambda rows: rows.broadcasts.fan_out(self.number, NOON, CHUNK, lambda _: NOON))
            if step.finished:
                break
        self.most = max(self.most, await self._do("looked how many wait", lambda rows: rows.broadcasts.waiting(self.number)))
        while claims := await self._do("claimed", lambda rows: rows.outbox.claim(NOON, BATCH, LEASE)):
            await self._do("marked", partial(_mark, claims))
        await self._do("counted", lambda rows: rows.broadcasts.settle(self.number))
        return await self._do("counted", lambda rows: rows.broadcasts.end(self.number, NOON))

    async def pause(self) -> None:
        """Fill the outbox up, pause and go on."""
        while await self._do("looked how many wait", lambda rows: rows.broadcasts.waiting(self.number)) + CHUNK <= AHEAD:
            await self._do("made", lambda rows: rows.broadcasts.fan_out(self.number, NOON, CHUNK, lambda _: NOON))
        await self._do("paused", lambda rows: rows.broadcasts.pause(self.number, NOON))
        await self._do("resumed", lambda rows: rows.broadcasts.resume(self.number, 1, NOON))


async def measure(count: int, folder: Path) -> str:
    """The table of one run."""
    database = Database(f"sqlite:///{folder / 'bot.db'}", Codec([Fernet.generate_key()]))
    await database.migrate()
    await populate(f"sqlite:///{folder / 'bot.db'}", count)
    run = Run(database)
    await run.begin()
    await run.round()
    early = megabytes()
    await run.pause()
    while not await run.round():
        pass
    async with database.transaction() as rows:
        record = await rows.broadcasts.get(run.number)
        messages = (await rows.broadcasts._connection.execute(select(func.count()).select_from(outbox))).scalar_one()  # noqa: SLF001 - any count
    await database.close()
    if record is None or (record.sent, messages) != (count, count):
        raise AssertionError(f"{messages} messages for {count} people")
    lines = [f"| {what} | {seconds:.2f} |" for what, seconds in run.times.spent.items()]
    after = f"Memory: {early:.0f} MB after the first {AHEAD:,}, {megabytes():.0f} MB at the end; {run.most:,} at most on their way."
    return "\n".join([f"{count:,} people", "", "| what | seconds |", "|---|---|", *lines, "", after])


def megabytes() -> float:
    """The most memory that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        print(asyncio.run(measure(parser.parse_args().people, Path(folder))))


if __name__ == "__main__":
    main()
