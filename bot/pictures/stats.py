"""A week beside the one before, as bars: the upper of two is the week, the lower the one before."""

from typing import Final

from bot.pictures.lettering import shortened
from bot.pictures.page import BODY, LEAD, MARGIN, SMALL, TITLE, Page, Paragraph, stacked
from bot.pictures.palette import BLUE, GREY, SOFT, Tone
from bot.pictures.scene import Box, Scene
from bot.usecases.tallying import FEW, small
from bot.views.keeping.stats import FEW_TEXT, Group, Pair, count_text

BAR: Final = 10.0
"""How high one is."""
ROOM: Final = 76.0
"""What is left to the number behind the longest."""
_NARROWEST: Final = 2.0
_LABEL: Final = 22


def stats_scene(title: str, before: str, groups: tuple[Group, ...]) -> Scene:
    """The whole picture; ``before``: what the week before is called."""
    page = Page(title)
    page.write(Paragraph(title, TITLE))
    page.write(Paragraph(f"蓝色是这一周，灰色是{before}", SMALL, SOFT), gap=2)
    for group in groups:
        if group.pairs:
            page.write(Paragraph(group.name, LEAD), gap=14)
            most = max(max(one.now, one.before) for one in group.pairs)
            for pair in group.pairs:
                _draw(page, pair, max(most, FEW))
    return page.scene(f"{FEW_TEXT}的不细分；只有次数，没有名字。")


def _draw(page: Page, pair: Pair, most: int) -> None:
    page.write(Paragraph(shortened(pair.label, _LABEL), BODY), gap=6)
    for number, tone in ((pair.now, BLUE), (pair.before, GREY)):
        _bar(page, number, most, tone)


def _bar(page: Page, number: int, most: int, tone: Tone) -> None:
    """A number below five is as wide as one: nothing tells which it is."""
    shown = 1 if small(number) else number
    width = max((page.right - MARGIN - ROOM) * shown / most, _NARROWEST)
    (words,) = stacked((Paragraph(count_text(number), SMALL, tone.words),), MARGIN + width + 6, page.y, ROOM)
    page.add(Box(MARGIN, page.y + (SMALL.leading - BAR) / 2, width, BAR, tone.edge, None, 2), words)
    page.y += SMALL.leading
