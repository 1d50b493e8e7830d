"""Who owns the bot hears how many updates were set aside: what is new, at most once an hour, and nobody else."""

from datetime import timedelta

from bot.outbox.keeping.aside import tell_set_aside
from storage.database import Database, Transaction
from storage.queue_records import IncomingUpdate
from tests.storage.samples import MINUTE, NOON, somebody


async def fail(rows: Transaction, number: int, minutes: int) -> None:
    """An update that comes then cannot be handled."""
    await rows.inbox.receive([IncomingUpdate(update_id=number, lane="x", telegram_user_id=None, payload="{}")], NOON + minutes * MINUTE)
    await rows.inbox.mark_failed_attempt(number, "KeyError", give_up_after=1)


async def test_owners_hear_of_what_is_new_once_an_hour(database: Database) -> None:
    async with database.transaction() as rows:
        owner, private = await somebody(rows, 7_001)
        editor, _ = await somebody(rows, 7_002)
        await rows.roles.grant(owner.id, "owner", None, NOON)
        await rows.roles.grant(editor.id, "editor", None, NOON)
        told: list[int] = []
        for minutes, fails in ((0, 0), (1, 2), (30, 1), (59, 0), (61, 0), (130, 0), (200, 1)):
            for nth in range(fails):
                await fail(rows, len(told) * 10 + nth + 1, minutes)
            told.append(await tell_set_aside(rows, NOON + minutes * MINUTE))
        assert told == [0, 2, 0, 0, 1, 0, 1]
        letters = await rows.outbox.claim(NOON + timedelta(days=1), 9, MINUTE)
        assert [letter.chat_id for letter in letters] == [private.id] * 3
        assert "有 2 条" in (letters[0].body or "")
