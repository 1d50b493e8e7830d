"""What somebody is checked against."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple


class Target(NamedTuple):
    """A policy and one of its tracks that a person is checked against."""

    policy: str
    track: str | None = None


DayOf = Callable[[Target], date] | Mapping[Target, date]
"""The day on which each target judges ages and lengths."""


def days_of(targets: Iterable[Target], day_of: DayOf) -> dict[Target, date]:
    """Each target once with its day, in their order."""
    return {target: day_of(target) if callable(day_of) else day_of[target] for target in targets}
