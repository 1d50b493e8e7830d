"""How the two databases are opened. SQLite's settings were measured: with the defaults, concurrent read-then-write lost 77 %."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, ExceptionContext, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from storage.errors import DatabaseUnavailableError
from storage.patience import connect_patiently

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
BUSY_SECONDS = 15  # how long one process waits for another's write
TRIES_A_SECOND = 20
CONNECT_SECONDS = 10
SYNCHRONOUS = {"full": "FULL", "normal": "NORMAL"}
"""What may stand behind an address as ``?synchronous=``: whether SQLite waits for the disk at every commit. With ``normal`` a power cut (no
kill) may take back the last of what was confirmed."""
SQLITE_ARGUMENTS = {"timeout": BUSY_SECONDS, "async_creator_fn": connect_patiently}
COMMAND_SECONDS = 30  # a silent network fails instead of hanging
AWAY = ("08", "40", "53", "57", "58")
"""How PostgreSQL's states begin that mean: not now. A connection lost, a deadlock, no room, a server that shuts down, its disk."""


def parse_url(text: str) -> URL:
    """Read a database address and name the async driver for it: ``sqlite:///path`` or ``postgresql://user:password@host/name``.

    A SQLite file is one that waits for the disk at every commit, unless ``?synchronous=normal`` stands behind it.
    """
    try:
        url = make_url(text)
        backend = url.get_backend_name()
    except ArgumentError:
        raise DatabaseUnavailableError("The database address is not an address: write sqlite:///path or postgresql://…") from None
    if backend not in DRIVERS:
        raise DatabaseUnavailableError(f"The database address begins with {backend}: only sqlite and postgresql are supported.")
    if backend == "sqlite" and url.query.get("synchronous", "full") not in SYNCHRONOUS:
        raise DatabaseUnavailableError("The database address ends in another ?synchronous= than full or normal.")
    return url.set(drivername=DRIVERS[backend])


def make_engine(url: URL, pool_size: int) -> AsyncEngine:
    """Make the engine for the daily work. SQLite gets one connection: its writers queue here, not at the file's lock."""
    if url.get_backend_name() == "sqlite":
        file = url.difference_update_query(["synchronous"])
        engine = create_async_engine(file, hide_parameters=True, pool_size=1, max_overflow=0, connect_args=SQLITE_ARGUMENTS)
        return _sqlite(engine, url, foreign_keys=True)
    return _telling_of_silence(
        create_async_engine(
            url,
            hide_parameters=True,
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"timeout": CONNECT_SECONDS, "command_timeout": COMMAND_SECONDS},
        )
    )


def make_migration_engine(url: URL) -> AsyncEngine:
    """Make an engine for migrations: no command timeout, and on SQLite no foreign keys, or rebuilding a table would empty those below."""
    if url.get_backend_name() == "sqlite":
        file = url.difference_update_query(["synchronous"])
        return _sqlite(create_async_engine(file, poolclass=NullPool, connect_args=SQLITE_ARGUMENTS), url, foreign_keys=False)
    return create_async_engine(url, poolclass=NullPool, connect_args={"timeout": CONNECT_SECONDS})


def make_session_engine(url: URL) -> AsyncEngine:
    """Make an engine for a connection of PostgreSQL's that stays: each statement is a transaction of its own, locks last as long as it."""
    arguments = {"timeout": CONNECT_SECONDS, "command_timeout": COMMAND_SECONDS}
    return _telling_of_silence(
        create_async_engine(url, hide_parameters=True, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=arguments)
    )


def make_file(url: URL) -> None:
    """Make the folder and the file of a SQLite database, and turn its write-ahead log on, which then stays with the file.

    Blocks: to be called in a thread. For this one switch SQLite does not wait until another process is done, so we do.
    """
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(url.database, timeout=0)) as connection:
        for left in reversed(range(BUSY_SECONDS * TRIES_A_SECOND)):
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                    raise
                time.sleep(1 / TRIES_A_SECOND)
            else:
                return


@contextmanager
def reaching(url: URL) -> Iterator[None]:
    """Turn the drivers' many ways of saying that the database is not there into one sentence without a password."""
    try:
        yield
    except (OSError, sqlite3.Error, DBAPIError, PoolTimeoutError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        reason = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
        shown = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)
        raise DatabaseUnavailableError(
            f"The database {shown} cannot be opened ({reason}): check that the address is right, the server runs and the disk is writable."
        ) from error


@contextmanager
def losing(url: URL) -> Iterator[None]:
    """Turn a connection lost, or a database locked or full, in the middle of a transaction into the same sentence; bugs pass through."""
    try:
        yield
    except DBAPIError as error:
        if not _is_away(error):
            raise
        with reaching(url):
            raise


def _is_away(error: DBAPIError) -> bool:
    """Whether the database could not do it, rather than we asked for nonsense. Of asyncpg's errors only the state says so."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated or state.startswith(AWAY)


def _telling_of_silence(engine: AsyncEngine) -> AsyncEngine:
    """An engine whose driver's bare time-outs and broken sockets are the database's errors, and cost their connection."""

    @event.listens_for(engine.sync_engine, "handle_error")
    def tell(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, OSError):
            context.is_disconnect = True
            raise InterfaceError(context.statement, None, context.original_exception, hide_parameters=True)

    return engine


def _sqlite(engine: AsyncEngine, url: URL, *, foreign_keys: bool) -> AsyncEngine:
    synchronous = SYNCHRONOUS[str(url.query.get("synchronous", "full"))]

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        cursor.execute("PRAGMA secure_delete = ON")  # what was deleted, or sealed anew, is gone from the file as well
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # a deferred one would fail when it turns from reading to writing

    return engine
