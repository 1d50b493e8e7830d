"""Consents of members: for one policy each, gone with the membership and with what the unit follows."""

from storage.database import Database, Transaction
from storage.records import PersonRecord
from storage.unit_records import UnitRecord
from tests.storage.samples import DAY, NOON, somebody

POLICIES = ("a", "b")


async def sharing(tx: Transaction, name: str) -> tuple[UnitRecord, PersonRecord]:
    """A unit that follows two policies, and a member who agreed for both."""
    unit = await tx.units.make(name, "省/市", "enterprise", "", NOON)
    person, _ = await somebody(tx)
    await tx.members.join(unit.id, person.id, "老张", NOON)
    for policy in POLICIES:
        await tx.unit_work.follow(unit.id, policy, person.id, NOON)
        await tx.members.agree(unit.id, person.id, policy, "", NOON)
    return unit, person


async def shared(tx: Transaction, unit: UnitRecord) -> set[str]:
    return {one.policy for one in await tx.members.shares(unit.id)}


async def test_a_consent_does_not_outlive_what_the_unit_follows(database: Database) -> None:
    async with database.transaction() as tx:
        first, person = await sharing(tx, "甲厂")
        second, _ = await sharing(tx, "乙厂")
        assert await tx.unit_work.unfollow(first.id, "a")
        assert await shared(tx, first) == {"b"}
        assert await shared(tx, second) == {"a", "b"}, "another unit's are untouched"
        await tx.unit_work.follow(first.id, "a", person.id, NOON + DAY)
        assert await shared(tx, first) == {"b"}, "it does not revive"


async def test_leaving_takes_every_consent_and_nudge_along(database: Database) -> None:
    async with database.transaction() as tx:
        unit, person = await sharing(tx, "甲厂")
        other, _ = await somebody(tx, 2)
        await tx.members.join(unit.id, other.id, "老李", NOON)
        assert await tx.members.nudge(unit.id, person.id, "a", NOON, NOON - DAY)
        assert await tx.members.leave(unit.id, person.id)
        assert await shared(tx, unit) == set()
        await tx.members.join(unit.id, person.id, "老张", NOON)
        assert await tx.members.nudge(unit.id, person.id, "a", NOON, NOON - DAY), "nothing of the first time is left"
