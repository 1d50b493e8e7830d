"""Telegram's limits, kept by all processes together: so many messages in all, and so many in one chat.

Answers go ahead of pushes: a push takes a place only when nobody waits, and never more than a fraction of a second ahead.
A place is good for a moment. Who comes late for it (the process was stopped, the event loop was busy) takes another one, or what was held
up would go out all at once beside what others send.
"""

import asyncio
import sys
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.gathering import Gathered
from bot.outbox.book import ALL, Book, OwnBook, SharedBook, key_of
from bot.outbox.limits import LATE, Limits
from storage.database import Database, Transaction
from storage.errors import DatabaseUnavailableError

PUSHES_AHEAD = 0.3
"""Seconds of places that pushes may have taken: the most that an answer waits for them."""
ANSWERS_AHEAD = 30.0
"""Beyond this an answer takes no place; a killed process's places are lost for as long."""
PATIENCE = 60.0
"""So long the rest of what is begun waits for room; after this Telegram itself is asked, whose word counts."""
AGAIN = 1.0
"""Seconds after which it is looked again for room that was too far ahead."""
PAUSES = (0.2, 1.0, 3.0, 6.0)
"""Seconds after which it is asked again where the database was away, well before the lease of what waits ends."""
STRICT_TRIES = 2
"""A place that is missed again and again is good for longer: on a machine that is always late, messages go out all the same."""
TOGETHER = 10.0
"""Two chats in which Telegram refuses more within so many seconds mean that it wants less of everything."""


class AnswersFirstError(Exception):
    """There is no place for a push now."""


@dataclass(frozen=True)
class Place:
    """When a message may go out, by our own clock: it has begun surely ``at`` that moment, and not before ``soonest``."""

    at: float
    soonest: float


@dataclass(frozen=True)
class Room:
    """What there is for an answer: a place among all messages; or only one in its chat, later; or neither, for so many seconds."""

    everywhere: Place | None = None
    here: Place | None = None
    none_for: float = 0.0


class Budget:
    """Says when a message may go out."""

    def __init__(
        self,
        database: Database,
        limits: Limits,
        clock: Callable[[], float] = time.monotonic,
        waited: Callable[[float], None] = lambda _: None,
    ) -> None:
        """``database``: where the processes that share the limits meet; ``clock``: seconds that pass while the process is stopped, too.

        ``waited`` is told of every wait for a place, in seconds.
        """
        self._database = database
        self._limits = limits
        self._clock = clock
        self._waited = waited
        self._own = OwnBook(clock)
        self._gathered = Gathered(self._take)
        self._refused: dict[int, float] = {}

    @property
    def pushes_at_once(self) -> int:
        """How many pushes may take places together: as many as keep an answer waiting for no longer than it may."""
        every = self._limits.overall.every
        return max(1, int(PUSHES_AHEAD / every)) if every else sys.maxsize

    async def room(self, telegram_chat_id: int, place: Place | None = None) -> float | None:
        """Wait until one more message may go to a chat, at ``place`` where it has one; if there is none for long, for how many seconds."""
        missed = 0
        if place is not None:
            if await self._is_kept(place, missed):
                return None
            missed += 1
        chat: int | None = telegram_chat_id
        while True:
            found = await self._gathered(chat)
            next_place = found.everywhere or found.here
            if next_place is None:
                return found.none_for
            if not await self._is_kept(next_place, missed):
                missed, chat = missed + 1, telegram_chat_id
            elif found.everywhere is not None:
                return None
            else:
                chat = None  # its place in the chat has come; the one among all messages is taken now

    async def wait(self, telegram_chat_id: int) -> None:
        """Wait until one more message may go to a chat, for a while at most."""
        waited = 0.0  # by what was meant to be waited: time in which the process was stopped is nobody's patience
        while waited < PATIENCE and await self.room(telegram_chat_id) is not None:
            await asyncio.sleep(AGAIN)
            waited += AGAIN

    async def places_for_pushes(self, rows: Transaction, count: int) -> Sequence[Place]:
        """Take places for a batch of pushes, in the transaction that claims them.

        Raises:
            AnswersFirstError: answers wait for their places; the batch is not to be claimed now.
        """
        asked_at = self._clock()
        places = await self._book(rows).take({ALL: count}, self._limits.overall, 0.0)
        if ALL not in places:
            raise AnswersFirstError
        told_at = self._clock()
        return [Place(told_at + wait, asked_at + wait) for wait in places[ALL]]

    async def place_for_push(self, telegram_chat_id: int) -> float | None:
        """Take a place for a push in its chat, if there is room now; if not, how many seconds to look again after."""
        limit = self._limits.of_chat(telegram_chat_id)
        key = key_of(telegram_chat_id)
        async with self._at_hand() as book:
            if key in await book.take({key: 1}, limit, 0.0):
                return None
            return max(await book.room_in(key, limit), limit.every)

    async def hold(self, rows: Transaction, telegram_chat_id: int, seconds: float) -> None:
        """Telegram takes nothing more for so long: in a chat; anywhere, if it refused another chat just now, for it does not say which."""
        if not self._limits.overall.every:
            return  # nothing is counted, and each message waits for itself
        now = self._clock()
        self._refused = {chat: at for chat, at in self._refused.items() if now - at < TOGETHER} | {telegram_chat_id: now}
        book = self._book(rows)
        await book.hold(key_of(telegram_chat_id), self._limits.of_chat(telegram_chat_id), seconds)
        if len(self._refused) > 1:
            await book.hold(ALL, self._limits.overall, seconds)

    async def _is_kept(self, place: Place, missed: int) -> bool:
        """Wait for a place; whether we are there in time."""
        ahead = max(place.at - self._clock(), 0.0)
        self._waited(ahead)
        await asyncio.sleep(ahead)
        good_for = LATE * 2 ** max(0, missed - STRICT_TRIES + 1)
        return not self._limits.overall.every or self._clock() - place.soonest <= good_for

    async def _take(self, chats: Sequence[int | None]) -> Sequence[Room]:
        """Take places, also where the database is away for a moment: rather one too many than an answer that waits for its lease to end."""
        for pause in PAUSES:
            try:
                return await self._take_once(chats)
            except DatabaseUnavailableError:
                await asyncio.sleep(pause)
        return await self._take_once(chats)

    async def _take_once(self, chats: Sequence[int | None]) -> Sequence[Room]:
        """One place for each: in its chat, or, for None, among all messages only. Who has room in the chat now gets both."""
        async with self._at_hand() as book:
            asked_at = self._clock()
            here = await self._take_in_chats(book, chats)
            ready = sum(wait is not None and wait <= 0 for wait in here)
            places = await book.take({ALL: ready}, self._limits.overall, ANSWERS_AHEAD) if ready else {}
            told_at = self._clock()
            everywhere = deque(places.get(ALL, ()))
            rooms = []
            for chat, wait in zip(chats, here, strict=True):
                if wait is not None and wait > 0:
                    rooms.append(Room(here=Place(told_at + wait, asked_at + wait)))
                elif wait is not None and everywhere:
                    rooms.append(Room(everywhere=Place(told_at + everywhere[0], asked_at + everywhere.popleft())))
                else:
                    rooms.append(Room(none_for=await self._none_for(book, chat if wait is None else None)))
        return rooms

    async def _take_in_chats(self, book: Book, chats: Sequence[int | None]) -> Sequence[float | None]:
        """In how many seconds each has a place in its chat; None where there is none for long."""
        here: list[float | None] = [0.0 if chat is None else None for chat in chats]
        for limit in (self._limits.private, self._limits.group):
            those = {at: key_of(chat) for at, chat in enumerate(chats) if chat is not None and self._limits.of_chat(chat) is limit}
            places = {key: deque(found) for key, found in (await book.take(Counter(those.values()), limit, ANSWERS_AHEAD)).items()}
            for at, key in those.items():
                here[at] = places[key].popleft() if key in places else None
        return here

    async def _none_for(self, book: Book, chat: int | None) -> float:
        """For how long there is no room in a chat, or, for None, among all messages."""
        if chat is None:
            return await book.room_in(ALL, self._limits.overall)
        return await book.room_in(key_of(chat), self._limits.of_chat(chat))

    @asynccontextmanager
    async def _at_hand(self) -> AsyncIterator[Book]:
        if not self._database.is_shared:
            yield self._own
            return
        async with self._database.transaction() as rows:
            yield SharedBook(rows)

    def _book(self, rows: Transaction) -> Book:
        return SharedBook(rows) if self._database.is_shared else self._own
