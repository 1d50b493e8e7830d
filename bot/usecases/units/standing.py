"""Where a unit stands with a policy: those who agreed to be seen, and its own last day."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.usecases.units.inner import read_day
from bot.usecases.units.seen import Sharer
from bot.usecases.units.sharing import sharers_of
from knowledge.base import KnowledgeBase
from storage.database import Transaction


@dataclass(frozen=True)
class Standing:
    """What a unit's contacts alone may read."""

    sharers: tuple[Sharer, ...]
    inner: date | None


async def standing_of(rows: Transaction, base: KnowledgeBase, unit_id: int, policy_id: str, now: datetime) -> Standing:
    """How it stands now; the caller has shown that it may be read."""
    sharers = await sharers_of(rows, base, unit_id, policy_id, now)
    return Standing(sharers, read_day(await rows.unit_work.inner_deadline(unit_id, policy_id)))
