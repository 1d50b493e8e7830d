"""What is written down of acts on units. The lines name rows by number; only what was said as evidence is words, and sealed."""

import json
from datetime import datetime

from storage.database import Transaction


async def note(  # noqa: PLR0913 - a line of a log says all of it
    rows: Transaction, act: str, unit_id: int, now: datetime, *, actor: int | None, person: int | None = None, said: str | None = None
) -> None:
    """Add a line about a unit."""
    await rows.audit.note(act, about_unit(unit_id), now, actor_id=actor, person_id=person, said=said)


def about_unit(unit_id: int) -> str:
    """How a line names the unit that it is about."""
    return json.dumps({"unit": unit_id})
