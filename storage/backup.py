"""Copies of a SQLite database: made while the bot runs, looked through, and put back. All of it blocks.

A copy holds personal answers sealed, so only its owner can read the file; the key stays where it is, apart from it.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.codec import Codec
from storage.engine import parse_url
from storage.errors import BackupError
from storage.keyring import KEY_SEALS
from storage.marks import KEY_CHECK
from storage.schema import scripts
from storage.seals import Standing, sealed_columns

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

PAGES_AT_ONCE = 1024
"""So many pages are copied before others may write again."""
BESIDE = ("", "-wal", "-shm")
"""What a SQLite database is made of, by the ends of the names."""


@dataclass(frozen=True)
class Findings:
    """What a database file holds."""

    revision: str | None
    """The version of its schema; None: it is no database of this program."""
    people: int
    problems: tuple[str, ...]
    """Each in a sentence; without any the file can be served from."""
    seals: tuple[Standing, ...] = ()
    """How many rows are under which key."""


def file_of(url: str) -> Path:
    """The file of a SQLite address.

    Raises:
        BackupError: it is an address of a server, which has its own way.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise BackupError("This database is on a server: it is saved with pg_dump and put back with pg_restore, see docs/operations.md.")
    return Path(parsed.database)


def back_up(database: Path, target: Path) -> None:
    """Copy a database that may be in use, as it stands at one moment; the target appears whole or not at all.

    Raises:
        BackupError: the target is there already, or one of the two files cannot be used.
    """
    if target.exists():
        raise BackupError(f"{target} is there already: name another file.")
    with _told(f"{database} could not be saved to {target}"), _unfinished(target) as part:
        with closing(_open(database)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy, pages=PAGES_AT_ONCE)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, with no log beside it
        part.replace(target)


def examine(database: Path, codec: Codec) -> Findings:
    """Look through a database file: whether it is whole, of a version that we know, and sealed with our key.

    Raises:
        BackupError: it cannot be opened.
    """
    with _told(f"{database} cannot be read"), closing(_open(database)) as connection:
        broken = [row[0] for row in connection.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
        if broken:
            return Findings(None, 0, tuple(f"The file is damaged: {line}." for line in broken))
        if not {"alembic_version", "people", "marks"} <= {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}:
            return Findings(None, 0, ("This is no database of this program.",))
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        (people,) = connection.execute("SELECT count(*) FROM people").fetchone()
        orphans = len(connection.execute("PRAGMA foreign_key_check").fetchall())
        words = connection.execute("SELECT value FROM marks WHERE key IN (?, ?)", (KEY_CHECK, KEY_SEALS)).fetchall()
        seals = tuple(_standing(connection, codec))
    problems = [f"{orphans} rows belong to nothing." if orphans else "", _of_version(scripts(), revision), _sealed(words, codec)]
    return Findings(revision, people, tuple(filter(None, problems)), seals)


def restore(source: Path, database: Path, codec: Codec, now: datetime) -> Path | None:
    """Put a copy in the place of the database; what stood there is kept beside it and its new name returned.

    Raises:
        BackupError: the copy is not fit to be served from, or the database is in use. Nothing was changed then.
    """
    problems = examine(source, codec).problems
    if problems:
        raise BackupError(f"{source} is not put back. " + " ".join(problems))
    with _told(f"{source} could not be put back to {database}"), _unfinished(database) as part:
        shutil.copyfile(source, part)
        _sync(part)
        aside = _set_aside(database, now) if database.exists() else None
        for end in BESIDE[1:]:  # an old log would be played into the new file
            database.with_name(database.name + end).unlink(missing_ok=True)
        part.replace(database)
    return aside


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, timeout=5)


def _set_aside(database: Path, now: datetime) -> Path:
    """Keep what stands there under another name; BackupError where somebody has it open."""
    try:
        with closing(_open(database)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # refused while anybody else has the file open
    except sqlite3.OperationalError as error:
        raise BackupError(f"{database} is in use: stop the bot first.") from error
    except sqlite3.DatabaseError:
        pass  # damaged, which is what a copy is put back for
    aside = database.with_name(f"{database.name}.before-{now:%Y%m%dT%H%M%S}")
    for end in BESIDE:
        part = database.with_name(database.name + end)
        if part.exists():
            shutil.copy2(part, aside.with_name(aside.name + end))
    return aside


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A file beside the target for its owner alone; on the disk when the block ends, gone unless it was renamed."""
    part = target.with_name(f"{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
        _sync(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{what} ({error}): check the path, its permissions and the room on the disk.") from error


def _of_version(known: "ScriptDirectory", revision: str) -> str:
    if revision in {script.revision for script in known.walk_revisions()}:
        return ""
    return f"It is of version {revision}, of a newer release: update this program."


def _standing(connection: sqlite3.Connection, codec: Codec) -> Iterator[Standing]:
    """Column by column; an older copy lacks some."""
    for column in sealed_columns():
        table, name = column.table.name, column.name
        if connection.execute("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", (table, name)).fetchone():
            held = connection.execute(f'SELECT "{name}" FROM "{table}" WHERE "{name}" IS NOT NULL')  # noqa: S608 - names of ours
            yield Standing(f"{table}.{name}").with_all((row[0] for row in held), codec)


def _sealed(words: list[tuple[str]], codec: Codec) -> str:
    if all(codec.opens(value.encode("ascii")) for (value,) in words):
        return ""
    return "Something in it was sealed with another key: put the key file that belongs to it back, older lines included."
