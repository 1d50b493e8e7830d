"""A notice's text in one width, character by character, so that a place in the one is the same place in the other."""

import re
import unicodedata
from dataclasses import dataclass

from knowledge.drafting.lines import celled, unbroken

_RUN = re.compile(r"[0-9]{40,}|[零〇○一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟]{40,}|[A-Za-z0-9._-]{300,}|([^ \n])\1{39,}| {200,}")
_LONG = 240
"""Characters; a line that is longer than a paragraph may hold several."""
_ALIKE = (
    dict.fromkeys("\u3000\t\u00a0", " ")
    | dict.fromkeys("—–－‐―─", "-")
    | dict.fromkeys("〔【﹝［", "[")
    | dict.fromkeys("〕】﹞］", "]")
    | dict.fromkeys("∶︰", ":")
    | {"～": "~"}
)
_KEPT = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


@dataclass(frozen=True, order=True)
class Place:
    """Some characters of a text, from ``start`` up to but not with ``end``."""

    start: int
    end: int


def place_of(mark: re.Match[str], offset: int, group: str | int = 0) -> Place:
    """The place of a match, or of a group in it; ``offset``: where the matched text begins."""
    return Place(offset + mark.start(group), offset + mark.end(group))


@dataclass(frozen=True)
class Found:
    """What every reader's finding has: where it stands."""

    place: Place
    """The characters that it was read from: its support in the text."""
    clause: str
    """The clause that it stands in, as clause lists write it."""


@dataclass(frozen=True)
class Page:
    """A text as it came, and the same in half width."""

    raw: str
    plain: str

    def quote(self, place: Place) -> str:
        """The characters of a place, as they came."""
        return self.raw[place.start : place.end]

    def line(self, offset: int) -> int:
        """The line of a place, from 1."""
        return self.raw.count("\n", 0, offset) + 1


def page_of(raw: str) -> Page:
    """The page of a text; line ends are made plain first."""
    text = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = (_paragraphs(_masked("".join(_narrow(character) for character in celled(line)))) for line in text.split("\n"))
    return Page(text, unbroken("\n".join(lines)))


def _masked(line: str) -> str:
    """A line without runs that no notice has: they mean nothing, and readers would try each of their characters in turn."""
    return _RUN.sub(lambda run: "#" * len(run[0]), line)


def _paragraphs(line: str) -> str:
    """A text that came in one line, with line ends where two wide spaces begin a paragraph; as long as before."""
    return re.sub(" {2,}", lambda gap: "\n" + gap[0][1:], line) if len(line) > _LONG else line


def _narrow(character: str) -> str:
    """One character in half width; circled numbers stay, and nothing becomes two."""
    if character in _KEPT:
        return character
    narrow = _ALIKE.get(character) or unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 else character
