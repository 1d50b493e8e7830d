"""What is not told for now: begun once, ended once."""

from datetime import timedelta

from storage.database import Database
from storage.withdrawals import WHOLE
from tests.storage.samples import NOON


async def test_a_withdrawal_begins_and_ends_once(database: Database) -> None:
    async with database.transaction() as rows:
        assert await rows.withdrawals.begin("p", "stage", NOON)
        assert not await rows.withdrawals.begin("p", "stage", NOON + timedelta(days=1))
        assert await rows.withdrawals.begin("p", WHOLE, NOON + timedelta(days=1))
    async with database.transaction() as rows:
        assert [(one.policy, one.entry, one.begun_at) for one in await rows.withdrawals.all()] == [
            ("p", "stage", NOON),
            ("p", WHOLE, NOON + timedelta(days=1)),
        ]
        assert await rows.withdrawals.end("p", WHOLE)
        assert not await rows.withdrawals.end("p", WHOLE)
        assert [one.entry for one in await rows.withdrawals.all()] == ["stage"]
