"""A clock that can be moved: real time plus an offset."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.sandbox.errors import GoingBackError

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """What everyone who needs the time is given."""

    def now(self) -> datetime:
        """The present time, aware."""
        ...


class MovableClock:
    """Runs with real time from wherever it was set; only forwards, unless ``reset``.

    ``real_now`` gives the real time, aware. Listeners added with ``on_move`` are called, with the new time, after every jump, so
    that whoever waits for a moment can look again at once.
    """

    def __init__(self, real_now: Callable[[], datetime]) -> None:
        self._real_now = real_now
        self._offset = timedelta()
        self._listeners: list[Callable[[datetime], None]] = []

    @property
    def offset(self) -> timedelta:
        """How far this clock is from real time."""
        return self._offset

    def now(self) -> datetime:
        """The clock's time in Asia/Shanghai."""
        return (self._real_now() + self._offset).astimezone(SHANGHAI)

    def set(self, at: datetime) -> None:
        """Jump to ``at`` (aware). Raises GoingBackError when that is earlier than now."""
        if at < self.now():
            raise GoingBackError(f"the sandbox is at {self.now():%Y-%m-%d %H:%M}, it cannot go back to {at:%Y-%m-%d %H:%M} without a reset")
        self.reset(at)

    def advance(self, by: timedelta) -> None:
        """Jump forwards by ``by``. Raises GoingBackError for a negative length."""
        if by < timedelta():
            raise GoingBackError("the sandbox cannot go back without a reset")
        self.restore(self._offset + by)

    def reset(self, at: datetime | None = None) -> None:
        """Jump to ``at``, earlier or later (None: back to real time)."""
        self.restore(timedelta() if at is None else at - self._real_now())

    def restore(self, offset: timedelta) -> None:
        """Take up an offset kept from an earlier run."""
        self._offset = offset
        for listener in tuple(self._listeners):
            listener(self.now())

    def on_move(self, listener: Callable[[datetime], None]) -> Callable[[], None]:
        """Call ``listener`` after every jump; returns what takes it off again."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
