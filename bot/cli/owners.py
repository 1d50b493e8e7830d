"""``knowledge owners``: who answers for each policy, when it was held against its notice, when it is to be."""

import asyncio
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli import wiring
from bot.settings import Settings
from bot.usecases.checking import BadInputError
from bot.usecases.keeping.stewarding import is_overdue, names_of, standings
from knowledge.base import KnowledgeBase
from storage.errors import StorageError
from storage.keeping_records import StewardRecord

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON (docs/command-line.md).")]
Folder = Annotated[Path | None, typer.Option("--folder", help="Of the sandbox that is kept in this folder.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Which are overdue on this day, else today.")]


def owners(as_json: AsJson = False, folder: Folder = None, as_of: AsOf = None) -> None:
    """Who answers for each policy, and what is to be checked: the longest overdue first."""
    settings = wiring.settings()
    try:
        today = wiring.day(as_of)
    except BadInputError as error:
        raise wiring.refuse(str(error), as_json=as_json) from None
    base = wiring.library(settings.knowledge_dir).base
    try:
        found, names = asyncio.run(_read(settings, folder, base))
    except StorageError as error:
        raise wiring.stop(str(error)) from None
    rows = [_row(one, names, today) for one in found]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table("id", "名称", "负责人", "最后核对", "下次核对")
    for one, row in zip(found, rows, strict=True):
        mark = "⚠ " if row["overdue"] else ""
        table.add_row(one.policy, base.policies[one.policy].short_title, str(row["owner"] or ""), one.checked_on, f"{mark}{one.next_on}")
    Console().print(table)


def _row(one: StewardRecord, names: Mapping[int, str], today: date) -> dict[str, object]:
    return {
        "policy": one.policy,
        "owner": names.get(one.person_id) if one.person_id is not None else None,
        "checked": one.checked_on or None,
        "next": one.next_on or None,
        "months": one.months,
        "overdue": is_overdue(one, today),
    }


async def _read(settings: Settings, folder: Path | None, base: KnowledgeBase) -> tuple[tuple[StewardRecord, ...], Mapping[int, str]]:
    async with wiring.rows_of(settings, folder) as database, database.transaction() as rows:
        found = await standings(rows, base)
        return found, await names_of(rows, found)
