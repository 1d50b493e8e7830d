"""Brings the schema up to date. Both databases do this in one transaction: a migration that fails leaves everything as it was."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from storage.errors import SchemaTooNewError

MIGRATION_LOCK = 7_359_100_411  # any number that nothing else in the database locks


def upgrade(connection: Connection) -> None:
    """Apply the migrations that are missing, one process at a time (SQLite's transaction holds the lock already)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    heads = MigrationContext.configure(connection).get_current_heads()
    _refuse_newer(heads, scripts())
    if set(heads) == set(scripts().get_heads()):
        return
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@cache
def scripts() -> ScriptDirectory:
    """All versions of the schema that this release knows, read once."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return config


def _refuse_newer(heads: tuple[str, ...], scripts: ScriptDirectory) -> None:
    for revision in heads:
        try:
            scripts.get_revision(revision)
        except CommandError as error:
            raise SchemaTooNewError(
                f"The database was brought to version {revision} by a newer release: update this program, or name another database."
            ) from error
