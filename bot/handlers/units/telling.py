"""Messages to others: admins about a request, and whoever is concerned by what was decided."""

from datetime import datetime

from bot.handlers.visit import Visit
from bot.outbox.letter import letters_of
from bot.usecases.rights import reachable
from bot.usecases.units.registering import Waiting, tell_admins
from bot.views.message import Message
from bot.views.units.deciding import letter_words
from storage.queue_records import Message as Row

TOLD = "unit_told"
"""The kind of message that tells somebody what was decided on them: worded at once, since its rows may be gone when it is sent."""
LETTER = "unit_letter"


async def tell(visit: Visit, person_id: int, message: Message, kind: str = TOLD, *, at: datetime | None = None) -> bool:
    """Tell somebody in their own chat, at once or ``at`` a moment; False where they cannot be reached.

    ``COLLEAGUE``: not if they are cut off before it is sent.
    """
    chat = await visit.rows.chats.private(person_id)
    if chat is None or chat.unreachable_since is not None:
        return False
    for letter in letters_of(message):
        body = letter.model_dump_json(exclude_defaults=True)
        await visit.rows.outbox.add(Row(kind=kind, chat_id=chat.id, person_id=person_id, due_at=at or visit.now, body=body), visit.now)
    return True


async def tell_request(visit: Visit, waiting: Waiting) -> int:
    """Tell the admins of a request as it stands now; to how many."""
    return await tell_admins(visit.rows, waiting.contact.unit_id, waiting.contact.person_id, visit.now)


async def forward_letter(visit: Visit, waiting: Waiting, file_id: str, *, is_photo: bool) -> bool:
    """Hand a stamped letter on to every admin who can be reached; whether there is one. Nothing of it stays once it is sent."""
    admins = await reachable(visit.rows, "owner")
    letter = letters_of(letter_words(waiting))[-1].model_copy(update={"file_id": file_id, "is_photo": is_photo})
    body = letter.model_dump_json(exclude_defaults=True)
    for admin, chat in admins:
        await visit.rows.outbox.add(Row(kind=LETTER, chat_id=chat, person_id=admin, due_at=visit.now, body=body), visit.now)
    return bool(admins)
