"""A few people, chats and moments to test with."""

from datetime import UTC, datetime, timedelta

from storage.database import Transaction
from storage.keeping_records import PublicationRecord
from storage.queue_records import OutboxRecord
from storage.records import ChatRecord, PersonRecord

NOON = datetime(2024, 11, 28, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


async def somebody(tx: Transaction, telegram_user_id: int = 7_001, now: datetime = NOON) -> tuple[PersonRecord, ChatRecord]:
    """A person and their private chat."""
    person = await tx.people.ensure(telegram_user_id, now)
    return person, await tx.chats.ensure(telegram_user_id, "private", person.id, now)


async def mark_sent(tx: Transaction, claim: OutboxRecord, telegram_message_id: int, now: datetime) -> bool:
    """Telegram took it; whether the claim still held."""
    return claim.id in await tx.outbox.mark_all_sent([(claim, telegram_message_id)], now)


def published(number: int, *, version: str = "v", who: str = "folder", person_id: int | None = None) -> PublicationRecord:
    """A publication of that number."""
    before = number - 1 or None
    return PublicationRecord(
        number=number, version=version, based_on=before, who=who, person_id=person_id, why="because", published_at=NOON
    )
