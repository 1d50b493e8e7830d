"""Telegram's limits, kept by all processes together: so many messages in all, and so many in one chat.

Answers go ahead of pushes: a push takes a place only when nobody waits, and never more than a fraction of a second ahead.
"""

import asyncio
import hashlib
import sys
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from bot.gathering import Gathered
from storage.database import Database, Transaction

ALL = 0
"""The key of all messages together."""
PUSHES_AHEAD = 0.3
"""Seconds of places that pushes may have taken: the most that an answer waits for them."""
ANSWERS_AHEAD = 30.0
"""Beyond this an answer takes no place but looks again; a killed process's places are lost for as long."""
PATIENCE = 60.0
"""After this Telegram itself is asked, whose word counts."""
AGAIN = 1.0
"""Seconds after which it is looked again for room that was too far ahead."""
UNDER = 0.93
"""So much of what Telegram takes is used: what goes out evenly arrives less so."""


@dataclass(frozen=True)
class Limit:
    """A message every so many seconds, and ``burst`` at once where there were none before."""

    every: float
    burst: int = 1

    @property
    def slack(self) -> float:
        """How far ahead of an even pace a burst may be, in seconds."""
        return self.every * (self.burst - 1)


@dataclass(frozen=True)
class Limits:
    """Telegram's: 30 a second in all (1000 where that is paid for), about one a second in a private chat, 20 a minute in a group."""

    overall: Limit = Limit(1 / (30 * UNDER))
    private: Limit = Limit(1.0, burst=5)
    group: Limit = Limit(4.0, burst=5)

    @classmethod
    def of(cls, messages_a_second: int) -> "Limits":
        """With another limit on all messages."""
        return cls(overall=Limit(1 / (messages_a_second * UNDER)))

    def of_chat(self, telegram_chat_id: int) -> Limit:
        """Groups have numbers below zero."""
        return self.group if telegram_chat_id < 0 else self.private


UNLIMITED = Limits(Limit(0.0), Limit(0.0), Limit(0.0))
"""As fast as it goes."""


class AnswersFirstError(Exception):
    """There is no place for a push now."""


class Book(Protocol):
    """Where it stands from when on there is room."""

    async def take(self, wanted: Mapping[int, int], limit: Limit, ahead: float) -> Mapping[int, Sequence[float]]:
        """Take so many places under each key; in how many seconds each of them is. A key without room within ``ahead`` is left out."""
        ...


class OwnBook:
    """In memory, for one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._free_at: dict[int, float] = {}
        self._swept_at = 0.0

    async def take(self, wanted: Mapping[int, int], limit: Limit, ahead: float) -> Mapping[int, Sequence[float]]:
        """See ``Book``."""
        now = self._clock()
        if now - self._swept_at > PATIENCE:
            self._free_at = {key: free_at for key, free_at in self._free_at.items() if free_at > now}
            self._swept_at = now
        places = {}
        for key, count in wanted.items():
            free_at = max(self._free_at.get(key, now), now)
            if free_at <= now + ahead + limit.slack:
                self._free_at[key] = free_at + count * limit.every
                places[key] = _places(self._free_at[key] - now, count, limit)
        return places


class SharedBook:
    """In the database, for all processes."""

    def __init__(self, rows: Transaction) -> None:
        self._rows = rows

    async def take(self, wanted: Mapping[int, int], limit: Limit, ahead: float) -> Mapping[int, Sequence[float]]:
        """See ``Book``."""
        ends = await self._rows.budgets.take(wanted, limit.every, ahead + limit.slack)
        return {key: _places(end, wanted[key], limit) for key, end in ends.items()}


@dataclass(frozen=True)
class Waits:
    """In how many seconds there is room in a chat and, once there is, among all messages; None: too far ahead, or not asked yet."""

    here: float | None
    everywhere: float | None


class Budget:
    """Says when a message may go out."""

    def __init__(self, database: Database, limits: Limits) -> None:
        """``database``: where the processes that share the limits meet."""
        self._database = database
        self._limits = limits
        self._own = OwnBook()
        self._gathered = Gathered(self._take)

    @property
    def pushes_at_once(self) -> int:
        """How many pushes may take places together: as many as keep an answer waiting for no longer than it may."""
        every = self._limits.overall.every
        return max(1, int(PUSHES_AHEAD / every)) if every else sys.maxsize

    async def wait(self, telegram_chat_id: int) -> None:
        """Wait until one more answer may go to a chat."""
        loop = asyncio.get_running_loop()
        gives_up_at = loop.time() + PATIENCE
        chat: int | None = telegram_chat_id
        while loop.time() < gives_up_at:
            waits = await self._gathered(chat)
            if waits.everywhere is not None:
                await asyncio.sleep(waits.everywhere)
                return
            if waits.here is not None:
                chat = None  # its place in the chat is taken; the one among all messages is, when that comes
            await asyncio.sleep(waits.here or AGAIN)

    async def places_for_pushes(self, rows: Transaction, count: int) -> Sequence[float]:
        """Take places for a batch of pushes, in the transaction that claims them; in how many seconds each is.

        Raises:
            AnswersFirstError: answers wait for their places; the batch is not to be claimed now.
        """
        places = await self._book(rows).take({ALL: count}, self._limits.overall, 0.0)
        if ALL not in places:
            raise AnswersFirstError
        return places[ALL]

    async def place_for_push(self, telegram_chat_id: int) -> float | None:
        """Take a place for a push in its chat, if there is room now; if not, how many seconds to look again after."""
        limit = self._limits.of_chat(telegram_chat_id)
        key = key_of(telegram_chat_id)
        async with self._at_hand() as book:
            return None if key in await book.take({key: 1}, limit, 0.0) else limit.every

    async def _take(self, chats: Sequence[int | None]) -> Sequence[Waits]:
        """One place for each: in its chat, or, for None, among all messages only. Who has room in the chat now gets both."""
        async with self._at_hand() as book:
            here = [0.0 if chat is None else None for chat in chats]
            for limit in (self._limits.private, self._limits.group):
                those = {at: key_of(chat) for at, chat in enumerate(chats) if chat is not None and self._limits.of_chat(chat) is limit}
                places = {key: deque(found) for key, found in (await book.take(Counter(those.values()), limit, ANSWERS_AHEAD)).items()}
                for at, key in those.items():
                    here[at] = places[key].popleft() if key in places else None
            ready = [at for at, wait in enumerate(here) if wait is not None and wait <= 0]
            found = await book.take({ALL: len(ready)}, self._limits.overall, ANSWERS_AHEAD) if ready else {}
        everywhere = dict(zip(ready, found.get(ALL, ()), strict=False))
        return [Waits(wait, everywhere.get(at)) for at, wait in enumerate(here)]

    @asynccontextmanager
    async def _at_hand(self) -> AsyncIterator[Book]:
        if not self._database.is_shared:
            yield self._own
            return
        async with self._database.transaction() as rows:
            yield SharedBook(rows)

    def _book(self, rows: Transaction) -> Book:
        return SharedBook(rows) if self._database.is_shared else self._own


def key_of(telegram_chat_id: int) -> int:
    """A digest of a chat's number: it says nothing of the chat, and is never ``ALL``."""
    return int.from_bytes(hashlib.blake2b(str(telegram_chat_id).encode(), digest_size=8).digest(), signed=True) or 1


def _places(end: float, count: int, limit: Limit) -> Sequence[float]:
    """When ``count`` places begin of which the last ends in ``end`` seconds, as far ahead of an even pace as a burst may be."""
    return [max(end - left * limit.every - limit.slack, 0.0) for left in range(count, 0, -1)]
