"""Asking to be contact of a unit: what was stated, how it is shown to be so, and who decides.

Whether somebody may decide is asked by ``authority`` before; here everything that is done leaves a line in the audit.
"""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from bot.callbacks import code
from bot.usecases.masking import without_persons_numbers
from bot.usecases.rights import reachable
from bot.usecases.units.auditing import note
from storage.database import Transaction
from storage.queue_records import Message
from storage.unit_records import ContactRecord
from storage.units import CodeAnswer

REQUEST: Final = "unit_request"
"""The kind of message that tells an admin of a request."""
CODE_LIVES: Final = timedelta(days=7)
"""An office may need days to hand six digits on."""
MOST_A_DAY: Final = 5
"""Requests, and letters, of one person a day: each calls every owner."""
MOST_WAITING: Final = 3
"""Requests of one person that may wait at a time."""


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What somebody said of a unit when they asked to be its contact; ``kind`` and ``affiliation`` are options of facts."""

    name: str
    region: str
    kind: str
    affiliation: str


@dataclass(frozen=True)
class Waiting:
    """A request that nobody has decided yet."""

    contact: ContactRecord
    stated: Stated

    @property
    def code(self) -> str:
        """What its buttons name it by: of what the person said and when. A unit's number would tell that others were there before."""
        return code("request", f"{self.contact.asked_at.isoformat()} {self.contact.stated}")


Asked = Literal["asked", "waits", "is_contact", "too_many"]


def stated_in(contact: ContactRecord) -> Stated:
    """What the row of a contact holds of it."""
    said: dict[str, Any] = json.loads(contact.stated)
    return Stated(**said)


async def waiting_for(rows: Transaction, person_id: int) -> tuple[Waiting, ...]:
    """Somebody's own requests, the oldest first."""
    return tuple(Waiting(one, stated_in(one)) for one in await rows.units.asked(person_id))


async def all_waiting(rows: Transaction) -> tuple[Waiting, ...]:
    """Every request, the oldest first: for admins."""
    return tuple(Waiting(one, stated_in(one)) for one in await rows.units.asked())


async def waiting_there(rows: Transaction, unit_id: int, person_id: int) -> Waiting | None:
    """The request of this person for this unit, while it waits."""
    contact = await rows.units.contact(unit_id, person_id)
    return Waiting(contact, stated_in(contact)) if contact is not None and contact.state == "asked" else None


async def waiting_under(rows: Transaction, coded: str, person_id: int) -> Waiting | None:
    """The person's own request that a button names."""
    return next((one for one in await waiting_for(rows, person_id) if one.code == coded), None)


async def ask(rows: Transaction, person_id: int, called: str, stated: Stated, now: datetime) -> tuple[Asked, int]:
    """Ask to be contact of a unit; what came of it, and the unit's number (0 where none was touched)."""
    if len(await rows.units.asked(person_id)) >= MOST_WAITING or await is_too_often(rows, "contact.asked", person_id, now):
        return "too_many", 0
    unit = await rows.units.make(stated.name, stated.region, stated.kind, stated.affiliation, now)
    said = json.dumps(asdict(stated), ensure_ascii=False)
    if not await rows.units.ask(unit.id, person_id, now, called=called, stated=said):
        there = await rows.units.contact(unit.id, person_id)
        return ("is_contact" if there is not None and there.state == "approved" else "waits"), unit.id
    await note(rows, "contact.asked", unit.id, now, actor=person_id, person=person_id)
    return "asked", unit.id


async def is_too_often(rows: Transaction, act: str, person_id: int, now: datetime) -> bool:
    """Whether somebody has called the owners often enough for a day."""
    return await rows.audit.count(act, person_id, now - timedelta(days=1)) >= MOST_A_DAY


async def tell_admins(rows: Transaction, unit_id: int, person_id: int, now: datetime) -> int:
    """Put a request on its way to every admin who has opened the bot; to how many. Its words are made when it is sent."""
    told = 0
    reference = json.dumps({"unit": unit_id, "person": person_id})
    for admin, chat in await reachable(rows, "owner"):
        message = Message(kind=REQUEST, chat_id=chat, person_id=admin, due_at=now, reference=reference)
        told += await rows.outbox.add(message, now) is not None
    return told


async def give_code(rows: Transaction, waiting: Waiting, admin_id: int, now: datetime) -> str:
    """Make the six digits that an admin reads out over the line that the unit has published; the audit does not hold them."""
    code = f"{secrets.randbelow(10**6):06}"
    there = waiting.contact
    await rows.units.give_code(there.unit_id, there.person_id, code, now + CODE_LIVES)
    await note(rows, "contact.code_given", there.unit_id, now, actor=admin_id, person=there.person_id)
    return code


async def try_code(rows: Transaction, waiting: Waiting, said: str, now: datetime) -> CodeAnswer:
    """What the person typed, who was told the digits by their own office."""
    there = waiting.contact
    answer = await rows.units.try_code(there.unit_id, there.person_id, said, now)
    act = "contact.code_right" if answer == "right" else "contact.code_wrong"
    await note(rows, act, there.unit_id, now, actor=there.person_id, person=there.person_id)
    return answer


async def note_letter(rows: Transaction, waiting: Waiting, file: str, now: datetime) -> None:
    """A stamped letter went to the admins. ``file``: Telegram's lasting mark of it; the letter itself is not kept."""
    there = waiting.contact
    await rows.units.prove(there.unit_id, there.person_id, "letter", now)
    await note(rows, "contact.letter", there.unit_id, now, actor=there.person_id, person=there.person_id, said=file)


async def approve(rows: Transaction, waiting: Waiting, admin_id: int, evidence: str | None, now: datetime) -> bool:
    """Make them a contact, on evidence; the first of a unit also says what it is. False where they do not wait any more."""
    there, stated = waiting.contact, waiting.stated
    is_first = not await rows.units.contacts(there.unit_id)
    if not await rows.units.approve(there.unit_id, there.person_id, admin_id, now):
        return False
    if is_first:
        await rows.units.describe(there.unit_id, stated.name, stated.kind, stated.affiliation)
    said = evidence or there.proof
    await note(rows, "contact.approved", there.unit_id, now, actor=admin_id, person=there.person_id, said=said)
    return True


async def refuse(rows: Transaction, waiting: Waiting, admin_id: int, reason: str | None, now: datetime) -> bool:
    """Not a contact; nothing of the request stays but a line in the audit. False where they do not wait any more."""
    there = waiting.contact
    if not await rows.units.drop_request(there.unit_id, there.person_id):
        return False
    await note(
        rows, "contact.refused", there.unit_id, now, actor=admin_id, person=there.person_id, said=reason and without_persons_numbers(reason)
    )
    return True


async def withdraw(rows: Transaction, waiting: Waiting, now: datetime) -> bool:
    """The person does not want to any more. False where they do not wait any more."""
    there = waiting.contact
    if not await rows.units.drop_request(there.unit_id, there.person_id):
        return False
    await note(rows, "contact.withdrew", there.unit_id, now, actor=there.person_id, person=there.person_id)
    return True
