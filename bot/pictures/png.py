"""A scene as PNG. Shapes are drawn finer than they are shown and shrunk, in bands, so that a long picture takes no more memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count, pairwise
from math import ceil, hypot
from typing import TYPE_CHECKING

from bot.pictures.lettering import PIXELS, font
from bot.pictures.scene import Box, Dot, Line, Point, Scene, Shape, Words

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

TALLEST = 40_000
"""Pixels from top to bottom; what is longer nobody scrolls through."""

_COLOURS = 256
_FINER = 3
_FINE = PIXELS * _FINER
"""Fine pixels for one unit."""
_BAND = 400
_DASH, _GAP = 4.0, 3.0


class TooTallError(ValueError):
    """The picture is longer than ``TALLEST``; as SVG it can still be drawn."""


def png(scene: Scene) -> bytes:
    """The whole file, ``PIXELS`` for one unit.

    Raises:
        TooTallError: it would be longer than anybody could look at.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415 - the start of the bot does not wait for Pillow

    width, height = ceil(scene.width * PIXELS), ceil(scene.height * PIXELS)
    if height > TALLEST:
        raise TooTallError(f"{height} pixels tall")
    image = Image.new("RGB", (width, height), scene.background)
    for top in range(0, height, _BAND):
        band = min(_BAND, height - top)
        image.paste(_band(scene, top, (width, band)), (0, top))
    pen = ImageDraw.Draw(image)
    for words in scene.shapes:
        if isinstance(words, Words):
            for line, baseline in words.baselines():
                pen.text((words.x * PIXELS, baseline * PIXELS), line, words.colour, font(words.size), anchor="ls")
    file = BytesIO()
    # A third of the size, in half a second; median cut keeps the large grounds exactly as they are.
    image.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _band(scene: Scene, top: int, size: tuple[int, int]) -> "Image":
    """The shapes, without words, of the pixel rows from ``top`` on."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - the start of the bot does not wait for Pillow

    image = Image.new("RGB", (size[0] * _FINER, size[1] * _FINER), scene.background)
    brush = _Brush(ImageDraw.Draw(image), top / PIXELS)
    for shape in scene.shapes:
        first, last = _extent(shape)
        if first <= (top + size[1]) / PIXELS and last >= top / PIXELS:
            brush.paint(shape)
    return image.resize(size, Image.Resampling.BOX)


def _extent(shape: Shape) -> tuple[float, float]:
    """From which y to which a shape goes, its edge included."""
    match shape:
        case Box():
            return shape.y, shape.y + shape.height
        case Dot():
            return shape.y - shape.radius - shape.weight, shape.y + shape.radius + shape.weight
        case Line():
            heights = [y for _, y in shape.points]
            return min(heights) - shape.weight, max(heights) + shape.weight
        case Words():
            return shape.y, shape.y + shape.height


@dataclass(frozen=True, slots=True)
class _Brush:
    """Paints shapes in units onto a fine canvas whose upper edge is at ``top``."""

    canvas: "ImageDraw"
    top: float

    def paint(self, shape: Shape) -> None:
        match shape:
            case Box():
                self._box(shape)
            case Dot():
                ring = round(shape.weight * _FINE) if shape.stroke else 0
                centre = self._at((shape.x, shape.y))
                self.canvas.circle(centre, shape.radius * _FINE, shape.fill, shape.stroke, ring)
            case Line():
                self._line(shape)
            case Words():
                pass  # they are drawn once, at the size at which they were measured

    def _box(self, box: Box) -> None:
        corners = (*self._at((box.x, box.y)), *self._at((box.x + box.width, box.y + box.height)))
        solid = box.stroke if not box.dashed else None
        self.canvas.rounded_rectangle(corners, box.radius * _FINE, box.fill, solid, round(_FINE) if solid else 0)
        if box.dashed and box.stroke:
            right, bottom = box.x + box.width, box.y + box.height
            around = ((box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom), (box.x, box.y))
            self._line(Line(around, box.stroke, 1, dashed=True))

    def _line(self, line: Line) -> None:
        weight = round(line.weight * _FINE)
        for stroke in _dashes(line.points) if line.dashed else (line.points,):
            points = [self._at(point) for point in stroke]
            self.canvas.line(points, line.colour, weight, joint="curve")
            for end in (points[0], points[-1]) if not line.dashed else ():
                self.canvas.circle(end, weight / 2, line.colour)

    def _at(self, point: Point) -> Point:
        return point[0] * _FINE, (point[1] - self.top) * _FINE


def _dashes(points: tuple[Point, ...]) -> Iterator[tuple[Point, Point]]:
    """A line cut into dashes, each leg from its own beginning."""
    for (x, y), (end_x, end_y) in pairwise(points):
        length = hypot(end_x - x, end_y - y)
        for start in count(0.0, _DASH + _GAP):
            if start >= length:
                break
            first, last = start / length, min(start + _DASH, length) / length
            yield (x + (end_x - x) * first, y + (end_y - y) * first), (x + (end_x - x) * last, y + (end_y - y) * last)
