"""Every storage test runs on a SQLite file and on PostgreSQL."""

from collections.abc import AsyncIterator, Iterator

import pytest

from storage.database import Database
from tests.storage.servers import PostgresServer, SqliteFolder, codec, postgres_server


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    with postgres_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest) -> PostgresServer | SqliteFolder:
    chosen: PostgresServer | SqliteFolder = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def address(server: PostgresServer | SqliteFolder) -> str:
    """The address of a migrated database that nobody else uses."""
    return server.fresh()


@pytest.fixture
def empty_address(server: PostgresServer | SqliteFolder) -> str:
    """The address of a database without tables, or of a file that is still to be made."""
    return server.empty()


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    database = Database(address, codec())
    yield database
    await database.close()


@pytest.fixture
def sqlite_address(sqlite: SqliteFolder) -> str:
    """The address of a migrated SQLite database, for what only SQLite does."""
    return sqlite.fresh()
