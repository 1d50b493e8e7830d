"""Who answers for a policy, when it is to be checked, and how much hangs on it."""

from dataclasses import replace

from storage.database import Database
from storage.keeping_records import StewardRecord, Tied
from tests.storage.samples import NOON, somebody


async def test_a_policy_has_one_steward_and_keeps_its_days_when_they_leave(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx, 1)
        first = StewardRecord(policy="a", person_id=person.id, checked_on="2024-11-01", next_on="2024-12-01", months=1)
        await tx.stewards.put(replace(first, months=6))
        await tx.stewards.put(first)
        await tx.stewards.put(StewardRecord(policy="b", person_id=None, checked_on="", next_on="", months=6))
        await tx.stewards.put(replace(first, policy="c", next_on="2024-11-30"))
        assert await tx.stewards.of("a") == first
        for record in (
            replace(first, next_on="2030-01-01"),
            StewardRecord(policy="b", person_id=person.id, checked_on="", next_on="2030-02-02", months=1),
        ):
            await tx.stewards.plan(record)
        assert await tx.stewards.of("a") == first
        assert await tx.stewards.of("b") == StewardRecord(policy="b", person_id=None, checked_on="", next_on="2030-02-02", months=6)
        assert await tx.stewards.of("x") is None
        assert [one.policy for one in await tx.stewards.all()] == ["a", "b", "c"]
        due = {day: [one.policy for one in await tx.stewards.due(day)] for day in ("2024-11-29", "2024-11-30", "2024-12-01")}
        assert due == {"2024-11-29": [], "2024-11-30": ["c"], "2024-12-01": ["c", "a"]}
        await tx.privacy.delete(person.id)
        assert await tx.stewards.of("a") == replace(first, person_id=None)


async def test_what_hangs_on_a_policy_is_counted_by_people(database: Database) -> None:
    async with database.transaction() as tx:
        (one, chat), (other, there) = await somebody(tx, 1), await somebody(tx, 2)
        for target in (("policy", "p"), ("stage", "p/s"), ("track", "p/t"), ("policy", "p2"), ("series", "p")):
            await tx.subscriptions.follow(one.id, chat.id, target, NOON)
        ended = await tx.subscriptions.follow(other.id, there.id, ("policy", "p"), NOON)
        await tx.subscriptions.end(ended.id, other.id, NOON)
        for about in ("p", "p/t", "p2"):
            await tx.interviews.start(chat.id, one.id, about, NOON)
            await tx.checklists.bring_up_to_date(other.id, about, ["form"], NOON)
        await tx.checklists.bring_up_to_date(one.id, "p_", ["form"], NOON)
        unit = await tx.units.make("name", "region", "enterprise", "", NOON)
        await tx.unit_work.follow(unit.id, "p", one.id, NOON)
        assert await tx.ties.of("p") == Tied(followers=1, checks=1, lists=1, units=1)
        assert await tx.ties.of("p_") == Tied(followers=0, checks=0, lists=1, units=0)
