"""Which conditions go onto a sheet for the unit: a choice that lives in its buttons. Pure."""

from hashlib import blake2s

from knowledge.conditions import Condition
from knowledge.policy import Policy, holds_for

MOST = 90
"""Conditions that can be chosen from: Telegram takes a hundred buttons."""


def choosable(policy: Policy, track: str | None) -> tuple[Condition, ...]:
    """The conditions of a track, in the notice's order."""
    return tuple(one for one in policy.conditions if holds_for(one, track))[:MOST]


def required(conditions: tuple[Condition, ...]) -> frozenset[str]:
    """What goes onto a sheet unless somebody chooses otherwise: all that must be met."""
    return frozenset(one.id for one in conditions if one.kind == "required")


def marks_of(conditions: tuple[Condition, ...], chosen: frozenset[str]) -> tuple[str, str]:
    """A choice as buttons carry it: bits in hexadecimal, and a digest of what they stand for."""
    bits = sum(1 << place for place, one in enumerate(conditions) if one.id in chosen)
    return format(bits, "x"), _digest(conditions)


def chosen_of(conditions: tuple[Condition, ...], mask: str, digest: str) -> frozenset[str] | None:
    """The choice that a button carries; None where it is of other conditions than these, or none at all."""
    try:
        bits = int(mask, 16)
    except ValueError:
        return None
    if digest != _digest(conditions) or format(bits, "x") != mask or bits >> len(conditions):
        return None
    return frozenset(one.id for place, one in enumerate(conditions) if bits >> place & 1)


def _digest(conditions: tuple[Condition, ...]) -> str:
    return blake2s("\n".join(one.id for one in conditions).encode(), digest_size=3).hexdigest()
