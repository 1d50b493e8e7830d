"""The unit of work."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from storage.database import Database
from storage.engine import SQLITE_ARGUMENTS, parse_url
from storage.errors import DatabaseUnavailableError
from tests.storage.samples import NOON, somebody
from tests.storage.servers import codec


async def test_an_error_takes_everything_back(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as tx:
            person, chat = await somebody(tx)
            made.append((person.id, chat.id))
            await tx.marks.set("version", "1")
            _ = 1 / 0

    made: list[tuple[int, int]] = []
    with pytest.raises(ZeroDivisionError):
        await fail()
    [(person_id, chat_id)] = made
    async with database.transaction() as tx:
        assert await tx.people.get(person_id) is None
        assert await tx.chats.get(chat_id) is None
        assert await tx.marks.get("version") is None


async def test_a_mark_is_written_over(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.marks.set("version", "1")
        await tx.marks.set("version", "2")
        assert await tx.marks.get("version") == "2"


async def test_reading_and_then_writing_at_the_same_time_loses_nothing_on_sqlite(sqlite_address: str) -> None:
    """Three engines on one file, as three processes would have: each transaction holds the write lock from its first read on."""
    processes = [Database(sqlite_address, codec()) for _ in range(3)]

    async def count_up(database: Database) -> None:
        for _ in range(25):
            async with database.transaction() as tx:
                seen = int(await tx.marks.get("counter") or 0)
                await asyncio.sleep(0)
                await tx.marks.set("counter", str(seen + 1))

    async with asyncio.TaskGroup() as group:
        for database in processes * 2:
            group.create_task(count_up(database))
    async with processes[0].transaction() as tx:
        assert await tx.marks.get("counter") == "150"
    for database in processes:
        await database.close()


async def test_a_file_that_another_program_keeps_is_a_database_that_is_away(sqlite_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun is to be done again, and is then done."""
    monkeypatch.setitem(SQLITE_ARGUMENTS, "timeout", 0.05)
    database = Database(sqlite_address, codec())

    async def come() -> None:
        async with database.transaction() as tx:
            await tx.people.ensure(7, NOON)

    with closing(sqlite3.connect(parse_url(sqlite_address).database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailableError):
            await come()
        other.execute("ROLLBACK")
    await come()
    await database.close()


async def test_people_who_come_at_the_same_time_are_made_once(address: str) -> None:
    processes = [Database(address, codec()) for _ in range(2)]
    found: set[tuple[int, int]] = set()

    async def greet(database: Database) -> None:
        async with database.transaction() as tx:
            person, chat = await somebody(tx)
            found.add((person.id, chat.id))

    async with asyncio.TaskGroup() as group:
        for database in processes * 4:
            group.create_task(greet(database))
    assert len(found) == 1
    for database in processes:
        await database.close()


async def test_the_number_of_a_deleted_person_is_never_given_again(database: Database) -> None:
    async with database.transaction() as tx:
        gone, _ = await somebody(tx, 1)
        await tx.privacy.delete(gone.id)
        come, _ = await somebody(tx, 2)
        assert (await tx.people.ensure(2, NOON)).id == come.id > gone.id
