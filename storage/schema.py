"""Brings the schema up to date. Both databases do this in one transaction: a migration that fails leaves everything as it was."""

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
    config = _config()
    config.attributes["connection"] = connection
    _refuse_newer(connection, scripts())
    command.upgrade(config, "head")


def scripts() -> ScriptDirectory:
    """All versions of the schema that this release knows."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return config


def _refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    for revision in MigrationContext.configure(connection).get_current_heads():
        try:
            scripts.get_revision(revision)
        except CommandError as error:
            raise SchemaTooNewError(
                f"The database was brought to version {revision} by a newer release: update this program, or name another database."
            ) from error
