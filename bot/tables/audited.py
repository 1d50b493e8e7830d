"""操作记录 as a table: a line a row, part by part."""

from collections.abc import Iterable
from dataclasses import astuple

from openpyxl import Workbook

from bot.tables.styles import head, packed, write
from bot.views.units.audit import Line

TITLES = ("时间", "做了什么", "对什么", "谁办的", "对谁", "依据、原因")
WIDTHS = (18, 22, 34, 18, 18, 60)


def audited(lines: Iterable[Line]) -> bytes:
    """An .xlsx of these lines."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "操作记录"
    head(sheet, TITLES, WIDTHS)
    for row, line in enumerate(lines, 2):
        for column, text in enumerate(astuple(line), 1):
            write(sheet, row, column, text)
    sheet.auto_filter.ref = sheet.dimensions
    return packed(workbook)
