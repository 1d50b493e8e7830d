"""Signs that the font lacks, drawn with lines: a disc with a white sign in it."""

from collections.abc import Mapping
from typing import Literal

from bot.pictures.palette import PAGE
from bot.pictures.scene import Dot, Line, Point, Shape

Mark = Literal["check", "cross", "star", "question", "people"]

_SIGNS: Mapping[Mark, tuple[tuple[Point, ...], ...]] = {
    "check": (((-0.45, 0.05), (-0.12, 0.38), (0.48, -0.32)),),
    "cross": (((-0.35, -0.35), (0.35, 0.35)), ((0.35, -0.35), (-0.35, 0.35))),
    "star": (
        (
            (0, -0.62),
            (0.16, -0.22),
            (0.59, -0.19),
            (0.26, 0.08),
            (0.36, 0.5),
            (0, 0.27),
            (-0.36, 0.5),
            (-0.26, 0.08),
            (-0.59, -0.19),
            (-0.16, -0.22),
            (0, -0.62),
        ),
    ),
    "question": (
        ((-0.26, -0.28), (-0.2, -0.46), (0, -0.54), (0.2, -0.46), (0.26, -0.28), (0.2, -0.12), (0.02, 0.02), (0, 0.2)),
        ((0, 0.46), (0, 0.5)),
    ),
    "people": (
        ((-0.16, -0.3), (0, -0.46), (0.16, -0.3), (0, -0.14), (-0.16, -0.3)),
        ((-0.42, 0.45), (-0.36, 0.16), (0, 0.04), (0.36, 0.16), (0.42, 0.45)),
    ),
}
"""Strokes within a disc of radius 1."""


def mark(sign: Mark, x: float, y: float, radius: float, colour: str) -> tuple[Shape, ...]:
    """A sign around a centre."""
    strokes = (tuple((x + dx * radius, y + dy * radius) for dx, dy in stroke) for stroke in _SIGNS[sign])
    return (Dot(x, y, radius, colour), *(Line(stroke, PAGE, radius * 0.2) for stroke in strokes))
