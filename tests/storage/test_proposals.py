"""Proposed changes of files: kept whole until they are ended, once."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from tests.storage.samples import DAY, NOON, somebody

CHANGES = st.dictionaries(st.text("abc/", min_size=1, max_size=3), st.none() | st.binary(max_size=3), min_size=1, max_size=4)


@given(changes=CHANGES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_proposal_gives_back_what_was_put_in(database: Database, changes: dict[str, bytes | None]) -> None:
    async with database.transaction() as tx:
        editor, _ = await somebody(tx, 1)
        number = await tx.proposals.add(3, changes, "日期改了", editor.id, NOON)
    async with database.transaction() as tx:
        kept = await tx.proposals.get(number)
        assert kept is not None
        assert (kept.based_on, kept.person_id, kept.why, kept.state, kept.made_at, kept.ended_at) == (
            3,
            editor.id,
            "日期改了",
            "open",
            NOON,
            None,
        )
        assert await tx.proposals.changes(number) == changes
        assert number in [one.id for one in await tx.proposals.open()]


async def test_of_two_who_end_a_proposal_one_does(database: Database) -> None:
    async with database.transaction() as tx:
        editor, _ = await somebody(tx, 1)
        first, second = [await tx.proposals.add(1, {"a": b"x"}, "", editor.id, NOON) for _ in range(2)]
        assert await tx.proposals.end(first, "published", NOON + DAY)
        assert not await tx.proposals.end(first, "dropped", NOON + DAY)
        ended = await tx.proposals.get(first)
        assert ended is not None
        assert (ended.state, ended.ended_at) == ("published", NOON + DAY)
        assert [one.id for one in await tx.proposals.open()] == [second]
        assert await tx.proposals.get(second + 1) is None


async def test_consents_count_once_for_each_and_go_with_who_gave_them(database: Database) -> None:
    async with database.transaction() as tx:
        editor, _ = await somebody(tx, 1)
        other, _ = await somebody(tx, 2)
        number = await tx.proposals.add(1, {"a": None}, "", editor.id, NOON)
        for person in (editor, other, other):
            await tx.proposals.agree(number, person.id, NOON)
        assert await tx.proposals.agreed(number) == {editor.id, other.id}
        await tx.privacy.delete(other.id)
        assert await tx.proposals.agreed(number) == {editor.id}
        await tx.privacy.delete(editor.id)
        assert await tx.proposals.get(number) is None
        assert await tx.proposals.changes(number) == {}


async def test_why_can_be_said_later_and_is_of_that_one_alone(database: Database) -> None:
    async with database.transaction() as tx:
        editor, _ = await somebody(tx, 1)
        number, other = [await tx.proposals.add(1, {"a": b"x"}, "", editor.id, NOON) for _ in range(2)]
        await tx.proposals.explain(number, "通知延期了")
        kept, untouched = await tx.proposals.get(number), await tx.proposals.get(other)
        assert kept is not None
        assert untouched is not None
        assert (kept.why, untouched.why) == ("通知延期了", "")


@given(first=CHANGES, second=CHANGES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_is_added_to_a_proposal_replaces_what_has_its_path_and_has_to_be_agreed_to_anew(
    database: Database, first: dict[str, bytes | None], second: dict[str, bytes | None]
) -> None:
    async with database.transaction() as tx:
        editor, _ = await somebody(tx, 1)
        number = await tx.proposals.add(3, first, "", editor.id, NOON, album="x")
        other = await tx.proposals.add(3, first, "", editor.id, NOON)
        await tx.proposals.agree(number, editor.id, NOON)
        await tx.proposals.widen(number, 2, second, NOON + DAY)
        assert await tx.proposals.changes(number) == {**first, **second}
        assert await tx.proposals.changes(other) == first
        assert await tx.proposals.agreed(number) == frozenset()
        found = await tx.proposals.of_album("x", editor.id)
        assert found is not None
        assert (found.id, found.based_on, found.made_at) == (number, 2, NOON + DAY)
        assert await tx.proposals.of_album("x", editor.id + 1) is None
        assert await tx.proposals.end(number, "joined", NOON + DAY)
        assert await tx.proposals.of_album("x", editor.id) is None
