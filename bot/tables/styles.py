"""How a sheet looks, and text that stays text: what people wrote never becomes a formula."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

HEAD = PatternFill("solid", fgColor="1F4E79")
HINT = PatternFill("solid", fgColor="EAF1F8")
FILLS = {
    "eligible": PatternFill("solid", fgColor="DDF2DD"),
    "not_eligible": PatternFill("solid", fgColor="F9DEDC"),
    "undetermined": PatternFill("solid", fgColor="FFF4D6"),
}
WRAPPED = Alignment(wrap_text=True, vertical="top")
WHITE = Font(bold=True, color="FFFFFF")
GREY = Font(color="666666", size=9)
BOLD = Font(bold=True, size=13)


def write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Put text into a cell as text, without characters that no table may hold."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - our own sheets merge nothing
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
    if cell.value is not None:
        cell.data_type = "s"
    cell.alignment = WRAPPED
    return cell


def head(sheet: Worksheet, titles: tuple[str, ...], widths: tuple[int, ...]) -> None:
    """The first row."""
    for column, (title, width) in enumerate(zip(titles, widths, strict=True), 1):
        cell = write(sheet, 1, column, title)
        cell.font, cell.fill = WHITE, HEAD
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"


def lines(sheet: Worksheet, texts: tuple[str, ...], width: int = 90) -> None:
    """A sheet of lines, the first of them its title."""
    for row, text in enumerate(texts, 1):
        cell = write(sheet, row, 1, text)
        if row == 1:
            cell.font = BOLD
    sheet.column_dimensions["A"].width = width


def packed(workbook: Workbook) -> bytes:
    """The file."""
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
