"""The schema that the migrations make, and how a start treats what it finds."""

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, Text, insert, inspect, text

from storage.codec import Codec, load_or_make_key
from storage.database import Database
from storage.engine import make_engine, make_file, make_migration_engine, parse_url
from storage.errors import DatabaseUnavailableError, SchemaTooNewError, WrongKeyError
from storage.queue_records import Message
from storage.records import Answer
from storage.tables import metadata
from tests.storage.samples import DAY, NOON, somebody
from tests.storage.servers import KEY, codec

FIRST_RELEASE_ROWS = (
    "INSERT INTO people (id, telegram_user_id, created_at, last_seen_at) VALUES (1, 7, :noon, :noon)",
    "INSERT INTO chats (id, telegram_chat_id, kind, person_id, created_at) VALUES (1, 7, 'private', 1, :noon)",
    """INSERT INTO interviews (id, chat_id, person_id, policy, track, started_at, updated_at, finished_at)
    VALUES (1, 1, 1, 'jz-station-2022', NULL, :noon, :noon, :noon)""",
    """INSERT INTO interviews (id, chat_id, person_id, policy, track, started_at, updated_at)
    VALUES (2, 1, 1, 'nmg-tepei-2023', 'outside', :noon, :noon)""",
    """INSERT INTO outbox (kind, priority, chat_id, reference, due_at, next_at, created_at)
    VALUES ('reminder', 1, 1, '{"a": 1}', :noon, :noon, :noon), ('reminder', 1, 1, '{}', :noon, :noon, :noon)""",
    "DELETE FROM outbox WHERE id = 2",
)


async def test_the_migrations_from_nothing_make_exactly_the_tables_of_the_code(address: str) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_server_default": True}), metadata))

    engine = make_migration_engine(parse_url(address))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_a_database_of_the_first_release_keeps_its_questionnaires_and_messages(empty_address: str) -> None:
    def make_first_release(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in FIRST_RELEASE_ROWS:
            connection.exec_driver_sql(statement.replace(":noon", f"'{NOON.isoformat(sep=' ')}'"))

    make_file(parse_url(empty_address))
    engine = make_migration_engine(parse_url(empty_address))
    async with engine.begin() as connection:
        await connection.run_sync(make_first_release)
    await engine.dispose()
    database = Database(empty_address, codec())
    await database.migrate()
    async with database.transaction() as tx:
        running = await tx.interviews.running(1, 1)
        assert running is not None
        assert (running.about, running.shown, running.started_at) == ("nmg-tepei-2023/outside", None, NOON)
        latest = await tx.interviews.resume(1, 1, NOON)
        assert latest is not None
        assert latest.about == "jz-station-2022"
        first = await tx.interviews.running(1, 1)
        assert first is not None
        assert first.id == 1, "still at most one runs"
        [waiting] = await tx.outbox.claim(NOON, 5, DAY)
        assert (waiting.id, waiting.reference) == (1, '{"a": 1}')
        assert await tx.outbox.add(Message(kind="reply", chat_id=1, due_at=NOON), NOON) == 3, "no number is given twice"
    await database.close()


async def test_whichever_version_a_database_has_all_that_stands_in_it_comes_along(empty_address: str) -> None:
    """Version after version, a row is put into each table that is new; what of it is gone in the end was lost by a migration."""

    def climb(connection: Connection) -> Mapping[str, int]:
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        config.attributes["connection"] = connection
        filled: set[str] = set()
        for version in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
            command.upgrade(config, version.revision)
            new = set(inspect(connection).get_table_names()) - filled - {"alembic_version"}
            there = MetaData()
            there.reflect(connection, only=sorted(new))
            for table in there.sorted_tables:  # which are also those that the new ones refer to
                if table.name in new:
                    connection.execute(insert(table).values(_some_row(table)))
            filled |= new
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in filled}  # noqa: S608 - our names

    make_file(parse_url(empty_address))
    engine = make_migration_engine(parse_url(empty_address))
    async with engine.begin() as connection:
        counts = await connection.run_sync(climb)
    await engine.dispose()
    assert set(metadata.tables) <= set(counts)
    assert {name for name, count in counts.items() if not count} == set()
    database = Database(empty_address, codec())
    async with database.transaction() as tx:
        assert len(await tx.outbox.claim(NOON, 5, DAY)) == 1
    await database.close()


def _some_row(table: Table) -> dict[str, Any]:
    """What must stand in a row; all its numbers are 1."""
    some = {int: 1, str: "{}", bytes: codec().encrypt("{}"), bool: False, datetime: NOON}
    needed = [column for column in table.columns if not column.nullable and (column.server_default is None or column.primary_key)]
    return {column.name: some[column.type.python_type] for column in needed}


async def test_migrating_again_changes_nothing(database: Database) -> None:
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
    await database.migrate()
    async with database.transaction() as tx:
        assert await tx.people.get(person.id) == person


async def test_a_table_is_rebuilt_without_losing_what_hangs_on_it(address: str) -> None:
    """SQLite alters a table by dropping it: with foreign keys on, that would delete all answers."""
    database = Database(address, codec())
    async with database.transaction() as tx:
        person, _ = await somebody(tx)
        await tx.answers.put(person.id, Answer(subject="person", fact="age", state="given", value="44"), NOON)

    def rebuild(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        recreate = "always" if connection.dialect.name == "sqlite" else "auto"
        with operations.batch_alter_table("people", recreate=recreate) as people:  # type: ignore[arg-type]
            people.alter_column("timezone", existing_type=Text(), server_default="UTC")

    engine = make_migration_engine(parse_url(address))
    async with engine.begin() as connection:
        await connection.run_sync(rebuild)
    await engine.dispose()

    async with database.transaction() as tx:
        assert len(await tx.answers.of(person.id)) == 1
    await database.close()


async def test_a_database_of_a_newer_release_is_refused_by_name(database: Database, address: str) -> None:
    engine = make_migration_engine(parse_url(address))
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    with pytest.raises(SchemaTooNewError, match="version 9999 by a newer release: update this program"):
        await database.migrate()


async def test_another_key_is_noticed_at_the_start(database: Database, address: str, tmp_path: Path) -> None:
    stranger = Database(address, load_or_make_key(tmp_path / "key"))
    with pytest.raises(WrongKeyError, match="does not belong to this database"):
        await stranger.migrate()
    await stranger.close()
    await database.migrate()


async def test_a_key_put_in_front_of_the_old_one_still_opens_the_database(address: str, tmp_path: Path) -> None:
    load_or_make_key(tmp_path / "key")
    rotated = Database(address, Codec([(tmp_path / "key").read_text().strip(), KEY]))
    await rotated.migrate()
    await rotated.close()


async def test_a_start_makes_folder_file_and_tables(empty_address: str) -> None:
    database = Database(empty_address, codec())
    await database.migrate()
    async with database.transaction() as tx:
        assert await tx.outbox.next_due() is None
    await database.close()


async def test_two_processes_that_start_at_once_migrate_once(empty_address: str) -> None:
    twins = [Database(empty_address, codec()) for _ in range(2)]
    async with asyncio.TaskGroup() as group:
        for database in twins:
            group.create_task(database.migrate())
    for database in twins:
        await database.close()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://somebody:hunter2@127.0.0.1:1/shenbao",
        "postgres://somebody:hunter2@127.0.0.1:1/shenbao",
        "postgresql://somebody:hunter2@no.such.host.invalid/shenbao",
    ],
)
async def test_a_server_that_does_not_answer_is_one_sentence_without_the_password(address: str) -> None:
    database = Database(address, codec())
    with pytest.raises(DatabaseUnavailableError, match=r"cannot be opened .* check that the address is right") as told:
        await database.migrate()
    assert "hunter2" not in str(told.value)
    assert "\n" not in str(told.value)
    with pytest.raises(DatabaseUnavailableError):
        async with database.transaction():
            pass
    await database.close()


@pytest.mark.parametrize(("address", "said"), [("mysql://here/x", "begins with mysql"), ("nonsense", "not an address")])
def test_an_address_of_another_kind_is_refused(address: str, said: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match=said):
        Database(address, codec())


async def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but long enough to be looked at as one" * 10)
    database = Database(f"sqlite:///{tmp_path / 'notes.txt'}", codec())
    with pytest.raises(DatabaseUnavailableError, match="file is not a database"):
        await database.migrate()
    await database.close()


async def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    database = Database(f"sqlite:///{tmp_path / 'file' / 'deeper' / 'x.sqlite'}", codec())
    with pytest.raises(DatabaseUnavailableError, match="cannot be opened"):
        await database.migrate()
    await database.close()


@pytest.mark.parametrize(("said", "synchronous"), [("", 2), ("?synchronous=full", 2), ("?synchronous=normal", 1)])
async def test_sqlite_is_opened_with_the_measured_settings(sqlite_address: str, said: str, synchronous: int) -> None:
    """Whatever is confirmed is on the disk, unless somebody chose otherwise."""
    engine = make_engine(parse_url(sqlite_address.partition("?")[0] + said), 5)
    async with engine.begin() as connection:
        found = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    await engine.dispose()
    assert found == ["wal", synchronous, 1]
    assert sqlite3.sqlite_version_info >= (3, 35), "RETURNING"


def test_turning_the_log_on_waits_for_a_process_that_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        waits: list[float] = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                other.execute("ROLLBACK")

        monkeypatch.setattr("storage.engine.time.sleep", wait)
        make_file(parse_url(f"sqlite:///{path}"))
        assert len(waits) == 3
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_file_that_stays_locked_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr("storage.engine.time.sleep", lambda _: None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            make_file(parse_url(f"sqlite:///{path}"))
