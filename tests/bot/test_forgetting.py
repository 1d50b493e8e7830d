"""Who stays away for two years is forgotten once a day, and nobody because a clock jumped; what was deleted is in no file after a tick."""

import asyncio
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from bot.jobs import Jobs
from bot.outbox.courier import Courier
from bot.usecases.forgetting import AUDITED, KEPT, OVER, forget_ended, forget_unseen
from bot.usecases.snapshot import Snapshots
from bot.watching import Watch
from storage import engine
from storage.database import Database
from storage.endings import Ended
from tests.bot.conftest import SetClock
from tests.bot.test_security_page import PAGE
from tests.bot.years import Unwatched
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


async def test_what_was_deleted_is_in_no_file_of_a_running_bot_after_a_tick_and_nobody_waits_for_who_reads(
    database: Database, snapshots: Snapshots, set_clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 60)  # as long as nobody may be made to wait by who reads

    async def send_due(_: asyncio.Event) -> None:
        """Nothing is to be sent."""

    def is_held() -> bool:
        return any(sealed in file.read_bytes() for file in tmp_path.glob("bot.db*"))

    jobs, courier = Jobs(database, snapshots, set_clock, cast(Watch, Unwatched())), cast(Courier, SimpleNamespace(send_due=send_due))
    async with database.transaction() as rows:
        person, chat = await somebody(rows)
        await rows.topics.keep(chat.id, person.id, "补贴", set_clock.now())
    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as reader:
        ((sealed,),) = reader.execute("SELECT about FROM topics").fetchall()
        reader.execute("BEGIN")
        assert len(reader.execute("SELECT about FROM topics").fetchall()) == 1
        async with database.transaction() as rows:
            await rows.privacy.delete(person.id)
        async with asyncio.timeout(40):
            await jobs.tick(courier, asyncio.Event())
        assert is_held()
        reader.execute("COMMIT")
        await jobs.tick(courier, asyncio.Event())
        assert not is_held()
