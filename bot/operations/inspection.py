"""A look at the database every few seconds, however often somebody asks: what waits in it, and whether it is there."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import NoReturn

import structlog

from bot.clock import Clock, SystemClock
from bot.usecases.snapshot import Snapshots
from bot.vitals import Vitals
from storage.database import Database
from storage.errors import StorageError
from storage.queue_records import QueueFigures

LOOK_SECONDS = 5.0
SILENT_SECONDS = 20.0
"""A database that was not seen for so long is taken for gone; a transaction before ours may take a while."""

log = structlog.get_logger()


class Inspection:
    """What was seen last, and what stands in the way of serving."""

    def __init__(self, vitals: Vitals, *, every: float = LOOK_SECONDS, timer: Callable[[], float] = time.monotonic) -> None:
        """Nothing is looked at before ``begin``. ``every``: seconds between two looks."""
        self.vitals = vitals
        self.snapshots: Snapshots | None = None
        self.queues: QueueFigures | None = None
        self.number = 0
        """Of the version of the knowledge that was published last, wherever."""
        self.lag = 0.0
        """Seconds by which the loop was late the last time it was waited for."""
        self._clock: Clock = SystemClock()
        self._every = every
        self._timer = timer
        self._database: Database | None = None
        self._trouble = ""
        self._is_behind = False
        self._seen_at = timer()

    def begin(self, database: Database, snapshots: Snapshots, clock: Clock) -> None:
        """From now on there is something to look at; ``clock`` says what is due."""
        self._clock = clock
        self._database, self.snapshots, self._seen_at = database, snapshots, self._timer()

    def now(self) -> datetime:
        """The present moment, by the clock that says what is due."""
        return self._clock.now()

    def end(self) -> None:
        """There is nothing to look at any more."""
        self._database = None

    async def run(self) -> NoReturn:
        """Look, for ever. What goes wrong with it is told by ``reasons``, not raised."""
        while True:
            if self._database is not None:
                await self.look(self._database)
            wanted = self._timer() + self._every
            await asyncio.sleep(self._every)
            self.lag = max(self._timer() - wanted, 0.0)

    async def look(self, database: Database) -> None:
        """One look, in one short transaction."""
        try:
            self._is_behind = await database.is_behind()
            async with database.transaction() as rows:
                self.queues = await rows.queues.count(self.now())
                self.number = await rows.publications.latest_number()
        except Exception as error:
            if not self._trouble:
                log.warning(
                    "the database could not be looked at", reason=type(error).__name__, exc_info=not isinstance(error, StorageError)
                )
            self._trouble = type(error).__name__
        else:
            self._trouble, self._seen_at = "", self._timer()

    def reasons(self) -> tuple[str, ...]:
        """Why this process is not to be given work, in words; none where it is."""
        if self.vitals.phase == "starting":
            return ("starting: Telegram, or the knowledge, is not at hand yet",)
        told = []
        silent = self._timer() - self._seen_at
        if self.vitals.phase == "stopping":
            told.append("stopping: what is under way is being finished")
        if self._trouble:
            told.append(f"the database cannot be used ({self._trouble}); see the log")
        elif silent > SILENT_SECONDS + self._every:
            told.append(f"the database has not answered for {silent:.0f} s")
        if self._is_behind:
            told.append("the database's tables are older than this program: restart it, which brings them up to date")
        if self.snapshots is None or not self.snapshots.current.base.policies:
            told.append("there is no knowledge to answer from")
        return tuple(told)
