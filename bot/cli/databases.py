"""``db``: a copy of the database while the bot runs, a look through it, the copy put back; all of it sealed anew with a new key."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import wiring
from bot.clock import SystemClock
from bot.settings import Settings
from storage.backup import Findings, back_up, examine, file_of, restore
from storage.codec import Codec, load_key
from storage.database import Database
from storage.errors import SchemaTooOldError, StorageError, WrongKeyError
from storage.rekeying import rekey, survey
from storage.seals import Standing

app = typer.Typer(
    no_args_is_help=True,
    help="Save the database, look through it, put it back (SQLite; docs/operations.md for PostgreSQL); change its key.",
)

TELL_EACH = 10_000
"""So many rows more are worth a line."""

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
    """Look through a database: whole, of a known version, sealed with our keys; how much is still under an older one."""
    settings = wiring.settings()
    try:
        if database is None and not settings.database_url.startswith("sqlite"):
            _tell_seals(asyncio.run(_survey(settings)))
            return
        looked_at = database or file_of(settings.database_url)
        found = examine(looked_at, _codec())
    except StorageError as error:
        raise wiring.stop(str(error)) from None
    _report(looked_at, found)
    _tell_seals(found.seals)


@app.command("rekey")
def rekey_command(
    *,
    stopped: Annotated[bool, typer.Option("--stopped", help="No bot works on this database now; each starts with this key file.")] = False,
) -> None:
    """Seal all anew with the first key of the key file, while the bot runs; broken off, it goes on when it is begun again."""
    settings = wiring.settings()
    try:
        standing = asyncio.run(_rekey(settings, stopped=stopped))
    except StorageError as error:
        raise wiring.stop(str(error)) from None
    _tell_seals(standing)
    if any(one.older for one in standing):
        raise wiring.stop("Some rows were written with an older key meanwhile: give every process the new key file, then run this again.")
    typer.echo("Older keys may go from the key file. Keep them with the copies of the database that were made before.")


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
    async with wiring.database_of(settings, settings.database_url):
        pass


async def _survey(settings: Settings) -> tuple[Standing, ...]:
    async with _as_it_is(settings) as database:
        return await survey(database)


async def _rekey(settings: Settings, *, stopped: bool) -> tuple[Standing, ...]:
    async with _as_it_is(settings) as database:
        async with database.transaction() as rows:
            if stopped:
                await rows.keyring.begin()
            is_begun = await rows.keyring.is_begun()
        if not is_begun:
            raise WrongKeyError(
                "No bot has started with this first key yet, and none could read what is sealed with it: restart all of them first."
                " Where none is running, say --stopped."
            )
        before = await survey(database)
        if any(one.older for one in before):
            _tell_seals(before)
        sealed: Counter[str] = Counter()

        def tell(where: str, more: int) -> None:
            told = sealed[where]
            sealed[where] += more
            if sealed[where] // TELL_EACH > told // TELL_EACH:
                typer.echo(f"{where}: {sealed[where]} sealed anew …")

        standing = await rekey(database, tell)
        for where, number in sealed.items():
            typer.echo(f"{where}: {number} sealed anew.")
        return standing


@asynccontextmanager
async def _as_it_is(settings: Settings) -> AsyncIterator[Database]:
    """The database in use, whose tables are of this release; nothing is brought up to date."""
    database = Database(settings.database_url, _codec())
    try:
        if await database.is_behind():
            raise SchemaTooOldError("The tables are older than this program: run db migrate, or use the program of the running bot.")
        await database.unlock()
        yield database
    finally:
        await database.close()


def _codec() -> Codec:
    return load_key(wiring.settings().answers_key_file)


def _report(database: Path, found: Findings) -> None:
    if found.problems:
        raise wiring.stop("\n".join((f"{database} is not fit to be served from:", *found.problems)))
    typer.echo(f"{database}: whole, version {found.revision}, {found.people} people.")


def _tell_seals(standing: Iterable[Standing]) -> None:
    """How much is under which key, where there is anything to be done."""
    older = [one for one in standing if one.older]
    lost = [one for one in standing if one.lost]
    if older:
        typer.echo("Under an older key (db rekey seals it anew): " + ", ".join(f"{one.where} {one.older}" for one in older))
    if lost:
        typer.echo("Under a key that is not in the key file: " + ", ".join(f"{one.where} {one.lost}" for one in lost))
    if not older and not lost:
        typer.echo(f"All of {sum(one.newest for one in standing)} sealed texts are under the newest key.")
