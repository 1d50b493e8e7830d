"""Copies of a SQLite database: whole whenever they are made, refused when they are not, put back without a loss."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.backup import back_up, examine, file_of, restore
from storage.codec import load_key, load_or_make_key
from storage.database import Database
from storage.errors import BackupError, KeyDamagedError
from tests.storage.samples import NOON, somebody
from tests.storage.servers import SqliteFolder, codec

NUMBERS = count(1)


@pytest.fixture(scope="module")
def whole(sqlite: SqliteFolder) -> bytes:
    return file_of(sqlite.fresh()).read_bytes()


@pytest.fixture
def file(sqlite_address: str) -> Path:
    return file_of(sqlite_address)


async def people(address: str | Path, more: int = 0) -> int:
    """How many people there are, once so many came."""
    database = Database(str(address) if str(address).startswith("sqlite") else f"sqlite:///{address}", codec())
    try:
        for _ in range(more):
            async with database.transaction() as tx:
                await somebody(tx, next(NUMBERS))
        return examine(Path(str(address).removeprefix("sqlite:///").partition("?")[0]), codec()).people
    finally:
        await database.close()


async def test_what_is_put_back_is_what_was_there_when_it_was_saved(sqlite_address: str, file: Path, tmp_path: Path) -> None:
    assert await people(sqlite_address, 2) == 2
    back_up(file, tmp_path / "copy.db")
    assert await people(sqlite_address, 3) == 5
    aside = restore(tmp_path / "copy.db", file, codec(), NOON)
    assert await people(sqlite_address) == 2
    assert aside is not None
    assert await people(aside) == 5, "what stood there is kept"
    assert await people(sqlite_address, 1) == 3, "it is served from as before"


async def test_a_copy_made_while_rows_are_written_is_whole(sqlite_address: str, file: Path, tmp_path: Path) -> None:
    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(people(sqlite_address, 30))
        copies = [tmp_path / f"{number}.db" for number in range(5)]
        for copy in copies:
            await asyncio.to_thread(back_up, file, copy)
    found = [examine(copy, codec()) for copy in copies]
    assert not [one.problems for one in found if one.problems]
    assert [one.people for one in found] == sorted(one.people for one in found)
    assert writing.result() == 30


def test_only_its_owner_reads_a_copy(file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "deep" / "copy.db")
    assert (tmp_path / "deep" / "copy.db").stat().st_mode & 0o777 == 0o600
    assert [one.name for one in (tmp_path / "deep").iterdir()] == ["copy.db"]


def test_a_copy_is_never_written_over(file: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(b"yesterday")
    with pytest.raises(BackupError, match="another file"):
        back_up(file, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"yesterday"


def test_where_nothing_can_be_written_nothing_is_left(file: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="permissions"):
        back_up(tmp_path / "none.db", tmp_path / "copy.db")
    (tmp_path / "file").touch()
    with pytest.raises(BackupError, match="permissions"):
        back_up(file, tmp_path / "file" / "copy.db")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


async def test_a_database_in_use_is_left_alone(sqlite_address: str, file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "copy.db")
    database = Database(sqlite_address, codec())
    async with database.transaction() as tx:
        await somebody(tx)
    before = await asyncio.to_thread(file.read_bytes)
    with pytest.raises(BackupError, match="stop the bot"):
        restore(tmp_path / "copy.db", file, codec(), NOON)
    assert await asyncio.to_thread(file.read_bytes) == before
    assert not list(file.parent.glob(f"{file.name}.*"))
    await database.close()


async def test_a_damaged_database_is_replaced_and_kept(sqlite_address: str, file: Path, tmp_path: Path) -> None:
    await people(sqlite_address, 2)
    back_up(file, tmp_path / "copy.db")
    await asyncio.to_thread(file.write_bytes, b"not a database at all" * 999)
    assert restore(tmp_path / "copy.db", file, codec(), NOON) == file.with_name(f"{file.name}.before-{NOON:%Y%m%dT%H%M%S}")
    assert await people(sqlite_address) == 2


def test_it_is_put_back_where_nothing_is_left(file: Path, tmp_path: Path) -> None:
    assert restore(file, tmp_path / "new" / "bot.db", codec(), NOON) is None
    assert not examine(tmp_path / "new" / "bot.db", codec()).problems


@given(data=st.data())
def test_a_file_of_which_pages_are_lost_is_never_put_back(
    data: st.DataObject, whole: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damage")
    page = data.draw(st.integers(0, len(whole) // 4096 - 1), "page")
    (folder / "cut.db").write_bytes(whole[: page * 4096] + data.draw(st.sampled_from((b"", b"\xff" * 4096)), "left"))
    (folder / "bot.db").write_bytes(whole)
    with pytest.raises(BackupError):
        restore(folder / "cut.db", folder / "bot.db", codec(), NOON)
    assert (folder / "bot.db").read_bytes() == whole


def test_what_is_not_ours_says_so(tmp_path: Path, file: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE people (id)")
    assert "no database of this program" in examine(tmp_path / "other.db", codec()).problems[0]
    shutil.copyfile(file, tmp_path / "newer.db")
    with closing(sqlite3.connect(tmp_path / "newer.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert "update this program" in examine(tmp_path / "newer.db", codec()).problems[0]
    (stranger,) = examine(file, load_or_make_key(tmp_path / "key")).problems
    assert "another key" in stranger


def test_a_server_has_its_own_way() -> None:
    with pytest.raises(BackupError, match="pg_dump"):
        file_of("postgresql://somebody@somewhere/shenbao")


def test_looking_makes_no_key(tmp_path: Path) -> None:
    with pytest.raises(KeyDamagedError):
        load_key(tmp_path / "key")
    assert not list(tmp_path.iterdir())
