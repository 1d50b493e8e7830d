"""Lists of materials: brought up to date without losing a tick, each person's and each thing's apart."""

from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database, Transaction
from tests.storage.samples import DAY, NOON, somebody

MATERIALS = ("form", "licence", "proof", "report")


async def ticked(tx: Transaction, person: int, about: str = "p") -> dict[str, datetime | None]:
    return {item.material: item.ticked_at for item in await tx.checklists.of(person, about)}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    versions=st.lists(st.sets(st.sampled_from(MATERIALS)), min_size=1, max_size=4),
    presses=st.lists(st.tuples(st.sampled_from(MATERIALS), st.booleans()), max_size=6),
)
async def test_a_list_holds_what_the_knowledge_holds_and_keeps_every_tick_that_it_can(
    database: Database, versions: list[set[str]], presses: list[tuple[str, bool]]
) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        await tx.checklists.remove(person.id, "p")
        expected: dict[str, datetime | None] = {}
        listed: dict[str, datetime] = {}
        for number, materials in enumerate(versions):
            now = NOON + number * DAY
            assert await tx.checklists.bring_up_to_date(person.id, "p", materials, now) == len(expected.keys() - materials)
            expected = {one: expected.get(one) for one in materials}
            listed = {one: listed.get(one, now) for one in materials}
            for material, on in presses:
                assert await tx.checklists.tick(person.id, "p", material, now if on else None) == (material in materials)
                if material in materials:
                    expected[material] = (expected[material] or now) if on else None
            assert await ticked(tx, person.id) == expected
            assert {item.material: item.listed_at for item in await tx.checklists.of(person.id, "p")} == listed


async def test_lists_of_others_and_of_other_things_stay_untouched(database: Database) -> None:
    async with database.transaction() as tx:
        one, _ = await somebody(tx, 1)
        other, _ = await somebody(tx, 2)
        for person in (one, other):
            for about in ("p", "p/track"):
                await tx.checklists.bring_up_to_date(person.id, about, MATERIALS, NOON)
                await tx.checklists.tick(person.id, about, "form", NOON)
        await tx.checklists.clear(one.id, "p")
        assert await ticked(tx, one.id) == dict.fromkeys(MATERIALS)
        await tx.checklists.remove(one.id, "p")
        assert await tx.checklists.of(one.id, "p") == ()
        assert not await tx.checklists.tick(one.id, "p", "form", NOON)
        for person, about in ((one, "p/track"), (other, "p"), (other, "p/track")):
            assert (await ticked(tx, person.id, about))["form"] == NOON


async def test_the_list_begun_last_leads(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        await tx.checklists.bring_up_to_date(person.id, "old", MATERIALS[:1], NOON)
        await tx.checklists.bring_up_to_date(person.id, "new", MATERIALS[:1], NOON + DAY)
        await tx.checklists.bring_up_to_date(person.id, "old", MATERIALS, NOON + 2 * DAY)
        assert await tx.checklists.kept(person.id) == ("new", "old")
        await tx.checklists.bring_up_to_date(person.id, "new", (), NOON + 2 * DAY)
        assert await tx.checklists.kept(person.id) == ("old",)


async def test_a_list_can_come_to_be_about_something_else(database: Database) -> None:
    async with database.transaction() as tx:
        one, _ = await somebody(tx, 1)
        other, _ = await somebody(tx, 2)
        for person in (one, other):
            await tx.checklists.bring_up_to_date(person.id, "p", MATERIALS, NOON)
            await tx.checklists.tick(person.id, "p", "form", NOON)
        await tx.checklists.move(one.id, "p", "p/track")
        assert await tx.checklists.kept(one.id) == ("p/track",)
        assert await ticked(tx, one.id, "p/track") == await ticked(tx, other.id, "p")
