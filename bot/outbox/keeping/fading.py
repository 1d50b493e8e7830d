"""Changes that nobody finished: put away, and who proposed them is told, once."""

from datetime import datetime
from typing import Final

from bot.outbox.letter import letters_of
from bot.usecases.keeping.proposing import fade
from bot.views.keeping.proposals import faded_message
from storage.database import Transaction
from storage.queue_records import Message as Row

FADED: Final = "proposal_faded"
"""The kind of message that says so."""


async def put_away(rows: Transaction, now: datetime) -> None:
    """End what has waited too long; of several processes that do so one tells of it."""
    for proposal in await fade(rows, now):
        chat = await rows.chats.private(proposal.person_id)
        if chat is not None and chat.unreachable_since is None:
            for letter in letters_of(faded_message(proposal)):
                body = letter.model_dump_json(exclude_defaults=True)
                await rows.outbox.add(Row(kind=FADED, chat_id=chat.id, person_id=proposal.person_id, due_at=now, body=body), now)
