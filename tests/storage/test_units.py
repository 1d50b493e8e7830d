"""Units: met by everybody who writes them alike, spoken for by approved contacts, gone with the last who belonged."""

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from storage.codec import Codec
from storage.database import Database, Transaction
from storage.records import Answer, PersonRecord
from storage.unit_records import UnitRecord
from storage.unit_tables import units
from storage.units import DOERS, MAX_TRIES
from tests.storage.samples import DAY, MINUTE, NOON, somebody
from tests.storage.servers import KEY

REGION = "内蒙古自治区/包头市"


async def unit_of(tx: Transaction, name: str = "甲厂") -> UnitRecord:
    return await tx.units.make(name, REGION, "enterprise", "city", NOON)


async def asking(tx: Transaction, unit: UnitRecord, number: int = 1) -> PersonRecord:
    person, _ = await somebody(tx, number)
    assert await tx.units.ask(unit.id, person.id, NOON, called=f"第{number}位", stated='{"name": "甲厂"}')
    return person


async def contact(tx: Transaction, unit: UnitRecord, number: int = 1) -> PersonRecord:
    person = await asking(tx, unit, number)
    assert await tx.units.approve(unit.id, person.id, None, NOON + number * MINUTE)
    return person


@pytest.mark.parametrize("spelling", ["甲 厂（集团）", "甲厂(集团)", "甲厂　集团", "甲厂集团"])
async def test_however_it_is_spelled_it_is_one_unit_of_its_region(database: Database, spelling: str) -> None:
    async with database.transaction() as tx:
        unit = await unit_of(tx, "甲厂（集团）")
        again = await tx.units.make(spelling, REGION, "university", "", NOON + DAY)
        assert again == unit, "what stands is not written over by who comes later"
        elsewhere = await tx.units.make(spelling, "山西省/晋城市", "enterprise", "", NOON)
        assert elsewhere.id != unit.id
        await tx.units.describe(unit.id, "甲厂 集团", "university", "")
        described = await tx.units.get(unit.id)
        assert described is not None
        assert (described.name, described.kind, described.affiliation) == ("甲厂 集团", "university", "")


async def test_a_units_mark_needs_the_key_and_outlives_a_new_one(database: Database, address: str) -> None:
    async with database.transaction() as tx:
        unit = await unit_of(tx)
        (key,) = (await tx.units._connection.execute(select(units.c.key))).scalars()  # noqa: SLF001 - what a thief of the file sees
    assert key == Codec([KEY]).mark("unit", f"甲厂|{REGION}").hex()
    assert key != Codec([Fernet.generate_key()]).mark("unit", f"甲厂|{REGION}").hex()
    renewed = Database(address, Codec([Fernet.generate_key(), KEY]))
    async with renewed.transaction() as tx:
        assert await unit_of(tx, "甲　厂") == unit
        assert (await unit_of(tx, "乙厂")).id != unit.id
    await renewed.close()


async def test_who_waits_is_a_stranger_until_approved(database: Database) -> None:
    async with database.transaction() as tx:
        unit = await unit_of(tx)
        person = await asking(tx, unit)
        assert not await tx.units.ask(unit.id, person.id, NOON, called="又", stated="{}")
        assert [one.person_id for one in await tx.units.asked()] == [person.id]
        assert [one.called for one in await tx.units.asked(person.id)] == ["第1位"]
        assert await tx.units.asked(person.id + 1) == ()
        assert await tx.units.for_contact(unit.id, person.id) is None
        assert await tx.units.of_contact(person.id) == await tx.units.with_contacts(9) == ()
        assert await tx.units.approve(unit.id, person.id, None, NOON + MINUTE)
        assert not await tx.units.approve(unit.id, person.id, None, NOON + DAY)
        assert await tx.units.for_contact(unit.id, person.id) == unit
        assert await tx.units.for_contact(unit.id + 1, person.id) is None
        assert await tx.units.of_contact(person.id) == await tx.units.with_contacts(9) == (unit,)
        assert await tx.units.asked() == ()
        (approved,) = await tx.units.contacts(unit.id)
        assert (approved.state, approved.approved_at, approved.stated) == ("approved", NOON + MINUTE, '{"name": "甲厂"}')


async def test_a_code_proves_once_until_its_time_within_so_many_tries(database: Database) -> None:
    async with database.transaction() as tx:
        unit = await unit_of(tx)
        person = await asking(tx, unit)
        key = (unit.id, person.id)
        assert await tx.units.try_code(*key, "123456", NOON) == "over"
        assert await tx.units.give_code(*key, "123456", NOON + DAY)
        assert await tx.units.try_code(*key, "123456", NOON + DAY) == "over", "too late"
        assert await tx.units.try_code(*key, "654321", NOON) == "wrong"
        assert await tx.units.try_code(*key, "123456", NOON) == "right"
        assert await tx.units.try_code(*key, "123456", NOON) == "over", "used up"
        proved = await tx.units.contact(*key)
        assert proved is not None
        assert (proved.proof, proved.proved_at, proved.code_until) == ("code", NOON, None)
        assert await tx.units.give_code(*key, "111111", NOON + DAY)
        assert [await tx.units.try_code(*key, "222222", NOON) for _ in range(MAX_TRIES)] == ["wrong"] * (MAX_TRIES - 1) + ["over"]
        assert await tx.units.try_code(*key, "111111", NOON) == "over"
        assert await tx.units.give_code(*key, "333333", NOON + DAY), "another code counts anew"
        assert await tx.units.try_code(*key, "333333", NOON) == "right"
        assert await tx.units.approve(*key, None, NOON)
        assert not await tx.units.give_code(*key, "444444", NOON + DAY)
        assert not await tx.units.prove(*key, "letter", NOON)


async def test_a_unit_stays_as_long_as_somebody_belongs_to_it(database: Database) -> None:
    async with database.transaction() as tx:
        unit = await unit_of(tx)
        one, two = await contact(tx, unit), await contact(tx, unit, 2)
        member, _ = await somebody(tx, 3)
        await tx.members.join(unit.id, member.id, "老赵", NOON)
        assert [found.person_id for found in await tx.units.contacts(unit.id)] == [one.id, two.id]
        assert await tx.units.drop(unit.id, one.id)
        assert not await tx.units.drop(unit.id, one.id)
        assert await tx.units.for_contact(unit.id, one.id) is None
        assert await tx.units.drop(unit.id, two.id)
        assert await tx.units.get(unit.id) == unit, "a member is left"
        assert await tx.members.leave(unit.id, member.id)
        assert await tx.units.get(unit.id) is None
        again = await unit_of(tx)
        assert again.id > unit.id, "an old button does not meet it"


async def test_who_is_no_contact_any_more_takes_nothing_of_the_unit_along(database: Database) -> None:
    async with database.transaction() as tx:
        unit, other = await unit_of(tx), await unit_of(tx, "乙厂")
        one = await contact(tx, unit)
        group = await tx.chats.ensure(-7, "group", None, NOON)
        await tx.units.ask(other.id, one.id, NOON, called="同一位", stated="{}")
        await tx.units.approve(other.id, one.id, None, NOON)
        await contact(tx, unit, 2)
        for where in (unit, other):
            await tx.unit_work.follow(where.id, "p", one.id, NOON)
            await tx.invitations.make(where.id, f"token{where.id}", one.id, NOON)
            await tx.unit_work.set_inner_deadline(where.id, "p", "2026-12-01", one.id, NOON)
            await tx.unit_work.file(where.id, "p", "report", one.id, NOON)
        await tx.unit_work.connect(group.id, unit.id, one.id, NOON, "技能群")
        assert await tx.units.drop(unit.id, one.id)
        held = await tx.privacy.export(one.id)
        done = {name: [row["unit_id"] for row in held[name]] for name in {doer.table.name for doer in DOERS}}
        assert done == {name: [other.id] for name in done} | {"unit_groups": []}
        assert str(unit.id) not in {str(row.get("unit_id")) for rows in held.values() for row in rows}
        assert await tx.unit_work.followed(unit.id) == ("p",), "the work itself is the unit's"
        assert await tx.invitations.living(unit.id) is not None
        assert (await tx.unit_work.inner_deadline(unit.id, "p"), len(await tx.unit_work.filings(unit.id))) != (None, 0)


async def test_only_who_waits_can_be_refused_and_only_a_contact_dropped(database: Database) -> None:
    async with database.transaction() as tx:
        unit = await unit_of(tx)
        waits = await asking(tx, unit)
        assert not await tx.units.drop(unit.id, waits.id)
        assert await tx.units.approve(unit.id, waits.id, None, NOON)
        assert not await tx.units.drop_request(unit.id, waits.id)
        assert await tx.units.for_contact(unit.id, waits.id) == unit
        late = await asking(tx, unit, 2)
        assert await tx.units.drop_request(unit.id, late.id)
        assert await tx.units.asked() == ()


async def test_requests_that_nobody_decides_are_forgotten(database: Database) -> None:
    async with database.transaction() as tx:
        kept, forgotten = await unit_of(tx), await unit_of(tx, "乙厂")
        await contact(tx, kept)
        await asking(tx, kept, 2)
        await asking(tx, forgotten, 3)
        await tx.units.forget_asked_before(NOON)
        assert len(await tx.units.asked()) == 2
        await tx.units.forget_asked_before(NOON + MINUTE)
        assert await tx.units.asked() == ()
        assert await tx.units.get(forgotten.id) is None
        assert len(await tx.units.contacts(kept.id)) == 1


async def test_an_export_tells_no_code_and_no_unit_that_is_not_ones_own_yet(database: Database) -> None:
    async with database.transaction() as tx:
        unit = await unit_of(tx)
        first = await contact(tx, unit)
        await tx.unit_work.put_answer(unit.id, Answer(subject="unit", fact="staff", state="given", value="300"), NOON)
        waiting = await asking(tx, unit, 2)
        await tx.units.give_code(unit.id, waiting.id, "482913", NOON + DAY)
        about = f'{{"unit": {unit.id}}}'
        for act in ("asked", "moved"):
            await tx.audit.note(act, about, NOON, actor_id=first.id, person_id=waiting.id)
        export = await tx.privacy.export(waiting.id, untold=("moved",))
        assert export["units"] == export["unit_answers"] == []
        (mine,) = export["contacts"]
        assert "code" not in mine
        assert "482913" not in str(export)
        assert mine["unit_id"] is None
        assert [row["act"] for row in export["audit"]] == ["asked"]
        assert "unit" not in str(export["audit"]), "a number tells whether it was there before"
        theirs = await tx.privacy.export(first.id, untold=("moved",))
        assert [row["act"] for row in theirs["audit"]] == ["asked", "moved"], "what one did oneself one knows"
        assert [row["unit_id"] for row in theirs["contacts"]] == [unit.id]
        whole = await tx.privacy.export(first.id)
        assert [row["name"] for row in whole["units"]] == ["甲厂"]
        assert [row["value"] for row in whole["unit_answers"]] == ["300"]


async def test_what_was_done_for_a_unit_outlives_who_did_it(database: Database) -> None:
    async with database.transaction() as tx:
        unit = await unit_of(tx)
        one, two = await contact(tx, unit), await contact(tx, unit, 2)
        await tx.unit_work.follow(unit.id, "p", one.id, NOON)
        await tx.unit_work.set_inner_deadline(unit.id, "p", "2025-01-01", one.id, NOON)
        await tx.unit_work.file(unit.id, "p", "s", one.id, NOON)
        await tx.invitations.make(unit.id, "token", one.id, NOON)
        await tx.audit.note("contact.approved", "{}", NOON, actor_id=one.id, person_id=two.id, said="打过电话")
        await tx.privacy.delete(one.id)
        assert await tx.unit_work.followed(unit.id) == ("p",)
        day = await tx.unit_work.inner_deadline(unit.id, "p")
        assert day is not None
        assert (day.day, day.set_by) == ("2025-01-01", None)
        assert [found.filed_by for found in await tx.unit_work.filings(unit.id)] == [None]
        living = await tx.invitations.living(unit.id)
        assert living is not None
        assert living.made_by is None
        (line,) = await tx.audit.latest(5)
        assert (line.actor_id, line.person_id, line.said) == (None, two.id, None)
        await tx.privacy.delete(two.id)
        assert await tx.units.get(unit.id) is None
