"""The knowledge files are looked at every few seconds; admins are told what goes wrong with them, once as long as it is the same."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import structlog

from bot.clock import Clock
from bot.outbox.letter import letters_of
from bot.usecases.publishing import Publisher
from bot.usecases.refusals import Trouble
from bot.usecases.rights import reachable
from bot.views.publications import trouble_message
from storage.database import Database
from storage.queue_records import Message

LOOK_SECONDS = 3.0
TROUBLE = "trouble"
"""The kind of message that tells an admin what is wrong with the files."""

log = structlog.get_logger()


class Watch:
    """Looks at the files and at what was published elsewhere."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock) -> None:
        """Nothing is looked at before ``look`` or ``run``."""
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look now: something was published elsewhere, or it is time to stop."""
        self._woken.set()

    async def run(self, stop: asyncio.Event, wake: Callable[[], None]) -> None:
        """Look until ``stop`` is set and we are woken, and ``wake`` whoever works with the knowledge and sends when something is new.

        A look that fails is logged.
        """
        known = self._publisher.number
        while not stop.is_set():
            self._woken.clear()
            try:
                if await self.look():
                    wake()
            except Exception:
                log.exception("the knowledge files could not be looked at; trying again")
            if self._publisher.number != known:
                known = self._publisher.number
                log.info("another version of the knowledge is served", number=known)
                wake()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._woken.wait()

    async def look(self) -> bool:
        """Take up what changed, and put what admins should know on its way; whether there was any."""
        troubles = await self._publisher.look()
        for trouble in troubles:
            if trouble.kind != "mended":
                log.warning("the knowledge files have mistakes; the last good version stays", kind=trouble.kind, problems=trouble.lines)
            await self._tell(trouble)
        return bool(troubles)

    async def _tell(self, trouble: Trouble) -> None:
        body = letters_of(trouble_message(trouble))[0].model_dump_json()
        now = self._clock.now()
        async with self._database.transaction() as rows:
            for person, chat in await reachable(rows, "editor"):
                key = f"{TROUBLE}:{trouble.key}:{person}"
                await rows.outbox.add(Message(kind=TROUBLE, chat_id=chat, person_id=person, due_at=now, body=body, dedupe_key=key), now)
