"""更正 for who could not be reached when it went out: told once they are back, once, if it still holds and concerns them still."""

from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random

import pytest

from bot.outbox.letter import Letter
from bot.usecases import rectifying
from bot.usecases.listening import plan
from bot.usecases.rectifying import rectify
from bot.usecases.snapshot import Snapshots
from storage.corrections import CORRECTION, STEPS
from storage.database import Database
from tests.bot.test_retelling import LEASE, REAL, Reader, World
from tests.storage.servers import SqliteFolder, codec

DAY = timedelta(days=1)


@pytest.fixture
async def database(sqlite: SqliteFolder) -> AsyncIterator[Database]:
    database = Database(sqlite.fresh(), codec())
    yield database
    await database.close()


@pytest.fixture
async def world(database: Database, snapshots: Snapshots) -> World:
    world = World(database, snapshots, Random(1), REAL)  # noqa: S311 - chance, not a secret
    await world.publish(dict(world.values))
    await world.tick()
    world.clock.advance(LEASE)
    return world


async def leave(world: World, reader: Reader) -> None:
    world.clock.advance(LEASE)
    async with world.database.transaction() as rows:
        await rows.chats.mark_unreachable(reader.chat, world.clock.now())


async def come_back(world: World, reader: Reader) -> None:
    async with world.database.transaction() as rows:
        chat = await rows.chats.get(reader.chat)
        assert chat is not None
        await rows.chats.mark_reachable(chat.id)
        await plan(rows, world.base, reader.person, world.clock.now(), away=chat)


async def told(world: World, reader: Reader, after: timedelta = DAY) -> list[Letter]:
    """What they are told who come back so long after what happened last."""
    world.clock.advance(after)
    await come_back(world, reader)
    return await world.collect()


async def publish(world: World, materials: int, quota: int = 10) -> None:
    world.clock.advance(LEASE)
    await world.publish({"materials": materials, "quota": quota})
    await world.tick()


@pytest.mark.parametrize("follows", [True, False])
async def test_several_that_one_missed_are_one_message_and_come_once(world: World, *, follows: bool) -> None:
    reader = await world.meet(follows=follows)
    await world.ask(reader, "materials")
    await leave(world, reader)
    await publish(world, 3)
    await publish(world, 5)
    (letter,) = await told(world, reader, 3 * DAY)
    assert "份数：2 → 5" in letter.html
    await leave(world, reader)
    assert await told(world, reader) == []


async def test_what_was_put_back_or_heard_since_or_is_no_concern_or_long_ago_is_not_told(world: World) -> None:
    back, informed, stranger, late = [await world.meet(follows=False) for _ in range(4)]
    for reader in (back, informed, late):
        await world.ask(reader, "materials")
    await world.ask(stranger, "quota")
    for reader in (back, informed, stranger, late):
        await leave(world, reader)
    await publish(world, 3)
    assert await told(world, stranger) == []
    await come_back(world, informed)
    await world.ask(informed, "materials")
    assert await world.collect() == []
    await publish(world, 2)
    await world.collect()
    assert await told(world, back) == []
    await leave(world, back)
    await publish(world, 4)
    await world.collect()
    assert await told(world, late, 31 * DAY) == []


async def test_what_telegram_took_not_is_told_from_what_was_heard_before(world: World) -> None:
    reader = await world.meet(follows=False)
    await world.ask(reader, "materials")
    await publish(world, 3)
    async with world.database.transaction() as rows:
        (claim,) = await rows.outbox.claim(world.clock.now(), 9, LEASE, {CORRECTION})
    assert "份数：2 → 3" in (await world.compose(claim, mark=False))[0].html
    await leave(world, reader)
    async with world.database.transaction() as rows:
        assert await rows.outbox.mark_skipped(claim, "Forbidden", world.clock.now())
    await publish(world, 6)
    (letter,) = await told(world, reader)
    assert "份数：2 → 6" in letter.html


@pytest.mark.parametrize("after", [LEASE, 3 * DAY])
async def test_a_pause_is_told_while_it_lasts_and_its_end_to_who_heard_of_it(world: World, snapshots: Snapshots, after: timedelta) -> None:
    gone, heard = [await world.meet(follows=True) for _ in range(2)]
    await leave(world, gone)
    await world.pause(snapshots)
    await world.tick()
    assert ["先别照着办" in letter.html for letter in await world.collect()] == [True]
    assert ["先别照着办" in letter.html for letter in await told(world, gone, LEASE)] == [True]
    for reader in (gone, heard):
        await leave(world, reader)
    await world.resume(snapshots)
    await world.tick()
    await world.tick()
    assert ["核实完了" in letter.html for letter in await told(world, gone, LEASE)] == [True]
    await world.pause(snapshots)
    await world.tick()
    await world.resume(snapshots)
    await world.tick()
    assert ["核实完了" in letter.html for letter in await told(world, heard, after)] == [True], "of the second pause it never heard"


async def test_of_a_fan_out_that_is_under_way_it_is_told_once(world: World) -> None:
    reader = await world.meet(follows=True)
    await leave(world, reader)
    world.clock.advance(LEASE)
    await world.publish({"materials": 3, "quota": 10})
    await rectify(world.database, world.base, world.differences, world.clock.now())
    (letter,) = await told(world, reader, LEASE)
    await world.tick()
    assert "份数：2 → 3" in letter.html
    assert await world.collect() == []


async def test_a_tick_that_is_out_of_time_leaves_the_rest_to_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    readers = [await world.meet(follows=number % 2 == 0) for number in range(4)]
    for reader in readers:
        await world.ask(reader, "materials")
    world.clock.advance(LEASE)
    await world.publish({"materials": 3, "quota": 10})
    await rectify(world.database, world.base, world.differences, world.clock.now())
    monkeypatch.setattr(rectifying, "SECONDS", 0.0)
    world.clock.advance(rectifying.CALM)
    finished = []
    for _ in STEPS:
        await rectify(world.database, world.base, world.differences, world.clock.now())
        async with world.database.transaction() as rows:
            (one,) = await rows.corrections.made_by(world.number, "published")
        finished.append(one.finished_at is not None)
    assert finished == [False] * (len(STEPS) - 1) + [True]
    assert one.told == len(await world.collect()) == len(readers)
