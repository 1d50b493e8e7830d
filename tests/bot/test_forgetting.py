"""Who stays away for two years is forgotten once a day, and nobody because a clock jumped."""

import re
from datetime import timedelta

from bot.usecases.forgetting import AUDITED, KEPT, OVER, forget_ended, forget_unseen
from storage.database import Database
from storage.endings import Ended
from tests.bot.test_security_page import PAGE
from tests.storage.samples import DAY, NOON, somebody


async def test_all_who_stayed_away_go_on_a_day_after_a_day_and_never_at_a_jump(database: Database) -> None:
    people = 150
    async with database.transaction() as rows:
        for number in range(people):
            await somebody(rows, 7_000 + number)
        recent, _ = await somebody(rows, 6_999, NOON + KEPT)
        jumped = NOON + KEPT + 9 * DAY
        assert [await forget_unseen(rows, when) for when in (NOON, NOON + DAY)] == [0, 0]
        assert await forget_unseen(rows, jumped) == 0
        assert await forget_unseen(rows, NOON + 2 * DAY) == 0  # the clock is right again
        assert [await forget_unseen(rows, jumped + timedelta(hours=hours)) for hours in (0, 23)] == [0, 0]
        assert [await forget_unseen(rows, jumped + timedelta(hours=24)) for _ in range(3)] == [100, 50, 0]
        assert await rows.people.get(recent.id) is not None
        assert await rows.privacy.unseen(jumped, 9) == (recent.id,)


async def test_what_is_over_goes_a_day_after_a_day_as_the_page_says(database: Database) -> None:
    tables: dict[Ended, str] = {"refused": "outbox", "groups": "chats"}
    for what in OVER:
        table = tables.get(what, what)
        assert re.search(rf"\| `{table}` \| .*\b{OVER[what].days} days", PAGE), table
    async with database.transaction() as rows:
        for _ in range(150):
            await rows.audit.note("act", "{}", NOON)
        late = NOON + AUDITED + timedelta(hours=1)
        assert [await forget_ended(rows, when) for when in (NOON, late, late + timedelta(hours=23))] == [0, 0, 0]
        assert [await forget_ended(rows, late + DAY) for _ in range(3)] == [100, 50, 0]
