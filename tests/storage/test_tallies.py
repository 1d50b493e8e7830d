"""Counts without people: marks of many turns at once are added up once each."""

import asyncio

from storage.broadcast_records import Tally
from storage.database import Database
from storage.queue_records import Message
from tests.storage.samples import DAY, NOON, mark_sent, somebody

DAY_1, DAY_2 = "2024-11-28", "2024-11-29"


async def numbers(database: Database, first: str = DAY_1, last: str = DAY_2) -> dict[tuple[str, str, str], int]:
    async with database.transaction() as tx:
        return {(one.what, one.about, one.part): one.number for one in await tx.tallies.between(first, last)}


async def test_marks_count_before_and_after_they_are_added_up(database: Database) -> None:
    async def turn(number: int) -> None:
        async with database.transaction() as tx:
            await tx.tallies.mark(DAY_1 if number % 2 else DAY_2, "asked", "p", ["deadline", "materials"][: 1 + number % 2])

    async with asyncio.TaskGroup() as turns:
        for number in range(20):
            turns.create_task(turn(number))
    expected = {("asked", "p", "deadline"): 20, ("asked", "p", "materials"): 10}
    assert await numbers(database) == expected
    while True:
        async with database.transaction() as tx:
            if not await tx.tallies.add_up(most=7):
                break
        assert await numbers(database) == expected
    assert await numbers(database, DAY_1, DAY_1) == {("asked", "p", "deadline"): 10, ("asked", "p", "materials"): 10}
    async with database.transaction() as tx:
        await tx.tallies.mark(DAY_1, "asked", "p", [])
        await tx.tallies.forget_before(DAY_2)
    assert await numbers(database) == {("asked", "p", "deadline"): 10}


async def test_what_fades_is_kept_at_its_highest(database: Database) -> None:
    for number in (3, 5, 2):
        async with database.transaction() as tx:
            await tx.tallies.gauge([Tally(day=DAY_1, what="sent", about="reminder", part="sent", number=number)])
    assert await numbers(database) == {("sent", "reminder", "sent"): 5}


async def test_what_rows_tell_of_a_stretch_of_time(database: Database) -> None:
    async with database.transaction() as tx:
        first, here = await somebody(tx, 1, NOON - DAY)
        second, there = await somebody(tx, 2, NOON)
        group = await tx.chats.ensure(-3, "group", None, NOON)
        for chat in (there, group):
            await tx.subscriptions.follow(second.id, chat.id, ("policy", "p"), NOON)
        await tx.subscriptions.follow(first.id, here.id, ("policy", "p"), NOON - DAY)
        await tx.subscriptions.follow(first.id, here.id, ("unit", "p"), NOON)
        for kind in ("reminder", "reminder", "news"):
            await tx.outbox.add(Message(kind=kind, chat_id=here.id, due_at=NOON), NOON)
        claims = await tx.outbox.claim(NOON, 2, DAY)
        await mark_sent(tx, claims[0], 1, NOON)
        await tx.outbox.mark_dead(claims[1], "because", NOON)
        found = await tx.tallies.counted(NOON, NOON + DAY)
        assert (found.came, found.followed) == (1, (("p", 1),))
        assert await tx.tallies.active(NOON) == 1
        assert set(await tx.tallies.settled(NOON, NOON + DAY)) == {("reminder", "sent", 1), ("reminder", "dead", 1)}
        assert await tx.tallies.settled(NOON - DAY, NOON) == ()
