"""A PostgreSQL whose connections break at COMMIT, done or not: whoever asked is answered, in order, and nothing is done twice.

In CI for one seed and a few questions; with ``--long`` for three, a thousand questions each.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.typing import EventDict

import bot.intake.poller
import bot.intake.reception
from benchmarks.fleet.checker import Reader, Seen, reconcile
from benchmarks.fleet.people import QUESTIONS, asked_by
from bot.app import App, Connection
from bot.outbox.limits import UNLIMITED
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from bot.usecases.braking import Paces
from bot.usecases.snapshot import Snapshots
from storage.database import Database
from tests.storage.cutting import Cutting
from tests.storage.servers import PostgresServer, codec, postgres_server

SHORT, LONG = ((8, 4, 32),), ((1, 100, 1000), (2, 100, 1000), (3, 100, 1000))
"""Seed, people and questions of each run."""
PATIENCE, LONG_PATIENCE = 100, 1800
"""Seconds; in the short run less than a lease takes to end, so that nobody is answered by that alone."""
OFTEN = 0.15
"""So often a COMMIT is cut off; a question takes five or six of them."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresServer]:
    with postgres_server(tmp_path) as server:
        yield server


@pytest.fixture
def shared(server: PostgresServer) -> str:
    return server.fresh()


@asynccontextmanager
async def serving(address: str, sandbox: Sandbox, snapshots: Snapshots, clock: MovableClock, paces: Paces) -> AsyncIterator[None]:
    """A bot on this database."""
    database, stop = Database(address, codec()), asyncio.Event()
    app = App(Connection(sandbox.token, sandbox.base_url), database, snapshots, clock, paces=paces, limits=UNLIMITED)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(app.run(stop))
        yield
        stop.set()
    await database.close()


async def learn(driver: Driver) -> dict[str, str]:
    """What is answered to each question: the question by the words of its answer."""
    answers = {}
    for question in QUESTIONS:
        await driver.say(question, user="老师")
        answers[(await driver.expect(chat_id=await driver.person("老师"))).raw["message"]["text"]] = question
    return answers


async def read(driver: Driver, asked: Mapping[int, Sequence[str]], answers: Mapping[str, str]) -> list[Seen]:
    """What comes, until all are answered."""
    readers = {chat: Reader(questions) for chat, questions in asked.items()}
    seen: list[Seen] = []
    after = 0
    while any(reader.waits_for for reader in readers.values()):
        for message in await driver.outbox(after=after):
            after = message.seq
            if message.chat_id in readers:
                seen.append(Seen(len(seen), message.chat_id, answers.get(message.text)))
                readers[message.chat_id].read(seen[-1].says)
    return seen


@pytest.mark.timeout(7200)
async def test_commits_that_are_cut_off_lose_no_answer_and_keep_their_order(  # noqa: PLR0913 - what a bot is made of
    shared: str,
    sandbox: Sandbox,
    snapshots: Snapshots,
    clock: MovableClock,
    *,
    paces: Paces,
    logged: list[EventDict],
    monkeypatch: pytest.MonkeyPatch,
    at_length: bool,
) -> None:
    monkeypatch.setattr(bot.intake.reception, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(bot.intake.poller, "PAUSE_AFTER_ERROR", 0.05)
    for seed, people, updates in LONG if at_length else SHORT:
        cutting = Cutting(shared, seed)
        async with cutting.standing(), serving(cutting.address, sandbox, snapshots, clock, paces), Driver(sandbox.base_url) as driver:
            answers = await learn(driver)
            cutting.at_commit = OFTEN
            each = enumerate(asked_by(seed, people, updates))
            asked = {await driver.person(f"读者{seed}-{number}"): questions for number, questions in each}
            for place in range(max(map(len, asked.values()))):
                for chat, questions in asked.items():
                    if place < len(questions):
                        await driver.say(questions[place], user=chat)
            async with asyncio.timeout(LONG_PATIENCE if at_length else PATIENCE):
                seen = await read(driver, asked, answers)
            cutting.at_commit = 0.0
        found = reconcile(asked, seen)
        assert (found.lost, found.disordered, found.strange) == (0, 0, 0), seed
        assert {"before", "after"} == set(cutting.cut)
        assert found.doubled <= len(cutting.cut), seed
        logged.clear()
