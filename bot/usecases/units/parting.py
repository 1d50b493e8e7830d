"""Somebody is no contact of a unit any more: they left, or were cut off. It holds from the same moment, in open dialogs too."""

import json
from datetime import datetime
from typing import Final

from bot.usecases.units.attending import attend, hear, leave_groups
from bot.usecases.units.auditing import note
from bot.usecases.units.fading import AWAITED
from knowledge.base import KnowledgeBase
from storage.database import Transaction
from storage.unit_records import GroupRecord

COLLEAGUE: Final = "unit_colleague"
"""The kind of message that tells a contact of another: taken back from who is none any more before it is sent."""


async def part(  # noqa: PLR0913 - who, of what, by whom, how, when
    rows: Transaction, base: KnowledgeBase, unit_id: int, person_id: int, now: datetime, *, actor: int, act: str
) -> bool:
    """End what somebody is to a unit; False where they were nothing. A unit that nobody belongs to any more goes with them.

    The groups that they answered for are connected on, and nobody answers for them.
    """
    if not await rows.units.drop(unit_id, person_id):
        return False
    await note(rows, act, unit_id, now, actor=actor, person=person_id)
    await rows.outbox.withdraw(person_id, COLLEAGUE)
    await _end_dialog(rows, unit_id, person_id, now)
    await leave_groups(rows, unit_id, person_id, now)
    await hear(rows, base, person_id, now)
    await attend(rows, base, unit_id, now)
    return True


async def groups_of(rows: Transaction, unit_id: int, person_id: int) -> tuple[GroupRecord, ...]:
    """The groups of a unit that a contact answers for: the others are asked about them once that one has gone."""
    return tuple(one for one in await rows.unit_work.connections(unit_id) if one.connected_by == person_id)


async def _end_dialog(rows: Transaction, unit_id: int, person_id: int, now: datetime) -> None:
    """What they were about to type for the unit is not awaited any more."""
    chat = await rows.chats.private(person_id)
    opened = await rows.dialogs.opened(chat.id, person_id, now - AWAITED) if chat is not None else None
    if chat is not None and opened is not None and json.loads(opened.held).get("unit") == unit_id:
        await rows.dialogs.close(chat.id, person_id)
