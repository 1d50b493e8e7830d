"""Connections that break anywhere, at a COMMIT above all: one kind of error, all or nothing in the rows, and the next call goes on."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

import storage.engine
from storage.database import Database, Transaction
from storage.errors import DatabaseUnavailableError
from storage.queue_records import IncomingUpdate
from tests.storage.cutting import Cutting
from tests.storage.samples import NOON
from tests.storage.servers import PostgresServer, codec

SEED = 8


@pytest.fixture
def shared(postgres: PostgresServer) -> str:
    return postgres.fresh()


def update(number: int) -> IncomingUpdate:
    return IncomingUpdate(update_id=number, lane="user:7", telegram_user_id=7, payload="{}")


async def in_between(database: Database, act: Callable[[Transaction], object]) -> None:
    """Write twice in one transaction; in between something happens."""
    async with database.transaction() as tx:
        await tx.inbox.receive([update(1)], NOON)
        happens = act(tx)
        if isinstance(happens, Awaitable):
            await happens
        await tx.inbox.receive([update(2)], NOON)


async def test_a_commit_that_is_cut_off_is_done_or_not_and_the_same_again_makes_it_done_once(shared: str) -> None:
    cutting = Cutting(shared, SEED)
    async with cutting.standing():
        database = Database(cutting.address, codec())
        cutting.at_commit = 0.3
        for number in range(1, 41):
            while True:
                try:
                    async with database.transaction() as tx:
                        await tx.inbox.receive([update(number)], NOON)
                except DatabaseUnavailableError:
                    continue
                break
        cutting.at_commit = 0.0
        async with database.transaction() as tx:
            assert [one.update_id for one in await tx.inbox.waiting()] == list(range(1, 41))
        await database.close()
    assert {"before", "after"} == set(cutting.cut)


async def test_a_connection_that_breaks_in_the_middle_is_a_database_that_is_away(shared: str) -> None:
    cutting = Cutting(shared, SEED)
    async with cutting.standing():
        database = Database(cutting.address, codec())
        with pytest.raises(DatabaseUnavailableError):
            await in_between(database, lambda _: cutting.cut_all())
        async with database.transaction() as tx:
            assert await tx.inbox.waiting() == ()
        await database.close()


@pytest.mark.parametrize("statement", ["SELECT pg_sleep(60)", "SELECT pg_terminate_backend(pg_backend_pid())"])
async def test_a_server_that_falls_silent_or_shuts_down_is_a_database_that_is_away(
    shared: str, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.engine, "COMMAND_SECONDS", 0.3)
    database = Database(shared, codec())
    with pytest.raises(DatabaseUnavailableError):
        await in_between(database, lambda tx: tx.inbox._connection.execute(text(statement)))  # noqa: SLF001 - any statement
    async with database.transaction() as tx:
        assert await tx.inbox.waiting() == ()
    await database.close()


async def test_a_bug_in_the_middle_stays_a_bug(shared: str) -> None:
    database = Database(shared, codec())
    with pytest.raises(ProgrammingError):
        await in_between(database, lambda tx: tx.inbox._connection.execute(text("SELECT nonsense")))  # noqa: SLF001 - any statement
    await database.close()
