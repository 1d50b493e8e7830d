"""What a cell says: numbers exact, days as days, text as text; formulas and errors are no answers."""

from datetime import date, datetime
from decimal import Decimal

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell

from bot.usecases.many import Cell, Unusable
from eligibility.reading import LONGEST
from knowledge.policy import Value

_FORMULA = "这一格是公式。请复制后“选择性粘贴为数值”，或直接填。"
_ERROR = "这一格是 Excel 的错误值。请改成填好的内容。"
_PERCENT = 100
_EXACT = 12
"""Digits behind the point that a number of a table can be trusted for."""


def read_cell(cell: SheetCell | MergedCell) -> Cell | None:
    """A cell with its address; None where it is empty."""
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if cell.data_type == "f":
        return Cell(cell.coordinate, "（公式）", Unusable(_FORMULA))
    if cell.data_type == "e":
        return Cell(cell.coordinate, str(value), Unusable(_ERROR))
    read = _value(value, percent="%" in (cell.number_format or ""))
    return Cell(cell.coordinate, _shown(read), read)


def _value(value: object, *, percent: bool) -> Value:
    match value:
        case bool() | str():
            return value.strip() if isinstance(value, str) else value
        case int() | float() | Decimal():
            exact = round(Decimal(str(value)), _EXACT) * (_PERCENT if percent else 1)
            return int(exact) if exact == exact.to_integral_value() else exact.normalize()
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:  # a time of day, or something that only a table knows
            return str(value)


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
