"""Offsets as Telegram counts them: in UTF-16 units."""


def length(text: str) -> int:
    """UTF-16 units in ``text``: two for characters beyond the basic plane."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)  # noqa: PLR2004 - the end of the basic plane


def cut(text: str, offset: int, size: int) -> str:
    """The stretch of ``text`` that an entity covers."""
    return text.encode("utf-16-le")[offset * 2 : (offset + size) * 2].decode("utf-16-le", errors="replace")
