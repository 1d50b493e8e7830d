"""Who may act for a unit. Every act asks this in its own transaction: a button or a link carries no trust."""

from bot.usecases.rights import may
from storage.database import Transaction
from storage.unit_records import UnitRecord


async def contact_of(rows: Transaction, person_id: int, unit_id: int) -> UnitRecord | None:
    """The unit, for somebody who is its approved contact now; to all others there is no such unit."""
    return await rows.units.for_contact(unit_id, person_id)


async def is_admin(rows: Transaction, person_id: int) -> bool:
    """Whether somebody may decide on contacts of every unit."""
    return await may(rows, person_id, "owner")
