"""A QR picture as boxes: a link that a phone's camera reads from paper."""

from collections.abc import Iterator
from itertools import groupby

from bot.pictures.palette import INK, PAGE
from bot.pictures.scene import Box

QUIET = 4
"""Modules of empty ground around it: with less a camera may not find it."""

Matrix = tuple[tuple[bool, ...], ...]
"""Rows of modules from above, dark ones true, without the ground around them."""


def matrix_of(link: str) -> Matrix:
    """The modules of a link, so that a quarter of them may be dirty or creased."""
    import segno  # noqa: PLC0415 - only who prints an invitation needs it

    return tuple(tuple(bool(module) for module in row) for row in segno.make_qr(link, error="q", boost_error=False).matrix)


def qr_boxes(matrix: Matrix, x: float, y: float, module: float) -> tuple[Box, ...]:
    """The white ground and upon it each run of dark modules, from a corner on; ``module``: the side of one, in whole units."""
    side = side_of(matrix, module)
    return (Box(x, y, side, side, PAGE), *_runs(matrix, x + QUIET * module, y + QUIET * module, module))


def side_of(matrix: Matrix, module: float) -> float:
    """How wide and high it is with its ground."""
    return (len(matrix) + 2 * QUIET) * module


def _runs(matrix: Matrix, x: float, y: float, module: float) -> Iterator[Box]:
    for down, row in enumerate(matrix):
        for dark, cells in groupby(range(len(row)), row.__getitem__):
            run = tuple(cells)
            if dark:
                yield Box(x + run[0] * module, y + down * module, len(run) * module, module, INK)
