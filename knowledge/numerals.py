"""Chinese numerals, read and written. What knows them is imported with the first: a fifth of a second that a start need not wait for."""

from typing import Literal

Strictness = Literal["strict", "normal", "smart"]


def read_numeral(text: str, how: Strictness) -> int | float:
    """The number that a numeral names; ``strict``: written as it should be, ``smart``: digits may stand in it.

    Raises:
        ValueError: it is no numeral.
    """
    from cn2an import cn2an  # noqa: PLC0415 - see the module's line

    found: int | float = cn2an(text, how)
    return found


def write_numeral(digits: str) -> str:
    """The numeral for some digits."""
    from cn2an import an2cn  # noqa: PLC0415 - see the module's line

    return str(an2cn(digits))
