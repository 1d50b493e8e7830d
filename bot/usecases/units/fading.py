"""What does not stay: words that were awaited and never came, requests that nobody decided."""

from datetime import datetime, timedelta
from typing import Final

from storage.database import Transaction

AWAITED: Final = timedelta(days=1)
"""How long typed words are awaited."""
UNDECIDED: Final = timedelta(days=90)
"""How long a request to be contact waits."""


async def fade(rows: Transaction, now: datetime) -> None:
    """Delete what has waited long enough."""
    await rows.dialogs.forget_before(now - AWAITED)
    await rows.units.forget_asked_before(now - UNDECIDED)
