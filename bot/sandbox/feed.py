"""What happens, in order, for those who watch: the page, the tests."""

import asyncio
import bisect
from collections.abc import Callable
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.signals import Signal
from bot.sandbox.world import Event, World


class Feed:
    """Numbered events, kept with the rest of the state."""

    def __init__(self, world: World, clock: Clock) -> None:
        self._world, self._clock = world, clock
        self._events = list(world.events)
        self.signal = Signal()
        self.closed = False

    @property
    def last(self) -> int:
        """The number of the latest event, 0 before the first."""
        return self._events[-1].seq if self._events else 0

    def publish(
        self,
        kind: str,
        *,
        chat_id: int | None = None,
        message_id: int | None = None,
        by_bot: bool = False,
        data: dict[str, Any] | None = None,
    ) -> Event:
        """Write an event down and wake the watchers."""
        event = Event(
            seq=self._world.next_number("event"),
            kind=kind,
            at=self._clock.now(),
            chat_id=chat_id,
            message_id=message_id,
            by_bot=by_bot,
            data=data or {},
        )
        self._events.append(self._world.events.put(event))
        self.signal.fire()
        return event

    def since(self, seq: int) -> list[Event]:
        """Events after number ``seq``."""
        return self._events[bisect.bisect_right(self._events, seq, key=lambda event: event.seq) :]

    def clear(self) -> None:
        """Forget what happened, not how far the numbers went."""
        self._world.events.clear()
        self._events.clear()

    async def wait(self, seq: int, wanted: Callable[[Event], bool], seconds: float) -> Event | None:
        """The first event after ``seq`` that is wanted, as soon as it is there; None when the time is up."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            found = next((event for event in self.since(seq) if wanted(event)), None)
            rest = end - loop.time()
            if found is not None or rest <= 0 or self.closed:
                return found
            await self.signal.wait(rest)

    def close(self) -> None:
        """Let all watchers go."""
        self.closed = True
        self.signal.fire()
