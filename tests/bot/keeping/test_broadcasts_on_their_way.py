"""What is caught on its way: by a pause, a lost right, the night, a person who left."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.outbox.courier import Later
from bot.outbox.keeping.broadcasting import HELD_FOR, PROGRESS, broadcast_composers
from bot.usecases.snapshot import Snapshots
from bot.usecases.tallying import WEEKLY, tell_weekly
from storage.broadcast_records import Card, Whom
from storage.broadcasts import BROADCAST
from storage.database import Database, Transaction
from storage.queue_records import OutboxRecord
from storage.wishes import NOTICES
from tests.storage.servers import SqliteFolder, codec

NOON = datetime(2024, 11, 28, 4, tzinfo=UTC)
NIGHT = NOON + timedelta(hours=12)
MONDAY = datetime(2024, 12, 2, 1, tzinfo=UTC)
"""09:00 in Shanghai."""


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at


@pytest.fixture
async def database(sqlite: SqliteFolder) -> AsyncIterator[Database]:
    database = Database(sqlite.fresh(), codec())
    yield database
    await database.close()


async def on_its_way(rows: Transaction) -> tuple[int, OutboxRecord]:
    """A broadcast by an owner to themselves, and its message, claimed."""
    person = await rows.people.ensure(1, NOON)
    chat = await rows.chats.ensure(1, "private", person.id, NOON)
    await rows.roles.grant(person.id, "owner", None, NOON)
    await rows.wishes.put(person.id, NOTICES, NOON, wanted=True)
    number = await rows.broadcasts.draft(person.id, Whom(audience="everyone"), "words", NOON)
    await rows.broadcasts.begin(number, 1, Card(chat_id=chat.id, message_id=None), NOON, again=False)
    await rows.broadcasts.fan_out(number, NOON, 9, lambda _: NOON)
    (claim,) = await rows.outbox.claim(NOON, 1, timedelta(minutes=2))
    return number, claim


async def test_each_is_looked_at_once_more_before_it_goes(database: Database, snapshots: Snapshots) -> None:
    clock = Clock()
    composers = broadcast_composers(snapshots, clock)
    compose, progress = composers[BROADCAST], composers[PROGRESS]
    async with database.transaction() as rows:
        number, claim = await on_its_way(rows)
        person = claim.person_id or 0
        assert "words" in str(await compose(rows, claim))
        assert len(await progress(rows, claim)) == 1  # type: ignore[arg-type]
        clock.at = NIGHT
        assert await compose(rows, claim) == Later(datetime(2024, 11, 28, 23, tzinfo=UTC))
        clock.at = NOON
        await rows.broadcasts.pause(number, NOON)
        assert await compose(rows, claim) == Later(NOON + HELD_FOR)
        await rows.broadcasts.resume(number, person, NOON)
        await rows.roles.revoke(person, "owner")
        assert await compose(rows, claim) == Later(NOON + HELD_FOR)
        assert await progress(rows, claim) == ()
        await rows.roles.grant(person, "owner", None, NOON)
        await rows.wishes.put(person, NOTICES, NOON, wanted=False)
        assert await compose(rows, claim) == ()
        await rows.wishes.put(person, NOTICES, NOON, wanted=True)
        await rows.chats.mark_unreachable(claim.chat_id, NOON)
        assert await compose(rows, claim) == ()
        await rows.broadcasts.stop(number, NOON)
        assert await compose(rows, claim) == ()
        await rows.privacy.delete(person)
        assert await compose(rows, claim) == ()
        assert await progress(rows, claim) == ()


async def test_a_summary_comes_once_a_week_to_who_may_and_wishes(database: Database) -> None:
    async with database.transaction() as rows:
        for number, (role, wanted) in enumerate((("owner", True), ("publisher", None), ("editor", True)), start=1):
            person = await rows.people.ensure(number, NOON)
            await rows.chats.ensure(number, "private", person.id, NOON)
            await rows.roles.grant(person.id, role, None, NOON)
            if wanted:
                await rows.wishes.put(person.id, WEEKLY, NOON, wanted=wanted)
        assert await tell_weekly(rows, MONDAY - timedelta(minutes=1)) == 0
        assert await tell_weekly(rows, MONDAY) == 1
        assert await tell_weekly(rows, MONDAY + timedelta(days=3)) == 0
        assert await tell_weekly(rows, MONDAY + timedelta(days=9)) == 1, "a Wednesday, after days without a tick"
