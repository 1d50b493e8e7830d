"""Tables whose rows came in one line each, with ``|`` between the cells: their heads, and the cells below each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from knowledge.drafting.page import Page, Place

_CELL = re.compile(r"[^|\n]+")
_LONGEST_HEAD = 16


@dataclass(frozen=True)
class Table:
    """A head and the rows below it; all have as many cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[Place, ...], ...]

    def column(self, said: re.Pattern[str], besides: re.Pattern[str] | None = None) -> int | None:
        """The first column whose head says so, and does not say something besides."""
        named = (at for at, head in enumerate(self.head) if said.search(head) and not (besides and besides.search(head)))
        return next(named, None)


def tables_in(page: Page) -> tuple[Table, ...]:
    """Every table of a text."""
    found: list[Table] = []
    lines = [mark for mark in re.finditer("[^\n]+", page.plain) if mark[0].strip()]
    for barred, several in groupby(lines, key=lambda mark: "|" in mark[0]):
        if barred:
            found += _tables([_cells(mark) for mark in several], page)
    return tuple(found)


def _cells(line: re.Match[str]) -> tuple[Place, ...]:
    return tuple(_bare(cell, line.start()) for cell in _CELL.finditer(line[0]))


def _bare(cell: re.Match[str], offset: int) -> Place:
    words = cell[0].strip()
    begin = offset + cell.start() + (cell[0].index(words) if words else 0)
    return Place(begin, begin + len(words))


def _tables(rows: list[tuple[Place, ...]], page: Page) -> Iterator[Table]:
    """Rows below each other whose first has words alone; a row with other cells begins another table or belongs to none."""
    while rows:
        head = tuple(page.plain[cell.start : cell.end] for cell in rows[0])
        below = next((at for at, row in enumerate(rows) if len(row) != len(head)), len(rows))
        if below > 1 and all(_names(cell) for cell in head):
            yield Table(head, tuple(rows[1:below]))
        rows = rows[max(below, 1) :]


def _names(cell: str) -> bool:
    return bool(cell) and len(cell) <= _LONGEST_HEAD and not any(sign.isdecimal() for sign in cell)
