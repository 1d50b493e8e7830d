"""Real processes, and all that can go wrong with them, their database and Telegram: judged by what was put in and what came out, alone.

In CI once and short, for one seed; with ``--long`` a thousand questions and a thousand pushes for several. What fails prints its command.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.fleet.promise import broken
from benchmarks.fleet.run import Plan, run
from benchmarks.fleet.stores import Postgres, SqliteFile
from tests.storage.servers import PostgresServer, SqliteFolder, postgres_server, put_key

HOUR = 3600.0
SHORT = Plan(2, 30, 120, messages_a_second=10, troubles=("kill", "stop", "restart", "poison", "refuse"), pushes=30, skew=HOUR, seed=8)
SHORT_ALONE = Plan(1, 20, 80, messages_a_second=10, troubles=("kill", "stop", "fill", "poison", "refuse"), pushes=20, seed=8)
OFTEN = (*["kill"] * 4, *["stop"] * 2, *["refuse"] * 3, *["poison"] * 3, "hang")
LONG = Plan(4, 100, 1000, messages_a_second=30, troubles=(*OFTEN, "stop", "restart", "restart", "restart"), pushes=1000, skew=HOUR)
LONG_ALONE = Plan(1, 100, 1000, messages_a_second=30, troubles=(*OFTEN, "kill", "fill", "fill", "lock", "lock"), pushes=1000)
SEEDS = (1, 2, 3)
pytestmark = pytest.mark.timeout(7200)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresServer]:
    with postgres_server(tmp_path) as server:
        yield server


async def test_processes_on_one_postgresql_lose_nothing_whatever_happens_to_them(
    server: PostgresServer, tmp_path: Path, *, at_length: bool
) -> None:
    """Killed, stopped beyond the lease, their server restarted, refused, given what cannot be read; a clock jumps, deliveries double."""
    for plan in [replace(LONG, seed=seed) for seed in SEEDS] if at_length else [SHORT]:
        folder = tmp_path / str(plan.seed)
        put_key(folder / "answers.key")
        outcome = await run(plan, Postgres(await asyncio.to_thread(server.fresh), server.restart), folder)
        assert not broken(plan, outcome), outcome


async def test_one_process_on_a_file_loses_nothing_whatever_happens_to_it(sqlite: SqliteFolder, tmp_path: Path, *, at_length: bool) -> None:
    """Killed, stopped, its disk full, its file locked by others, Telegram refusing."""
    for plan in [replace(LONG_ALONE, seed=seed) for seed in SEEDS] if at_length else [SHORT_ALONE]:
        folder = tmp_path / str(plan.seed)
        outcome = await run(plan, SqliteFile(sqlite.put(folder / "bot.db", folder / "answers.key")), folder)
        assert not broken(plan, outcome), outcome
