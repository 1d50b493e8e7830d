"""A real process, killed with SIGKILL while it makes the messages of a broadcast: whoever goes on makes the rest, and each once."""

import asyncio
import os
import sys
from pathlib import Path

from sqlalchemy import func, insert, select

from storage.broadcast_records import Card, Whom
from storage.broadcast_tables import broadcast_letters, wishes
from storage.broadcasts import BROADCAST
from storage.database import Database
from storage.queue_tables import outbox
from storage.tables import chats, people
from storage.wishes import NOTICES
from tests.storage.samples import NOON, somebody
from tests.storage.servers import KEY, codec

ROOT = Path(__file__).parents[2]
PEOPLE, CHUNK, SEEN = 1_500, 20, 5
FEED = f"""
import asyncio, os, sys
from datetime import datetime
from storage.codec import Codec
from storage.database import Database

async def feed(address, now):
    database = Database(address, Codec([os.environ["TEST_KEY"]]))
    while True:
        async with database.transaction() as tx:
            await tx.broadcasts.fan_out(1, now, {CHUNK}, lambda _: now)
        print("fed", flush=True)

asyncio.run(feed(sys.argv[1], datetime.fromisoformat(sys.argv[2])))
"""


async def test_a_killed_process_leaves_whole_steps_and_the_next_goes_on(sqlite_address: str) -> None:
    database = Database(sqlite_address, codec())
    numbers = range(1, PEOPLE + 1)
    async with database.transaction() as tx:
        author, _ = await somebody(tx, PEOPLE + 1)
        connection = tx.broadcasts._connection  # noqa: SLF001 - many rows at once
        each = [{"id": one + 10, "telegram_user_id": one, "created_at": NOON, "last_seen_at": NOON} for one in numbers]
        await connection.execute(insert(people), each)
        there = {"kind": "private", "created_at": NOON}
        await connection.execute(
            insert(chats), [{"id": one + 10, "telegram_chat_id": one, "person_id": one + 10, **there} for one in numbers]
        )
        wish = {"what": NOTICES, "wanted": True, "since": NOON}
        await connection.execute(insert(wishes), [{"person_id": one + 10, **wish} for one in numbers])
        number = await tx.broadcasts.draft(author.id, Whom(audience="everyone"), "words", NOON)
        assert number == 1
        assert await tx.broadcasts.begin(number, PEOPLE, Card(chat_id=1, message_id=1), NOON, again=False)
    await database.close()
    where = {**os.environ, "TEST_KEY": KEY.decode(), "PYTHONPATH": str(ROOT)}
    feeding = await asyncio.create_subprocess_exec(
        sys.executable, "-c", FEED, sqlite_address, NOON.isoformat(), env=where, stdout=asyncio.subprocess.PIPE
    )
    assert feeding.stdout is not None
    for _ in range(SEEN):
        assert await feeding.stdout.readline() == b"fed\n"
    feeding.kill()
    await feeding.communicate()
    async with database.transaction() as tx:
        left = await tx.broadcasts.waiting(number)
        assert left >= SEEN * CHUNK - 1
        assert left < PEOPLE, "it was killed on its way"
        assert left % CHUNK == CHUNK - 1, "whole steps; the author, who hears nothing, is looked at first"
        while not (await tx.broadcasts.fan_out(number, NOON, PEOPLE, lambda _: NOON)).finished:
            pass
        connection = tx.broadcasts._connection  # noqa: SLF001 - as above
        told = select(func.count(), func.count(outbox.c.chat_id.distinct())).where(outbox.c.kind == BROADCAST)
        assert (await connection.execute(told)).one() == (PEOPLE, PEOPLE)
        assert (await connection.execute(select(func.count()).select_from(broadcast_letters))).scalar_one() == PEOPLE
    await database.close()
