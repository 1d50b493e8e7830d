"""One broadcast and two processes on one PostgreSQL: fed, sent, counted and ended once, paused for both, gone on with by who is left."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

import pytest
from telegram.error import Forbidden

from bot.outbox import courier
from bot.outbox.courier import LEASE, Courier
from bot.outbox.keeping import broadcasting
from bot.outbox.keeping.broadcasting import Broadcasting, broadcast_composers
from bot.usecases.keeping.broadcasting import begin, to_all
from bot.usecases.snapshot import Snapshots
from storage.broadcast_records import BroadcastRecord, Card
from storage.database import Database
from storage.presence import TURNED
from storage.wishes import NOTICES
from tests.bot.conftest import SetClock
from tests.bot.telegrams import ScriptedBot
from tests.storage.servers import codec, postgres_server

PEOPLE, OWNER, BLOCKING, LEAVING = 40, 1000, 7, 39
AT_ONCE = 4


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(broadcasting, "CHUNK", 3)
    monkeypatch.setattr(broadcasting, "AHEAD", 9)
    monkeypatch.setattr(courier, "BATCH", AT_ONCE)
    with postgres_server(tmp_path_factory.mktemp("server")) as server:
        yield server.fresh()


@dataclass
class Slow(ScriptedBot):
    """Telegram, which takes its time, and tells that somebody blocked the bot."""

    _wanted: int = 0
    _reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def has_sent(self, more: int) -> None:
        """Wait until it took so many more messages."""
        self._wanted, self._reached = len(self.sent) + more, asyncio.Event()
        await self._reached.wait()

    async def send_message(self, chat_id: int, text: str, *, allow_paid_broadcast: bool | None = None, **_: object) -> SimpleNamespace:
        await asyncio.sleep(0)
        if chat_id == BLOCKING:
            raise Forbidden("blocked")
        sent = await super().send_message(chat_id, text, allow_paid_broadcast=allow_paid_broadcast)
        if len(self.sent) >= self._wanted:
            self._reached.set()
        return sent


class Process:
    """One of several: it may be broken off wherever it is."""

    def __init__(self, address: str, snapshots: Snapshots, clock: SetClock) -> None:
        self.database = Database(address, codec())
        self.telegram = Slow()
        self.broadcasting = Broadcasting(self.database, snapshots, clock)
        composers = broadcast_composers(snapshots, clock)
        self.courier = Courier(self.telegram.as_bot(), self.database, clock, composers)
        self.stop = asyncio.Event()

    async def tick(self) -> None:
        await self.broadcasting.feed(self.stop)
        await self.courier.send_due(self.stop)
        await self.broadcasting.count()

    @property
    def told(self) -> Counter[int]:
        return Counter(chat for kind, chat, text in self.telegram.sent if "先看" in text and chat != OWNER)

    @property
    def ends(self) -> int:
        return sum(kind == "message" and "发完了" in text for kind, chat, text in self.telegram.sent)


async def begun(database: Database, clock: SetClock) -> int:
    async with database.transaction() as rows:
        for number in (*range(1, PEOPLE + 1), OWNER):
            person = await rows.people.ensure(number, clock.now())
            await rows.chats.ensure(number, "private", person.id, clock.now())
            await rows.wishes.put(person.id, NOTICES, clock.now(), wanted=number != OWNER)
        await rows.roles.grant(person.id, "owner", None, clock.now())
        chat = await rows.chats.private(person.id)
        assert chat is not None
        number = await rows.broadcasts.draft(person.id, to_all(), "先看通知", clock.now())
        record = await rows.broadcasts.get(number)
        assert record is not None
        await begin(rows, record, Card(chat_id=chat.id, message_id=5, at=clock.now()), clock.now(), again=False)
    return number


async def record_of(database: Database, number: int) -> BroadcastRecord:
    async with database.transaction() as rows:
        found = await rows.broadcasts.get(number)
    assert found is not None
    return found


async def test_two_processes_send_one_broadcast_as_one_would(address: str, snapshots: Snapshots, set_clock: SetClock) -> None:
    one, two = processes = [Process(address, snapshots, set_clock) for _ in range(2)]
    heard = asyncio.Event()
    async with two.database.presence() as here:
        await here.listen({TURNED: heard.set})
        number = await begun(one.database, set_clock)
        async with asyncio.timeout(60):
            await heard.wait()
    assert (await record_of(two.database, number)).total == PEOPLE
    sending = [asyncio.ensure_future(process.tick()) for process in processes]
    waiting = [asyncio.ensure_future(process.telegram.has_sent(AT_ONCE)) for process in processes]
    _, still = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)  # either may have claimed nearly all
    for other in still:
        other.cancel()
    async with two.database.transaction() as rows:
        assert await rows.broadcasts.pause(number, set_clock.now())
    paused_at = sum((one.told + two.told).values())
    await asyncio.gather(*sending)
    await asyncio.gather(*(process.tick() for process in processes))
    assert sum((one.told + two.told).values()) <= paused_at + 2 * AT_ONCE, "what was in flight, in either process"
    async with one.database.transaction() as rows:
        leaving = await rows.people.ensure(LEAVING, set_clock.now())
        await rows.wishes.put(leaving.id, NOTICES, set_clock.now(), wanted=False)
        assert await rows.broadcasts.resume(number, (await record_of(two.database, number)).person_id, set_clock.now())
    set_clock.advance(timedelta(minutes=5))
    dying = asyncio.ensure_future(one.tick())
    await one.telegram.has_sent(1)
    dying.cancel()
    await asyncio.wait([dying])
    for _ in range(PEOPLE):
        await asyncio.gather(two.tick(), two.broadcasting.count(), two.broadcasting.feed(two.stop))
        set_clock.advance(LEASE)
        if two.ends:
            break
    record, told = await record_of(two.database, number), one.told + two.told
    assert record.state == "done"
    assert set(told) == set(range(1, PEOPLE + 1)) - {BLOCKING, LEAVING}
    assert sum(told.values()) - len(told) <= AT_ONCE, "only what was in flight when one died may come twice"
    assert (record.failed, record.sent, record.skipped + record.unseen) == (1, PEOPLE - 2, 1)
    assert one.ends + two.ends == 1
    async with two.database.transaction() as rows:
        acts = [line.act for line in await rows.audit.latest(9)]
    assert acts.count("broadcast.ended") == 1
    cards = {kind for process in processes for kind, chat, text in process.telegram.sent if chat == OWNER and "第 1 条广播" in text}
    assert cards == {"edit", "message"}
    for process in processes:
        await process.database.close()
