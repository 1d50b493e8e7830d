"""A SQLite connection that is left in order when whoever waits for it is cancelled.

aiosqlite runs statements in a thread. When the waiting task is cancelled the statement goes on, and its cursor, which nobody
holds any more, keeps the write lock: every later transaction then waits in vain (measured: the first one after a cancelled
``INSERT … RETURNING``). Here a cancelled wait lasts until its statement has ended, and the orphaned cursor is closed.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite


class PatientConnection(aiosqlite.Connection):
    """As aiosqlite's, but a cancellation is passed on only once the thread is idle."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the library has it
        running = asyncio.ensure_future(super()._execute(fn, *args, **kwargs))  # type: ignore[no-untyped-call]  # aiosqlite leaves it untyped
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait([running])
            if running.exception() is None and isinstance(running.result(), sqlite3.Cursor):
                closing = super()._execute(running.result().close)  # type: ignore[no-untyped-call]  # as above
                await asyncio.wait([asyncio.ensure_future(closing)])
            raise


def connect_patiently(database: str, **arguments: Any) -> PatientConnection:  # noqa: ANN401 - as sqlite3.connect has it
    """Connect as aiosqlite does; the result is awaited to open it. For ``async_creator_fn``."""
    connection = PatientConnection(lambda: sqlite3.connect(database, **arguments), 64)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does it, so that a forgotten connection does not keep the process
    return connection
