"""Updates that wait for the bot: offsets, confirmation and long polling as getUpdates has them."""

import asyncio
from typing import Any

from bot.sandbox.errors import conflict
from bot.sandbox.signals import Signal
from bot.sandbox.wire import Update, Wire
from bot.sandbox.world import World

NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
LONGEST_POLL = 50.0
TWO_POLLERS = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"


class UpdateQueue:
    """Updates in the order they happened, until confirmed by an offset or by the webhook's answer."""

    def __init__(self, world: World, first_id: int) -> None:
        self._world, self._first_id = world, first_id
        self.signal = Signal()
        self._poll = 0  # the number of the latest poll: an earlier one that still waits must go
        self._ended_by = TWO_POLLERS
        self._waiting = 0
        self._closed = False

    def __len__(self) -> int:
        return len(self._world.updates)

    @property
    def polled(self) -> bool:
        """Whether someone waits for updates at this moment."""
        return self._waiting > 0

    def push(self, kind: str, content: Wire) -> None:
        """Queue an update of this kind, unless the bot did not ask for such."""
        allowed = self._world.settings.allowed_updates
        if (kind in allowed) if allowed else (kind not in NOT_BY_DEFAULT):
            number = self._world.next_number("update", self._first_id)
            content_by_kind: dict[str, Any] = {kind: content}
            self._world.updates.put(Update(update_id=number, **content_by_kind))
            self.signal.fire()

    def pending(self, limit: int = 100) -> list[Update]:
        """The oldest updates that are not confirmed."""
        return list(self._world.updates)[:limit]

    def confirm(self, offset: int) -> None:
        """Forget everything before ``offset``; a negative one counts from the end."""
        waiting = list(self._world.updates)
        gone = waiting[:offset] if offset < 0 else [update for update in waiting if update.update_id < offset]
        for update in gone:
            self._world.updates.drop(update.update_id)

    def take(self, update_id: int) -> None:
        """Forget the one that a webhook took."""
        self._world.updates.drop(update_id)

    def clear(self) -> None:
        """Forget them all."""
        self._world.updates.clear()

    def end_polls(self, words: str) -> None:
        """Turn the present poller away."""
        self._poll += 1
        self._ended_by = words
        self.signal.fire()

    def close(self) -> None:
        """Answer whoever waits at once, now and later."""
        self._closed = True
        self.signal.fire()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """What getUpdates answers. Raises ApiError 409 when another poller comes meanwhile."""
        self.end_polls(TWO_POLLERS)
        mine = self._poll
        self.confirm(offset)
        loop = asyncio.get_running_loop()
        end = loop.time() + min(max(seconds, 0.0), LONGEST_POLL)
        self._waiting += 1
        try:
            while True:
                if mine != self._poll:
                    raise conflict(self._ended_by)
                batch, rest = self.pending(limit), end - loop.time()
                if batch or rest <= 0 or self._closed:
                    return batch
                await self.signal.wait(rest)
        finally:
            self._waiting -= 1
