"""Asking to be contact of a unit: what was stated, how it is shown to be so, and who decides."""

import json
from dataclasses import dataclass
from typing import Any

from storage.database import Transaction
from storage.unit_records import ContactRecord


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What somebody said of a unit when they asked to be its contact."""

    name: str
    region: str
    kind: str
    affiliation: str


@dataclass(frozen=True)
class Waiting:
    """A request that nobody has decided yet."""

    contact: ContactRecord
    stated: Stated


def stated_in(contact: ContactRecord) -> Stated:
    """What the row of a contact holds of it."""
    said: dict[str, Any] = json.loads(contact.stated)
    return Stated(**said)


async def waiting_for(rows: Transaction, person_id: int) -> tuple[Waiting, ...]:
    """Somebody's own requests, the oldest first."""
    return tuple(Waiting(one, stated_in(one)) for one in await rows.units.asked(person_id))
