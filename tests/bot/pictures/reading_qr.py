"""A reader of QR pictures of version 6 with level Q, from the standard (ISO/IEC 18004), so that drawing is not held to the drawer alone.

It corrects nothing: what it reads is what stands there.
"""

from collections.abc import Callable, Iterator

from bot.pictures.qr import Matrix

SIDE = 41
BLOCKS, DATA = 4, 19
"""Codewords of data lie in so many blocks of so many, one of each in turn."""
BYTES = 0b0100
Q = (True, True)

MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _: row % 2 == 0,
    lambda _, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def read(matrix: Matrix) -> str:
    """The text in it."""
    assert len(matrix) == SIDE
    assert (not matrix[8][0], matrix[8][1]) == Q, "the level, less its own mask"
    mask = MASKS[(not matrix[8][2]) * 4 + matrix[8][3] * 2 + (not matrix[8][4])]
    bits = [matrix[row][column] ^ mask(row, column) for row, column in _way() if not _is_fixed(row, column)]
    words = [_number(bits[at : at + 8]) for at in range(0, BLOCKS * DATA * 8, 8)]
    data = [word for block in range(BLOCKS) for word in words[block::BLOCKS]]
    stream = [bool(word >> place & 1) for word in data for place in range(7, -1, -1)]
    assert _number(stream[:4]) == BYTES
    length = _number(stream[4:12])
    return bytes(_number(stream[at : at + 8]) for at in range(12, 12 + 8 * length, 8)).decode()


def _number(bits: list[bool]) -> int:
    return sum(bit << place for place, bit in enumerate(reversed(bits)))


def _way() -> Iterator[tuple[int, int]]:
    """Two columns at a time from the right, up and down in turn; the column of the timing pattern is passed over."""
    for turn, right in enumerate(right if right > 6 else right - 1 for right in range(SIDE - 1, 0, -2)):
        for row in range(SIDE) if turn % 2 else range(SIDE - 1, -1, -1):
            yield row, right
            yield row, right - 1


def _is_fixed(row: int, column: int) -> bool:
    """The three finders with what surrounds them, the timing lines, the one alignment pattern."""
    finder = (row < 9 and column < 9) or (row < 9 and column >= SIDE - 8) or (row >= SIDE - 8 and column < 9)
    return finder or row == 6 or column == 6 or (32 <= row <= 36 and 32 <= column <= 36)
