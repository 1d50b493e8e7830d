"""A tree as an indented list of boxes: every child below its parent and to the right of it, so that it fits a phone at any depth."""

from dataclasses import dataclass
from typing import Literal

from bot.pictures.marks import Mark, mark
from bot.pictures.page import BODY, LEAD, MARGIN, RIGHT, SMALL, Page, Paragraph, Style, end_of, stacked
from bot.pictures.palette import INK, RULE, Tone
from bot.pictures.scene import Box, Line

Look = Literal["heading", "card", "box", "joint"]
"""A ``heading`` and a ``card`` go to the right margin; a ``box``, and a ``joint`` that holds others, are as wide as their words."""

STEP = 18.0
"""How far a child stands to the right of its parent, where there is room."""
NARROWEST = 170.0
"""What is left to the deepest words."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """How a look is cut: its letters, the space above it, left and right of its words, above and below them."""

    style: Style
    gap: float
    side: float
    edge: float


_CUTS: dict[Look, _Cut] = {
    "heading": _Cut(LEAD, 24, 10, 7),
    "card": _Cut(BODY, 14, 12, 7),
    "box": _Cut(BODY, 6, 9, 4),
    "joint": _Cut(SMALL, 6, 9, 3),
}
_STRIPE = 4.0
_SIGN = 7.0


@dataclass(frozen=True, slots=True)
class Node:
    """One box of a tree."""

    words: str
    tone: Tone
    look: Look = "box"
    note: str = ""
    """Small words above the others."""
    sign: Mark | None = None
    """Stands before the note."""
    dashed: bool = False
    children: tuple["Node", ...] = ()


def depth(nodes: tuple[Node, ...]) -> int:
    """How many boxes deep the deepest goes; 0 for none."""
    return max((1 + depth(node.children) for node in nodes), default=0)


def plant(page: Page, roots: tuple[Node, ...]) -> None:
    """Put trees below each other on a page."""
    room = RIGHT - MARGIN - NARROWEST
    _grow(page, roots, MARGIN, min(STEP, room / max(1, depth(roots))))


def _grow(page: Page, nodes: tuple[Node, ...], x: float, step: float) -> list[float]:
    """The nodes of one parent with all below them, from the left edge ``x`` on; the heights at which lines arrive at them."""
    arrivals = []
    for node in nodes:
        page.y += _CUTS[node.look].gap
        arrivals.append(_draw(page, node, x))
        bottom = page.y
        if node.children:
            below = _grow(page, node.children, x + step, step)
            trunk = x + step / 2
            page.add(Line(((trunk, bottom), (trunk, below[-1])), RULE))
            page.add(*(Line(((trunk, arrival), (x + step, arrival)), RULE) for arrival in below))
    return arrivals


def _draw(page: Page, node: Node, x: float) -> float:
    """One box; where a line arrives at it."""
    cut = _CUTS[node.look]
    note = Paragraph(node.note, SMALL, node.tone.words, 2 * _SIGN + 6 if node.sign else 0)
    words = Paragraph(node.words, cut.style, INK if node.look == "card" else node.tone.words)
    texts = stacked((note, words), x + cut.side, page.y + cut.edge, RIGHT - x - 2 * cut.side)
    width = max(map(end_of, texts)) + cut.side - x if node.look in {"box", "joint"} else RIGHT - x
    height = sum(text.height for text in texts) + 2 * cut.edge
    first = texts[0].y + texts[0].leading / 2
    page.add(Box(x, page.y, width, height, node.tone.ground, node.tone.edge, 6, node.dashed), *texts)
    if node.look == "card":
        page.add(Line(((x + _STRIPE / 2, page.y + 6), (x + _STRIPE / 2, page.y + height - 6)), node.tone.edge, _STRIPE))
    if node.sign:
        page.add(*mark(node.sign, x + cut.side + _SIGN, first, _SIGN, node.tone.edge))
    page.y += height
    return first
