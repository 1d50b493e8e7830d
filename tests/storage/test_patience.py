"""A transaction that is cancelled wherever it stands leaves the database ready for the next one."""

import asyncio
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)


async def work_for_ever(database: Database) -> None:
    while True:
        async with database.transaction() as rows:
            await rows.people.ensure(1, NOW)
            await rows.outbox.next_due()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(st.integers(0, 60), min_size=2, max_size=2))
async def test_a_cancelled_transaction_blocks_nobody(database: Database, turns: list[int]) -> None:
    for steps in turns:
        tasks = [asyncio.get_running_loop().create_task(work_for_ever(database)) for _ in range(2)]
        for _ in range(steps):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    async with asyncio.timeout(5):
        async with database.transaction() as rows:
            person = await rows.people.ensure(1, NOW)
    assert person.telegram_user_id == 1
