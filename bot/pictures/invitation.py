"""An invitation on one page of paper: the unit's name, a QR picture to scan, what to do, and what the contact will see."""

from bot.pictures.page import BODY, LEAD, MARGIN, SMALL, Page, Paragraph, Style, stacked
from bot.pictures.palette import INK, SOFT
from bot.pictures.qr import matrix_of, qr_boxes, side_of
from bot.pictures.scene import Line, Scene
from bot.views.units.inviting import Poster

WIDTH = 620.0
_NAME = Style(32, 44)
_MODULE = 8.0
"""The side of one module: 2.7 mm when the page is printed on A4."""
_GAP = 14.0


def invitation_scene(poster: Poster) -> Scene:
    """The whole page; what it says can be read in black and white, from where one stands before a notice board."""
    page = Page(poster.title, WIDTH)
    page.write(Paragraph(poster.unit, _NAME), Paragraph(poster.purpose, LEAD))
    matrix = matrix_of(poster.link)
    side = side_of(matrix, _MODULE)
    page.add(*qr_boxes(matrix, round((WIDTH - side) / 2), page.y, _MODULE))
    page.y += side
    for part in poster.parts:
        page.write(Paragraph(part.heading, LEAD), gap=_GAP)
        page.add(Line(((MARGIN, page.y), (page.right, page.y)), INK, 1))
        page.y += _GAP / 2
        texts = stacked(tuple(Paragraph(line, BODY) for line in part.lines), MARGIN, page.y, page.right - MARGIN)
        page.add(*texts)
        page.y += sum(text.height for text in texts)
    page.write(Paragraph(poster.link, SMALL, SOFT), gap=_GAP)
    return page.scene(*poster.small)
