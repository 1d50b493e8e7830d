"""Moments in which the stand-in for Telegram itself stood still, and what that does to the times at which messages came.

It shares the machine with the processes it watches. What arrives while it is not given the processor waits at its door and is noted all
at once afterwards, as if it had been sent so. Such messages are put evenly over the time in which it stood still: more than may be sent
in that time stay more.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

LOOK_SECONDS = 0.02
NOTED_FROM = 0.1
"""Seconds; shorter ones change no count."""
CATCHING_UP = 0.15
"""So long after it what waited is still being noted; another stall within it is the same one."""


@dataclass(frozen=True)
class Stall:
    """From when until when, in seconds."""

    since: float
    until: float


class Lookout:
    """Notes when the event loop of this process stands still."""

    def __init__(self) -> None:
        self.stalls: list[Stall] = []

    async def run(self) -> NoReturn:
        """Look, for ever."""
        while True:
            since = _now()
            await asyncio.sleep(LOOK_SECONDS)
            if (until := _now()) - since > NOTED_FROM:
                self.stalls.append(Stall(since, until))


def spread(times: Sequence[float], stalls: Sequence[Stall]) -> list[float]:
    """The times in order, with what came right after a stall put evenly over it. Pure."""
    free, put = list(times), []
    for stall in _joined(stalls):
        end = stall.until + CATCHING_UP
        held = [at for at in free if stall.since <= at < end]
        free = [at for at in free if not stall.since <= at < end]
        put += [stall.since + (end - stall.since) * (number + 0.5) / len(held) for number in range(len(held))]
    return sorted([*free, *put])


def _joined(stalls: Sequence[Stall]) -> list[Stall]:
    joined: list[Stall] = []
    for stall in sorted(stalls, key=lambda one: one.since):
        if joined and stall.since < joined[-1].until + CATCHING_UP:
            joined[-1] = Stall(joined[-1].since, max(stall.until, joined[-1].until))
        else:
            joined.append(stall)
    return joined


def _now() -> float:
    """As the stand-in's own clock, which notes when a message came."""
    return datetime.now(UTC).timestamp()  # noqa: TID251 - the stand-in's clock runs on real time
