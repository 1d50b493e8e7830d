"""A member whose chat could not be reached for a while: what the unit's own day became meanwhile is told once back, once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.callbacks import code
from bot.usecases.listening import plan
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.inner import INNER_MOVED
from storage.database import Database
from storage.queue_records import OutboxRecord
from tests.bot.units.desk import BAOTOU, CONTACT, MEMBER, Desk, opened
from tests.storage.samples import mark_sent

NOW = datetime(2024, 11, 28, 1, tzinfo=UTC)
CODED, SENIOR = code("policy", BAOTOU), code("track", f"{BAOTOU}/senior")
LEASE = timedelta(minutes=2)


@pytest.fixture
async def desk(database: Database, snapshots: Snapshots) -> AsyncIterator[Desk]:
    async with database.transaction() as rows:
        desk = await opened(rows, snapshots, NOW)
        await desk.press(MEMBER, f"jp:{desk.unit}:{CODED}:y:{SENIOR}")
        yield desk


async def told(desk: Desk) -> list[OutboxRecord]:
    """What is on its way to the member of their unit's day, taken up."""
    return [one for one in await desk.rows.outbox.claim(desk.now, 100, LEASE) if one.kind == INNER_MOVED]


async def gone(desk: Desk) -> None:
    chat = await desk.rows.chats.private(await desk.id_of(MEMBER))
    assert chat is not None
    await desk.rows.chats.mark_unreachable(chat.id, desk.now)


async def back(desk: Desk) -> list[str]:
    """The member is back; from which version on they are told that the day is another."""
    person = await desk.id_of(MEMBER)
    chat = await desk.rows.chats.private(person)
    assert chat is not None
    await desk.rows.chats.mark_reachable(chat.id)
    await plan(desk.rows, desk.snapshots.current.base, person, desk.now, away=chat)
    found = await told(desk)
    await desk.rows.outbox.mark_all_sent([(one, 1) for one in found], desk.now)
    return [one.reference for one in found]


async def set_day(desk: Desk, day: str) -> None:
    assert "内部截止" in await desk.press(CONTACT, f"jj:{desk.unit}:{CODED}:{day}" if day else f"jk:{desk.unit}:{CODED}")


@pytest.mark.parametrize(
    ("meanwhile", "known"),
    [(("20241208",), ['"known": 0']), (("20241208", "20241209"), ['"known": 0']), (("20241208", "20241206"), []), (("",), ['"known": 0'])],
)
async def test_what_moved_while_they_were_away_is_one_message(desk: Desk, meanwhile: tuple[str, ...], known: list[str]) -> None:
    await set_day(desk, "20241206")
    (first,) = await told(desk)
    assert await mark_sent(desk.rows, first, 1, NOW)
    later = desk.at(NOW + timedelta(hours=1))
    await gone(later)
    for hour, day in enumerate(meanwhile, 2):
        await set_day(desk.at(NOW + timedelta(hours=hour)), day)
    at_last = desk.at(NOW + timedelta(hours=6))
    found = await back(at_last)
    assert len(found) == len(known)
    assert all(part in one for part, one in zip(known, found, strict=True))
    assert await told(at_last) == []


async def test_what_telegram_refused_is_told_anew_and_what_is_over_is_not(desk: Desk) -> None:
    await set_day(desk, "20241206")
    (refused,) = await told(desk)
    later = desk.at(NOW + timedelta(minutes=1))
    await gone(later)
    assert await desk.rows.outbox.mark_skipped(refused, "Forbidden", later.now)
    (found,) = await back(desk.at(NOW + timedelta(hours=1)))
    assert '"known": null' in found
    await gone(desk.at(NOW + timedelta(hours=2)))
    await set_day(desk.at(NOW + timedelta(hours=3)), "20241205")
    assert await back(desk.at(NOW + timedelta(days=9))) == []
