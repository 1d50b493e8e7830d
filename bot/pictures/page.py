"""The page that every picture stands on: as wide as a phone held upright unless told otherwise, filled from above."""

from dataclasses import dataclass, field

from bot.pictures.lettering import width_of, wrapped
from bot.pictures.palette import INK, SOFT, Tone
from bot.pictures.scene import Box, Scene, Shape, Words

WIDTH = 390.0
MARGIN = 16.0
RIGHT = WIDTH - MARGIN
"""Where a picture for a phone ends."""
PAD = 8.0
"""Between a panel's edge and its words."""


@dataclass(frozen=True, slots=True)
class Style:
    """The size of letters and the distance of their lines."""

    size: float
    leading: float


TITLE = Style(21, 30)
LEAD = Style(17, 25)
BODY = Style(15, 22)
SMALL = Style(13, 19)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text to be wrapped."""

    text: str
    style: Style
    colour: str = INK
    indent: float = 0
    """How far its lines stand to the right of the others'."""


def stacked(paragraphs: tuple[Paragraph, ...], x: float, y: float, width: float) -> tuple[Words, ...]:
    """Paragraphs below each other from a corner on; those without words are left out."""
    found = []
    for paragraph in paragraphs:
        style, left = paragraph.style, x + paragraph.indent
        if lines := wrapped(paragraph.text, style.size, width - paragraph.indent):
            found.append(Words(left, y, lines, style.size, style.leading, paragraph.colour))
            y += found[-1].height
    return tuple(found)


def end_of(words: Words) -> float:
    """The x at which the longest line ends."""
    return words.x + max(width_of(line, words.size) for line in words.lines)


@dataclass(slots=True)
class Page:
    """A page in the making; ``y`` is where the next shape goes."""

    title: str
    width: float = WIDTH
    y: float = MARGIN
    shapes: list[Shape] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.width - MARGIN

    def add(self, *shapes: Shape) -> None:
        """Put shapes where they say."""
        self.shapes += shapes

    def write(self, *paragraphs: Paragraph, gap: float = 0) -> None:
        """Paragraphs over the whole width, after a gap, and on below them."""
        texts = stacked(paragraphs, MARGIN, self.y + gap, self.right - MARGIN)
        self.add(*texts)
        self.y += gap + sum(text.height for text in texts)

    def panel(self, x: float, tone: Tone, paragraphs: tuple[Paragraph, ...], *, dashed: bool = False) -> None:
        """Paragraphs in a box from ``x`` to the right margin, and on below it."""
        texts = stacked(paragraphs, x + PAD, self.y + PAD, self.right - x - 2 * PAD)
        height = sum(text.height for text in texts) + 2 * PAD
        self.add(Box(x, self.y, self.right - x, height, tone.ground, tone.edge, 6, dashed), *texts)
        self.y += height

    def scene(self, *small_print: str) -> Scene:
        """The small print at the end, and the whole picture."""
        self.write(*(Paragraph(line, SMALL, SOFT) for line in small_print), gap=MARGIN)
        return Scene(self.title, self.width, self.y + MARGIN, tuple(self.shapes))
