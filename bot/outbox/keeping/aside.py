"""Updates that were set aside: those who own the bot are told how many, at most once an hour, and never what was in them."""

from datetime import datetime, timedelta
from typing import Final

from bot.outbox.letter import letters_of
from bot.usecases.rights import reachable
from bot.views.keeping.aside import aside_message
from storage.database import Transaction
from storage.queue_records import Message as Row

ASIDE: Final = "set_aside"
"""The kind of message that says so."""
_TOLD: Final = "set_aside_told"
_EVERY: Final = timedelta(hours=1)
_FIRST: Final = timedelta(days=1)
"""How far it is looked back where nobody was ever told."""


async def tell_set_aside(rows: Transaction, now: datetime) -> int:
    """Say how many there are that came since it was said last; how many there are."""
    marked = await rows.marks.get(_TOLD)
    since = datetime.fromisoformat(marked) if marked else now - _FIRST
    if marked and timedelta() <= now - since < _EVERY:
        return 0
    number = await rows.queues.set_aside_since(since)
    if not number:
        return 0
    await rows.marks.set(_TOLD, now.isoformat())
    body = letters_of(aside_message(number))[0].model_dump_json(exclude_defaults=True)
    for person, chat in await reachable(rows, "owner"):
        await rows.outbox.add(Row(kind=ASIDE, chat_id=chat, person_id=person, due_at=now, body=body), now)
    return number
