"""What happens to a fleet in the middle of its work, each by its name."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks.fleet.stores import Postgres, SqliteFile, Store
from benchmarks.fleet.workers import Worker
from bot.outbox.letter import Letter
from bot.sandbox.driver import Driver
from storage.codec import Codec
from storage.database import Database, Transaction
from storage.errors import DatabaseUnavailableError
from storage.queue_records import IncomingUpdate, Message

PUSH = "送达"
"""How the words of a push begin."""
STOPPED = 3.0
"""Seconds that a process stands still; with PostgreSQL its lease is over by then."""
LOCKED = 17.0
"""Seconds for which somebody else keeps the file: more than the bot waits for it."""
FULL = 2.0
PAUSE = 0.5
A_DAY = timedelta(days=1)
REFUSALS = (
    {"code": 500},
    {"code": 502},
    {"retry_after": 1},
    {"kind": "drop_before"},
    {"kind": "drop_after"},
)
HANGS = ({"kind": "hang_before"}, {"kind": "hang_after"})
"""Each costs as long as the bot waits for an answer, and then a while until it tries again."""


@dataclass
class Scene:
    """Where it happens. ``refused``: how many calls the stand-in was told to refuse; ``pushes``: by chat what is to arrive there."""

    store: Store
    workers: Sequence[Worker]
    driver: Driver
    codec: Codec
    dice: random.Random
    pushes: dict[int, list[str]]
    refused: int = 0

    @property
    def anybody(self) -> Worker:
        """One of the workers, by the dice."""
        return self.dice.choice(self.workers)

    async def push(self, chats: Sequence[int], count: int) -> Sequence[tuple[int, str]]:
        """Put so many messages of the bot's own accord on their way to people whom it knows, whatever goes wrong; to whom which."""
        so_far = sum(map(len, self.pushes.values()))
        written = [(self.dice.choice(chats), f"{PUSH} {so_far + number}") for number in range(count)]
        await self.keep(lambda rows: _write(rows, written))
        for chat, words in written:
            self.pushes.setdefault(chat, []).append(words)
        return written

    async def keep(self, write: Callable[[Transaction], Awaitable[None]]) -> None:
        """Write something down, whatever goes wrong; it may be tried twice."""
        database = Database(self.store.address, self.codec)
        is_kept = False
        while not is_kept:
            try:
                async with database.transaction() as rows:
                    await write(rows)
                is_kept = True
            except DatabaseUnavailableError:
                await asyncio.sleep(PAUSE)
        await database.close()


async def _write(rows: Transaction, pushes: Sequence[tuple[int, str]]) -> None:
    """Once, however often it is tried."""
    now = datetime.now(UTC)  # noqa: TID251 - due at once
    for chat, words in pushes:
        person = await rows.people.ensure(chat, now)
        place = await rows.chats.ensure(chat, "private", person.id, now)
        body = Letter(html=words).model_dump_json()
        one = Message(kind="notice", chat_id=place.id, person_id=person.id, due_at=now, body=body, dedupe_key=words)
        await rows.outbox.add(one, now)


async def kill(scene: Scene) -> None:
    """A process dies and is started again."""
    worker = scene.anybody
    await worker.end(signal.SIGKILL)
    await worker.start()


async def stop(scene: Scene) -> None:
    """A process stands still beyond its lease, others take over, and it goes on as if nothing had been."""
    worker = scene.anybody
    worker.tell(signal.SIGSTOP)
    worker.is_up = False
    await asyncio.sleep(STOPPED)
    if isinstance(scene.store, Postgres) and len(scene.workers) > 1:
        await scene.store.outdate()
    worker.tell(signal.SIGCONT)
    worker.is_up = True


async def restart(scene: Scene) -> None:
    """PostgreSQL is started anew."""
    if isinstance(scene.store, Postgres):
        await scene.store.restart()


async def lock(scene: Scene) -> None:
    """Another program keeps the SQLite file for longer than the bot waits for it."""
    if isinstance(scene.store, SqliteFile):
        await scene.store.lock(LOCKED)


async def fill(scene: Scene) -> None:
    """The disk is full for a while."""
    if isinstance(scene.store, SqliteFile):
        await scene.store.fill(scene.anybody.number_of_process, FULL)


async def poison(scene: Scene) -> None:
    """Before all others stand an update that nobody can read and a message that nobody can make."""
    number = -scene.dice.randrange(1, 2**40)
    now = datetime.now(UTC)  # noqa: TID251 - due at once

    async def write(rows: Transaction) -> None:
        await rows.inbox.receive([IncomingUpdate(update_id=number, lane=f"user:{number}", telegram_user_id=None, payload="{")], now - A_DAY)
        place = await rows.chats.ensure(number, "group", None, now)
        one = Message(kind="notice", chat_id=place.id, due_at=now - A_DAY, body="{", dedupe_key=f"{poison.__name__}:{number}")
        await rows.outbox.add(one, now)

    await scene.keep(write)


async def refuse(scene: Scene) -> None:
    """The Bot API errs, asks to wait, or the line breaks before or after the message arrived."""
    await _refuse(scene, REFUSALS)


async def hang(scene: Scene) -> None:
    """The Bot API answers nothing, before or after it took the message."""
    await _refuse(scene, HANGS)


async def _refuse(scene: Scene, ways: Sequence[Mapping[str, int | str]]) -> None:
    for way in ways:
        scene.refused += 1
        await scene.driver.fail("sendMessage", **way)


TROUBLES: Mapping[str, Callable[[Scene], Awaitable[None]]] = {
    trouble.__name__: trouble for trouble in (kill, stop, restart, lock, fill, poison, refuse, hang)
}
