"""``db rekey`` and ``db check`` on both databases, and what is said of key files that do not fit."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken

from bot.settings import Settings
from storage.codec import load_key
from storage.database import Database
from tests.bot.cli import run
from tests.storage.samples import NOON, somebody
from tests.storage.servers import KEY, PostgresServer, SqliteFolder, postgres_server, put_key

NEW = Fernet.generate_key()


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    with postgres_server(tmp_path_factory.mktemp("rekey")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, key: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The settings' database."""
    server: SqliteFolder | PostgresServer = request.getfixturevalue(request.param)
    url = server.fresh()
    monkeypatch.setitem(Settings.model_config, "env_file", key.with_name(".env"))
    monkeypatch.setenv("ANSWERS_KEY_FILE", str(key))
    monkeypatch.setenv("DATABASE_URL", url)
    return url


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The file of its key."""
    put_key(tmp_path / "answers.key")
    return tmp_path / "answers.key"


async def talk(url: str, key: Path, number: int) -> None:
    """A bot serves somebody, and stops."""
    database = Database(url, load_key(key))
    await database.migrate()
    async with database.presence(), database.transaction() as tx:
        person, chat = await somebody(tx, number)
        await tx.topics.keep(chat.id, person.id, "补贴", NOON)
    await database.close()


async def leave(url: str, key: Path, number: int) -> None:
    """Somebody has all deleted."""
    database = Database(url, load_key(key))
    async with database.transaction() as tx:
        person, _ = await somebody(tx, number)
        await tx.privacy.delete(person.id)
    await database.close()


def test_a_key_is_changed_step_by_step(address: str, key: Path) -> None:
    asyncio.run(talk(address, key, 7_001))
    assert "All of 1 sealed texts are under the newest key" in run("db", "check").stdout

    key.write_bytes(NEW + b"\n" + KEY + b"\n")
    early = run("db", "rekey")
    assert (early.exit_code, early.stdout) == (1, "")
    assert "restart all of them first" in early.stderr
    asyncio.run(talk(address, key, 7_002))
    checked = run("db", "check")
    assert (checked.exit_code, "topics.about 1" in checked.stdout) == (0, True)
    assert "db rekey" in checked.stdout

    done = run("db", "rekey")
    assert done.exit_code == 0, done.output
    assert "topics.about: 1 sealed anew." in done.stdout
    assert "Older keys may go" in done.stdout
    assert "sealed anew" not in run("db", "rekey").stdout

    key.write_bytes(NEW + b"\n")
    assert "All of 2 sealed texts" in run("db", "check").stdout
    asyncio.run(talk(address, key, 7_003))


def under(key: bytes, file: Path) -> int:
    """How many texts a key opens anywhere in a database's files, deleted ones included."""
    found = 0
    for part in file.parent.glob(f"{file.name}*"):
        for token in re.findall(rb"gAAAA[\w-]{50,}={0,2}", part.read_bytes()):
            with suppress(InvalidToken):
                Fernet(key).decrypt(token)
                found += 1
    return found


def test_what_was_deleted_or_sealed_anew_is_gone_from_the_file(sqlite: SqliteFolder, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sqlite.put(key.with_name("bot.db"))
    monkeypatch.setitem(Settings.model_config, "env_file", key.with_name(".env"))
    monkeypatch.setenv("ANSWERS_KEY_FILE", str(key))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    for number in (7_001, 7_002, 7_003):
        asyncio.run(talk(f"sqlite:///{file}", key, number))
    assert under(KEY, file) >= 3
    asyncio.run(leave(f"sqlite:///{file}", key, 7_002))
    key.write_bytes(NEW + b"\n" + KEY)
    assert run("db", "rekey", "--stopped").exit_code == 0
    assert under(KEY, file) == 0
    assert under(NEW, file) >= 2


def test_a_key_file_that_does_not_fit_is_one_line(address: str, key: Path) -> None:
    asyncio.run(talk(address, key, 7_001))
    key.write_bytes(NEW)
    for command in ("migrate", "rekey"):
        assert "does not belong to this database" in run("db", command).stderr
    key.write_bytes(KEY + b"\n" + KEY)
    assert "holds a key twice" in run("db", "rekey").stderr
    key.write_bytes(KEY[:30])
    assert "is damaged" in run("db", "rekey").stderr
    key.unlink()
    assert "is missing, and this database needs it" in run("db", "migrate").stderr
    assert not key.exists(), "no new key stands in the way of the right one"
    key.write_bytes(NEW + b"\n" + KEY)
    assert run("db", "rekey", "--stopped").exit_code == 0
    key.write_bytes(KEY)
    assert "does not belong" in run("db", "rekey").stderr
