"""``db``: a copy of the database while the bot runs, a look through it, and the copy put back."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import wiring
from bot.clock import SystemClock
from bot.settings import Settings
from storage.backup import Findings, back_up, examine, file_of, restore
from storage.codec import Codec, load_key, load_or_make_key
from storage.database import Database
from storage.errors import StorageError

app = typer.Typer(no_args_is_help=True, help="Save the database, look through it, put it back (SQLite; docs/operations.md for PostgreSQL).")

Copy = Annotated[Path, typer.Argument(metavar="FILE", help="The copy.")]


@app.command("backup")
def backup_command(target: Copy) -> None:
    """Copy the database to FILE, as it stands at one moment; the bot may go on running."""
    settings = wiring.settings()
    try:
        back_up(file_of(settings.database_url), target)
        found = examine(target, _codec())
    except StorageError as error:
        raise wiring.stop(str(error)) from None
    _report(target, found)
    typer.echo(f"Keep its key apart from it: {settings.answers_key_file}")


@app.command("migrate")
def migrate_command() -> None:
    """Bring the tables up to date, and end: before new processes start. A start does so as well."""
    settings = wiring.settings()
    try:
        asyncio.run(_migrate(settings))
    except StorageError as error:
        raise wiring.stop(str(error)) from None
    typer.echo("The tables are up to date.")


@app.command("check")
def check_command(
    database: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A copy; by default the database itself.")] = None,
) -> None:
    """Look through a database: whole, of a known version, sealed with our key."""
    try:
        looked_at = database or file_of(wiring.settings().database_url)
        found = examine(looked_at, _codec())
    except StorageError as error:
        raise wiring.stop(str(error)) from None
    _report(looked_at, found)


@app.command("restore")
def restore_command(source: Copy) -> None:
    """Put FILE in the place of the database, whose present state is kept beside it. Stop the bot first."""
    try:
        database = file_of(wiring.settings().database_url)
        aside = restore(source, database, _codec(), SystemClock().now())
    except StorageError as error:
        raise wiring.stop(str(error)) from None
    typer.echo(f"{database} is what {source} held.")
    if aside is not None:
        typer.echo(f"What stood there before: {aside}")


async def _migrate(settings: Settings) -> None:
    database = Database(settings.database_url, load_or_make_key(settings.answers_key_file))
    try:
        await database.migrate()
    finally:
        await database.close()


def _codec() -> Codec:
    return load_key(wiring.settings().answers_key_file)


def _report(database: Path, found: Findings) -> None:
    if found.problems:
        raise wiring.stop("\n".join((f"{database} is not fit to be served from:", *found.problems)))
    typer.echo(f"{database}: whole, version {found.revision}, {found.people} people.")
