"""A table that was sent back: for which policy, which column is which fact, and its rows; or why it is not taken, cell by cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet
from rapidfuzz import process

from bot.tables.columns import EXAMPLE, HOW_LABEL, LABELS, MARKER, NOTES, SHEET, facts_asked, label_of
from bot.tables.opening import TableError, check_openable
from bot.tables.values import read_cell
from bot.usecases.many import Row
from bot.usecases.scope import PolicyScope, read_scope
from eligibility.numerals import plain
from eligibility.reading import LONGEST
from knowledge.base import KnowledgeBase

MOST_ROWS = 500
MOST_COLUMNS = 100
NEW_TEMPLATE = "请点下面的按钮重新要一份模板，把内容粘贴进去再发。"
_NEAR = 50
_LONGEST_LABEL = 50
_LONGEST_HEAD = 20
_MOST_TOLD = 3


@dataclass(frozen=True)
class Filled:
    """A table as it was filled in."""

    scope: PolicyScope
    rows: tuple[Row, ...]
    left_out: tuple[str, ...]
    """Columns that the table has and we do not look at."""
    absent: tuple[str, ...]
    """Facts whose columns were taken out."""


def read_filled(base: KnowledgeBase, content: bytes) -> Filled:
    """The rows of a table.

    Raises:
        TableError: it cannot be taken; what was found is told with its cell and the cure.
    """
    check_openable(content)
    try:
        workbook = load_workbook(BytesIO(content), keep_links=False)
    except Exception:  # noqa: BLE001 - a made-up file may raise anything; what it holds is not ours to log
        raise TableError("文件损坏了，打不开。请用 Excel 或 WPS 打开，另存为 .xlsx 再发。") from None
    scope = _scope(base, workbook)
    sheet = _sheet(workbook)
    cells = _cells(sheet)
    columns, left_out, absent = _columns(base, scope, sheet.title, {column: cell for (row, column), cell in cells.items() if row == 1})
    _check_merged(sheet, max((row for row, _ in cells), default=1))
    rows = tuple(_rows(base, columns, cells))
    if not rows:
        raise TableError(f"“{sheet.title}”里还没有填人。从第 3 行起每人填一行，填好再发给我。")
    if len(rows) > MOST_ROWS:
        raise TableError(f"填了 {len(rows)} 行，一次最多 {MOST_ROWS} 行。请分成几个表发。")
    return Filled(scope, rows, left_out, absent)


def _scope(base: KnowledgeBase, workbook: Workbook) -> PolicyScope:
    """What the table was made for, by the marker in its notes."""
    if NOTES in workbook.sheetnames and isinstance(notes := workbook[NOTES], Worksheet):
        for cell in _cells(notes).values():
            name, _, target = str(cell.value).replace(":", "：").partition("：")
            if name.strip() == MARKER:
                scope = read_scope(base, target.strip())
                if isinstance(scope, PolicyScope) and base.policies[scope.policy].applicant:
                    return scope
                raise TableError(f"这个模板是旧的，里面的项目（{target.strip()[:LONGEST]}）现在没有了。{NEW_TEMPLATE}")
    raise TableError(f"认不出这是哪个项目的表：“{NOTES}”那一张里没有“{MARKER}”。{NEW_TEMPLATE}")


def _sheet(workbook: Workbook) -> Worksheet:
    if SHEET in workbook.sheetnames and isinstance(sheet := workbook[SHEET], Worksheet):
        return sheet
    raise TableError(f"没有找到叫“{SHEET}”的那一张，改了名的请改回来，或者：{NEW_TEMPLATE}")


def _cells(sheet: Worksheet) -> Mapping[tuple[int, int], SheetCell]:
    """All cells that hold something, by row and column."""
    held = sheet._cells  # noqa: SLF001 - openpyxl's own iterators make every empty cell up to the last
    return {place: cell for place, cell in sorted(held.items()) if isinstance(cell, SheetCell) and cell.value is not None}


def _columns(
    base: KnowledgeBase, scope: PolicyScope, sheet: str, heads: Mapping[int, SheetCell]
) -> tuple[dict[int, str | None], tuple[str, ...], tuple[str, ...]]:
    """By column its fact, None for the label; the headers not looked at; the facts without a column."""
    if len(heads) > MOST_COLUMNS:
        raise TableError(f"表里有 {len(heads)} 列，太多了。请只留模板里的列。")
    asked = facts_asked(base, scope)
    known: dict[str, str | None] = {plain(label): None for label in LABELS.values()} | {plain(fact.name): fact.id for fact in asked}
    found: dict[str | None, SheetCell] = {}
    strange: list[SheetCell] = []
    for cell in heads.values():
        name = plain(str(cell.value))
        if name not in known:
            strange.append(cell)
        elif known[name] in found:
            first = found[known[name]].coordinate
            raise TableError(f"{first} 和 {cell.coordinate} 都是“{_said(cell)}”。同一列只能有一个，请删掉多的那列。")
        else:
            found[known[name]] = cell
    label = () if None in found else (label_of(base, scope),)
    absent = tuple(fact.name for fact in asked if fact.id not in found)
    if asked and len(absent) == len(asked):
        raise TableError(f"“{sheet}”第 1 行不是模板的表头。请把表头放回第 1 行，或者：{NEW_TEMPLATE}")
    if strange and (label or absent):
        raise TableError("\n".join(_renamed(cell, (*label, *absent)) for cell in strange[:_MOST_TOLD]))
    if label:
        raise TableError(f"第 1 行少了“{label[0]}”这一列。请把它加回来，或者：{NEW_TEMPLATE}")
    return {cell.column: fact for fact, cell in found.items()}, tuple(map(_said, strange)), absent


def _renamed(cell: SheetCell, absent: tuple[str, ...]) -> str:
    near = process.extractOne(_said(cell), absent, score_cutoff=_NEAR)
    meant = f"是不是“{near[0]}”？请改成它" if near else f"表里少了“{'”“'.join(absent[:_MOST_TOLD])}”，是其中一个就改成它"
    return f"{cell.coordinate} 的表头“{_said(cell)}”我不认识。{meant}，不是的话删掉这一列。"


def _said(cell: SheetCell) -> str:
    return str(cell.value)[:_LONGEST_HEAD]


def _check_merged(sheet: Worksheet, last: int) -> None:
    merged = [str(area) for area in sheet.merged_cells.ranges if area.min_row <= last]
    if merged:
        raise TableError(
            f"“{sheet.title}”里有合并的单元格：{'、'.join(sorted(merged)[:5])}。请选中后点“取消合并”，每格各填各的，再发给我。"
        )


def _rows(base: KnowledgeBase, columns: Mapping[int, str | None], cells: Mapping[tuple[int, int], SheetCell]) -> Iterator[Row]:
    """The rows that hold an answer, the hints and the example left out."""
    by_row: dict[int, dict[int, SheetCell]] = {}
    for (number, column), cell in cells.items():
        if number > 1 and column in columns:
            by_row.setdefault(number, {})[column] = cell
    for number, held in by_row.items():
        label = next((_label(cell) for column, cell in held.items() if columns[column] is None), "")
        read = {fact: found for column, cell in held.items() if (fact := columns[column]) and (found := read_cell(cell))}
        if read and not label.startswith((EXAMPLE, HOW_LABEL)):
            in_order = {fact: read[fact] for fact in base.facts if fact in read}
            yield Row(number, label or f"第{number}行", in_order)


def _label(cell: SheetCell) -> str:
    found = read_cell(cell)
    return found.shown[:_LONGEST_LABEL] if found else ""
