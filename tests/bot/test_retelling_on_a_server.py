"""Corrections on one PostgreSQL database: whoever plans or words at the same moment, each reader hears once."""

import asyncio
from collections.abc import Iterator
from random import Random

import pytest

from bot.usecases.snapshot import Snapshots
from storage.corrections import CORRECTION
from storage.database import Database
from tests.bot.test_retelling import LEASE, World
from tests.storage.servers import codec, postgres_server


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgres_server(tmp_path_factory.mktemp("server")) as server:
        yield server.fresh()


async def test_processes_that_plan_and_word_at_once_tell_each_reader_once(address: str, snapshots: Snapshots) -> None:
    database = Database(address, codec())
    world = World(database, snapshots, Random(1))  # noqa: S311 - chance, not a secret
    await world.publish(dict(world.values))
    await world.tick()
    for _ in range(3):
        await world.meet(follows=True)
    for copies in (3, 4, 5):
        world.clock.advance(LEASE)
        await world.publish({"materials": copies, "quota": 10})
    await world.tick()
    async with database.transaction() as rows:
        assert [len(await rows.corrections.made_by(number, "published")) for number in (2, 3, 4)] == [1, 1, 1]
        claims = await rows.outbox.claim(world.clock.now(), 99, LEASE, {CORRECTION})
    assert len(claims) == 9
    for letters in await asyncio.gather(*(world.compose(claim) for claim in claims)):
        assert all("份数：2 → 5" in letter.html for letter in letters)
        world.readers[0].messages += len(letters)
    assert world.readers[0].messages == len(world.readers)
    await database.close()
