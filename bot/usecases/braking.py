"""A gentle brake: answers go on for a while, then one word that it is too fast, then silence until it eases. Pure.

Only what the bot says is held back; what somebody does counts all the same.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from storage.records import BrakeRecord

Going = Literal["on", "warn", "silent"]
"""on: answer; warn: say once that it is too fast; silent: say nothing."""
FADES = timedelta(hours=1)
"""How long after the last answer nobody asks any more how fast it came."""


@dataclass(frozen=True)
class Pace:
    """How many answers may come in one go, and how long it takes until there is room for one more."""

    burst: int
    every: timedelta

    @property
    def eased(self) -> timedelta:
        """The backlog at which somebody who was too fast is answered again: half of it worked off."""
        return self.every * (self.burst // 2)


@dataclass(frozen=True)
class Paces:
    """In private, and where others read along."""

    private: Pace = Pace(30, timedelta(seconds=2))
    group: Pace = Pace(8, timedelta(seconds=6))


def braked(pace: Pace, brake: BrakeRecord | None, now: datetime) -> tuple[Going, BrakeRecord]:
    """What to do with one more answer, and how the brake stands after it."""
    brake = brake or BrakeRecord(busy_until=now, is_on=False, album=None)
    backlog = max(brake.busy_until - now, timedelta())
    if brake.is_on and backlog > pace.eased:
        return "silent", brake
    if backlog + pace.every > pace.every * pace.burst:
        return "warn", replace(brake, is_on=True)
    return "on", replace(brake, busy_until=now + backlog + pace.every, is_on=False)
