"""A SQLite connection that is left in order when whoever waits for it is cancelled, and that bothers its thread little.

aiosqlite runs statements in a thread, and goes there four times for each: for a cursor, to execute, for the rows, to close. Here one visit
does it all, which takes a third off a transaction of four statements.

When the waiting task is cancelled the statement goes on; a cursor that nobody holds any more would keep the write lock, and every later
transaction would wait in vain (measured: the first one after a cancelled ``INSERT … RETURNING``). Here no cursor outlives its visit, and a
cancelled wait lasts until its statement has ended.

Within a transaction that holds the write lock a statement on a few rows takes microseconds and waits for nobody; going to a thread
and back takes a hundred, and many more where the event loop is busy. While ``is_quick`` statements therefore run where they are asked for.
To begin and to commit, which may wait for other programs and for the disk, the thread is gone to all the same.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, Self

import aiosqlite


class WholeCursor:
    """What SQLAlchemy asks of a cursor: a statement is executed, read to its end and closed at once."""

    def __init__(self, connection: "PatientConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        """As the library has it; there is nothing to open yet."""
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        """Run one statement."""
        await self._connection.visit(self._run, "execute", operation, parameters)

    async def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Run one statement many times."""
        await self._connection.visit(self._run, "executemany", operation, parameters)

    async def fetchall(self) -> list[Any]:
        """Give the rows, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open any more."""

    def _run(self, method: Literal["execute", "executemany"], operation: str, parameters: Sequence[Any]) -> None:
        cursor = self._connection.make_cursor()
        try:
            getattr(cursor, method)(operation, parameters)
            self._rows = cursor.fetchall()
            self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class PatientConnection(aiosqlite.Connection):
    """As aiosqlite's, but a cancellation is passed on only once the thread is idle."""

    is_quick = False
    """Whether statements run without the thread."""

    def cursor(self) -> WholeCursor:  # type: ignore[override]  # SQLAlchemy opens it itself
        """Begin a statement."""
        return WholeCursor(self)

    def make_cursor(self) -> sqlite3.Cursor:
        """Make a cursor of sqlite3's own; in the connection's thread only."""
        return self._conn.cursor()

    async def visit(self, act: Callable[..., None], *given: Any) -> None:  # noqa: ANN401 - whatever the act takes
        """Let the connection's thread do something, or do it here."""
        if self.is_quick:
            act(*given)
        else:
            await self._execute(act, *given)

    def run_now(self, operation: str, parameters: Sequence[Any]) -> list[Any]:
        """Run one statement here, and give its rows. Only while ``is_quick``."""
        return self._conn.execute(operation, parameters).fetchall()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back what is done within, and no more of the transaction, where it fails. Only while ``is_quick``."""
        self._conn.execute("SAVEPOINT unit")
        try:
            yield
        except BaseException:
            if self.in_transaction:  # else SQLite has taken back all of it
                self._conn.execute("ROLLBACK TO unit")
                self._conn.execute("RELEASE unit")
            raise
        self._conn.execute("RELEASE unit")

    async def empty_log(self) -> None:
        """Play the write-ahead log into the file and empty it, outside of any transaction; nothing happens while others read the file."""
        await self._execute(self._empty_log)

    def _empty_log(self) -> None:
        (patience,) = self._conn.execute("PRAGMA busy_timeout").fetchone()
        self._conn.execute("PRAGMA busy_timeout = 0")  # nobody is to wait until a copy is made: the next time will do
        try:
            self._conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            self._conn.execute(f"PRAGMA busy_timeout = {patience}")

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the library has it
        running = asyncio.ensure_future(super()._execute(fn, *args, **kwargs))  # type: ignore[no-untyped-call]  # aiosqlite leaves it untyped
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait([running])
            if not running.cancelled():
                running.exception()  # which nobody waits for any more
            raise


def connect_patiently(database: str, **arguments: Any) -> PatientConnection:  # noqa: ANN401 - as sqlite3.connect has it
    """Connect as aiosqlite does; the result is awaited to open it. For ``async_creator_fn``."""
    connection = PatientConnection(lambda: sqlite3.connect(database, **arguments), 64)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does it, so that a forgotten connection does not keep the process
    return connection
