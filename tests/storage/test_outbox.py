"""Messages out, with workers that really run at the same time."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import event

from storage.database import Database
from storage.engine import make_engine, parse_url
from storage.outbox import MAX_ATTEMPTS, PRIORITIES, Outbox
from storage.queue_records import Message, OutboxRecord
from tests.storage.samples import DAY, MINUTE, NOON, mark_sent, somebody
from tests.storage.servers import codec


async def fill(database: Database, number: int) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        for one in range(number):
            kind = "reply" if one % 3 == 0 else "reminder"
            await tx.outbox.add(Message(kind=kind, chat_id=chat.id, person_id=person.id, due_at=NOON, body=f'{{"n": {one}}}'), NOON)


async def test_four_workers_that_live_send_each_message_once(address: str) -> None:
    """Four engines, as four processes would have."""
    workers = [Database(address, codec()) for _ in range(4)]
    await fill(workers[0], 120)
    sent: Counter[str | None] = Counter()

    async def work(database: Database) -> None:
        while True:
            async with database.transaction() as tx:
                claims = await tx.outbox.claim(NOON, 7, MINUTE)
            if not claims:
                return
            sent.update(claim.body for claim in claims)
            await asyncio.sleep(0)
            async with database.transaction() as tx:
                marked = await tx.outbox.mark_all_sent([(claim, 900 + claim.id) for claim in claims], NOON)
            assert marked == {claim.id for claim in claims}

    async with asyncio.TaskGroup() as group:
        for database in workers:
            group.create_task(work(database))
    assert sent == Counter({f'{{"n": {one}}}': 1 for one in range(120)})
    async with workers[0].transaction() as tx:
        assert await tx.outbox.next_due() is None
        person, _ = await somebody(tx)
        rows = (await tx.privacy.export(person.id))["outbox"]
        assert {(row["state"], row["body"], row["telegram_message_id"] - row["id"]) for row in rows} == {("sent", None, 900)}
        assert await tx.outbox.purge(NOON + DAY) == 120
        assert await tx.outbox.mark_all_sent([], NOON) == frozenset()
    for database in workers:
        await database.close()


async def test_a_message_that_kills_its_sender_dies_in_the_end(database: Database) -> None:
    await fill(database, 1)
    now = NOON
    tries = 0
    async with database.transaction() as tx:
        while await tx.outbox.claim(now, 1, MINUTE):
            tries += 1
            now += MINUTE
        assert tries == MAX_ATTEMPTS
        assert await tx.outbox.next_due() is None


async def test_a_message_that_fails_dies_in_the_end_but_waiting_for_telegram_does_not_count(database: Database) -> None:
    await fill(database, 1)
    outcomes = 0
    async with database.transaction() as tx:
        for _ in range(2 * MAX_ATTEMPTS):
            [claim] = await tx.outbox.claim(NOON, 1, MINUTE)
            assert await tx.outbox.postpone(claim, NOON)
        while claims := await tx.outbox.claim(NOON, 1, MINUTE):
            outcomes += 1
            assert await tx.outbox.retry(claims[0], NOON, "TimedOut", NOON)
    assert outcomes == MAX_ATTEMPTS


async def test_what_is_put_in_claimed_is_as_if_it_had_been_claimed(database: Database) -> None:
    async with database.presence(), database.transaction() as tx:
        _, chat = await somebody(tx)
        one, other = (
            Message(kind="reply", chat_id=chat.id, due_at=NOON, body='"你好"', reference='{"a": 1}', dedupe_key=key) for key in ("a", "b")
        )
        claim = await tx.outbox.add_claimed(one, chat.telegram_chat_id, NOON, MINUTE)
        await tx.outbox.add(other, NOON)
        [claimed] = await tx.outbox.claim(NOON, 9, MINUTE)
        assert claim is not None
        assert claim == replace(claimed, id=claim.id, dedupe_key="a")
        assert await tx.outbox.add_claimed(one, chat.telegram_chat_id, NOON, MINUTE) is None
        assert await tx.outbox.claim(NOON, 9, MINUTE) == ()
        assert [again.attempts for again in await tx.outbox.claim(NOON + MINUTE, 9, MINUTE)] == [2, 2]
        assert not await mark_sent(tx, claim, 1, NOON)


async def test_a_reply_is_claimed_in_the_transaction_that_writes_it(database: Database) -> None:
    async with database.transaction() as tx:
        _, chat = await somebody(tx)
        added = await tx.outbox.add(Message(kind="reply", chat_id=chat.id, due_at=NOON, body='"你好"', reference='{"a": 1}'), NOON)
        assert added is not None
        [claim] = await tx.outbox.claim(NOON, 9, MINUTE)
    assert claim == OutboxRecord(
        id=added,
        kind="reply",
        dedupe_key=None,
        person_id=None,
        chat_id=chat.id,
        telegram_chat_id=chat.telegram_chat_id,
        subscription_id=None,
        reference='{"a": 1}',
        body='"你好"',
        due_at=NOON,
        attempts=1,
        postponed=0,
        error=None,
    )
    async with database.transaction() as tx:
        assert await tx.outbox.claim(NOON, 5, MINUTE) == ()
        [after_the_lease] = await tx.outbox.claim(NOON + MINUTE, 5, MINUTE)
        assert not await mark_sent(tx, claim, 1, NOON)
        assert await mark_sent(tx, after_the_lease, 1, NOON)


async def test_claims_and_the_next_moment_are_read_from_the_index(sqlite_address: str) -> None:
    """A million rows of the future cost nothing only as long as the partial index answers."""
    engine = make_engine(parse_url(sqlite_address), 1)
    asked: list[tuple[str, tuple[object, ...]]] = []
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    async with engine.begin() as connection:
        outbox = Outbox(connection, codec())
        await outbox.claim(NOON, 5, timedelta(minutes=1))
        await outbox.next_due()
        await outbox.take_back(NOON)
        await outbox.users_left(NOON)
        statements = [one for one in asked if "outbox" in one[0]]
        for statement, parameters in statements:
            plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)).all()
            assert "ix_outbox_pending (priority=?" in str(plan)
            assert "SCAN outbox" not in str(plan)
        assert len(statements) == len(PRIORITIES) + 4
    await engine.dispose()
