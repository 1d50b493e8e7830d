"""A sheet for the unit as a picture: as wide as a page of paper, ink on white, with boxes to tick by hand."""

from math import ceil, sqrt

from bot.pictures.page import BODY, LEAD, MARGIN, SMALL, TITLE, Page, Paragraph, stacked
from bot.pictures.palette import INK, PAGE, SOFT
from bot.pictures.scene import Box, Line, Scene
from bot.views.sheets import Part, Sheet

NARROWEST, WIDEST = 620.0, 1080.0
"""From a sheet that one can read on a phone to one whose body letters are still 3 mm high on A4."""
_RAGGED = 1.1
"""Short lines gain nothing from a wider page."""
PAPER = 297 / 210
"""Height to width of A4: what is longer is printed smaller."""
_SIDE = 13.0
_INDENT = 22.0
_GAP = 14.0
_LINE_GAP = 3.0


def sheet_scene(sheet: Sheet) -> Scene:
    """The whole sheet on one page of paper where it fits, on a longer one where it does not; nothing in it is said by a colour."""
    scene = _scene(sheet, NARROWEST)
    wanted = _RAGGED * sqrt(scene.width * scene.height / PAPER)
    return scene if wanted <= NARROWEST else _scene(sheet, min(ceil(wanted), WIDEST))


def _scene(sheet: Sheet, width: float) -> Scene:
    page = Page(f"给单位看：{sheet.title}", width)
    page.write(Paragraph("给单位看", SMALL, SOFT), Paragraph(sheet.title, TITLE))
    page.write(*(Paragraph(line, BODY) for line in sheet.lines), gap=_LINE_GAP)
    for part in sheet.parts:
        _draw(page, part)
    page.y += _GAP
    page.add(Line(((MARGIN, page.y), (page.right, page.y)), INK, 1))
    return page.scene(*sheet.small)


def _draw(page: Page, part: Part) -> None:
    """The heading on a line across the page, then the lines, each with its box where there is something to tick."""
    page.write(Paragraph(part.heading, LEAD), gap=_GAP)
    page.y += _LINE_GAP
    page.add(Line(((MARGIN, page.y), (page.right, page.y)), INK, 2))
    page.y += _LINE_GAP
    for line in part.lines:
        left = MARGIN + (_INDENT if part.boxed else 0)
        texts = stacked((Paragraph(line, BODY),), left, page.y + _LINE_GAP, page.right - left)
        if part.boxed:
            page.add(Box(MARGIN + 1, page.y + _LINE_GAP + (BODY.leading - _SIDE) / 2, _SIDE, _SIDE, PAGE, INK))
        page.add(*texts)
        page.y += _LINE_GAP + sum(text.height for text in texts)
