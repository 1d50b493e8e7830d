"""A contact nudges a member who agreed: seldom, told by the bot, and only as long as the member wants it."""

from datetime import datetime, timedelta
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from storage.database import Transaction
from storage.queue_records import Message
from storage.silences import WHOLE

NUDGE: Final = "nudge"
"""The kind of message that tells a member."""
EVERY: Final = timedelta(days=3)
"""At most one to a member about a policy in so long, whoever of the contacts sends it."""

REMOVED: Final = "removed"
"""The kind of message that tells somebody that a contact took them out."""

Nudged = Literal["sent", "lately", "unwanted"]
"""sent: on its way; lately: too soon after the last one; unwanted: not wanted, or there is no way to them at present."""


class UnitReference(BaseModel):
    """What a message to a member is about: its words are made when it is sent. A notice of being removed is about no policy."""

    model_config = ConfigDict(frozen=True)

    unit: int
    policy: str = ""


async def nudge(rows: Transaction, unit_id: int, person_id: int, policy_id: str, now: datetime) -> Nudged:
    """Put a nudge on its way. The caller sees to it that they share the policy and that a contact asks."""
    member, chat = await rows.members.get(unit_id, person_id), await rows.chats.private(person_id)
    if member is None or member.hushed_at is not None or chat is None or chat.unreachable_since is not None:
        return "unwanted"
    if await has_done(rows, person_id, policy_id):
        return "unwanted"
    if not await rows.members.nudge(unit_id, person_id, policy_id, now, now - EVERY):
        return "lately"
    reference = UnitReference(unit=unit_id, policy=policy_id).model_dump_json()
    await rows.outbox.add(Message(kind=NUDGE, chat_id=chat.id, person_id=person_id, due_at=now, reference=reference), now)
    return "sent"


async def has_done(rows: Transaction, person_id: int, policy_id: str) -> bool:
    """Whether somebody said that they have handed in, and was promised to hear no more of it."""
    return any((one.policy, one.stage) == (policy_id, WHOLE) for one in await rows.silences.of(person_id))


async def tell_removed(rows: Transaction, unit_id: int, person_id: int, now: datetime) -> None:
    """Let somebody know that a contact took them out of a unit."""
    chat = await rows.chats.private(person_id)
    if chat is not None:
        reference = UnitReference(unit=unit_id).model_dump_json(exclude_defaults=True)
        await rows.outbox.add(Message(kind=REMOVED, chat_id=chat.id, person_id=person_id, due_at=now, reference=reference), now)
