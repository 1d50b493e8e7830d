"""Reminders planned anew for one person: which of them come, and when, seen from what was on its way and what was missed. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from storage.queue_records import Message
from storage.records import ChatRecord


@dataclass(frozen=True)
class Replan:
    """What was taken out of the outbox before it is planned anew, and the chat that could not be reached until now."""

    now: datetime
    withdrawn: frozenset[str] = frozenset()
    """The dedupe keys of what nobody had tried to send yet."""
    away: ChatRecord | None = None
    missed: frozenset[str] = frozenset()
    """The dedupe keys of what could not be sent to that chat."""

    def put(self, message: Message, moment: datetime) -> Message | None:
        """The delivery that was to come at a moment as it is put in now; None where it had its time.

        What is still to come comes then, and what waited at once; what the chat missed comes late, and says so.
        """
        if self._was_missed(message, moment):
            return replace(message, due_at=min(moment, self.now))
        return replace(message, due_at=max(moment, self.now)) if moment > self.now or message.dedupe_key in self.withdrawn else None

    def _was_missed(self, message: Message, moment: datetime) -> bool:
        since = self.away.unreachable_since if self.away is not None and self.away.id == message.chat_id else None
        return since is not None and (message.dedupe_key in self.missed or since <= moment <= self.now)
