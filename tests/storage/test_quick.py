"""The shortest way to SQLite and the ordinary one are the same to whoever asks: what one wrote the other reads, errors too."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import exc, insert, select

from storage.database import Database, Transaction
from storage.engine import parse_url
from storage.errors import DatabaseUnavailableError
from storage.queue_records import IncomingUpdate, Message
from storage.quick import QUICK, run
from storage.records import Answer, BrakeRecord
from storage.tables import chats, people
from tests.storage.samples import DAY, MINUTE, NOON
from tests.storage.servers import codec


class LookedAtError(Exception):
    """To take back what reading changed."""


@pytest.fixture
async def file(sqlite_address: str) -> AsyncIterator[Database]:
    database = Database(sqlite_address, codec())
    yield database
    await database.close()


async def write(rows: Transaction, user: int) -> int:
    """All that a turn may write; whom it was about."""
    person = await rows.people.ensure(user, NOON)
    chat = await rows.chats.ensure(user, "private", person.id, NOON)
    await rows.topics.keep(chat.id, person.id, "关于", NOON)
    await rows.brakes.put(chat.id, person.id, BrakeRecord(busy_until=NOON + MINUTE, is_on=True, album=None))
    await rows.dialogs.open(chat.id, person.id, "report", "{}", NOON)
    await rows.reports.open(chat.id, person.id, "{}", NOON)
    await rows.interviews.start(chat.id, person.id, "p", NOON)
    await rows.withdrawals.begin(f"policy-{user}", "", NOON)
    await rows.answers.put(person.id, Answer(fact="age", subject="person", state="given", value="52"), NOON)
    await rows.tallies.mark("2024-11-01", "typed", "", ["answered", "asked"])
    unit = await rows.units.make("单位", "包头", "", "", NOON)
    await rows.members.join(unit.id, person.id, "老王", NOON)
    await rows.inbox.receive([IncomingUpdate(update_id=user, lane=f"user:{user}", telegram_user_id=user, payload="{}")], NOON)
    message = Message(kind="reply", chat_id=chat.id, person_id=person.id, due_at=NOON, body="{}", dedupe_key=f"d{user}")
    assert await rows.outbox.add_claimed(message, user, NOON, MINUTE) is not None
    assert await rows.outbox.add(message, NOON) is None
    return person.id


async def read(rows: Transaction, user: int) -> list[Any]:
    """The same, read, and where it is deleted, deleted."""
    person = await rows.people.ensure(user, NOON + DAY)
    chat = await rows.chats.ensure(user, "group", None, NOON + DAY)
    here = (chat.id, person.id)
    found: list[Any] = [
        person,
        chat,
        await rows.people.get(person.id),
        await rows.topics.since(*here, NOON),
        await rows.topics.since(*here, NOON + MINUTE),
        await rows.brakes.of(*here),
        await rows.dialogs.opened(*here, NOON),
        await rows.dialogs.opened(*here, NOON + MINUTE),
        await rows.reports.opened(*here, NOON),
        await rows.interviews.running(*here),
        await rows.withdrawals.all(),
        await rows.answers.of(person.id),
        await rows.members.of_person(person.id),
        await rows.outbox.claim(NOON + MINUTE, 9, MINUTE),
        [await rows.inbox.mark_handled(user, NOON) for _ in range(2)],
    ]
    await rows.topics.forget_before(NOON + MINUTE)
    await rows.brakes.forget_before(NOON + timedelta(minutes=2))
    return [*found, await rows.topics.since(*here, NOON), await rows.brakes.of(*here)]


async def test_what_one_way_wrote_the_other_reads(file: Database) -> None:
    async with file.brief() as rows:
        assert QUICK in rows.people._connection.info  # noqa: SLF001 - or the two ways were one
        quick = await write(rows, 1)
    async with file.transaction() as rows:
        assert QUICK not in rows.people._connection.info  # noqa: SLF001 - as above
        slow = await write(rows, 2)
    assert slow != quick

    told: list[list[list[Any]]] = []

    async def look(way: Callable[[], AbstractAsyncContextManager[Transaction]]) -> None:
        async with way() as rows:
            told.append([await read(rows, user) for user in (1, 2)])
            raise LookedAtError

    for way in (file.brief, file.transaction):
        with pytest.raises(LookedAtError):
            await look(way)
    quickly, slowly = told
    assert quickly == slowly
    assert quickly[0][14] == [True, False]
    assert quickly[0][-2:] == [None, None]
    assert all(quickly[0][at] for at in (2, 3, 5, 6, 8, 9, 10, 11, 12, 13))


async def test_errors_are_the_same_and_one_takes_nobody_along(file: Database, sqlite_address: str) -> None:
    async def fail() -> None:
        async with file.brief() as rows:
            await rows.marks.set("mine", "1")
            row = {"telegram_chat_id": 1, "kind": "private", "person_id": 999, "created_at": NOON}
            await run(rows.people._connection, insert(chats), row)  # noqa: SLF001 - nobody else breaks a key

    with pytest.raises(exc.IntegrityError):
        await fail()
    async with file.brief() as rows:
        assert await rows.marks.get("mine") is None
    database = sqlite3.connect(str(parse_url(sqlite_address).database))
    database.execute("ALTER TABLE people RENAME TO gone")
    database.close()
    with pytest.raises(DatabaseUnavailableError):
        async with file.brief() as rows:
            await run(rows.people._connection, select(people.c.id), {})  # noqa: SLF001 - as above
