"""Real processes behind a balancer, on one PostgreSQL, some of them killed: judged by what was asked and what the stand-in saw, alone."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.fleet.promise import broken
from benchmarks.fleet.run import Plan, run
from benchmarks.fleet.stores import Postgres
from tests.storage.servers import PostgresServer, postgres_server, put_key

FULL = Plan(4, 500, 10_000, messages_a_second=1000, troubles=("kill",) * 10, seed=8)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresServer]:
    with postgres_server(tmp_path) as server:
        yield server


@pytest.mark.timeout(3600)
async def test_all_are_answered_in_order_within_telegrams_limits_and_at_most_what_was_in_flight_twice(
    server: PostgresServer, tmp_path: Path, *, at_length: bool
) -> None:
    if not at_length:
        pytest.skip("with --long; tests/journeys/test_faults.py does the same for a few, and worse to them")
    put_key(tmp_path / "answers.key")
    outcome = await run(FULL, Postgres(await asyncio.to_thread(server.fresh)), tmp_path)
    assert not broken(FULL, outcome), outcome
