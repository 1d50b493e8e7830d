"""Text measured with the font that pictures are drawn in, and wrapped as Chinese is: no comma opens a line, no number is torn."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

PIXELS = 2
"""Pixels for one unit of a scene: fine enough for a phone's screen. Text is measured as it is drawn."""

_OPENING = "（〔【《“‘「(["
_CLOSING = "，。、；：！？）〕】》”’」…%℃,.;:!?)]"
_TOKEN = re.compile(
    r"(?:（[^\s（）]{1,2}）"
    rf"|[{re.escape(_OPENING)}]*(?:[0-9A-Za-z.,:/+_-]+|[^\s{re.escape(_OPENING)}]))[{re.escape(_CLOSING)}\u0300-\u036f]*"
    rf"|[{re.escape(_OPENING)}]+"
)
_MEANINGLESS = {"Cc", "Cf", "Cs", "Co", "Cn"}


def font_file() -> Path:
    """Where the font lies."""
    from pylopdf_fonts_zh_cn import sans_path  # noqa: PLC0415 - a package of 17 MB that only pictures need

    return Path(sans_path())


@cache
def font(size: float) -> "FreeTypeFont":
    """The font at a size in units, for drawing in pixels."""
    from PIL import ImageFont  # noqa: PLC0415 - the start of the bot does not wait for Pillow

    return ImageFont.truetype(font_file(), size * PIXELS, layout_engine=ImageFont.Layout.BASIC)


def legible(text: str) -> str:
    """One line of characters that stand for something: no line breaks, nothing invisible, nothing that XML refuses."""
    return " ".join("".join(" " if one.isspace() else one for one in text if one.isspace() or _is_meant(one)).split())


def _is_meant(character: str) -> bool:
    return unicodedata.category(character) not in _MEANINGLESS


def width_of(text: str, size: float) -> float:
    """How wide one line is at a size, both in units."""
    return font(size).getlength(text) / PIXELS


def wrapped(text: str, size: float, width: float) -> tuple[str, ...]:
    """The text in lines that fit a width; a single character that is wider stands alone."""
    lines = [""]
    for token in _tokens(legible(text), size, width):
        if width_of((lines[-1] + token).strip(), size) > width and lines[-1].strip():
            lines.append("")
        lines[-1] += token
    return tuple(line.strip() for line in lines if line.strip())


def _tokens(text: str, size: float, width: float) -> list[str]:
    """What is kept together, each with the blank before it; what is too long for a line falls apart."""
    found: list[str] = []
    end = 0
    for match in _TOKEN.finditer(text):
        token = text[end : match.end()]
        end = match.end()
        found += [token] if width_of(token.strip(), size) <= width else list(token)
    return found


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, cut with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip("，。、；：（ ") + "…"
