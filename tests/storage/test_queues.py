"""What waits is counted as it is, on both databases, by way of the small indexes."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event

from storage.database import Database
from storage.engine import make_engine, parse_url
from storage.queue_records import IncomingUpdate, Message, Waiting
from storage.queue_tables import inbox, outbox
from storage.queues import Queues
from tests.storage.samples import DAY, MINUTE, NOON, mark_sent, somebody
from tests.storage.servers import codec

Ends = st.sampled_from(["waiting", "handled", "failed"])
Messages = st.tuples(st.sampled_from(["reply", "reminder", "moved"]), st.integers(-3, 3), st.sampled_from(["pending", "dead", "sent"]))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(Ends, max_size=6), st.lists(Messages, max_size=8))
async def test_all_that_waits_and_all_that_was_set_aside_is_counted(
    database: Database, ends: list[str], messages: list[tuple[str, int, str]]
) -> None:
    async with database.transaction() as tx:
        await tx.queues._connection.execute(delete(outbox))  # noqa: SLF001 - each example begins with nothing
        await tx.queues._connection.execute(delete(inbox))  # noqa: SLF001 - as above
        person, chat = await somebody(tx)
        for number, end in enumerate(ends, 1):
            update = IncomingUpdate(update_id=number, lane="user:7", telegram_user_id=7, payload="{}")
            await tx.inbox.receive([update], NOON + number * MINUTE)
            if end == "handled":
                await tx.inbox.mark_handled(number, NOON)
            elif end == "failed":
                await tx.inbox.mark_failed_attempt(number, "Error", give_up_after=1)
        for kind, hours, state in messages:
            message = Message(kind=kind, chat_id=chat.id, person_id=person.id, due_at=NOON + hours * DAY)
            if state == "pending":
                await tx.outbox.add(message, NOON)
            else:
                claim = await tx.outbox.add_claimed(message, chat.telegram_chat_id, NOON, MINUTE)
                assert claim is not None
                await (tx.outbox.mark_dead(claim, "x", NOON) if state == "dead" else mark_sent(tx, claim, 1, NOON))
        found = await tx.queues.count(NOON)
    arrived = [NOON + number * MINUTE for number, end in enumerate(ends, 1) if end == "waiting"]
    assert found.inbox == Waiting(len(arrived), min(arrived, default=None))
    assert found.inbox_failed == ends.count("failed")
    due = [(kind, NOON + hours * DAY) for kind, hours, state in messages if state == "pending" and hours <= 0]
    assert found.outbox == {
        kind: Waiting(count, min(at for one, at in due if one == kind)) for kind, count in Counter(kind for kind, _ in due).items()
    }
    assert found.outbox_planned == sum(state == "pending" and hours > 0 for _, hours, state in messages)
    assert found.outbox_dead == Counter(kind for kind, _, state in messages if state == "dead")


async def test_nothing_is_looked_through_whole(sqlite_address: str) -> None:
    asked: list[str] = []
    engine = make_engine(parse_url(sqlite_address), 1)
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    async with engine.begin() as connection:
        await Queues(connection).count(NOON)
        statements = [statement for statement in asked if "SELECT" in statement]
        for statement in statements:
            given_values = (NOON.isoformat(),) * statement.count("?")
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given_values)
            looked = [row[-1] for row in plan.all() if "inbox" in row[-1] or "outbox" in row[-1]]
            assert looked
            assert all("INDEX" in line for line in looked), looked
    await engine.dispose()
    assert len(statements) == 5


async def test_tables_of_a_newer_release_are_not_behind_and_older_ones_are(database: Database) -> None:
    assert not await database.is_behind()
    for version, behind in (("9999", False), ("0001", True)):
        async with database.transaction() as tx:
            await tx.queues._connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: SLF001, S608 - as an update does
        assert await database.is_behind() is behind


def test_a_name_has_one_pseudonym_that_says_nothing_of_it() -> None:
    one = Database("sqlite:///x", codec())
    assert one.pseudonym("user:123456") == Database("sqlite:///y", codec()).pseudonym("user:123456")
    assert one.pseudonym("user:123456") != one.pseudonym("user:123457")
    assert "123456" not in one.pseudonym("user:123456")
