"""The one port through which time comes in."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time; always timezone-aware."""

    def now(self) -> datetime:
        """The present moment."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place where real time enters


class SharedClock:
    """One clock for all processes where there is one: what is due is due for all of them, however wrong a machine's own clock is."""

    def __init__(self, shared: Callable[[], datetime | None], own: Clock) -> None:
        """``shared`` gives None while nothing is known of it."""
        self._shared = shared
        self._own = own

    def now(self) -> datetime:
        """The present moment."""
        return self._shared() or self._own.now()
