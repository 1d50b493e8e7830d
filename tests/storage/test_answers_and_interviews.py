"""What people answered, and the questionnaires in which they did."""

from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage.database import Database
from storage.engine import make_migration_engine, parse_url
from storage.records import Answer
from storage.tables import answers
from tests.storage.samples import DAY, MINUTE, NOON, somebody

USER_IDS = count(1)
GIVEN = st.builds(
    Answer,
    subject=st.sampled_from(["person", "unit"]),
    fact=st.sampled_from(["age", "level", "years"]),
    state=st.just("given"),
    value=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
NOT_GIVEN = st.builds(
    Answer,
    subject=st.sampled_from(["person", "unit"]),
    fact=st.sampled_from(["age", "level", "years"]),
    state=st.sampled_from(["unknown", "declined"]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(GIVEN | NOT_GIVEN | st.sampled_from(["age", "level"]), max_size=12))
async def test_answers_are_a_table_of_the_latest_in_the_order_they_were_given(database: Database, acts: list[Answer | str]) -> None:
    """All at the same moment: the order does not hang on the clock. A text stands for taking that fact back."""
    expected: dict[tuple[str, str], Answer] = {}
    async with database.transaction() as tx:
        person = await tx.people.ensure(next(USER_IDS), NOON)
        for act in acts:
            if isinstance(act, Answer):
                await tx.answers.put(person.id, act, NOON)
                expected.pop((act.subject, act.fact), None)
                expected[act.subject, act.fact] = act
            else:
                gone = [key for key in expected if key[1] == act]
                assert await tx.answers.remove(person.id, act) == bool(gone)
                for key in gone:
                    del expected[key]
    async with database.transaction() as tx:
        found = await tx.answers.of(person.id)
        assert [Answer(subject=one.subject, fact=one.fact, state=one.state, value=one.value) for one in found] == list(expected.values())
        assert all(one.answered_at == NOON for one in found)


async def test_no_answer_lies_in_the_clear(database: Database, address: str) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        await tx.answers.put(person.id, Answer(subject="person", fact="age", state="given", value='"四十五 marker"'), NOON)
    engine = make_migration_engine(parse_url(address))
    async with engine.connect() as connection:
        raw: bytes = (await connection.execute(select(answers.c.value))).scalar_one()
    await engine.dispose()
    assert b"marker" not in raw
    assert "四十五".encode() not in raw


async def test_starting_a_questionnaire_ends_the_one_before(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        first = await tx.interviews.start(chat.id, person.id, "a/inside", NOON)
        second = await tx.interviews.start(chat.id, person.id, "b", NOON + MINUTE)
        assert await tx.interviews.running(chat.id, person.id) == second
        again = await tx.interviews.resume(first.id, person.id, NOON + DAY)
        assert again is not None
        assert (again.id, again.about, again.finished_at) == (first.id, "a/inside", None)
        assert await tx.interviews.running(chat.id, person.id) == again
        assert await tx.interviews.resume(first.id, person.id, NOON + 2 * DAY) == again


async def test_two_people_in_a_group_have_a_questionnaire_each(database: Database) -> None:
    async with database.transaction() as tx:
        group = await tx.chats.ensure(-5, "group", None, NOON)
        one, other = await tx.people.ensure(1, NOON), await tx.people.ensure(2, NOON)
        first = await tx.interviews.start(group.id, one.id, "a", NOON)
        second = await tx.interviews.start(group.id, other.id, "a", NOON)
        assert await tx.interviews.running(group.id, one.id) == first
        assert await tx.interviews.running(group.id, other.id) == second
        assert await tx.interviews.resume(first.id, other.id, NOON) is None


async def test_a_finished_questionnaire_is_the_latest_but_does_not_run(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        assert await tx.interviews.latest(chat.id, person.id) is None
        started = await tx.interviews.start(chat.id, person.id, "a", NOON)
        await tx.interviews.note_shown(started.id, '{"a": "eligible"}')
        await tx.interviews.finish(started.id, NOON + 2 * MINUTE)
        assert await tx.interviews.running(chat.id, person.id) is None
        latest = await tx.interviews.latest(chat.id, person.id)
        assert latest is not None
        assert latest.shown == '{"a": "eligible"}'
        assert latest.finished_at == latest.updated_at == NOON + timedelta(minutes=2)


async def test_beginning_the_same_again_takes_up_what_was_shown(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        first = await tx.interviews.start(chat.id, person.id, "a", NOON)
        await tx.interviews.note_shown(first.id, "{}")
        await tx.interviews.start(chat.id, person.id, "b", NOON + MINUTE)
        again = await tx.interviews.start(chat.id, person.id, "a", NOON + DAY)
        assert (again.id, again.shown, again.finished_at) == (first.id, "{}", None)
        assert again == await tx.interviews.running(chat.id, person.id) == await tx.interviews.get(first.id)
        assert [one.about for one in await tx.interviews.of(chat.id, person.id)] == ["a", "b"]


async def test_a_questionnaire_that_is_removed_is_gone(database: Database) -> None:
    async with database.transaction() as tx:
        person, chat = await somebody(tx)
        first = await tx.interviews.start(chat.id, person.id, "a", NOON)
        other = await tx.interviews.start(chat.id, person.id, "b", NOON)
        await tx.interviews.remove(first.id)
        assert await tx.interviews.get(first.id) is None
        assert await tx.interviews.of(chat.id, person.id) == (other,)
