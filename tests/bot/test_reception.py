"""Updates in several processes at once: each handled once, in order for each person, and what a dead process left is taken up."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

import bot.intake.reception
from bot.intake.reception import GIVE_UP_AFTER, Reception
from bot.outbox.courier import LEASE
from storage.database import Database
from storage.errors import DatabaseUnavailableError
from storage.inbox import Inbox
from storage.presence import Session
from storage.queue_records import InboxRecord, IncomingUpdate, Message, OutboxRecord
from tests.bot.conftest import SetClock
from tests.storage.servers import PostgresServer, codec, postgres_server

NOON = datetime(2024, 11, 28, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    with postgres_server(tmp_path_factory.mktemp("reception")) as server:
        yield server


@pytest.fixture
def shared(server: PostgresServer) -> str:
    return server.fresh()


def update(number: int, user: int) -> IncomingUpdate:
    return IncomingUpdate(update_id=number, lane=f"user:{user}", telegram_user_id=user, payload=f'{{"n": {number}}}')


class Process:
    """A reception of its own, and what it handled and sent. ``hold``: what is handled waits for this."""

    def __init__(self, database: Database, presence: Session, together: list[tuple[int, str]]) -> None:
        self.database = database
        self.presence = presence
        self.handled = together
        self.sent: list[OutboxRecord] = []
        self.hold = asyncio.Event()
        self.hold.set()
        self.begun = asyncio.Event()
        self.reception = Reception(database, presence, SetClock(NOON), self._handle, self._send, slots=4, lease=LEASE)

    async def _handle(self, record: InboxRecord) -> None:
        self.begun.set()
        await self.hold.wait()
        async with self.database.transaction() as rows:
            if await rows.inbox.mark_handled(record.update_id, NOON):
                self.handled.append((record.update_id, record.lane))

    async def _send(self, claims: tuple[OutboxRecord, ...]) -> None:
        self.sent += claims
        self.handled += [(-claim.id, f"user:{claim.person_id}") for claim in claims]


@asynccontextmanager
async def processes(address: str, number: int = 2) -> AsyncIterator[list[Process]]:
    """So many on one database; what they handle stands in one list."""
    together: list[tuple[int, str]] = []
    async with AsyncExitStack() as stack:
        running = []
        for _ in range(number):
            database = Database(address, codec())
            stack.push_async_callback(database.close)
            presence = await stack.enter_async_context(database.presence())
            assert isinstance(presence, Session)
            process = Process(database, presence, together)
            await stack.enter_async_context(process.reception)
            running.append(process)
        yield running


DELIVERIES = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3)), min_size=1, max_size=25)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DELIVERIES, st.integers(0, 2**32))
def test_each_is_handled_once_in_order_whoever_receives_it_and_however_often(
    server: PostgresServer, deliveries: list[tuple[int, int]], seed: int
) -> None:
    """As Telegram does: one person's update comes when the one before it was taken; but any that came may come once more."""
    address, dice = server.fresh(), random.Random(seed)  # noqa: S311 - seeded on purpose
    by_user: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, (process, user) in enumerate(deliveries, 1):
        by_user[user].append((process, number))

    async def bring(user: int, running: list[Process]) -> None:
        for taken, (process, number) in enumerate(by_user[user], 1):
            await running[process].reception.receive([update(number, user)])
            again = dice.choice(by_user[user][:taken])[1]
            await dice.choice(running).reception.receive([update(again, user)])

    async def run() -> list[tuple[int, str]]:
        async with processes(address, 3) as running:
            async with asyncio.TaskGroup() as tasks:
                for user in by_user:
                    tasks.create_task(bring(user, running))
            for process in running:
                await process.reception.until_empty()
            return running[0].handled

    handled = asyncio.run(run())
    for user, theirs in by_user.items():
        assert [number for number, lane in handled if lane == f"user:{user}"] == [number for _, number in theirs]


async def test_the_holder_finds_what_came_in_elsewhere(shared: str) -> None:
    async with processes(shared) as (one, two):
        one.hold.clear()
        await one.reception.receive([update(1, 7)])
        await one.begun.wait()
        await two.reception.receive([update(2, 7), update(3, 8)])
        await two.reception.until_empty()
        assert one.handled == [(3, "user:8")]
        one.hold.set()
        await one.reception.until_empty()
        assert one.handled == [(3, "user:8"), (1, "user:7"), (2, "user:7")]
        assert not one.presence.held
        assert not two.presence.held


async def test_what_a_dead_process_left_is_taken_up_its_answers_first(shared: str) -> None:
    async with processes(shared) as (dying, living):
        async with dying.database.transaction() as rows:
            person = await rows.people.ensure(7, NOON)
            chat = await rows.chats.ensure(7, "private", person.id, NOON)
            written = Message(kind="reply", chat_id=chat.id, person_id=person.id, due_at=NOON, body="{}")
            claims = [await rows.outbox.add_claimed(written, chat.telegram_chat_id, NOON, LEASE) for _ in range(2)]
        dying.hold.clear()
        await dying.reception.receive([update(1, 7), update(2, 7), update(3, 8)])
        await dying.begun.wait()
        await living.reception.take_up()
        assert living.handled == []
        await dying.presence.leave()
        await living.reception.take_up()
        await living.reception.until_empty()
        assert [number for number, lane in living.handled if lane != "user:8"] == [-claim.id for claim in claims if claim] + [1, 2]
        assert (3, "user:8") in living.handled
        dying.hold.set()
        await dying.reception.until_empty()
        assert len(living.handled) == 5


async def test_lanes_that_were_taken_in_vain_are_looked_into_again(shared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, away = Inbox.waiting, [True]

    async def fails(inbox: Inbox, limit: int | None = None, lanes: Collection[str] | None = None) -> tuple[InboxRecord, ...]:
        if away:
            away.pop()
            raise DatabaseUnavailableError("the connection broke")
        return await waiting(inbox, limit, lanes)

    monkeypatch.setattr(Inbox, "waiting", fails)
    async with processes(shared, 1) as (process,):
        with pytest.raises(DatabaseUnavailableError):
            await process.reception.receive([update(1, 7)])
        assert not process.presence.held
        await process.reception.take_up()
        await process.reception.until_empty()
        assert process.handled == [(1, "user:7")]


async def test_an_update_that_kills_is_set_aside_in_the_end(shared: str) -> None:
    async with processes(shared, 1) as (first,):
        await first.presence.leave()
        async with first.database.transaction() as rows:
            await rows.inbox.receive([update(1, 7), update(2, 7)], NOON)
    for _ in range(GIVE_UP_AFTER):
        async with processes(shared, 1) as (process,):
            process.hold.clear()
            await process.reception.take_up()
            await process.begun.wait()
            process.reception.cancel()
    async with processes(shared, 1) as (process,):
        await process.reception.take_up()
        await process.reception.until_empty()
        assert process.handled == [(2, "user:7")]


async def test_who_is_asked_to_stop_leaves_what_is_not_begun_to_others(shared: str) -> None:
    async with processes(shared) as (stopping, other):
        stopping.hold.clear()
        await stopping.reception.receive([update(number, 7) for number in (1, 2, 3)])
        await stopping.begun.wait()
        stopping.reception.close()
        stopping.hold.set()
        await stopping.reception.until_empty()
        assert stopping.handled == [(1, "user:7")]
        await other.reception.take_up()
        await other.reception.until_empty()
        assert [number for number, _ in other.handled] == [1, 2, 3]


async def test_what_is_left_is_looked_for_now_and_then_whatever_fails(shared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.intake.reception, "LOOK_SECONDS", 0)
    async with processes(shared, 1) as (process,):
        async with process.database.transaction() as rows:
            await rows.inbox.receive([update(1, 7)], NOON)
        take_up, failures = process.reception.take_up, [True]

        async def fails_once() -> None:
            if failures:
                failures.pop()
                raise DatabaseUnavailableError("gone for a moment")
            await take_up()

        monkeypatch.setattr(process.reception, "take_up", fails_once)
        with capture_logs() as logged:
            async with asyncio.TaskGroup() as tasks:
                looking = tasks.create_task(process.reception.run())
                await process.begun.wait()
                looking.cancel()
        assert [entry["log_level"] for entry in logged if entry["log_level"] != "info"] == ["error"]


async def test_an_update_waits_for_a_database_that_is_away(shared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.intake.reception, "LOOK_SECONDS", 0)
    async with processes(shared, 1) as (process,):
        handle, failures = process._handle, [True] * 3  # noqa: SLF001

        async def away(record: InboxRecord) -> None:
            if failures:
                failures.pop()
                raise DatabaseUnavailableError("gone for a moment")
            await handle(record)

        monkeypatch.setattr(process.reception, "_handle", away)
        await process.reception.receive([update(1, 7), update(2, 7)])
        await process.reception.until_empty()
        assert [number for number, _ in process.handled] == [1, 2]


async def test_a_lane_that_cannot_be_left_is_found_again(shared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(_: object, __: object) -> None:
        raise DatabaseUnavailableError("gone for a moment")

    async with processes(shared, 1) as (process,):
        with monkeypatch.context() as patched, capture_logs() as logged:
            patched.setattr(Session, "let_go", fails)
            await process.reception.receive([update(1, 7)])
            await process.reception.until_empty()
        assert [entry["log_level"] for entry in logged if entry["log_level"] != "info"] == ["error"]
        await process.reception.receive([update(2, 7)])
        await process.reception.until_empty()
        assert [number for number, _ in process.handled] == [1, 2]


async def test_no_process_holds_more_lanes_than_it_may(shared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.intake.reception, "MOST_LANES", 2)
    async with processes(shared) as (full, other):
        full.hold.clear()
        await full.reception.receive([update(number, number) for number in range(1, 6)])
        assert len(full.presence.held) == 2
        await other.reception.take_up()
        full.hold.set()
        await full.reception.until_empty()
        for _ in range(5):  # two at a time, or fewer where a slow machine takes a process for dead
            await other.reception.take_up()
            assert len(other.presence.held) <= 2
            await other.reception.until_empty()
        assert sorted(number for number, _ in full.handled) == [1, 2, 3, 4, 5]
