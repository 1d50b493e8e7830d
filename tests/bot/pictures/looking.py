"""What must be true of every picture, whatever it shows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bot.pictures.page import end_of
from bot.pictures.scene import Box, Dot, Line, Scene, Shape, Words

LEAST_CONTRAST = 4.5
"""WCAG AA for letters of normal size."""

Frame = tuple[float, float, float, float]
Framed = tuple[Frame, Shape]


def look_at(scene: Scene) -> None:
    """Nothing overlaps, nothing is cut; all stands in one box or outside of all, and every word can be read on its ground."""
    frames = [(frame_of(shape), shape) for shape in scene.shapes]
    for frame, shape in frames:
        assert within(frame, (0, 0, scene.width, scene.height)), shape
    boxes = [(frame, shape) for frame, shape in frames if isinstance(shape, Box)]
    words = [(frame, shape) for frame, shape in frames if isinstance(shape, Words)]
    signs = [(frame, shape) for frame, shape in frames if isinstance(shape, Dot)]
    lines = list(legs(scene.shapes))
    assert not [clash for of_a_kind in (boxes, words, signs) for clash in meeting(of_a_kind)]
    assert not [clash for clash in meeting([*words, *signs, *lines]) if any(isinstance(shape, Words) for _, shape in clash)]
    around: dict[Frame, Box] = {}
    for (one, first), (other, second) in meeting([*boxes, *words, *signs, *lines]):
        for box, frame, inner in ((first, one, other), (second, other, one)):
            if isinstance(box, Box):
                assert within(inner, frame), (first, second)
                around[inner] = box
    for frame, text in words:
        ground = around[frame].fill if frame in around else scene.background
        assert contrast(text.colour, ground) >= LEAST_CONTRAST, text


def meeting(framed: Sequence[Framed]) -> Iterator[tuple[Framed, Framed]]:
    """All pairs that overlap."""
    ordered = sorted(framed, key=lambda one: one[0][1])
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other[0][1] >= one[0][3]:
                break
            if overlap(one[0], other[0]):
                yield one, other


def said(scene: Scene) -> list[str]:
    """Every text of a picture without its blanks, which may have become line ends."""
    return ["".join(shape.lines).replace(" ", "") for shape in scene.shapes if isinstance(shape, Words)]


def frame_of(shape: Shape) -> Frame:
    """Left, top, right and bottom."""
    match shape:
        case Box():
            return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case Dot():
            return shape.x - shape.radius, shape.y - shape.radius, shape.x + shape.radius, shape.y + shape.radius
        case Line():
            xs, ys = zip(*shape.points, strict=True)
            return min(xs), min(ys), max(xs), max(ys)
        case Words():
            return shape.x, shape.y, end_of(shape), shape.y + shape.height


def legs(shapes: Iterable[Shape]) -> Iterator[Framed]:
    """The straight parts of all lines."""
    for shape in shapes:
        if isinstance(shape, Line):
            for start, end in pairwise(shape.points):
                leg = Line((start, end), shape.colour)
                yield frame_of(leg), leg


def within(inner: Frame, outer: Frame) -> bool:
    """Whether a frame lies in another, its edge included."""
    slack = 1e-6
    return inner[0] >= outer[0] - slack and inner[1] >= outer[1] - slack and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack


def overlap(one: Frame, other: Frame) -> bool:
    """Whether two frames share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def contrast(one: str, other: str) -> float:
    """How well a colour stands out from another: 1 to 21, as WCAG reckons."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
