"""How fast somebody writes: one row for each person in each chat, and gone when it no longer matters."""

from dataclasses import replace

from storage.database import Database
from storage.records import BrakeRecord
from tests.storage.samples import MINUTE, NOON, somebody

STANDS = BrakeRecord(busy_until=NOON, is_on=True, album=None)


async def test_it_is_kept_for_each_person_and_chat_apart(database: Database) -> None:
    async with database.transaction() as tx:
        one, chat = await somebody(tx)
        other, elsewhere = await somebody(tx, 7_002)
        await tx.brakes.put(chat.id, one.id, STANDS)
        later = replace(STANDS, busy_until=NOON + MINUTE, is_on=False)
        await tx.brakes.put(chat.id, one.id, later)
        assert await tx.brakes.of(chat.id, one.id) == later
        assert await tx.brakes.of(elsewhere.id, one.id) is None
        assert await tx.brakes.of(chat.id, other.id) is None


async def test_the_first_of_an_album_is_told_from_the_rest(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        found = [await tx.brakes.is_first_of(album, chat.id, person.id, NOON) for album in "甲甲甲乙乙甲"]
        assert found == [True, False, False, True, False, True]
        await tx.brakes.put(chat.id, person.id, STANDS)
        assert await tx.brakes.of(chat.id, person.id) == replace(STANDS, album="甲")


async def test_what_is_over_is_forgotten(database: Database) -> None:
    async with database.transaction() as tx:
        (one, chat), (other, elsewhere) = await somebody(tx), await somebody(tx, 7_002)
        await tx.brakes.put(chat.id, one.id, STANDS)
        await tx.brakes.put(elsewhere.id, other.id, replace(STANDS, busy_until=NOON + MINUTE))
        await tx.brakes.forget_before(NOON + MINUTE)
        assert await tx.brakes.of(chat.id, one.id) is None
        assert await tx.brakes.of(elsewhere.id, other.id) is not None
