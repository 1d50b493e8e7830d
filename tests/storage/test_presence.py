"""Several processes on one database: nobody holds what another holds, and what a dead one had under way is found by the living."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

import storage.presence
from storage.database import Database, Transaction
from storage.engine import make_engine, make_session_engine, parse_url
from storage.errors import DatabaseUnavailableError, InUseError
from storage.presence import PUBLISHED, Session
from storage.queue_records import IncomingUpdate, Message
from tests.storage.samples import NOON, published, somebody
from tests.storage.servers import PostgresServer, codec

LEASE = timedelta(minutes=2)
LANES = st.lists(st.sampled_from(["user:1", "user:2", "user:3", "chat:-5"]), max_size=4)
END_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["hold", "let go", "beat"]), LANES), max_size=20)


@pytest.fixture
def shared(postgres: PostgresServer) -> str:
    """The address of a database that several processes can work on."""
    return postgres.fresh()


@pytest.fixture
async def other(address: str) -> AsyncIterator[Database]:
    """Another process's door to the same rows."""
    other = Database(address, codec())
    yield other
    await other.close()


async def execute(address: str, statement: str) -> None:
    engine = make_engine(parse_url(address), 1)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def under_way(tx: Transaction, update_id: int = 1) -> None:
    """A reply and a push are claimed, an update waits."""
    person, chat = await somebody(tx)
    for kind in ("reply", "reminder"):
        await tx.outbox.add(Message(kind=kind, chat_id=chat.id, person_id=person.id, due_at=NOON, body="{}"), NOON)
    assert len(await tx.outbox.claim(NOON, 9, LEASE)) == 2
    await tx.inbox.receive([IncomingUpdate(update_id=update_id, lane="user:7", telegram_user_id=7, payload="{}")], NOON)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_lane_is_ever_held_by_two(shared: str, steps: list[tuple[int, str, list[str]]]) -> None:
    async def run() -> None:
        sessions = [Session(parse_url(shared)) for _ in range(3)]
        for session in sessions:
            await session.enter()
        held: dict[str, int] = {}
        for who, what, lanes in steps:
            match what:
                case "hold":
                    given = await sessions[who].hold(lanes)
                    assert given == {lane for lane in lanes if held.get(lane, who) == who}
                    held |= dict.fromkeys(given, who)
                case "let go":
                    await sessions[who].let_go(lanes)
                    held = {lane: holder for lane, holder in held.items() if holder != who or lane not in lanes}
                case _:
                    assert await sessions[who].beat() == frozenset()
            assert [session.held for session in sessions] == [{lane for lane in held if held[lane] == n} for n in range(3)]
        for session in sessions:
            await session.leave()

    asyncio.run(run())


async def test_a_file_serves_one_process(sqlite_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.presence, "PATIENCE_SECONDS", 0.05)
    first, second = Database(sqlite_address, codec()), Database(sqlite_address, codec())
    async with first.presence() as here:
        assert await here.hold(["user:1"]) == {"user:1"} == here.held
        assert await here.beat() == frozenset()
        with pytest.raises(InUseError, match="stop that one"):
            await second.presence().__aenter__()
        await here.let_go(["user:1"])
        assert not here.held
    async with second.presence():
        pass
    await first.close()
    await second.close()


async def test_what_a_dead_process_had_under_way_is_taken_up_at_once(database: Database, other: Database) -> None:
    async with database.presence() as dying, database.transaction() as tx:
        await dying.hold(["user:7"])
        await under_way(tx)
    async with other.presence() as living:
        assert await living.hold(["user:7"]) == {"user:7"}
        async with other.transaction() as tx:
            assert await tx.inbox.lanes_waiting(limit=5) == ("user:7",)
            assert await tx.inbox.lanes_waiting(among=["user:8"]) == ()
            [user] = await tx.outbox.users_left(NOON)
            [reply] = await tx.outbox.claim_left(user, NOON, LEASE)
            assert (reply.kind, reply.attempts) == ("reply", 2)
            assert await tx.outbox.users_left(NOON, among=[user]) == ()
            assert await tx.outbox.take_back(NOON) == 1
            [push] = await tx.outbox.claim(NOON, 9, LEASE)
            assert push.kind == "reminder"


async def test_what_a_living_process_has_under_way_stays_its_own(shared: str) -> None:
    one, two = Database(shared, codec()), Database(shared, codec())
    async with one.presence(), two.presence() as second:
        async with one.transaction() as tx:
            await under_way(tx)
        assert await second.beat() == frozenset()
        async with two.transaction() as tx:
            assert await tx.outbox.users_left(NOON) == ()
            assert await tx.outbox.take_back(NOON) == 0
            assert await tx.outbox.claim_left(7, NOON, LEASE) == ()
    await one.close()
    await two.close()


async def test_a_silent_process_is_turned_out_and_told_to_stop(shared: str) -> None:
    silent, other = Database(shared, codec()), Database(shared, codec())
    async with silent.presence() as stopped, other.presence() as living:
        await stopped.hold(["user:7"])
        async with silent.transaction() as tx:
            await under_way(tx)
        await execute(shared, "UPDATE workers SET seen_at = seen_at - interval '1 hour'")
        first = stopped.worker
        assert await living.beat() == {first}
        assert await living.beat() == frozenset()
        assert await living.hold(["user:7"]) == {"user:7"}
        async with silent.transaction() as tx:
            assert not await tx.inbox.mark_handled(1, NOON)
        with pytest.raises(DatabaseUnavailableError):
            await stopped.hold(["user:8"])
        assert not stopped.held
        assert await stopped.hold(["user:7", "user:8"]) == {"user:8"}
        assert stopped.worker != first
        async with silent.transaction() as tx:
            assert await tx.inbox.mark_handled(1, NOON)
    await silent.close()
    await other.close()


async def test_a_process_whose_row_is_gone_begins_anew(shared: str) -> None:
    database = Database(shared, codec())
    async with database.presence() as here:
        await here.hold(["user:1"])
        first = here.worker
        await execute(shared, "DELETE FROM workers")
        await here.beat()
        assert here.worker != first
        assert not here.held
    await database.close()


async def test_the_time_is_the_databases_own_and_goes_on_between_beats(shared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steady = 1000.0
    monkeypatch.setattr(storage.presence, "time", SimpleNamespace(monotonic=lambda: steady))
    database = Database(shared, codec())
    assert database.time() is None
    async with database.presence() as here:
        before = await told(database)
        steady += 3600
        assert database.time() == here.time()
        assert before is not None
        assert (database.time() or before) - before == timedelta(hours=1)
        await here.beat()
        after = await told(database)
        assert timedelta() < after - before < timedelta(minutes=10), "what passes by the server's clock counts, not by ours"
    assert database.time() is None
    await database.close()


async def told(database: Database) -> datetime:
    """The time, which is the server's."""
    async with database.transaction() as tx:
        server: datetime = (await tx.marks._connection.execute(text("SELECT clock_timestamp()"))).scalar_one()  # noqa: SLF001 - any statement
    shown = database.time()
    assert shown is not None
    assert abs(server - shown) < timedelta(minutes=10)
    return shown


async def test_who_listens_hears_at_once_of_what_is_published_also_after_a_line_that_broke(shared: str) -> None:
    publishing, listening = Database(shared, codec()), Database(shared, codec())
    heard = asyncio.Event()
    async with listening.presence() as here:
        await here.listen({PUBLISHED: heard.set})
        for number in (1, 2):
            heard.clear()
            async with publishing.transaction() as tx:
                await tx.publications.add(published(number), {"a.yaml": b"1"})
            async with asyncio.timeout(60):
                await heard.wait()
            await execute(shared, END_OTHERS)
            with suppress(DatabaseUnavailableError):
                await here.beat()
            await here.beat()
    await publishing.close()
    await listening.close()


async def test_a_file_has_no_time(sqlite_address: str) -> None:
    database = Database(sqlite_address, codec())
    async with database.presence():
        assert database.time() is None
    await database.close()


async def test_an_update_at_which_processes_die_is_set_aside(database: Database) -> None:
    async with database.transaction() as tx:
        for number in (1, 2):
            await tx.inbox.receive([IncomingUpdate(update_id=number, lane="user:7", telegram_user_id=7, payload="{}")], NOON)
        for _ in range(3):
            await tx.inbox.try_again(["user:7", "user:8"], give_up_after=3)
            assert [one.update_id for one in await tx.inbox.waiting(lanes=["user:7"])] == [1, 2]
        await tx.inbox.try_again(["user:7"], give_up_after=3)
        assert [(one.update_id, one.attempts) for one in await tx.inbox.waiting()] == [(2, 0)]
        assert await tx.inbox.waiting(lanes=["user:8"]) == ()


async def test_a_connection_that_is_made_for_a_session_commits_each_statement(shared: str) -> None:
    engine = make_session_engine(parse_url(shared))
    async with engine.connect() as one, engine.connect() as two:
        await one.execute(text("INSERT INTO marks (key, value) VALUES ('a', 'b')"))
        assert (await two.execute(text("SELECT value FROM marks WHERE key = 'a'"))).scalar_one() == "b"
    await engine.dispose()
