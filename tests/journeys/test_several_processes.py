"""Real processes behind a balancer, on one PostgreSQL, some of them killed: judged by what was asked and what the stand-in saw, alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.fleet.run import Plan, run
from bot.app import SLOTS
from tests.storage.servers import PostgresServer, postgres_server

SHORT = Plan(workers=2, people=40, updates=200, kills=1, messages_a_second=10, seed=8)
FULL = Plan(workers=4, people=500, updates=10_000, kills=10, messages_a_second=1000, seed=8)
MINUTE = 60
JITTER = 4
"""So many messages may be late enough, on a busy machine, to arrive with those of the next second."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresServer]:
    with postgres_server(tmp_path) as server:
        yield server


@pytest.fixture
def database(server: PostgresServer) -> str:
    return server.empty()


@pytest.mark.timeout(3600)
async def test_all_are_answered_in_order_within_telegrams_limits_and_at_most_what_was_in_flight_twice(
    database: str, tmp_path: Path, *, at_length: bool
) -> None:
    plan = FULL if at_length else SHORT
    outcome = await run(plan, database, tmp_path)
    found = outcome.findings
    assert (found.asked, found.lost, found.disordered, found.strange) == (plan.updates, 0, 0, 0)
    assert outcome.killed == plan.kills
    assert found.doubled <= plan.kills * SLOTS
    assert found.most_a_second <= plan.messages_a_second + JITTER
    assert found.most_in_ten_seconds <= 10 * plan.messages_a_second
    assert found.most_in_a_chat_a_minute <= MINUTE + 5
    assert outcome.errors == 0
