"""Everything of a person is given to them, and goes with them: checked against every table there is, those of tomorrow included."""

import json
from typing import Any

from sqlalchemy import Column, Table, select

from storage.broadcast_records import Whom
from storage.columns import Sealed
from storage.database import Database, Transaction
from storage.engine import make_engine, parse_url
from storage.feedback_records import Rating
from storage.keeping_records import StewardRecord
from storage.queue_records import IncomingUpdate, Message
from storage.records import Answer
from storage.tables import metadata
from tests.storage.samples import DAY, NOON, published
from tests.storage.servers import codec

LEAVING, STAYING = 770_000_000_123, 880_000_000_456  # no other number in any table holds these digits
IMPERSONAL = {
    "schedule",
    "deadlines",
    "questions",
    "contents",
    "publication_files",
    "proposal_files",
    "withdrawals",
    "corrections",
    "marks",
    "workers",
    "budgets",
    "broadcast_letters",
    "tallies",
    "tally_marks",
}  # what holds no person; others are personal unless somebody says so here

BARE = {"inbox", "audit", "publications", "stewards"}  # where a row stays with nothing of the person in it
BELONGING = 11  # dialog, two lines of audit, unit, its contact's name and statement, member, invitation, a unit's answer, group, broadcast

Rows = dict[str, list[dict[str, Any]]]


def marker(telegram_user_id: int) -> str:
    """A text that only this person's rows hold."""
    return f"marker-{telegram_user_id}"


async def live(database: Database, telegram_user_id: int, update_id: int) -> int:
    """Somebody uses everything that there is; their row id."""
    text = json.dumps(marker(telegram_user_id))
    async with database.transaction() as tx:
        person = await tx.people.ensure(telegram_user_id, NOON)
        await tx.people.give_consent(person.id, "answers", NOON)
        private = await tx.chats.ensure(telegram_user_id, "private", person.id, NOON)
        group = await tx.chats.ensure(-5, "group", None, NOON)
        for subject in ("person", "unit"):
            answer = Answer(subject=subject, fact="age", state="given", value=text)
            await tx.answers.put(person.id, answer, NOON)
        for chat in (private, group):
            await tx.interviews.start(chat.id, person.id, "policy", NOON)
            await tx.topics.keep(chat.id, person.id, text, NOON)
            await tx.brakes.is_first_of("album", chat.id, person.id, NOON)
            await tx.ratings.put(Rating(person_id=person.id, chat_id=chat.id, telegram_message_id=1, about="policy", helpful=True), NOON)
            await tx.reports.say(await tx.reports.open(chat.id, person.id, "policy", NOON), text)
            one = await tx.subscriptions.follow(person.id, chat.id, ("policy", "p"), NOON)
            told = Message(kind="reminder", chat_id=chat.id, person_id=person.id, subscription_id=one.id, due_at=NOON, body=text)
            await tx.outbox.add(told, NOON)
        await tx.outbox.add(Message(kind="reply", chat_id=private.id, due_at=NOON, body=text), NOON)
        await tx.silences.put(person.id, "policy", "stage", "done", NOON)
        await tx.checklists.bring_up_to_date(person.id, "policy", ["form"], NOON)
        await tx.tellings.note(person.id, [("policy", "deadline")], "v", NOON)
        await tx.roles.grant(person.id, "editor", person.id, NOON)
        await tx.dialogs.open(private.id, person.id, "kind", text, NOON)
        await tx.audit.note("act", "{}", NOON, actor_id=person.id, said=text)
        await tx.audit.note("act", "{}", NOON, person_id=person.id, said=text)
        await tx.publications.add(published(update_id, person_id=person.id), {"a": b""})
        await tx.proposals.agree(await tx.proposals.add(1, {"a": b""}, text, person.id, NOON), person.id, NOON)
        await tx.broadcasts.draft(person.id, Whom(audience="everyone"), text, NOON)
        await tx.wishes.put(person.id, "notices", NOON, wanted=True)
        await tx.stewards.put(StewardRecord(policy=f"policy-{update_id}", person_id=person.id, checked_on="", next_on="", months=6))
        await tx.transfer_codes.make(person.id, text, NOON, NOON + DAY)
        code = await tx.transfer_codes.living(person.id, NOON)
        assert code is not None
        await tx.transfer_codes.ask(code.id, person.id, NOON, NOON, NOON)
        await belong(tx, person.id, text)
        said = [
            IncomingUpdate(update_id=update_id + n, lane=f"user:{telegram_user_id}", telegram_user_id=telegram_user_id, payload=text)
            for n in range(2)
        ]
        await tx.inbox.receive(said, NOON)
        await tx.inbox.mark_failed_attempt(update_id, marker(telegram_user_id), give_up_after=1)
    return person.id


async def belong(tx: Transaction, person_id: int, text: str) -> None:
    """Somebody is contact and member of a unit of their own, and does everything there."""
    unit = await tx.units.make(text, "region", "enterprise", "", NOON)
    await tx.units.ask(unit.id, person_id, NOON, called=text, stated=text)
    await tx.units.approve(unit.id, person_id, person_id, NOON)
    await tx.members.join(unit.id, person_id, text, NOON)
    await tx.members.agree(unit.id, person_id, "policy", "", NOON)
    await tx.members.nudge(unit.id, person_id, "policy", NOON, NOON)
    await tx.invitations.make(unit.id, text, person_id, NOON)
    await tx.unit_work.follow(unit.id, "policy", person_id, NOON)
    await tx.unit_work.put_answer(unit.id, Answer(subject="unit", fact="staff", state="given", value=text), NOON)
    await tx.unit_work.set_inner_deadline(unit.id, "policy", "2024-12-01", person_id, NOON)
    await tx.unit_work.file(unit.id, "policy", "stage", person_id, NOON)
    groups = [await tx.chats.ensure(number, "group", None, NOON) for number in (-6, -7)]
    free = [group for group in groups if await tx.unit_work.unit_of_group(group.id) is None]
    await tx.unit_work.connect(free[0].id, unit.id, person_id, NOON, text)


async def read_all(address: str) -> Rows:
    """Every row of every table, opened."""
    engine = make_engine(parse_url(address), 1)
    async with engine.connect() as connection:
        rows = {table.name: (await connection.execute(select(table))).mappings().all() for table in tables()}
    await engine.dispose()
    return {table.name: [{name: opened(table.c[name], row[name]) for name in row} for row in rows[table.name]] for table in tables()}


def tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if table.name not in IMPERSONAL]


def opened(column: Column[Any], value: Any) -> Any:  # noqa: ANN401  (whatever a column holds)
    return codec().decrypt(value) if isinstance(column.type, Sealed) and value is not None else value


def remains(rows: Rows, person_id: int, telegram_user_id: int) -> list[tuple[str, str]]:
    """Table and column of all that points to a person or holds what they wrote."""
    found = []
    for table in tables():
        for column in table.c:
            points = column.name == "person_id" or any(key.column.table.name == "people" for key in column.foreign_keys)
            for value in (row[column.name] for row in rows[table.name]):
                if str(telegram_user_id) in str(value) or (points and value == person_id):
                    found.append((table.name, column.name))  # noqa: PERF401  (three loops deep, a comprehension hides the question)
    return found


async def test_nothing_of_a_person_remains_in_any_table_and_nobody_else_loses_anything(database: Database, address: str) -> None:
    staying = await live(database, STAYING, 10)
    before = await read_all(address)
    leaving = await live(database, LEAVING, 20)
    full = await read_all(address)
    assert [name for name in full if len(full[name]) == len(before[name])] == [], "live() must put something of the person into this table"
    assert {table for table, _ in remains(full, leaving, LEAVING)} == set(full)

    async with database.transaction() as tx:
        await tx.privacy.delete(leaving)

    after = await read_all(address)
    assert remains(after, leaving, LEAVING) == []
    assert {name: [row for row in rows if row in after[name]] for name, rows in before.items()} == before
    assert {name: len(rows) for name, rows in after.items() if name not in BARE} == {
        name: len(rows) for name, rows in before.items() if name not in BARE
    }
    assert remains(after, staying, STAYING) != []


async def test_an_update_of_somebody_who_left_does_not_come_back(database: Database) -> None:
    leaving = await live(database, LEAVING, 20)
    again = [IncomingUpdate(update_id=21, lane="user:1", telegram_user_id=LEAVING, payload="{}")]
    async with database.transaction() as tx:
        assert await tx.inbox.mark_handled(21, NOON)
        await tx.privacy.delete(leaving)
        assert await tx.inbox.receive(again, NOON) == ()
        assert await tx.inbox.waiting() == ()


async def test_an_export_holds_every_row_of_the_person_and_none_of_others(database: Database, address: str) -> None:
    await live(database, STAYING, 10)
    leaving = await live(database, LEAVING, 20)
    async with database.transaction() as tx:
        export = await tx.privacy.export(leaving)
    text = json.dumps(export, ensure_ascii=False)
    assert str(STAYING) not in text
    assert NOON.isoformat() in text
    rows = await read_all(address)
    assert set(export) == set(rows)
    mine = {
        "chats": 1,
        "people": 1,
        "profiles": 2,
        "answers": 2,
        "interviews": 2,
        "subscriptions": 2,
        "outbox": 3,
        "roles": 1,
        "topics": 2,
        "tellings": 1,
        "brakes": 2,
        "ratings": 2,
        "reports": 2,
        "silences": 1,
        "checklists": 1,
        "units": 1,
        "contacts": 1,
        "members": 1,
        "shares": 1,
        "nudges": 1,
        "invitations": 1,
        "unit_policies": 1,
        "unit_answers": 1,
        "inner_deadlines": 1,
        "filings": 1,
        "unit_groups": 1,
        "dialogs": 1,
        "audit": 2,
        "publications": 1,
        "proposals": 1,
        "broadcasts": 1,
        "wishes": 1,
        "proposal_consents": 1,
        "stewards": 1,
        "transfer_codes": 1,
        "inbox": 2,
    }
    assert {name: len(found) for name, found in export.items()} == mine
    assert text.count(marker(LEAVING)) == 2 + 3 + 2 + 2 + 2 + 1 + 1 + BELONGING


async def test_an_export_of_nobody_is_empty(database: Database) -> None:
    async with database.transaction() as tx:
        assert not any((await tx.privacy.export(1)).values())
