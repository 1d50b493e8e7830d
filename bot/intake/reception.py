"""Where updates come in, however they come: written down first, then handled in the order of each person, by one process at a time.

A process handles what it received at once, as long as it holds the person's lane; where another one holds it, that one finds the update
before it lets go. What nobody took up, as its process died, is found by whoever looks next, with the answers that were on their way out.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import NoReturn, Self

import structlog
from structlog.contextvars import bound_contextvars

from bot.clock import Clock
from bot.gathering import Gathered
from bot.intake.lanes import Lanes
from storage.database import Database, Transaction
from storage.errors import DatabaseUnavailableError, StorageError
from storage.presence import Presence
from storage.queue_records import InboxRecord, IncomingUpdate, OutboxRecord

LOOK_SECONDS = 1.0
"""How often it is looked for what others left."""
LONGEST_PAUSE = 30.0
"""Between two tries to handle an update while the database is away."""
LOOK_AT = 500
"""So many of the oldest waiting updates are looked at."""
MOST_LANES = 1000
"""More are not held by one process: what is in them waits in the inbox, for any."""
GIVE_UP_AFTER = 5
"""Processes may die at one update; then it is set aside."""
USER = "user:"
"""How a lane of a person begins; what follows is Telegram's number."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Left:
    """Answers that a process which is gone had on their way: they go out before the next update is handled."""

    claims: tuple[OutboxRecord, ...] = ()


class Reception:
    """Writes updates down, and hands them to ``handle`` in lanes."""

    def __init__(  # noqa: PLR0913 - what comes in, what goes on with it, and how much at once
        self,
        database: Database,
        presence: Presence,
        clock: Clock,
        handle: Callable[[InboxRecord], Awaitable[None]],
        send: Callable[[tuple[OutboxRecord, ...]], Awaitable[None]],
        *,
        slots: int,
        lease: timedelta,
    ) -> None:
        """``send`` sends answers that were claimed for ``lease``; ``slots`` updates are handled at once."""
        self._database = database
        self._presence = presence
        self._clock = clock
        self._handle = handle
        self._send = send
        self._lease = lease
        self._lanes = Lanes[InboxRecord | Left](self._work, slots, None if presence.alone else self._leave)
        self._written = Gathered(self._write_down)
        self._left = Gathered(self._leave_all)
        self._here: set[int] = set()
        self._is_closing = False

    async def __aenter__(self) -> Self:
        """Open the lanes."""
        await self._lanes.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Wait for what is under way; an error or a cancellation ends it."""
        await self._lanes.__aexit__(kind, error, trace)

    async def receive(self, updates: Sequence[IncomingUpdate]) -> None:
        """Write updates down, once each. When it returns they are safe, and what is new in them is handled soon.

        Raises:
            StorageError: they could not be written down, or it is open whether they were: let them come again.
        """
        if not updates:
            return
        writing = asyncio.ensure_future(self._written(updates))
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            await asyncio.wait([writing])  # else they would be written down, and handled only after the next start
            if not writing.cancelled():
                writing.exception()  # for which nobody waits any more: they come again
            raise

    async def take_up(self) -> None:
        """Look for what was written down or on its way out when the process that had it ended, and go on with it."""
        await self._presence.beat()
        now = self._clock.now()
        async with self._database.transaction() as rows:
            await rows.outbox.take_back(now)
            lanes = [f"{USER}{user}" for user in await rows.outbox.users_left(now)]
            lanes += await rows.inbox.lanes_waiting(limit=LOOK_AT)
        free = [lane for lane in dict.fromkeys(lanes) if lane not in self._presence.held]
        await self._take(free, again=True)

    async def run(self) -> NoReturn:
        """Look for what others left, for ever. One process alone has found all of it at its start."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self._presence.alone:
                continue
            try:
                await self.take_up()
            except StorageError:
                log.exception("what other processes left could not be looked for; it is tried again")

    @property
    def busy(self) -> int:
        """How many people's updates are handled here now, or wait here."""
        return len(self._lanes)

    def close(self) -> None:
        """Begin nothing more that another process can do."""
        self._is_closing = not self._presence.alone

    def cancel(self) -> None:
        """Break off what is under way."""
        self._lanes.cancel()

    async def until_empty(self) -> None:
        """Return once nothing is under way."""
        await self._lanes.until_empty()

    async def _write_down(self, batches: Sequence[Sequence[IncomingUpdate]]) -> Sequence[None]:
        """Many deliveries in one transaction."""
        incoming = {update.update_id: update for batch in batches for update in batch}
        now = self._clock.now()
        async with self._database.brief() as rows:
            new = [incoming[number] for number in await rows.inbox.receive(incoming.values(), now)]
        for one in new:
            log.info("an update came in", update=one.update_id, who=self._database.pseudonym(one.lane))
        if self._presence.alone:
            for one in new:
                self._add(InboxRecord(update_id=one.update_id, lane=one.lane, payload=one.payload, received_at=now, attempts=0))
        else:
            await self._take({one.lane for one in new})
        return [None] * len(batches)

    async def _take(self, lanes: Collection[str], *, again: bool = False) -> None:
        """Go on with lanes that nobody else holds. ``again``: somebody may have died of what is first in them."""
        before = frozenset(self._presence.held)
        room = len(lanes) if self._presence.alone else max(MOST_LANES - len(before), 0)
        others = [lane for lane in lanes if lane not in before]
        ours = await self._presence.hold([*before.intersection(lanes), *others[:room]])
        fresh = ours - before
        if not ours:
            return
        try:
            async with self._database.transaction() as rows:
                if again:
                    await rows.inbox.try_again(fresh, GIVE_UP_AFTER)
                left = await self._claim_left(rows, fresh)
                waiting = await rows.inbox.waiting(lanes=ours)
        except StorageError:
            await self._presence.let_go(
                [lane for lane in fresh if not self._lanes.is_at_work(lane)]
            )  # or nobody would look into them again
            raise
        for lane in fresh:
            self._lanes.add(lane, Left(left.get(lane, ())), place=-1)
        for record in waiting:
            self._add(record)

    def _add(self, record: InboxRecord) -> None:
        if record.update_id not in self._here:
            self._here.add(record.update_id)
            self._lanes.add(record.lane, record, place=record.update_id)

    async def _claim_left(self, rows: Transaction, lanes: Collection[str]) -> dict[str, tuple[OutboxRecord, ...]]:
        """By lane, the answers that were under way when its last holder ended."""
        now = self._clock.now()
        users = [int(lane.removeprefix(USER)) for lane in lanes if lane.startswith(USER)]
        return {
            f"{USER}{user}": await rows.outbox.claim_left(user, now, self._lease) for user in await rows.outbox.users_left(now, among=users)
        }

    async def _work(self, item: InboxRecord | Left) -> None:
        if isinstance(item, Left):
            if item.claims:
                await self._send(item.claims)
            return
        try:
            with bound_contextvars(update=item.update_id):
                await self._handle_patiently(item)
        finally:
            self._here.discard(item.update_id)

    async def _handle_patiently(self, record: InboxRecord) -> None:
        """Handle what is ours, however long the database is away."""
        pause, open_ends = LOOK_SECONDS, 0
        while (self._presence.alone or record.lane in self._presence.held) and not self._is_closing:
            try:
                await self._handle(record)
                if open_ends:
                    await self._send_unsent(record.lane, open_ends)
            except DatabaseUnavailableError:
                open_ends += 1
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return

    async def _send_unsent(self, lane: str, open_ends: int) -> None:
        """Where the connection broke at the commit, what was handled may be kept without our knowing: nobody else sends its answers."""
        if lane.startswith(USER):
            async with self._database.transaction() as rows:
                claims = await rows.outbox.claim_unsent(int(lane.removeprefix(USER)), self._clock.now(), self._lease, open_ends)
            await self._send(claims)

    async def _leave(self, lane: str) -> None:
        """Let go of a lane that has no more items here; unless there are some in the inbox that came in elsewhere meanwhile."""
        try:
            await self._left(lane)
        except StorageError:
            log.exception("it is open whether another process can go on with a lane; both will look")

    async def _leave_all(self, lanes: Sequence[str]) -> Sequence[None]:
        """Only what is written down before we look, after we let go, can we see: what comes later finds the lane free."""
        idle = [lane for lane in lanes if not self._lanes.has_waiting(lane)]
        await self._presence.let_go(idle)
        if not self._is_closing:
            async with self._database.transaction() as rows:
                more = await rows.inbox.lanes_waiting(among=idle)
            await self._take(more)
        return [None] * len(lanes)
