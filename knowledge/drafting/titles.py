"""What a notice calls itself."""

import re
from dataclasses import dataclass

from knowledge.drafting.opening import LONGEST_TITLE, NUMBER, NUMBERED, PUBLISHED, SPACES, STAMP, Opening, unmarked
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.words import Words

_MOST_LINES = 4
_SHORTEST_TITLE = 8
_MOST_BEHIND = 8


@dataclass(frozen=True)
class Title(Found):
    """What a notice calls itself."""

    text: str
    likely: bool = False
    """Whether it only looks like a title from where it stands: to be settled."""


class Titles:
    """Finds the title of a page."""

    def __init__(self, page: Page, opening: Opening, words: Words) -> None:
        self._page, self._opening, self._words = page, opening, words
        titles = "|".join(re.escape(end) for end in words.title_ends)
        self._in_one_line = re.compile(rf"((?:[^\s,。;:]{{0,30}})关于[^。;:]{{4,80}}?(?:{titles}))(?=\s|各|{NUMBER.pattern})")

    def title(self) -> Title | None:
        """The last line of the opening that ends as titles do, with what goes before it; else the line above the page's own date."""
        if not self._opening.head and self._opening.rest and (found := self._in_one_line.search(self._opening.rest[0].text)):
            start = self._page.plain.index(found[1], self._opening.rest[0].place.start)
            place = Place(start, start + len(found[1]))
            return Title(*self._opening.standing(place), SPACES.sub("", self._page.quote(place)))
        named = [at for at, line in enumerate(self._opening.head) if self._may_be_title(line.text) and line.text.endswith(self._ends())]
        if named:
            last = named[-1]
            return self._joined(self._first(last), last)
        above = [at - 1 for at, line in enumerate(self._opening.head) if at and (PUBLISHED.search(line.text) or STAMP.search(line.text))]
        at = next((at for at in above if self._may_stand_above(self._opening.head[at].text)), None)
        return self._joined(at, at) if at is not None else self._behind_opening()

    def _behind_opening(self) -> Title | None:
        """A line just behind what looked like the opening that can only be a title: it ends as one, and no sentence stands in it."""
        for line in self._opening.rest[:_MOST_BEHIND]:
            if NUMBERED.match(line.text):
                return None
            plain = self._may_be_title(line.text) and not re.search("[,。;:!]", line.text)
            if plain and len(line.text) >= _SHORTEST_TITLE and line.text.endswith(self._ends()):
                return Title(*self._opening.standing(line.place), unmarked(SPACES.sub("", self._page.quote(line.place))), likely=True)
        return None

    def _may_stand_above(self, text: str) -> bool:
        return len(text) > 5 and not self._opening.is_chrome(text) and not STAMP.search(text) and not text.endswith(":")  # noqa: PLR2004 - words

    def _ends(self) -> tuple[str, ...]:
        return (
            *self._words.title_ends,
            *(f"{end}{bracket}" for end in self._words.title_ends for bracket in (")", "》")),
            "(试行)",
            "(暂行)",
        )

    def _may_be_title(self, text: str) -> bool:
        return 5 < len(text) <= LONGEST_TITLE and not self._opening.is_chrome(text) and not text.endswith(":") and not STAMP.search(text)  # noqa: PLR2004

    def _first(self, last: int) -> int:
        """Where a title that runs over several lines begins: at 关于, or at the office before it."""
        first = last
        for at in range(last, max(-1, last - _MOST_LINES), -1):
            if at < last and not (self._joins(at, at + 1)):
                break
            if "关于" in self._opening.head[at].text:
                first = at
                break
        office = first - 1
        starts = self._opening.head[first].text.startswith("关于")
        if starts and office >= 0 and self._opening.offices.fullmatch(self._opening.head[office].text) and self._joins(office, first):
            return office
        return first

    def _joins(self, one: int, other: int) -> bool:
        """Whether two lines follow each other with at most one blank line between, and the first is no title by itself."""
        between = self._page.plain[self._opening.head[one].place.end : self._opening.head[other].place.start]
        whole = self._opening.head[one].text.endswith(self._ends())
        return between.count("\n") <= 2 and not whole and self._may_join(self._opening.head[one].text)  # noqa: PLR2004 - one blank line

    def _may_join(self, text: str) -> bool:
        return not self._opening.is_chrome(text) and not STAMP.search(text) and not text.endswith(":")

    def _joined(self, first: int, last: int) -> Title:
        place = Place(self._opening.head[first].place.start, self._opening.head[last].place.end)
        raw = unmarked(SPACES.sub("", self._page.quote(place)).strip("?？•·"))
        return Title(*self._opening.standing(place), raw)
