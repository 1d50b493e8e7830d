"""One correction for so many people: from a row to a message in the outbox for each, on SQLite.

``python -m benchmarks.corrections --people 50000 100000 200000 400000`` prints one table. Everybody is concerned: half of them follow the
policy, the others were told of it in the last thirty days, and of all a third was told, too, a fifth ticked its materials, a seventh
saved a check of it. Nothing is worded or sent. The processor's seconds count, for the clock's depend on who else is at work.
"""

import argparse
import asyncio
import resource
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import ColumnElement, Table, insert, literal, or_, select

from bot.usecases.rhythms import awake
from storage.codec import Codec
from storage.columns import Moment
from storage.correction_records import CorrectionRecord
from storage.correction_tables import tellings
from storage.corrections import Concerned
from storage.database import Database
from storage.engine import make_migration_engine, parse_url
from storage.tables import chats, checklists, interviews, people, subscriptions

POLICY, TOPIC = "one-2024", "deadline"
BEGUN = datetime(2024, 11, 1, tzinfo=UTC)
NOW = datetime(2024, 11, 28, 2, tzinfo=UTC)
WHOM = Concerned(
    at=NOW,
    targets=(("policy", POLICY), ("unit", POLICY)),
    abouts=(POLICY,),
    policy=POLICY,
    topics=(TOPIC,),
    below=2,
    told_since=NOW - timedelta(days=30),
)
RECORD = CorrectionRecord(kind="published", policy=POLICY, topics=TOPIC, number=2, at=NOW, due_at=NOW)


async def populate(url: str, count: int) -> None:
    """So many people, each with a private chat, at a dozen different hours."""
    engine = make_migration_engine(parse_url(url))
    number = select(literal(1).label("i")).cte("number", recursive=True)
    number = number.union_all(select(number.c.i + 1).where(number.c.i < count))
    at, i, private, policy = literal(BEGUN, Moment()), number.c.i, literal("private"), literal(POLICY)
    everybody, even, odd = i > 0, i % 2 == 0, or_(i % 2 == 1, i % 3 == 0)
    chosen: tuple[tuple[Table, dict[str, Any], ColumnElement[bool]], ...] = (
        (people, {"telegram_user_id": i, "created_at": at, "last_seen_at": at, "remind_hour": 7 + i % 12}, everybody),
        (chats, {"telegram_chat_id": i, "kind": private, "person_id": i, "created_at": at}, everybody),
        (subscriptions, {"person_id": i, "chat_id": i, "kind": literal("policy"), "target": policy, "since": at}, even),
        (tellings, {"person_id": i, "policy": policy, "topic": literal(TOPIC), "number": literal(1), "told_at": at}, odd),
        (checklists, {"person_id": i, "about": policy, "material": literal("form"), "listed_at": at, "ticked_at": at}, i % 5 == 0),
        (
            interviews,
            {"chat_id": i, "person_id": i, "about": policy, "started_at": at, "updated_at": at, "finished_at": at},
            i % 7 == 0,
        ),
    )
    async with engine.begin() as connection:
        for table, values, when in chosen:
            await connection.execute(insert(table).from_select(list(values), select(*values.values()).where(when)))
    await engine.dispose()


async def measured(url: str, count: int) -> str:
    """A line of the table."""
    database = Database(url, Codec([Fernet.generate_key()]))
    await database.migrate()
    await populate(url, count)
    async with database.transaction() as rows:
        await rows.corrections.begin(RECORD)
        (record,) = await rows.corrections.waiting(NOW)
    added, steps, longest, finished = 0, 0, 0.0, False
    cpu, begun = process_time(), perf_counter()
    while not finished:
        at = perf_counter()
        async with database.transaction() as rows:
            step = await rows.corrections.fan_out(record, WHOM, NOW, lambda rhythm: awake(rhythm, NOW))
        longest, steps, added, finished = max(longest, perf_counter() - at), steps + 1, added + step.added, step.finished
    cpu, took = process_time() - cpu, perf_counter() - begun
    await database.close()
    if added != count:
        raise AssertionError(f"{added} of {count} have a message")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"| {count:,} | {steps} | {cpu:.1f} | {cpu / count * 100_000:.2f} | {took:.1f} | {longest:.2f} | {memory:.0f} |"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--people", type=int, nargs="+", default=[50_000, 100_000, 200_000, 400_000])
    print("| people | transactions | processor, s | the same for 100,000 | clock, s | longest transaction, s | memory, MB |")
    print("|---|---|---|---|---|---|---|")
    for count in options.parse_args().people:
        with tempfile.TemporaryDirectory() as folder:
            print(asyncio.run(measured(f"sqlite:///{Path(folder) / 'one.db'}", count)), flush=True)


if __name__ == "__main__":
    main()
