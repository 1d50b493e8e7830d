"""Updates in: written down once, handled once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.queue_records import IncomingUpdate
from tests.storage.samples import DAY, NOON

BATCHES = st.lists(st.lists(st.integers(0, 30), max_size=8, unique=True), max_size=6)


def updates(*ids: int) -> list[IncomingUpdate]:
    return [IncomingUpdate(update_id=one, lane=f"user:{one % 3}", telegram_user_id=one % 3, payload=f'{{"n": {one}}}') for one in ids]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BATCHES)
async def test_each_update_is_new_once_however_often_it_comes(database: Database, batches: list[list[int]]) -> None:
    seen: set[int] = set()
    async with database.transaction() as tx:
        for one in await tx.inbox.waiting():
            await tx.inbox.mark_handled(one.update_id, NOON)
        await tx.inbox.purge(NOON + DAY)
        for batch in batches:
            assert await tx.inbox.receive(updates(*batch), NOON) == tuple(sorted(set(batch) - seen))
            seen |= set(batch)
        assert [(one.update_id, one.payload) for one in await tx.inbox.waiting()] == [(n, f'{{"n": {n}}}') for n in sorted(seen)]


async def test_an_update_is_handled_once_and_its_effects_go_with_it(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as tx:
            assert await tx.inbox.mark_handled(1, NOON)
            _ = 1 / 0

    async with database.transaction() as tx:
        await tx.inbox.receive(updates(1, 2), NOON)
    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.transaction() as tx:
        assert [one.update_id for one in await tx.inbox.waiting()] == [1, 2]
        assert await tx.inbox.mark_handled(1, NOON)
    async with database.transaction() as tx:
        assert not await tx.inbox.mark_handled(1, NOON)
        assert [one.update_id for one in await tx.inbox.waiting(limit=5)] == [2]
        assert await tx.inbox.receive(updates(1), NOON) == ()


async def test_an_update_that_keeps_failing_is_set_aside(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.inbox.receive(updates(1), NOON)
        assert [await tx.inbox.mark_failed_attempt(1, "ValueError" * 100, give_up_after=3) for _ in range(4)] == [False, False, True, False]
        assert await tx.inbox.waiting() == ()
        assert not await tx.inbox.mark_handled(1, NOON)


async def test_attempts_are_counted_for_the_next_process(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.inbox.receive(updates(1), NOON)
        await tx.inbox.mark_failed_attempt(1, "TimeoutError", give_up_after=3)
        [left] = await tx.inbox.waiting()
        assert left.attempts == 1


async def test_only_what_is_old_and_done_is_purged(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.inbox.receive(updates(1, 2), NOON)
        await tx.inbox.receive(updates(3), NOON + DAY)
        await tx.inbox.mark_handled(1, NOON)
        await tx.inbox.mark_handled(3, NOON + DAY)
        assert await tx.inbox.purge(NOON + DAY) == 1
        assert await tx.inbox.receive(updates(1, 2, 3), NOON) == (1,)
