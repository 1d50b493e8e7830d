"""Room for messages, shared: each process that takes places moves the moment from which there is room."""

import asyncio

import pytest
from sqlalchemy import text

from storage.database import Database
from tests.storage.servers import PostgresServer, codec


@pytest.fixture
def shared(postgres: PostgresServer) -> str:
    return postgres.fresh()


async def test_places_follow_one_another_whoever_takes_them(shared: str) -> None:
    databases = [Database(shared, codec()) for _ in range(3)]

    async def take(database: Database) -> float:
        async with database.transaction() as tx:
            return (await tx.budgets.take({0: 5}, every=10.0, ahead=1000.0))[0]

    ends = sorted(await asyncio.gather(*(take(database) for database in databases)))
    assert [round(end / 50) for end in ends] == [1, 2, 3]
    for database in databases:
        await database.close()


async def test_a_place_may_be_a_fraction_of_a_second(shared: str) -> None:
    database = Database(shared, codec())
    async with database.transaction() as tx:
        ends = [(await tx.budgets.take({0: 1000}, every=0.1, ahead=1000.5))[0] for _ in range(2)]
    assert [round(end / 100) for end in ends] == [1, 2]
    await database.close()


async def test_nobody_takes_a_place_too_far_ahead(shared: str) -> None:
    database = Database(shared, codec())
    async with database.transaction() as tx:
        assert set(await tx.budgets.take({1: 1, 2: 3}, every=10.0, ahead=0.0)) == {1, 2}
        assert set(await tx.budgets.take({1: 1, 2: 1, 3: 1}, every=10.0, ahead=15.0)) == {1, 3}
        assert set(await tx.budgets.take({1: 1, 2: 1}, every=10.0, ahead=15.0)) == set()
        assert await tx.budgets.take({}, every=10.0, ahead=0.0) == {}
    await database.close()


async def test_what_has_had_room_for_long_is_forgotten(shared: str) -> None:
    database = Database(shared, codec())
    async with database.transaction() as tx:
        await tx.budgets.take({1: 1, 2: 1}, every=0.0, ahead=0.0)
        await tx.budgets._connection.execute(text("UPDATE budgets SET free_at = free_at - interval '2 minutes' WHERE key = 1"))  # noqa: SLF001
        await tx.budgets.forget()
        keys = (await tx.budgets._connection.execute(text("SELECT key FROM budgets"))).scalars()  # noqa: SLF001
        assert list(keys) == [2]
    await database.close()
