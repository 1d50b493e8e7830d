"""Tables as people fill them in, made without a template's help where that matters."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.tables.columns import FIRST_ROW, SHEET
from bot.tables.styles import packed
from bot.tables.template import template
from bot.usecases.scope import PolicyScope
from knowledge.base import KnowledgeBase

NOW = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
TEPEI = PolicyScope("nmg-tepei-2023", "outside")
Change = Callable[[Workbook, Worksheet], None]


def table(base: KnowledgeBase, change: Change, scope: PolicyScope = TEPEI) -> bytes:
    """The template with something done to it."""
    workbook = load_workbook(BytesIO(template(base, scope, NOW)))
    sheet = workbook[SHEET]
    assert isinstance(sheet, Worksheet)
    change(workbook, sheet)
    return packed(workbook)


def person(**cells: object) -> Change:
    """One person in the first free row; cells by column letter."""

    def fill(_: Workbook, sheet: Worksheet) -> None:
        for letter, value in cells.items():
            sheet[f"{letter}{FIRST_ROW + 1}"] = value  # type: ignore[assignment]  # whatever Excel holds

    return fill


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The file with parts of it replaced or added."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return buffer.getvalue()
