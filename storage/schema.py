"""Brings the schema up to date. Both databases do this in one transaction: a migration that fails leaves everything as it was.

What applies migrations is imported only where there is one to apply: most starts find none.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.errors import SchemaTooNewError

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

MIGRATION_LOCK = 7_359_100_411  # any number that nothing else in the database locks
VERSIONS = Path(__file__).parent / "migrations" / "versions"


def upgrade(connection: Connection) -> None:
    """Apply the migrations that are missing, one process at a time (SQLite's transaction holds the lock already)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    found = revision_of(connection)
    if found == latest():
        return
    if found is not None:
        _refuse_newer(found)
    from alembic import command  # noqa: PLC0415 - see the module's second line

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def revision_of(connection: Connection) -> str | None:
    """Give the version that the tables have; ``None`` where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


@cache
def latest() -> str:
    """Give the version that this release makes: its files of migrations are numbered."""
    return max(file.name[:4] for file in VERSIONS.glob("[0-9][0-9][0-9][0-9]_*.py"))


@cache
def scripts() -> "ScriptDirectory":
    """All versions of the schema that this release knows, read once."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see the module's second line

    return ScriptDirectory.from_config(_config())


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see the module's second line

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return config


def _refuse_newer(revision: str) -> None:
    from alembic.util import CommandError  # noqa: PLC0415 - see the module's second line

    try:
        scripts().get_revision(revision)
    except CommandError as error:
        raise SchemaTooNewError(
            f"The database was brought to version {revision} by a newer release: update this program, or name another database."
        ) from error
