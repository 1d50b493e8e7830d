"""Which processes are at work, and who holds which lane: several can share one inbox, and a dead one's work is taken up.

On PostgreSQL a process keeps one connection of its own and locks on it what it holds. Its death ends the connection, and with it
every lock, at once; a process that only stopped is turned out when it was not heard of for ``LEASE_SECONDS`` of the database's own clock.
A SQLite file serves one process: a second one is refused, and the one holds every lane.
"""

import asyncio
import secrets
import sqlite3
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, Row, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import losing, make_session_engine, reaching
from storage.errors import DatabaseUnavailableError, InUseError

LEASE_SECONDS = 60
"""So long a process may be silent before its work is given to others."""
PATIENCE_SECONDS = 15
"""How long a start waits for the end of the process before it, which may be finishing what is under way."""
LEAVING_SECONDS = 5
"""How long a stop waits for a database that is silent; our locks end with us in any case."""
PUBLISHED = "shenbao_published"
"""The channel on which PostgreSQL tells all processes that a version of the knowledge was published."""
TURNED = "shenbao_turned"
"""The channel on which it tells them that words for many began, went on or were stopped."""
AT_WORK = 1_936_220_518  # any number: with a worker's own it is the lock by which others see that it lives
ALIVE = f"""SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = {AT_WORK} AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""  # noqa: S608 - a number of ours

GONE = f"""DELETE FROM workers
    WHERE id <> :worker AND (id NOT IN ({ALIVE}) OR seen_at < clock_timestamp() - make_interval(secs => :lease)) RETURNING id"""  # noqa: S608 - as above
END = f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE classid = {AT_WORK} AND objsubid = 2 AND objid = ANY(:dead)"  # noqa: S608 - as above
TAKE = "SELECT lane FROM unnest(CAST(:lanes AS text[])) AS lane WHERE pg_try_advisory_lock(hashtextextended(lane, 0))"
LEAVE = "SELECT pg_advisory_unlock(hashtextextended(lane, 0)) FROM unnest(CAST(:lanes AS text[])) AS lane"


class Presence(Protocol):
    """This process among those at work. ``worker``: its number, never that of an earlier one; ``held``: the lanes that are its own now."""

    alone: bool
    """Whether no other process can be at work on this database."""
    worker: int
    held: set[str]

    async def hold(self, lanes: Collection[str]) -> frozenset[str]:
        """Take lanes that nobody else holds; those of ``lanes`` that are ours now."""
        ...

    async def let_go(self, lanes: Collection[str]) -> None:
        """Leave lanes to whoever has work in them. What they hold is to be looked at again afterwards."""
        ...

    async def beat(self) -> frozenset[int]:
        """Say that we are at work; the workers that are found dead now, each told to one process only."""
        ...

    async def leave(self) -> None:
        """End our presence: everything held is free."""
        ...

    def time(self) -> datetime | None:
        """The time by the database's own clock, as it was told at the last beat and a steady one here goes on; None where it has none."""
        ...

    async def listen(self, heard: Mapping[str, Callable[[], None]]) -> None:
        """Have one of ``heard`` called when somebody says so on its channel. Where nobody can, or the line breaks, look all the same."""
        ...


class OnlyProcess:
    """A process alone with its SQLite file, by a lock on a file beside it that ends with the process."""

    alone = True

    def __init__(self, url: URL) -> None:
        self._path = Path(f"{url.database}.lock")
        self._lock: sqlite3.Connection | None = None
        self.worker = _number()
        self.held: set[str] = set()

    async def enter(self) -> None:
        """Be the one process.

        Raises:
            InUseError: another one is.
        """
        self._lock = await asyncio.to_thread(self._locked)

    async def hold(self, lanes: Collection[str]) -> frozenset[str]:
        """All of them."""
        self.held.update(lanes)
        return frozenset(lanes)

    async def let_go(self, lanes: Collection[str]) -> None:
        """Nobody else waits for them."""
        self.held.difference_update(lanes)

    async def beat(self) -> frozenset[int]:
        """There is nobody else."""
        return frozenset()

    async def leave(self) -> None:
        """Let the next process in."""
        if self._lock is not None:
            self._lock.close()

    def time(self) -> None:
        """A file has no clock."""

    async def listen(self, heard: Mapping[str, Callable[[], None]]) -> None:
        """A file tells nobody."""

    def _locked(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            raise InUseError(
                f"Another process works on {self._path.with_suffix('')}: stop that one first. Several at once need PostgreSQL."
            ) from None
        return connection


class Session:
    """A process among others, by the locks of one connection. When that is lost, so is everything held; the next call begins anew."""

    alone = False

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine: AsyncEngine = make_session_engine(url)
        self._connection: AsyncConnection | None = None
        self._told: tuple[datetime, float] | None = None
        self._heard: Mapping[str, Callable[[], None]] = {}
        self._turn = asyncio.Lock()
        self.worker = _number()
        self.held: set[str] = set()

    async def enter(self) -> None:
        """Be at work."""
        async with self._turn:
            await self._reach()

    async def hold(self, lanes: Collection[str]) -> frozenset[str]:
        """Lock what is free. A lock counts as often as it is taken, so what is held already is not locked again."""
        async with self._turn:
            connection = await self._reach()
            wanted = [lane for lane in dict.fromkeys(lanes) if lane not in self.held]
            if wanted:
                self.held.update(row.lane for row in await self._run(connection, TAKE, lanes=wanted))
            return frozenset(lane for lane in lanes if lane in self.held)

    async def let_go(self, lanes: Collection[str]) -> None:
        """Unlock what is still ours."""
        ours = [lane for lane in dict.fromkeys(lanes) if lane in self.held]
        worker = self.worker
        self.held.difference_update(ours)
        async with self._turn:
            if ours and self._connection is not None and self.worker == worker:
                await self._run(self._connection, LEAVE, lanes=ours)

    async def beat(self) -> frozenset[int]:
        """Renew our row, or begin anew without it. A row whose lock is gone is of a dead process; a silent one's connection is ended."""
        async with self._turn:
            mine = "UPDATE workers SET seen_at = clock_timestamp() WHERE id = :worker RETURNING seen_at"
            seen = await self._run(await self._reach(), mine, worker=self.worker)
            self._note_time(seen)
            if not seen:
                await self._lose()
            connection = await self._reach()
            found = await self._run(connection, GONE, worker=self.worker, lease=LEASE_SECONDS)
            dead = frozenset(int(row.id) for row in found)
            if dead:
                await self._run(connection, END, dead=list(dead))
            return dead

    async def leave(self) -> None:
        """Take our row away and end the connection."""
        async with self._turn:
            if self._connection is not None:
                with suppress(DatabaseUnavailableError, TimeoutError):
                    async with asyncio.timeout(LEAVING_SECONDS):
                        await self._run(self._connection, "DELETE FROM workers WHERE id = :worker", worker=self.worker)
            await self._lose()
        await self._engine.dispose()

    def time(self) -> datetime | None:
        """So a clock of this machine that is wrong, or jumps, plans and claims nothing at the wrong time."""
        return None if self._told is None else self._told[0] + timedelta(seconds=time.monotonic() - self._told[1])

    async def listen(self, heard: Mapping[str, Callable[[], None]]) -> None:
        """On the one connection that stays, and on each that comes after it."""
        async with self._turn:
            self._heard = heard
            await self._hear(await self._reach())

    async def _hear(self, connection: AsyncConnection) -> None:
        with suppress(Exception):  # it is only sooner than looking; whether the line is broken the next statement says
            driver: Any = (await connection.get_raw_connection()).driver_connection
            for channel, heard in self._heard.items():
                await driver.add_listener(channel, partial(_pass_on, heard))

    def _note_time(self, seen: Sequence[Row[Any]]) -> None:
        for row in seen:
            self._told = row.seen_at, time.monotonic()

    async def _reach(self) -> AsyncConnection:
        """Give the connection; a new one is a new worker."""
        if self._connection is not None:
            return self._connection
        with reaching(self._url):
            self._connection = await self._engine.connect()
        self.worker = _number()
        await self._run(self._connection, "SELECT pg_advisory_lock(:here, :worker)", here=AT_WORK, worker=self.worker)
        enter = "INSERT INTO workers (id, seen_at) VALUES (:worker, clock_timestamp()) RETURNING seen_at"
        self._note_time(await self._run(self._connection, enter, worker=self.worker))
        await self._hear(self._connection)
        return self._connection

    async def _run(self, connection: AsyncConnection, statement: str, **values: object) -> Sequence[Row[Any]]:
        try:
            with losing(self._url):
                result = await connection.execute(text(statement), values)
                return result.all() if result.returns_rows else ()
        except BaseException:
            await self._lose()
            raise

    async def _lose(self) -> None:
        """Give up the connection: whatever it says, nothing is held any more."""
        lost, self._connection = self._connection, None
        self.held.clear()
        if lost is not None:
            with suppress(Exception):  # it may be gone already
                await lost.invalidate()
                await lost.close()


def presence_on(url: URL) -> OnlyProcess | Session:
    """The way to be present on this database; to be entered."""
    return OnlyProcess(url) if url.get_backend_name() == "sqlite" else Session(url)


def _pass_on(heard: Callable[[], None], *_: object) -> None:
    """What is heard says nothing but its channel."""
    heard()


def _number() -> int:
    return secrets.randbelow(2**31 - 1) + 1
