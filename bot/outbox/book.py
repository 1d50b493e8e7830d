"""Where it stands from when on there is room for the next message: in memory for one process, in the database for several."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from bot.outbox.limits import Limit
from storage.database import Transaction

ALL = 0
"""The key of all messages together."""
SWEEP_SECONDS = 60.0
"""How often one process forgets what has had room for long."""


class Book(Protocol):
    """From when on there is room under each key."""

    async def take(self, wanted: Mapping[int, int], limit: Limit, ahead: float) -> Mapping[int, Sequence[float]]:
        """Take so many places under each key; in how many seconds each of them is. A key without room within ``ahead`` is left out."""
        ...

    async def room_in(self, key: int, limit: Limit) -> float:
        """In how many seconds there is room again; nothing is taken."""
        ...

    async def hold(self, key: int, limit: Limit, seconds: float) -> None:
        """Let there be no room for so long, or for as long as it is held already."""
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
        if now - self._swept_at > SWEEP_SECONDS:
            self._free_at = {key: free_at for key, free_at in self._free_at.items() if free_at > now}
            self._swept_at = now
        places = {}
        for key, count in wanted.items():
            free_at = max(self._free_at.get(key, now), now)
            if free_at <= now + ahead + limit.slack:
                self._free_at[key] = free_at + count * limit.every
                places[key] = _places(self._free_at[key] - now, count, limit)
        return places

    async def room_in(self, key: int, limit: Limit) -> float:
        """See ``Book``."""
        return max(self._free_at.get(key, 0.0) - self._clock() - limit.slack, 0.0)

    async def hold(self, key: int, limit: Limit, seconds: float) -> None:
        """See ``Book``."""
        self._free_at[key] = max(self._free_at.get(key, 0.0), self._clock() + seconds + limit.slack)


class SharedBook:
    """In the database, for all processes."""

    def __init__(self, rows: Transaction) -> None:
        self._rows = rows

    async def take(self, wanted: Mapping[int, int], limit: Limit, ahead: float) -> Mapping[int, Sequence[float]]:
        """See ``Book``."""
        ends = await self._rows.budgets.take(wanted, limit.every, ahead + limit.slack)
        return {key: _places(end, wanted[key], limit) for key, end in ends.items()}

    async def room_in(self, key: int, limit: Limit) -> float:
        """See ``Book``."""
        return max(await self._rows.budgets.free_in(key) - limit.slack, 0.0)

    async def hold(self, key: int, limit: Limit, seconds: float) -> None:
        """See ``Book``."""
        await self._rows.budgets.hold(key, seconds + limit.slack)


def key_of(telegram_chat_id: int) -> int:
    """A digest of a chat's number: it says nothing of the chat, and is never ``ALL``."""
    return int.from_bytes(hashlib.blake2b(str(telegram_chat_id).encode(), digest_size=8).digest(), signed=True) or 1


def _places(end: float, count: int, limit: Limit) -> Sequence[float]:
    """When ``count`` places begin of which the last ends in ``end`` seconds, as far ahead of an even pace as a burst may be."""
    return [max(end - left * limit.every - limit.slack, 0.0) for left in range(count, 0, -1)]
