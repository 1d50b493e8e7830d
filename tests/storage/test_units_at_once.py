"""Two contacts of one unit act at the same moment, each in a transaction of their own, as two processes on PostgreSQL do."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from storage.database import Database, Transaction
from storage.unit_records import UnitRecord
from tests.storage.samples import MINUTE, NOON, somebody
from tests.storage.servers import PostgresServer

Act = Callable[[Transaction, UnitRecord, int], Awaitable[object]]
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@pytest.fixture
def address(postgres: PostgresServer) -> str:
    """SQLite has one transaction at a time: nobody meets there."""
    return postgres.fresh()


async def two_contacts(database: Database) -> tuple[UnitRecord, int, int]:
    async with database.transaction() as tx:
        unit = await tx.units.make("甲厂", "山西省/晋城市", "enterprise", "", NOON)
        found = []
        for number in (1, 2):
            person, _ = await somebody(tx, number)
            assert await tx.units.ask(unit.id, person.id, NOON, called=f"第{number}位", stated="{}")
            assert await tx.units.approve(unit.id, person.id, None, NOON + number * MINUTE)
            found.append(person.id)
    return unit, found[0], found[1]


async def at_once(database: Database, unit: UnitRecord, first: tuple[int, Act], then: tuple[int, Act]) -> tuple[bool, bool]:
    """One acts; before it is kept the other begins, and waits for it. Which of them were contacts when their turn came."""

    async def other() -> bool:
        async with database.transaction() as tx:
            return await _act(tx, unit, *then)

    async with asyncio.timeout(60), asyncio.TaskGroup() as group, database.transaction() as tx:
        was = await _act(tx, unit, *first)
        task = group.create_task(other())
        while not (task.done() or await _is_waited_for(database)):
            continue
    return was, task.result()


async def _act(tx: Transaction, unit: UnitRecord, person: int, act: Act) -> bool:
    found = await tx.units.for_contact(unit.id, person)
    if found is not None:
        await act(tx, found, person)
    return found is not None


async def _is_waited_for(database: Database) -> bool:
    async with database.transaction() as tx:
        return bool((await tx.units._connection.execute(text(WAITING))).scalar_one())  # noqa: SLF001 - whether the other stands at the door


async def set_day(tx: Transaction, unit: UnitRecord, person: int) -> None:
    await tx.unit_work.set_inner_deadline(unit.id, "p", f"2026-12-{person:02}", person, NOON)


async def invite(tx: Transaction, unit: UnitRecord, person: int) -> None:
    await tx.invitations.make(unit.id, f"token{person}", person, NOON)


async def hand_over(tx: Transaction, unit: UnitRecord, person: int) -> None:
    if any(one.person_id != person for one in await tx.units.contacts(unit.id)):
        await tx.units.drop(unit.id, person)


@pytest.mark.parametrize("act", [set_day, invite], ids=["an inner day", "an invitation"])
async def test_what_both_make_is_made_one_after_the_other(database: Database, act: Act) -> None:
    unit, one, two = await two_contacts(database)
    assert await at_once(database, unit, (one, act), (two, act)) == (True, True)
    async with database.transaction() as tx:
        days = await tx.unit_work.inner_deadlines(unit.id, "p")
        living = await tx.invitations.living(unit.id)
    assert [day.sequence for day in days] == ([1, 0] if act is set_day else [])
    assert (living.token if living else None) == (None if act is set_day else f"token{two}")


async def test_both_hand_over_to_each_other_and_one_stays(database: Database) -> None:
    unit, one, two = await two_contacts(database)
    assert await at_once(database, unit, (one, hand_over), (two, hand_over)) == (True, True)
    async with database.transaction() as tx:
        assert [contact.person_id for contact in await tx.units.contacts(unit.id)] == [two]


async def test_who_is_being_cut_off_does_nothing_more(database: Database) -> None:
    unit, one, two = await two_contacts(database)

    async def cut_off(tx: Transaction, unit: UnitRecord, _: int) -> None:
        await tx.units.drop(unit.id, two)

    assert await at_once(database, unit, (one, cut_off), (two, set_day)) == (True, False)
    async with database.transaction() as tx:
        assert await tx.unit_work.inner_deadlines(unit.id, "p") == ()


async def test_refused_a_moment_after_being_approved_is_approved(database: Database) -> None:
    unit, one, two = await two_contacts(database)
    async with database.transaction() as tx:
        person, _ = await somebody(tx, 3)
        await tx.units.ask(unit.id, person.id, NOON, called="第3位", stated="{}")

    async def approve(tx: Transaction, unit: UnitRecord, _: int) -> None:
        assert await tx.units.approve(unit.id, person.id, None, NOON)

    async def refuse(tx: Transaction, unit: UnitRecord, _: int) -> None:
        assert not await tx.units.drop_request(unit.id, person.id)

    await at_once(database, unit, (one, approve), (two, refuse))
    async with database.transaction() as tx:
        assert await tx.units.for_contact(unit.id, person.id) == unit
