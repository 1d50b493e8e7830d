"""Rights: each holds all that is below it, the settings name owners, and who is told was reached once."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.usecases.rights import ROLES, may, name_owners, reachable, role_of
from storage.database import Database, Transaction

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)


async def owners(rows: Transaction) -> set[int]:
    holders = [await rows.people.get(one.person_id) for one in await rows.roles.holders("owner")]
    return {one.telegram_user_id for one in holders if one}


async def test_owners_are_those_whom_the_settings_name_now_and_others_keep_what_they_were_given(database: Database) -> None:
    async with database.transaction() as rows:
        await name_owners(rows, (), NOW)
        assert await owners(rows) == set()
        await name_owners(rows, (1, 2), NOW)
        given = await rows.people.ensure(3, NOW)
        await rows.roles.grant(given.id, "owner", None, NOW)
        assert await owners(rows) == {1, 2, 3}
        await name_owners(rows, (2,), NOW)
        assert await owners(rows) == {2, 3}
        await name_owners(rows, (), NOW)
        assert await owners(rows) == {3}
        acts = [line.act.partition(".")[2] for line in reversed(await rows.audit.latest(9))]
        assert acts == ["named", "named", "unnamed", "unnamed"], "each change of the settings once"


@given(held=st.sets(st.sampled_from(ROLES)))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_right_holds_all_that_is_below_it(database: Database, held: set[str]) -> None:
    async with database.transaction() as rows:
        person = await rows.people.ensure(1, NOW)
        chat = await rows.chats.ensure(1, "private", person.id, NOW)
        for role in ROLES:
            await (rows.roles.grant(person.id, role, None, NOW) if role in held else rows.roles.revoke(person.id, role))
        highest = max((ROLES.index(role) for role in ROLES if role in held), default=-1)
        assert await role_of(rows, person.id) == (ROLES[highest] if held else None)
        for rank, role in enumerate(ROLES):
            assert await may(rows, person.id, role) is (rank <= highest)
            assert await reachable(rows, role) == (((person.id, chat.id),) if rank <= highest else ())


async def test_who_never_opened_the_bot_cannot_be_told(database: Database) -> None:
    async with database.transaction() as rows:
        await name_owners(rows, (1, 2), NOW)
        assert await reachable(rows, "editor") == ()
        chat = await rows.chats.ensure(1, "private", None, NOW)
        await rows.chats.mark_reachable(chat.id)
        await name_owners(rows, (1, 2), NOW + timedelta(days=1))
        assert [chat_id for _, chat_id in await reachable(rows, "editor")] == [chat.id]
