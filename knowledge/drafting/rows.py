"""Papers in tables: a row a line with bars between its cells, or one cell a line behind a head with 材料名称."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.drafting.numbers import NUMBER, whole
from knowledge.drafting.outline import Outline, Part
from knowledge.drafting.page import Page, Place
from knowledge.drafting.papers import LONGEST, MEDIA, Paper, Papers
from knowledge.drafting.tables import Table, tables_in
from knowledge.drafting.words import Words

HEADS = frozenset({"材料名称", "材料", "所需材料", "名称", "申请材料名称", "提交材料名称"})
_NAMED = re.compile("(?:材料|资料|要件)(?:名称|目录)?$|^名称$")
_NO_NAME = re.compile("形式|类型|要求|来源|性质")
_COUNT = re.compile("份数|数量")
_COPIES = re.compile(rf"(?:一式)?({NUMBER})\s*(?:份|张|套)?")
_COLUMNS = 2


def rows_of(page: Page, outline: Outline, papers: Papers, words: Words) -> Iterator[Paper]:
    """The papers of all tables."""
    for table in tables_in(page):
        yield from _in_columns(page, outline, papers, table)
    yield from _below_each_other(page, outline, papers, words)


def _in_columns(page: Page, outline: Outline, papers: Papers, table: Table) -> Iterator[Paper]:
    name, count = table.column(_NAMED, _NO_NAME), table.column(_COUNT)
    if name is None:
        return
    for row in table.rows:
        texts = [page.plain[cell.start : cell.end] for cell in row]
        part = outline.at(row[name].start)
        if part is not None:
            yield from _row(papers, part, row[name], [] if count is None else [texts[count]], texts[:name] + texts[name + 1 :])


def _below_each_other(page: Page, outline: Outline, papers: Papers, words: Words) -> Iterator[Paper]:
    """Tables that came one cell a line: a number, a name, and what else stands in its row."""
    cells = [part for part in outline.parts if part.topic == "materials"]
    texts = [page.plain[part.body.start : part.body.end].strip() for part in cells]
    if not any(text in HEADS for text in texts):
        return
    rows = _chunks(texts, papers, words) or _numbered(texts, papers)
    for first, last in rows:
        part, others = cells[first], texts[first + 1 : last]
        yield from _row(papers, part, part.body, others, others)


def _numbered(texts: list[str], papers: Papers) -> list[tuple[int, int]]:
    starts: list[int] = []
    for at, (text, after) in enumerate(itertools.pairwise(texts)):
        if text == str(len(starts) + 1) and papers.in_words(after) and after not in MEDIA:
            starts.append(at)
    rows = itertools.pairwise([*starts, len(texts)])
    return [(at + 1, stop) for at, stop in rows if at + 1 < stop and len(texts[at + 1]) <= LONGEST]


def _chunks(texts: list[str], papers: Papers, words: Words) -> list[tuple[int, int]]:
    """The rows of a table without numbers: as many cells each as its head has."""
    first = next((at for at, text in enumerate(texts) if text in HEADS), 0)
    width = next((at for at, text in enumerate(texts[first:]) if text not in HEADS and text not in words.cells), 0)
    if width < _COLUMNS or "序号" in texts[max(0, first - 1) : first + width]:
        return []
    rows: list[tuple[int, int]] = []
    for at in range(first + width, len(texts) - width + 1, width):
        if not papers.in_words(texts[at]) or texts[at] in MEDIA:
            break
        rows.append((at, at + width))
    return rows


def _row(papers: Papers, part: Part, name: Place, counts: list[str], media: list[str]) -> Iterator[Paper]:
    """The paper that a cell names, with the copies and the medium that other cells of its row say."""
    counted = next((mark for text in counts if (mark := _COPIES.fullmatch(text))), None)
    copy = True if any("复印" in text for text in media) and not any("原件" in text for text in media) else None
    for paper in papers.between(part, name.start - part.body.start, name.end - part.body.start, listed=True):
        yield replace(
            paper,
            copies=paper.copies or (whole(counted[1]) if counted else None),
            photocopy=paper.photocopy if copy is None else copy,
        )
