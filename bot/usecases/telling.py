"""The ledger: of which policies somebody was told what, and by which version, so that they hear of it when that was wrong.

Only of those who agreed that something is stored of them, only what is told in private, and no words at all. It fades by itself.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Final

from bot.clock import SHANGHAI
from storage.database import Transaction

KEPT: Final = timedelta(days=30)
"""How long after an answer its reader hears of corrections."""


async def note_told(rows: Transaction, person_id: int, told: Collection[tuple[str, str]], version: str, now: datetime) -> None:
    """Note policies and topics as told by a version of the knowledge, where the person has agreed (by now) that something is stored."""
    if not told:
        return
    person = await rows.people.get(person_id)
    if person is not None and person.consented_at is not None:
        await rows.tellings.note(person_id, told, version, day_of(now))


async def fade(rows: Transaction, now: datetime) -> None:
    """Forget what was told too long ago."""
    await rows.tellings.forget_before(day_of(now) - KEPT)


def day_of(now: datetime) -> datetime:
    """The day of a moment, which is as exact as the ledger is: who asks again on the same day changes nothing in it."""
    return datetime.combine(now.astimezone(SHANGHAI).date(), time(), SHANGHAI)
