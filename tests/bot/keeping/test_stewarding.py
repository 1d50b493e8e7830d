"""When a policy is to be checked, and who hears of it: once a week at most, only what is theirs, only while it is due."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.usecases.keeping.granting import give, take
from bot.usecases.keeping.stewarding import (
    OVERDUE,
    appoint,
    check,
    later,
    overdue_for,
    plan_every,
    plan_next,
    plan_unplanned,
    standing,
    standings,
    steward_reached,
    tell_overdue,
)
from bot.usecases.rights import name_owners, person_of
from bot.views.keeping.stewarding import EVERY
from knowledge.base import KnowledgeBase
from storage.database import Database, Transaction

NOW = datetime(2024, 11, 25, 2, tzinfo=UTC)
"""A Monday, 10:00 in Shanghai."""
BAOTOU, CRAFTSMAN = "bt-shibaiqian-2024", "xj-craftsman-2022"


@given(day=st.dates(date(2020, 1, 1), date(2040, 12, 31)), months=st.sampled_from(EVERY))
def test_some_months_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int) -> None:
    after = later(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day == min(day.day, monthrange(after.year, after.month)[1])


async def keeper(rows: Transaction, number: int, owner: int) -> int:
    """An editor who opened the bot."""
    person = await person_of(rows, number, NOW)
    chat = await rows.chats.ensure(number, "private", person, NOW)
    await rows.chats.mark_reachable(chat.id)
    await give(rows, person, "editor", f"{number} 号编辑", owner, NOW)
    return person


async def with_owner(rows: Transaction) -> int:
    """Somebody whom the settings name, who opened the bot."""
    await name_owners(rows, (1,), NOW)
    owner = await person_of(rows, 1, NOW)
    await rows.chats.mark_reachable((await rows.chats.ensure(1, "private", owner, NOW)).id)
    return owner


@given(hours=st.lists(st.integers(1, 24 * 9), min_size=1, max_size=12))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_a_week_brings_each_reader_one_list_at_most_and_none_where_nothing_is_due(
    database: Database, base: KnowledgeBase, hours: list[int]
) -> None:
    async with database.transaction() as rows:
        owner = await with_owner(rows)
        mine, other = await keeper(rows, 2, owner), await keeper(rows, 3, owner)
        await appoint(rows, BAOTOU, mine, owner, NOW)
        await appoint(rows, CRAFTSMAN, other, owner, NOW)
        await plan_next(rows, BAOTOU, NOW.date() + timedelta(days=3), owner, NOW)
        await rows.marks.set("overdue_told", "")
        now, told = NOW, set[tuple[int, str]]()
        for step in hours:
            now += timedelta(hours=step)
            here = now.astimezone(SHANGHAI)
            week, due = f"{here:%G-W%V}", here.date() >= NOW.date() + timedelta(days=3)
            fresh = due and here.hour >= 9 and (mine, week) not in told
            assert await tell_overdue(rows, base, now) == (2 if fresh else 0)
            told |= {(mine, week)} if fresh else set()
            assert [len(await overdue_for(rows, base, one, now)) for one in (owner, mine, other)] == [due, due, 0]
            for claim in await rows.outbox.claim(now, 50, timedelta(minutes=1)):
                assert claim.kind == OVERDUE
                await rows.outbox.mark_skipped(claim, "", now)
            await rows.outbox.purge(now + timedelta(days=1))


async def test_a_policy_of_which_nobody_said_when_is_to_be_checked_half_a_year_after_it_came(
    database: Database, base: KnowledgeBase
) -> None:
    async with database.transaction() as rows:
        owner = await with_owner(rows)
        await appoint(rows, BAOTOU, owner, owner, NOW)
        await plan_next(rows, CRAFTSMAN, date(2026, 1, 1), owner, NOW)
        for days in (0, 30):
            await plan_unplanned(rows, base, NOW + timedelta(days=days))
        found = {one.policy: one for one in await standings(rows, base)}
        assert {one.next_on for one in found.values()} == {"2025-05-25", "2026-01-01"}
        assert (found[BAOTOU].person_id, found[CRAFTSMAN].next_on) == (owner, "2026-01-01")
        late = datetime(2025, 5, 26, 2, tzinfo=UTC)
        assert len(await overdue_for(rows, base, owner, late)) == len(base.policies) - 1
        assert await tell_overdue(rows, base, late) == 1


async def test_a_check_plans_the_next_and_who_lost_the_right_hears_nothing(database: Database, base: KnowledgeBase) -> None:
    async with database.transaction() as rows:
        owner = await with_owner(rows)
        editor = await keeper(rows, 2, owner)
        await appoint(rows, BAOTOU, editor, owner, NOW)
        await plan_every(rows, BAOTOU, 3, owner, NOW)
        assert (await standing(rows, BAOTOU)).next_on == "2025-02-25"
        checked = await check(rows, BAOTOU, editor, NOW + timedelta(days=10))
        assert (checked.checked_on, checked.next_on) == ("2024-12-05", "2025-03-05")
        await plan_every(rows, BAOTOU, 1, owner, NOW + timedelta(days=20))
        assert (await standing(rows, BAOTOU)).next_on == "2025-01-05"
        assert (await standings(rows, base))[0].policy == BAOTOU
        assert len(await standings(rows, base)) == len(base.policies)
        late = NOW + timedelta(days=60)
        assert await steward_reached(rows, BAOTOU) is not None
        assert [one.policy for one in await overdue_for(rows, base, editor, late)] == [BAOTOU]
        await take(rows, editor, owner, late)
        assert await steward_reached(rows, BAOTOU) is None
        assert await overdue_for(rows, base, editor, late) == ()
        assert await tell_overdue(rows, base, late) == 1
