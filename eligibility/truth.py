"""Kleene's three-valued logic: what is not known is never false."""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """True, false, or not known yet."""

    FALSE = "false"
    UNKNOWN = "unknown"
    TRUE = "true"

    @classmethod
    def of(cls, value: bool) -> "Truth":  # noqa: FBT001 - the one place where a bool becomes a truth
        """The truth of something known."""
        return cls.TRUE if value else cls.FALSE


def negate(truth: Truth) -> Truth:
    """Not; what is unknown stays unknown."""
    match truth:
        case Truth.TRUE:
            return Truth.FALSE
        case Truth.FALSE:
            return Truth.TRUE
        case Truth.UNKNOWN:
            return Truth.UNKNOWN


def at_least(least: int, truths: Iterable[Truth]) -> Truth:
    """Whether at least so many are true: settled as soon as the unknown ones can no longer matter."""
    found = list(truths)
    sure = found.count(Truth.TRUE)
    if sure >= least:
        return Truth.TRUE
    return Truth.UNKNOWN if sure + found.count(Truth.UNKNOWN) >= least else Truth.FALSE


def all_of(truths: Iterable[Truth]) -> Truth:
    """And: false as soon as one is false; true when there is none at all."""
    found = list(truths)
    return at_least(len(found), found)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Or: true as soon as one is true; false when there is none at all."""
    return at_least(1, truths)
