"""The audit's lines of what is done with the knowledge. They name proposals and versions by number; only reasons are words, and sealed."""

import json
from datetime import datetime, timedelta
from typing import Final

from storage.database import Transaction
from storage.keeping_records import PublicationRecord

REFUSED: Final = "knowledge.refused"
MOST_A_DAY: Final = 50
"""Refusals of one person that are written down: a line more tells nothing, and the log is not theirs to fill."""


async def note(  # noqa: PLR0913 - a line of a log says all of it
    rows: Transaction, act: str, proposal: int, now: datetime, *, actor: int, said: str | None = None
) -> None:
    """Add a line about a proposal."""
    await rows.audit.note(act, json.dumps({"proposal": proposal}), now, actor_id=actor, said=said)


async def note_published(rows: Transaction, record: PublicationRecord) -> None:
    """Add a line about a version; the first of all is nobody's act."""
    if record.based_on is not None:
        said = record.why if record.person_id is not None else f"{record.who}，{record.why}"
        about = json.dumps({"version": record.number})
        await rows.audit.note("knowledge.published", about, record.published_at, actor_id=record.person_id, said=said)


async def note_refused(rows: Transaction, what: str, person_id: int, now: datetime) -> None:
    """Add a line about something that somebody tried who may not; ``what``: the command or the verb."""
    if await rows.audit.count(REFUSED, person_id, now - timedelta(days=1)) < MOST_A_DAY:
        await rows.audit.note(REFUSED, json.dumps({"tried": what}), now, actor_id=person_id)
