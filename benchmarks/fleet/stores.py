"""The two databases under a fleet, and what can be done to each from outside."""

import asyncio
import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from storage.engine import make_session_engine, parse_url

OUTDATE = "UPDATE workers SET seen_at = seen_at - interval '1 hour' WHERE seen_at < clock_timestamp() - interval '2.5 seconds'"
"""Who was not heard of for so long is stopped, where others say every second that they live."""
IS_SEEN = "UPDATE workers SET id = id WHERE seen_at < clock_timestamp() - interval '30 minutes'"


@dataclass(frozen=True)
class Postgres:
    """An address, and how its server is started anew; None where that is not ours to do, and only its connections are ended."""

    address: str
    restart_server: Callable[[], None] | None = None

    async def restart(self) -> None:
        """Let the server go and come back."""
        if self.restart_server is not None:
            await asyncio.to_thread(self.restart_server)
        else:
            await self._run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    async def outdate(self) -> None:
        """Let the lease of who stopped be over at once, and wait until others have noticed."""
        await self._run(OUTDATE)
        gone = False
        while not gone:
            await asyncio.sleep(0.1)
            gone = not await self._run(IS_SEEN)

    async def _run(self, statement: str) -> int:
        """How many rows it touched."""
        engine = make_session_engine(parse_url(self.address))
        try:
            async with engine.connect() as connection:
                return (await connection.execute(text(statement))).rowcount
        finally:
            await engine.dispose()


@dataclass(frozen=True)
class SqliteFile:
    """A file for one process."""

    path: Path

    @property
    def address(self) -> str:
        """As settings name it."""
        return f"sqlite:///{self.path}"

    async def lock(self, seconds: float) -> None:
        """Let nobody else write for a while, as a copying or checking program does."""
        with closing(sqlite3.connect(self.path, timeout=seconds, isolation_level=None, check_same_thread=False)) as connection:
            await asyncio.to_thread(connection.execute, "BEGIN IMMEDIATE")
            await asyncio.sleep(seconds)
            connection.execute("ROLLBACK")

    async def fill(self, process: int, seconds: float) -> None:
        """Let no file of a process grow for a while, as on a disk that is full."""
        _, most = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (0, most))
        await asyncio.sleep(seconds)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (most, most))


Store = Postgres | SqliteFile
