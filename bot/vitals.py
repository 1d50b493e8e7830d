"""What a process tells of itself to whoever watches over it: counts since its start, and how far it is. Nothing personal gets in here."""

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection
from typing import Literal

from structlog.typing import EventDict, WrappedLogger

Phase = Literal["starting", "serving", "stopping"]

ANSWER_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Bounds within which answers are counted; the longest are of updates that waited for a process."""
LOUD = frozenset({"warning", "error", "critical"})


class Spans:
    """How often something took how long: counted below each of some bounds, in seconds, and beyond the last."""

    def __init__(self, bounds: Collection[float] = ANSWER_SECONDS) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.total = 0.0

    def add(self, seconds: float) -> None:
        """Count one; a clock that was set back counts as nothing."""
        took = max(seconds, 0.0)
        self.counts[bisect_left(self.bounds, took)] += 1
        self.total += took


class Vitals:
    """Plain counts, written where things happen and read when somebody asks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock``: seconds from any beginning, never back."""
        self._clock = clock
        self.phase: Phase = "starting"
        self.lanes: Callable[[], int] = int
        """How many people's updates are with this process now."""
        self.updates: Counter[str] = Counter()
        """By how they ended: handled, failed, again."""
        self.sends: Counter[tuple[str, str]] = Counter()
        """Messages by kind and by what came of a try: sent, skipped, later, again, dead."""
        self.lines: Counter[str] = Counter()
        """Lines of the log by level, those that somebody should read."""
        self.answers = Spans()
        """From an update's arrival to the end of its handling, its answers sent."""
        self.waits = Spans()
        """For a place within Telegram's limits, one for each."""
        self._ticked_at: float | None = None

    def ticked(self) -> None:
        """A round of planning and sending came to its end."""
        self._ticked_at = self._clock()

    @property
    def since_tick(self) -> float | None:
        """Seconds since the last round; None before the first."""
        return None if self._ticked_at is None else self._clock() - self._ticked_at

    def count_line(self, _: WrappedLogger, level: str, event: EventDict) -> EventDict:
        """A processor of structlog's that counts."""
        name = event.get("level", level)
        if name in LOUD:
            self.lines[name] += 1
        return event
