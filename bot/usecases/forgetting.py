"""Who stays away for long is forgotten, without asking for it: all that is stored of them, as if they had deleted it."""

from datetime import datetime, timedelta
from typing import Final

from storage.database import Transaction

KEPT: Final = timedelta(days=730)
"""How long the rows of somebody stay who does not come back."""
_LOOKED: Final = "forgotten"
_EVERY: Final = timedelta(days=1)
_AT_ONCE: Final = 100


async def forget_unseen(rows: Transaction, now: datetime) -> int:
    """Once a day, delete some of those who stayed away; the next tick goes on where there are more. How many went.

    Only where the day before was looked at, too: a clock that jumps ahead by years, or a start after a long time, deletes nobody at once.
    """
    marked = await rows.marks.get(_LOOKED)
    since = now - datetime.fromisoformat(marked) if marked is not None else None
    if since is None or not timedelta() <= since < 2 * _EVERY:
        await rows.marks.set(_LOOKED, now.isoformat())
        return 0
    if since < _EVERY:
        return 0
    gone = await rows.privacy.unseen(now - KEPT, _AT_ONCE)
    for person in gone:
        await rows.privacy.delete(person)
    if len(gone) < _AT_ONCE:
        await rows.marks.set(_LOOKED, now.isoformat())
    return len(gone)
