"""Tables whose rows came in one line each, with ``|`` between the cells, or one cell a line: their heads, and the cells below."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from knowledge.drafting.page import Page, Place

_SENTENCE = re.compile("[。;:,]")
_CELL = re.compile(r"[^|\n]+")
_LONGEST_HEAD = 16
_LONGEST_CELL = 30
_WIDEST = 6
_FIGURED = re.compile(r"时间|日期|电话|热线|金额|\([^()]*元[^()]*\)$")
"""Heads below which every cell has a figure: by them a table is told from a list of words."""


@dataclass(frozen=True)
class Table:
    """A head and the rows below it; all have as many cells."""

    head: tuple[str, ...]
    top: tuple[Place, ...]
    """Where the head stands."""
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
        else:
            found += _stacked([_bare(mark, 0) for mark in several], page)
    return tuple(found)


def _stacked(cells: list[Place], page: Page) -> Iterator[Table]:
    """Tables that came one cell a line: a head of words, then rows with figures wherever the head says so."""
    texts = [page.plain[cell.start : cell.end] for cell in cells]
    at = 0
    while at < len(texts):
        width, rows = max(((width, _rows_below(texts, at, width)) for width in range(2, _WIDEST + 1)), key=lambda found: found[1])
        if rows > 1:
            below = [tuple(cells[begin : begin + width]) for begin in range(at + width, at + width * (rows + 1), width)]
            yield Table(tuple(texts[at : at + width]), tuple(cells[at : at + width]), tuple(below))
        at += width * (rows + 1) if rows > 1 else 1


def _rows_below(texts: list[str], start: int, width: int) -> int:
    """How many rows of so many cells stand below a head; 0 where there is no head of a table."""
    head = texts[start : start + width]
    figured = [at for at, text in enumerate(head) if _FIGURED.search(text)]
    if len(head) < width or not figured or not all(_names(text) and not _SENTENCE.search(text) for text in head):
        return 0
    rows = 0
    for begin in range(start + width, len(texts) - width + 1, width):
        row = texts[begin : begin + width]
        fits = all(any(sign.isdecimal() for sign in row[at]) for at in figured) and not row[0][:1].isdecimal()
        if not fits or any(len(cell) > _LONGEST_CELL or _SENTENCE.search(cell) for cell in row):
            break
        rows += 1
    return rows


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
            yield Table(head, rows[0], tuple(rows[1:below]))
        rows = rows[max(below, 1) :]


def _names(cell: str) -> bool:
    return bool(cell) and len(cell) <= _LONGEST_HEAD and not any(sign.isdecimal() for sign in cell)
