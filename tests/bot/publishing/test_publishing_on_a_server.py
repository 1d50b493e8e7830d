"""Processes on one PostgreSQL database: whoever publishes at once comes through or clashes, and all serve the same."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.usecases.refusals import ClashError
from knowledge.reading.files import with_shipped_words
from knowledge.search.lexicon import lexicon_of
from storage.database import Database
from tests.bot.conftest import SetClock
from tests.bot.publishing.machine import DEMO, OTHER, Machine, demo, files_of, other, published
from tests.knowledge.factories import write_base
from tests.storage.servers import codec, postgres_server


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgres_server(tmp_path_factory.mktemp("server")) as server:
        yield server.fresh()


async def test_processes_that_publish_at_once_lose_nothing(address: str, tmp_path: Path, set_clock: SetClock) -> None:
    lexicon = lexicon_of(with_shipped_words({}))
    databases = [Database(address, codec()) for _ in range(3)]
    machines = [Machine(write_base(tmp_path / str(number)), one, set_clock, lexicon) for number, one in enumerate(databases)]
    await asyncio.gather(*(machine.look() for machine in machines))
    assert len(await published(databases[0])) == 1, "the same files are one version, whoever was first"
    edits: list[dict[str, bytes | None]] = [{DEMO: demo(3).encode()}, {DEMO: demo(4).encode()}, {OTHER: other("甲").encode()}]
    pairs = zip(machines, edits, strict=True)
    done = await asyncio.gather(*(machine.publish(changes, base=1) for machine, changes in pairs), return_exceptions=True)
    assert [type(one) for one in done].count(ClashError) == 1
    for machine in machines:
        assert await machine.look() == ()
    last = await files_of(databases[0], 3)
    assert all(machine.disk == last for machine in machines)
    assert {machine.title for machine in machines} == {"甲"}
    assert len({machine.copies for machine in machines}) == 1
    assert [record.number for record in await published(databases[0])] == [1, 2, 3]
    for database in databases:
        await database.close()
