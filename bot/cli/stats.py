"""``stats``: how the bot is used, this week beside the last; counts only, for admins."""

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import wiring
from bot.cli.unanswered import AsJson, Folder
from bot.settings import Settings
from bot.usecases.checking import BadInputError
from bot.usecases.tallying import Week, two_weeks
from bot.views.keeping.stats import as_object, stats_message
from bot.views.render import to_plain
from storage.errors import StorageError

AsOf = Annotated[str | None, typer.Option("--as-of", help="The week of this day, like 2024-11-28, and the one before; by default today's.")]


def stats_command(as_of: AsOf = None, as_json: AsJson = False, folder: Folder = None) -> None:
    """Show a week beside the one before: people, questions, self-checks, reminders, messages. Fewer than five are not told apart."""
    settings = wiring.settings()
    try:
        week, before = asyncio.run(_read(settings, folder, wiring.day(as_of)))
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    except StorageError as error:
        raise wiring.stop(str(error)) from None
    if as_json:
        typer.echo(json.dumps({"weeks": [as_object(week), as_object(before)]}, ensure_ascii=False))
        return
    base = wiring.library(settings.knowledge_dir).base
    typer.echo(to_plain(stats_message(base, week, before, weekly=False)))


async def _read(settings: Settings, folder: Path | None, day: date) -> tuple[Week, Week]:
    async with wiring.rows_of(settings, folder) as database, database.transaction() as rows:
        return await two_weeks(rows, day)
