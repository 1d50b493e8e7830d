"""Where the opening of a page ends and its text begins, and the looks of what stands there: dates, numbers, offices."""

import re
from dataclasses import dataclass

from knowledge.drafting.outline import Outline
from knowledge.drafting.page import Page, Place
from knowledge.drafting.words import Words

SPACES = re.compile(r"\s+")
_SENTENCE = re.compile("[。;!]|,.{0,60},")
NUMBERED = re.compile(r"第一[章条]|[一1]\s*[、.]|\([一1]\)")
_YEAR = "(?P<year>[0-9]{4}|[〇零○一二三四五六七八九]{4})"
_COUNT = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
SIGNED = re.compile(rf"{_YEAR}\s*年\s*(?P<month>{_COUNT})\s*月\s*(?P<day>{_COUNT})\s*日")
STAMP = re.compile(r"(?<![0-9])(?P<year>20[0-9]{2})\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})(?![0-9])\s*日?")
LOST = re.compile(r"(?<![0-9])(?P<year>20[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])(?![0-9])")
PUBLISHED = re.compile(
    r"(?:发布|发表|成文|印发|公开)\s*(?:时间|日期)|(?<![\u4e00-\u9fff])(?:时间|日期)\s*:|作者\s*:|来源\s*:|浏览|阅读|访问|发布:"
)
NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}\s*[\[(]\s*(?:19|20)[0-9]{2}\s*[\])]?\s*第?\s*[0-9]{1,5}\s*号")
_PRINTED = re.compile(r"(?<=日)\s*印发$")
LONGEST_TITLE = 120
_LONGEST_LABEL = 8
_LONGEST_CALL = 40


@dataclass(frozen=True)
class Line:
    """A line without marks around it."""

    place: Place
    text: str


class Opening:
    """The lines of a page in two: its opening, and the text."""

    def __init__(self, page: Page, outline: Outline, words: Words) -> None:
        self._outline, self._words = outline, words
        lines = tuple(Line(Place(found.start(), found.end()), self._bare(found[0])) for found in re.finditer("[^\n]+", page.plain))
        opening = next((at for at, line in enumerate(lines) if self._is_body(line.text) or (at and self._is_label(line.text))), 1)
        self.head, self.rest = lines[:opening], lines[opening:]
        self.body = self.rest[0].place.start if self.rest else len(page.plain)
        ends = "|".join(re.escape(end) for end in sorted(words.offices, key=len, reverse=True))
        self.office = re.compile(rf"[^\s,。;、:《》()\d]{{1,30}}?(?:{ends})")
        self.offices = re.compile(rf"(?:{self.office.pattern})(?:[\s、]+{self.office.pattern})*")

    def _bare(self, line: str) -> str:
        """A line without marks around it; a bullet only before a title, for elsewhere it begins the page's own data."""
        text = _PRINTED.sub("", unmarked(line.strip(" ?")))
        titled = text.startswith(("•", "·")) and text.endswith(self._words.title_ends)
        return text.strip("•· ") if titled else text

    def _is_body(self, text: str) -> bool:
        """Addressees, a numbered clause or a sentence: the opening is over."""
        if not text or self.is_chrome(text):
            return False
        addressed = text.endswith(":") and len(text) > 3 and not self._words.topic_of(text[:-1])  # noqa: PLR2004 - not a label alone
        numbered = bool(NUMBERED.match(text)) and not text.endswith(self._words.title_ends)
        called = text.rstrip("!?~") if len(text) <= _LONGEST_CALL else text  # 开始领啦! is no sentence yet
        return addressed or numbered or bool(_SENTENCE.search(called)) or len(text) > LONGEST_TITLE

    def _is_label(self, text: str) -> bool:
        """Whether a line begins with what its part is about (报名时间, 申报条件:…): the text has begun, though no sentence has."""
        label = text.partition(":")[0].strip(" ●■★▲")
        says = self._words.topic_of(label) or self._words.asked(label)
        named = len(label) <= _LONGEST_LABEL and not label.endswith(self._words.title_ends) and says is not None
        return named and not self.is_chrome(text)

    def is_chrome(self, text: str) -> bool:
        """Whether a line of the opening belongs to the page around the notice."""
        if len(text) > LONGEST_TITLE:
            return False  # a page that came in one line is not all chrome
        return self._words.is_chrome(text) or ">" in text or text.startswith("•") or bool(PUBLISHED.search(text))

    def standing(self, place: Place) -> tuple[Place, str]:
        """A place and the clause that it stands in."""
        part = self._outline.at(place.start)
        return place, part.clause if part else "页头"


def unmarked(text: str) -> str:
    """A line without the marks of a heading (#, **) or quotes around the whole of it."""
    bare = text.strip("#* ")
    quoted = bare.startswith("“") and bare.endswith("”") and bare.count("“") == 1
    return bare[1:-1] if quoted else bare
