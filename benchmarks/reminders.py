"""A million subscriptions and one last day in a week: what it takes to remind them all, beside APScheduler with one job for each reminder.

``python -m benchmarks.reminders --subscriptions 1000000`` prints one table: the time to start on so many subscriptions with nothing due,
to fan out and to claim and mark every delivery (nothing is sent), and the most memory; then the same for APScheduler at a size that it can
bear, and both for a hundred thousand reminders, extrapolated in proportion. APScheduler's store needs a synchronous driver; on PostgreSQL
that is pg8000. There it has its turn before and after ours; and once more on a server that waits for no disk, where it loses least.
"""

import argparse
import asyncio
import resource
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from cryptography.fernet import Fernet
from sqlalchemy import Engine, Select, Table, create_engine, insert, literal, make_url, select

from bot.usecases.reminding import Reminder, upcoming
from bot.usecases.versions import Versions
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from storage.codec import Codec
from storage.columns import Moment
from storage.database import Database
from storage.engine import make_migration_engine, parse_url
from storage.tables import chats, people, subscriptions

ENDS = date(2024, 12, 10)
BEGUN = datetime(2024, 11, 1, tzinfo=UTC)
NOTHING_DUE = datetime(2024, 12, 1, tzinfo=UTC)
EVE = datetime(2024, 12, 2, 17, tzinfo=UTC)
"""When the reminder seven days before fans out: one in the morning of the day before, in Shanghai."""
OVER = EVE + timedelta(days=3)
DAYS_BEFORE = 7
BATCH = 2_000
FOR_ALL = 100_000
LEASE = timedelta(minutes=2)
PATIENCE = 3600.0


@dataclass(frozen=True)
class Taken:
    """Seconds, and megabytes at the most."""

    name: str
    count: int
    start: float
    making: float
    working: float
    memory: float

    def row(self) -> str:
        """As a line of the table."""
        share = FOR_ALL / self.count
        return (
            f"| {self.name} | {self.count:,} | {self.start * 1000:.0f} | {self.making:.1f} | {self.working:.1f} "
            f"| {(self.making + self.working) * share:.1f} | {self.memory:.0f} |"
        )


def base() -> KnowledgeBase:
    """One policy with one last day."""
    stage = {"id": "hand-in", "clause": "三", "name": "交表", "actor": "applicant", "action": "交表", "ends": ENDS, "applying": True}
    policy = Policy.model_validate(
        {
            "id": "one-2024",
            "title": "一",
            "short_title": "一",
            "series": {"id": "one", "name": "一"},
            "year": 2024,
            "region": ["全国"],
            "applicant": "person",
            "issuers": ["某局"],
            "sources": [{"publisher": "某局", "kind": "official"}],
            "summary": "一",
            "audience": "所有人",
            "stages": [stage],
        }
    )
    return KnowledgeBase(version="0" * 12, facts={}, policies={policy.id: policy})


async def ours(name: str, url: str, count: int) -> Taken:
    """All that the bot does for the reminders seven days before, but the sending."""
    codec = Codec([Fernet.generate_key()])
    database = Database(url, codec)
    await database.migrate()
    await populate(url, count)
    await look(database, NOTHING_DUE)  # what was due earlier is behind them
    await database.close()

    begun = perf_counter()
    database = Database(url, codec)
    await look(database, NOTHING_DUE)
    start = perf_counter() - begun

    begun = perf_counter()
    for reminder in upcoming(base(), Versions(()), EVE):
        if reminder.occasion.offset_days == DAYS_BEFORE:
            await fan_out(database, reminder)
    making = perf_counter() - begun

    begun = perf_counter()
    done = 0
    async with database.transaction() as rows:
        claims = await rows.outbox.claim(OVER, BATCH, LEASE)
    while claims:
        async with database.transaction() as rows:
            done += len(await rows.outbox.mark_all_sent([(claim, 1) for claim in claims], OVER))
            claims = await rows.outbox.claim(OVER, BATCH, LEASE)
    working = perf_counter() - begun
    await database.close()
    if done != count:
        raise AssertionError(f"{done} of {count} were delivered")
    return Taken(name, count, start, making, working, megabytes())


async def populate(url: str, count: int) -> None:
    """So many people, each in a chat of their own, each following the policy, at a dozen different hours."""
    engine = make_migration_engine(parse_url(url))  # which waits as long as it takes
    number = select(literal(1).label("i")).cte("number", recursive=True)
    number = number.union_all(select(number.c.i + 1).where(number.c.i < count))
    at, i = literal(BEGUN, Moment()), number.c.i
    async with engine.begin() as connection:
        chosen: tuple[tuple[Table, list[str], Select[Any]], ...] = (
            (people, ["telegram_user_id", "created_at", "last_seen_at", "remind_hour"], select(i, at, at, 7 + i % 12)),
            (chats, ["telegram_chat_id", "kind", "person_id", "created_at"], select(i, literal("private"), i, at)),
            (subscriptions, ["person_id", "chat_id", "kind", "target", "since"], select(i, i, literal("policy"), literal("one-2024"), at)),
        )
        for table, columns, rows in chosen:
            await connection.execute(insert(table).from_select(columns, rows))
    await engine.dispose()


async def look(database: Database, now: datetime) -> None:
    """What a tick asks the rows when nothing is due."""
    found = list(upcoming(base(), Versions(()), now))
    async with database.transaction() as rows:
        for reminder in found:
            await rows.schedule.fan_out(reminder.occasion, now, when=lambda _: None)
        await rows.outbox.claim(now, BATCH, LEASE)
        await rows.outbox.next_due()


async def fan_out(database: Database, reminder: Reminder) -> None:
    """Every step of one occasion."""
    finished = False
    while not finished:
        async with database.transaction() as rows:
            step = await rows.schedule.fan_out(reminder.occasion, EVE, when=lambda rhythm: reminder.when(rhythm, EVE))
        finished = step.finished


_LEFT = 0
_DONE = Event()


def noted() -> None:
    """A reminder that APScheduler came to."""
    global _LEFT  # noqa: PLW0603 - a job that is stored can only name a function
    _LEFT -= 1
    if _LEFT <= 0:
        _DONE.set()


def theirs(name: str, url: str, count: int) -> Taken:
    """APScheduler with its SQLAlchemy store: one job for each reminder, none left out for being late."""
    global _LEFT  # noqa: PLW0603 - as above
    _LEFT = count
    _DONE.clear()
    begun = perf_counter()
    store = SQLAlchemyJobStore(engine=synchronous(url))
    scheduler = BackgroundScheduler(jobstores={"default": store}, job_defaults={"misfire_grace_time": None})
    scheduler.start(paused=True)
    start = perf_counter() - begun
    begun = perf_counter()
    soon = datetime.now(UTC)  # noqa: TID251 - APScheduler looks at the machine's own clock
    for _ in range(count):
        scheduler.add_job(noted, "date", run_date=soon)
    making = perf_counter() - begun
    begun = perf_counter()
    scheduler.resume()
    if not _DONE.wait(PATIENCE):
        raise AssertionError(f"{_LEFT} of {count} were never run")
    working = perf_counter() - begun
    scheduler.shutdown()
    return Taken(name, count, start, making, working, megabytes())


def synchronous(url: str) -> Engine:
    """An engine for APScheduler's store; a server behind a socket file is named to pg8000 in a way of its own."""
    address = make_url(url)
    if not address.drivername.startswith("postgresql"):
        return create_engine(address)
    folder = address.query.get("host")
    socket = {"unix_sock": f"{folder}/.s.PGSQL.{address.port or 5432}"} if folder else {}
    return create_engine(address.set(drivername="postgresql+pg8000", query={}), connect_args=socket)


def megabytes() -> float:
    """The most memory that this process took so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(count: int, jobs: int, *, postgres: bool) -> Iterator[str]:
    """The table, line by line; the one that takes more memory comes last."""
    yield "| store | reminders | start, ms | made, s | claimed and marked, s | both for 100,000, s | memory, MB |"
    yield "|---|---|---|---|---|---|---|"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for size in (count // 100, count):
            yield asyncio.run(ours("ours, SQLite", f"sqlite:///{folder / f'{size}.db'}", size)).row()
        if postgres:
            from tests.storage.servers import postgres_server  # noqa: PLC0415 - starts a server of its own

            server = stack.enter_context(postgres_server(folder))
            for durable, sizes in ((True, (count // 100, count)), (False, (count // 10,))):
                server.be_durable(durable=durable)
                store = "PostgreSQL" if durable else "PostgreSQL without fsync"
                yield theirs(f"APScheduler 3, {store}", server.empty(), jobs).row()
                for size in sizes:
                    yield asyncio.run(ours(f"ours, {store}", server.empty(), size)).row()
                yield theirs(f"APScheduler 3, {store}", server.empty(), jobs).row()
        yield theirs("APScheduler 3, SQLite", f"sqlite:///{folder / 'jobs.db'}", jobs).row()


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--subscriptions", type=int, default=1_000_000)
    options.add_argument("--jobs", type=int, default=5_000, help="how many jobs APScheduler is given")
    options.add_argument("--sqlite-only", action="store_true")
    given = options.parse_args()
    for line in report(given.subscriptions, given.jobs, postgres=not given.sqlite_only):
        print(line, flush=True)


if __name__ == "__main__":
    main()
