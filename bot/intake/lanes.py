"""Work in lanes: in order inside a lane, side by side between lanes."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from itertools import count
from types import TracebackType
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")


class Lanes(Generic[Item]):
    """Runs ``work`` for every item added. A slot is taken only by work that can go on: a full lane holds none back from others."""

    def __init__(
        self, work: Callable[[Item], Awaitable[None]], slots: int, emptied: Callable[[str], Awaitable[None]] | None = None
    ) -> None:
        """``work`` handles its own errors; ``slots`` items are worked on at once. ``emptied`` is told of a lane that has no more items."""
        self._work = work
        self._slots = asyncio.Semaphore(slots)
        self._emptied = emptied
        self._waiting: dict[str, list[tuple[int, int, Item]]] = {}
        self._numbers = count()
        self._tasks = asyncio.TaskGroup()
        self._running: set[asyncio.Task[None]] = set()
        self._empty = asyncio.Event()
        self._empty.set()

    async def __aenter__(self) -> Self:
        """Open the lanes."""
        await self._tasks.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Wait for what is under way; an error or a cancellation ends it."""
        await self._tasks.__aexit__(kind, error, trace)

    def add(self, lane: str, item: Item, place: int = 0) -> None:
        """Put an item in its lane, before those of a higher place that wait there, behind all others."""
        entry = (place, next(self._numbers), item)
        if lane in self._waiting:
            heapq.heappush(self._waiting[lane], entry)
            return
        self._waiting[lane] = [entry]
        self._empty.clear()
        task = self._tasks.create_task(self._run(lane))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def __len__(self) -> int:
        """How many lanes have work, begun or waiting."""
        return len(self._waiting)

    def has_waiting(self, lane: str) -> bool:
        """Whether a lane has items that are not begun."""
        return bool(self._waiting.get(lane))

    def is_at_work(self, lane: str) -> bool:
        """Whether a lane has items, begun or not."""
        return lane in self._waiting

    def cancel(self) -> None:
        """Break off what is under way."""
        for task in self._running:
            task.cancel()

    async def until_empty(self) -> None:
        """Return once no lane holds work."""
        await self._empty.wait()

    async def _run(self, lane: str) -> None:
        items = self._waiting[lane]
        while items:
            while items:
                async with self._slots:
                    await self._work(heapq.heappop(items)[-1])
            if self._emptied is not None:
                await self._emptied(lane)  # meanwhile there may be new items
        del self._waiting[lane]
        if not self._waiting:
            self._empty.set()
