"""``audit``: what was done by right of an office, on what evidence; for admins."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import wiring
from bot.cli.unanswered import AsJson, Folder
from bot.clock import SHANGHAI
from bot.settings import Settings
from bot.usecases.keeping.auditing import Known
from bot.views.units.audit import line_of
from storage.errors import StorageError
from storage.keeping_records import AuditRecord

Last = Annotated[int, typer.Option("--last", min=1, max=10_000, help="How many lines, the latest first.")]


def audit_command(last: Last = 100, as_json: AsJson = False, folder: Folder = None) -> None:
    """Show what was done by right of an office, the latest first: by whom, to whom (numbers of rows), on what evidence."""
    settings = wiring.settings()
    try:
        lines = asyncio.run(_read(settings, folder, last))
    except StorageError as error:
        raise wiring.stop(str(error)) from None
    if as_json:
        typer.echo(json.dumps({"audit": [as_object(one) for one in lines]}, ensure_ascii=False))
        return
    typer.echo("\n".join(line_of(one, Known()) for one in lines) or "还没有操作记录")


def as_object(one: AuditRecord) -> dict[str, Any]:
    """The stable JSON object of one line."""
    return {
        "number": one.id,
        "at": one.at.astimezone(SHANGHAI).isoformat(),
        "act": one.act,
        "about": json.loads(one.about),
        "actor": one.actor_id,
        "person": one.person_id,
        "said": one.said,
    }


async def _read(settings: Settings, folder: Path | None, last: int) -> tuple[AuditRecord, ...]:
    async with wiring.rows_of(settings, folder) as database, database.transaction() as rows:
        return await rows.audit.latest(last)
