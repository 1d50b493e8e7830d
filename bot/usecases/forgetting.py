"""Who stays away for long is forgotten, without asking for it: all of them, as if they had deleted it; and so is what is over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.usecases.keeping.granting import GIVEN
from bot.usecases.units.inviting import PARTED
from storage.database import Transaction
from storage.endings import Ended

KEPT: Final = timedelta(days=730)
"""How long the rows of somebody stay who does not come back."""
OVER: Final[Mapping[Ended, timedelta]] = {
    "refused": timedelta(days=90),  # as long as reports: a quarter to look into why
    "proposals": timedelta(days=180),
    "subscriptions": timedelta(days=180),
    "groups": timedelta(days=180),
    "broadcasts": timedelta(days=400),  # as long as counts: this year's beside the last one's
}
"""How long what is over stays, to be looked at or begun again."""
AUDITED: Final = timedelta(days=3 * 365 + 1)
"""So long an act can be asked about: three years, the general limitation period (民法典 第一百八十八条)."""
LASTING: Final = (GIVEN, *PARTED)
"""Acts on which something rests as long as whom they concern is here: what they are called, which links of theirs are over."""
_LOOKED: Final = "forgotten"
_CLEARED: Final = "cleared"
_EVERY: Final = timedelta(days=1)
_AT_ONCE: Final = 100


async def forget_unseen(rows: Transaction, now: datetime) -> int:
    """Once a day, delete some of those who stayed away; the next tick goes on where there are more. How many went."""
    if not await _is_due(rows, _LOOKED, now):
        return 0
    gone = await rows.privacy.unseen(now - KEPT, _AT_ONCE)
    for person in gone:
        await rows.privacy.delete(person)
    if len(gone) < _AT_ONCE:
        await rows.marks.set(_LOOKED, now.isoformat())
    return len(gone)


async def forget_ended(rows: Transaction, now: datetime) -> int:
    """Once a day, delete some of what is long over; the next tick goes on where there is more. How much went."""
    if not await _is_due(rows, _CLEARED, now):
        return 0
    gone = [await rows.endings.forget(what, now - kept, _AT_ONCE) for what, kept in OVER.items()]
    gone.append(await rows.endings.forget_audit(now - AUDITED, _AT_ONCE, LASTING))
    if max(gone) < _AT_ONCE:
        await rows.marks.set(_CLEARED, now.isoformat())
    return sum(gone)


async def _is_due(rows: Transaction, mark: str, now: datetime) -> bool:
    """Only where the day before was looked at, too: a clock that jumps ahead, or a start after a long time, deletes nothing at once."""
    marked = await rows.marks.get(mark)
    since = now - datetime.fromisoformat(marked) if marked is not None else None
    if since is None or not timedelta() <= since < 2 * _EVERY:
        await rows.marks.set(mark, now.isoformat())
        return False
    return since >= _EVERY
