"""Rights given, offered and taken: there is always an owner, a link works once, and the settings have the last word on whom they name."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.usecases.keeping.granting import LIVES, accept, called, give, keepers, offer, offered, open_offers, recall, take
from bot.usecases.rights import ROLES, Role, name_owners, role_of
from storage.database import Database, Transaction

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
PEOPLE = (1, 2, 3)


async def people(rows: Transaction, *numbers: int) -> list[int]:
    return [(await rows.people.ensure(number, NOW)).id for number in numbers]


STEPS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.none() | st.sampled_from(ROLES)), max_size=12)


@given(steps=STEPS, named=st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_given_and_taken_an_owner_stays_and_each_holds_one_right(
    database: Database, steps: list[tuple[int, Role | None]], *, named: bool
) -> None:
    async with database.transaction() as rows:
        first, *others = await people(rows, *PEOPLE)
        everybody = [first, *others]
        for person in everybody:
            for role in ROLES:
                await rows.roles.revoke(person, role)
        await name_owners(rows, (1,) if named else (), NOW)
        await rows.roles.grant(first, "owner", None, NOW)
        for number, wanted in steps:
            person, before = everybody[number - 1], await role_of(rows, everybody[number - 1])
            came = await (take(rows, person, first, NOW) if wanted is None else give(rows, person, wanted, "老王", first, NOW))
            after = await role_of(rows, person)
            assert (after == wanted) if came in {"done", "same"} else (after == before == "owner" and wanted != "owner")
            assert (came == "same") is (before == wanted)
            assert came != "named" or (named and person == first)
            assert len(await rows.roles.of(person)) == (after is not None)
        found = await keepers(rows)
        assert "owner" in {one.role for one in found}
        assert not named or await role_of(rows, first) == "owner"
        held = {one: await role_of(rows, one) for one in everybody}
        assert {one.person_id: one.role for one in found} == {one: role for one, role in held.items() if role}


@pytest.mark.parametrize("role", ROLES)
async def test_an_offer_ends_with_its_week_its_giver_or_whoever_takes_it(database: Database, role: Role) -> None:
    async with database.transaction() as rows:
        owner, wang, zhang = await people(rows, *PEOPLE)
        for person in (owner, wang):
            await rows.roles.grant(person, "owner", None, NOW)
        made = await offer(rows, role, "人社局 老王", owner, NOW)
        other = await offer(rows, role, "小张", wang, NOW)
        last = NOW + LIVES - timedelta(seconds=1)
        assert await offered(rows, made.token, last) == made
        assert await offered(rows, made.token, NOW + LIVES) is None
        assert await offered(rows, "a" * 24, NOW) is None
        assert [(one.called, one.by) for one in await open_offers(rows, last)] == [("小张", f"{wang} 号"), ("人社局 老王", f"{owner} 号")]
        assert await accept(rows, made, zhang, last) == "done"
        assert await accept(rows, made, wang, last) is None, "of two who accept it, one does"
        recalled = await offer(rows, role, "老李", owner, NOW)
        (newest, _) = await open_offers(rows, NOW)
        assert await recall(rows, newest.mark, owner, NOW) == newest
        assert await recall(rows, newest.mark, owner, NOW) is None
        assert await offered(rows, recalled.token, NOW) is None
        assert (await role_of(rows, zhang), await called(rows, zhang)) == (role, "人社局 老王")
        assert await offered(rows, made.token, last) is None
        assert await take(rows, wang, owner, NOW) == "done"
        assert await offered(rows, other.token, NOW) is None
        assert await open_offers(rows, NOW) == ()
        await rows.privacy.delete(zhang)
        assert await called(rows, zhang) == f"{zhang} 号"


async def test_people_are_called_as_whoever_named_them_knows_them(database: Database) -> None:
    async with database.transaction() as rows:
        await name_owners(rows, (7123456789,), NOW)
        (named,), (titled, nobody) = await people(rows, 7123456789), await people(rows, 1, 2)
        assert await called(rows, named) == "设置里的管理员（…6789）", "the whole number is nobody's business"
        await give(rows, titled, "editor", "就业科 小李", named, NOW)
        await give(rows, nobody, "editor", "", named, NOW)
        assert [await called(rows, one) for one in (titled, nobody)] == ["就业科 小李", f"{nobody} 号"]
        await name_owners(rows, (), NOW)
        assert await called(rows, named) == f"{named} 号"
