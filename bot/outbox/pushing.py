"""A push that is about to be worded: for whom, where and when."""

from dataclasses import dataclass
from datetime import datetime

from bot.usecases.listening import listener_in
from bot.usecases.reminding import Listener
from knowledge.base import KnowledgeBase
from storage.database import Transaction
from storage.queue_records import OutboxRecord
from storage.records import ChatRecord, PersonRecord


@dataclass(frozen=True)
class Pushing:
    """What the words are made from."""

    rows: Transaction
    base: KnowledgeBase
    claim: OutboxRecord
    person: PersonRecord
    chat: ChatRecord
    now: datetime

    @property
    def is_private(self) -> bool:
        """Whether its reader alone reads along."""
        return self.chat.kind == "private"

    async def listener(self) -> Listener:
        """Its reader; in a group nobody but the unit that it belongs to."""
        return await listener_in(self.rows, self.base, self.person, self.chat)
