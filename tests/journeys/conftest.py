"""A real bot against the sandbox, over HTTP, with its own database file; it can be stopped, killed and started again."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.app import App, Connection
from bot.intake.webhook import Address
from bot.outbox.limits import UNLIMITED
from bot.sandbox.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.sandbox.sandbox import Sandbox
from bot.settings import ROOT
from bot.usecases.braking import Pace, Paces
from bot.usecases.snapshot import Snapshots
from eligibility.examples import check_example
from knowledge.base import KnowledgeBase
from knowledge.library import Library
from knowledge.search.lexicon import load_lexicon
from storage.codec import load_or_make_key
from storage.database import Database
from tests.bot.sandbox.independent import check_request
from tests.journeys.rows import Rows
from tests.storage.servers import SqliteFolder

START = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
"""2024-11-28 09:00 in Shanghai: the Baotou notice is a day old, its first deadline twelve days off."""


class Bot:
    """A bot that runs until it is stopped or killed."""

    def __init__(self, sandbox: Sandbox, clock: MovableClock, folder: Path, snapshots: Snapshots, *, paces: Paces) -> None:
        self._paces = paces
        self.admins: tuple[int, ...] = ()
        """Telegram's numbers of those whom the settings name, from the next start on."""
        self.webhook: Address | None = None
        """Where Telegram calls, from the next start on; it is asked where there is none."""
        self.consents = 1
        """How many have to agree before the knowledge changes, from the next start on."""
        self._sandbox = sandbox
        self._clock = clock
        self._folder = folder
        self.snapshots = snapshots
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start a process's worth of bot on the database that is there."""
        self._stop = asyncio.Event()
        self._running = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """As on SIGTERM."""
        self._stop.set()
        assert self._running is not None
        await self._running

    async def restart(self) -> None:
        """Break it off wherever it is, and start another."""
        assert self._running is not None
        self._running.cancel()
        await asyncio.wait([self._running])
        self.start()

    async def _run(self) -> None:
        database = Database(f"sqlite:///{self._folder / 'bot.db'}", load_or_make_key(self._folder / "keys" / "answers.key"))
        await database.migrate()
        connection = Connection(self._sandbox.token, self._sandbox.base_url)
        app = App(
            connection,
            database,
            self.snapshots,
            self._clock,
            self.admins,
            paces=self._paces,
            limits=UNLIMITED,
            consents=self.consents,
            webhook=self.webhook,
        )
        unhook = self._clock.on_move(lambda _: app.jobs.wake())
        try:
            await app.run(self._stop)
        finally:
            unhook()
            await database.close()


@pytest.fixture(scope="session")
def snapshots() -> Snapshots:
    data = ROOT / "knowledge" / "data"
    return Snapshots(Library(data, check_example), load_lexicon(data / "search"))


@pytest.fixture(scope="session")
def base(snapshots: Snapshots) -> KnowledgeBase:
    return snapshots.current.base


@pytest.fixture
def paces() -> Paces:
    """How fast one person is answered: journeys write faster than people do, but where that is what they are about."""
    return Paces(Pace(10_000, timedelta(seconds=2)), Pace(10_000, timedelta(seconds=2)))


@pytest.fixture
def start() -> datetime:
    """When a journey begins; a test may choose another moment by parametrising it."""
    return START


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(lambda: datetime.now(UTC))  # noqa: TID251 - the sandbox's clock runs on real time


@pytest.fixture
async def sandbox(tmp_path: Path, clock: MovableClock, start: datetime) -> AsyncIterator[Sandbox]:
    async with Sandbox(tmp_path / "telegram", clock=clock, at=start) as running:
        yield running


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    """What is logged. No journey may log an error; one that means to clears the list at its end."""
    with capture_logs() as entries:
        yield entries
    assert not [entry for entry in entries if entry["log_level"] in {"error", "critical"}]


@pytest.fixture
async def bot(  # noqa: PLR0913 - what a bot is made of
    sandbox: Sandbox,
    clock: MovableClock,
    tmp_path: Path,
    snapshots: Snapshots,
    sqlite: SqliteFolder,
    *,
    paces: Paces,
    logged: list[EventDict],  # noqa: ARG001 - what the bot logs is to be captured from its start
) -> AsyncIterator[Bot]:
    sqlite.put(tmp_path / "bot.db", tmp_path / "keys" / "answers.key")
    bot = Bot(sandbox, clock, tmp_path, snapshots, paces=paces)
    bot.start()
    yield bot
    await bot.stop()


@pytest.fixture
async def driver(sandbox: Sandbox, bot: Bot) -> AsyncIterator[Driver]:  # noqa: ARG001 - the driver wants a running bot
    """People's side. In the end every request that the bot made is held to aiogram's reading of the Bot API."""
    async with Driver(sandbox.base_url) as driver:
        yield driver
        requests = await driver.requests()
        assert requests
        for request in requests:
            check_request(request)


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[Rows]:
    """The bot's database, looked at from outside."""
    with Rows(tmp_path / "bot.db") as rows:
        yield rows
