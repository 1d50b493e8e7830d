"""What a picture consists of: boxes, dots, lines and words on a page. Units are a phone's points; y grows downwards."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.pictures.palette import INK, PAGE

Point = tuple[float, float]

RISE = 0.88
"""How far a Han character stands above its base line, in its size."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with rounded corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str | None = None
    radius: float = 0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle; without a fill a ring."""

    x: float
    y: float
    radius: float
    fill: str | None
    stroke: str | None = None
    weight: float = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    points: tuple[Point, ...]
    colour: str
    weight: float = 1
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text below each other; ``x`` and ``y`` are the upper left corner."""

    x: float
    y: float
    lines: tuple[str, ...]
    size: float
    leading: float
    """From one line to the next."""
    colour: str = INK

    @property
    def height(self) -> float:
        """Of all lines together."""
        return len(self.lines) * self.leading

    def baselines(self) -> Iterator[tuple[str, float]]:
        """Each line with the y on which its characters stand."""
        for index, line in enumerate(self.lines):
            yield line, self.y + index * self.leading + (self.leading - self.size) / 2 + RISE * self.size


Shape = Box | Dot | Line | Words


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture: later shapes lie over earlier ones."""

    title: str
    """What it shows, for those who cannot see it."""
    width: float
    height: float
    shapes: tuple[Shape, ...]
    background: str = PAGE
