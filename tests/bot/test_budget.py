"""Telegram's limits: places are an even stretch apart but for a burst, in memory and in the database alike, answers before pushes."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.book import ALL, OwnBook, SharedBook, key_of
from bot.outbox.budget import AnswersFirstError, Budget
from bot.outbox.limits import UNLIMITED, Limit, Limits
from storage.database import Database
from storage.errors import DatabaseUnavailableError
from tests.storage.servers import PostgresServer, codec, postgres_server

GROUP = -100


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    with postgres_server(tmp_path_factory.mktemp("budget")) as server:
        yield server


@pytest.fixture
def shared(server: PostgresServer) -> str:
    return server.fresh()


class Now:
    """A clock for seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


STEPS = st.lists(st.tuples(st.floats(0, 3), st.integers(1, 4), st.floats(0, 5)), max_size=30)


@given(STEPS, st.sampled_from([Limit(1.0), Limit(1.0, burst=5), Limit(4.0, burst=5), Limit(0.1, burst=3)]))
def test_no_stretch_of_time_holds_more_than_its_share_and_a_burst(steps: list[tuple[float, int, float]], limit: Limit) -> None:
    async def run() -> list[float]:
        now = Now()
        book = OwnBook(now)
        begun = []
        for wait, count, ahead in steps:
            now.seconds += wait
            places = (await book.take({1: count}, limit, ahead)).get(1, [])
            assert all(place >= 0 for place in places)
            assert not places or places[0] <= ahead + 1e-9  # of seconds that were added and taken away again
            begun += [now.seconds + place for place in places]
        return sorted(begun)

    begun = asyncio.run(run())
    for first, start in enumerate(begun):
        for last in range(first, len(begun)):
            assert last - first + 1 <= limit.burst + (begun[last] - start) / limit.every + 1e-6


def test_limits_are_telegrams_unless_more_is_paid_for() -> None:
    assert 25 < 1 / Limits().overall.every < 30
    assert 900 < 1 / Limits.of(1000).overall.every < 1000
    assert Limits().of_chat(GROUP).burst + 60 / Limits().of_chat(GROUP).every <= 20
    assert Limits().of_chat(7).every == 1


async def test_the_database_and_the_memory_say_the_same(shared: str) -> None:
    database, memory = Database(shared, codec()), OwnBook(Now())
    limit = Limit(100.0, burst=3)
    async with database.transaction() as rows:
        book = SharedBook(rows)
        for wanted, ahead in (({1: 2}, 0.0), ({1: 2, 2: 1}, 0.0), ({1: 1}, 50.0), ({1: 1}, 150.0), ({2: 5}, 0.0), ({}, 0.0)):
            ours, theirs = await memory.take(wanted, limit, ahead), await book.take(wanted, limit, ahead)
            rounded = {key: [round(place / 100) for place in places] for key, places in ours.items()}
            assert rounded == {key: [round(place / 100) for place in places] for key, places in theirs.items()}
    await database.close()


def test_a_chats_key_is_never_that_of_all_and_says_nothing() -> None:
    keys = {key_of(chat) for chat in range(-500, 500)}
    assert len(keys) == 1000
    assert ALL not in keys
    assert not keys & set(range(-500, 500))


@pytest.fixture
def file(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'bot.db'}", codec())


async def test_answers_in_one_chat_wait_and_others_go_on(file: Database) -> None:
    budget = Budget(file, Limits(overall=Limit(0.0), private=Limit(3600.0), group=Limit(0.0)))
    done: list[int] = []

    async def answer(chat: int) -> None:
        await budget.wait(chat)
        done.append(chat)

    async with asyncio.TaskGroup() as tasks:
        for chat in (7, 8, GROUP, GROUP):
            tasks.create_task(answer(chat))
    assert sorted(done) == [GROUP, GROUP, 7, 8]
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await budget.wait(7)


async def test_room_that_is_too_far_ahead_is_told_and_in_the_end_telegram_is_asked(file: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbox.budget.AGAIN", 0.001)
    monkeypatch.setattr("bot.outbox.budget.PATIENCE", 0.05)
    monkeypatch.setattr("bot.outbox.budget.ANSWERS_AHEAD", 0.0)
    for limits in (Limits(overall=Limit(3600.0)), Limits(Limit(0.0), Limit(3600.0))):
        budget = Budget(file, limits)
        assert await budget.room(7) is None
        assert await budget.room(7) == pytest.approx(3600, abs=60)
        await budget.wait(7)


async def test_a_place_in_a_chat_that_is_not_yet_come_takes_none_among_all(file: Database) -> None:
    budget = Budget(file, Limits(overall=Limit(0.02), private=Limit(0.05)))
    async with asyncio.TaskGroup() as tasks:
        for chat in (7, 7, 8):
            tasks.create_task(budget.wait(chat))
    loop = asyncio.get_running_loop()
    started = loop.time()
    await budget.wait(9)
    assert loop.time() - started < 3600


async def test_pushes_take_places_only_while_no_answer_waits(file: Database) -> None:
    await file.migrate()
    budget = Budget(file, Limits(overall=Limit(100.0)))
    assert budget.pushes_at_once == 1
    assert Budget(file, UNLIMITED).pushes_at_once > 1000
    async with file.transaction() as rows:
        first, second = await budget.places_for_pushes(rows, 2)
        assert second.at - first.at == pytest.approx(100.0)
        with pytest.raises(AnswersFirstError):
            await budget.places_for_pushes(rows, 1)
    await file.close()


async def test_a_push_is_put_off_where_its_chat_has_had_enough(file: Database) -> None:
    budget = Budget(file, Limits(private=Limit(100.0, burst=2)))
    assert [await budget.place_for_push(7) for _ in range(3)] == [None, None, 100.0]
    assert await budget.place_for_push(8) is None


async def test_a_chat_in_which_telegram_wants_less_is_held_alone_and_two_of_them_hold_all(file: Database) -> None:
    await file.migrate()
    budget = Budget(file, Limits(overall=Limit(0.001)))
    async with file.transaction() as rows:
        await budget.hold(rows, 7, 300.0)
    assert await budget.room(7) == pytest.approx(300, abs=60)
    assert await budget.place_for_push(7) == pytest.approx(300, abs=60)
    assert await budget.room(8) is None
    async with file.transaction() as rows:
        await budget.hold(rows, 8, 200.0)
        assert await budget.room(9) == pytest.approx(200, abs=60)
        with pytest.raises(AnswersFirstError):
            await budget.places_for_pushes(rows, 1)
    await file.close()


async def test_a_database_that_is_away_for_a_moment_is_asked_again(file: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbox.budget.PAUSES", (0.0, 0.0))
    take, away = OwnBook.take, [True, True]

    async def fails(book: OwnBook, wanted: Mapping[int, int], limit: Limit, ahead: float) -> Mapping[int, Sequence[float]]:
        if away:
            away.pop()
            raise DatabaseUnavailableError("gone for a moment")
        return await take(book, wanted, limit, ahead)

    monkeypatch.setattr(OwnBook, "take", fails)
    assert await Budget(file, Limits()).room(7) is None
    away += [True] * 3
    with pytest.raises(DatabaseUnavailableError):
        await Budget(file, Limits()).room(7)


async def test_what_one_process_is_told_of_telegrams_limits_all_keep(shared: str) -> None:
    told, other = Database(shared, codec()), Database(shared, codec())
    async with told.transaction() as rows:
        await Budget(told, Limits()).hold(rows, 7, 300.0)
    budget = Budget(other, Limits())
    assert await budget.room(7) == pytest.approx(300, abs=60)
    assert await budget.place_for_push(7) == pytest.approx(300, abs=60)
    assert await budget.room(8) is None
    await told.close()
    await other.close()
