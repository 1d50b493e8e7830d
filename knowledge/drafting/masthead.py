"""Who published what, under which number and when: title, issuers, number, dates of signature and publication."""

import re
from dataclasses import dataclass
from datetime import date

from knowledge.drafting.issuers import Issuer, Issuers
from knowledge.drafting.opening import LONGEST_TITLE, LOST, NUMBER, PUBLISHED, SIGNED, SPACES, STAMP, Line, Opening
from knowledge.drafting.outline import Outline
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.titles import Title, Titles
from knowledge.drafting.words import Words

_SIGNED_INSIDE = re.compile(rf"(?<=[局厅部会委府室])\s*{SIGNED.pattern}(?=\s{{2,}}|\s*$)")
_NUMBER_LABEL = re.compile(r"^(?:发文字号|文\s*号|文件编号)\s*:\s*")
_LONGEST_OPENING = 60


@dataclass(frozen=True)
class Number(Found):
    """The number of the notice itself, not of one that it cites."""

    text: str


@dataclass(frozen=True)
class Dated(Found):
    """A day of signature or publication."""

    day: date
    doubt: str | None = None


@dataclass(frozen=True)
class Masthead:
    """All of it; None and empty where the text does not say."""

    title: Title | None
    issuers: tuple[Issuer, ...]
    number: Number | None
    signed: Dated | None
    published: Dated | None
    year: int | None
    """The year that the title names: the notice's own, where it is the only one."""
    body: int
    """Where the opening ends and the text itself begins."""

    @property
    def dated(self) -> Dated | None:
        """The day by which a date without a year is read: of signature, else of publication."""
        return self.signed or self.published


def masthead_of(page: Page, outline: Outline, words: Words) -> Masthead:
    """The masthead of a page."""
    opening = Opening(page, outline, words)
    reader = _Reader(page, opening, words)
    title = Titles(page, opening, words).title()
    years = set(re.findall("(?<![0-9])20[0-9]{2}(?=年)", title.text)) if title else set()
    return Masthead(
        title,
        tuple(Issuers(page, opening).of(title)),
        reader.number(),
        reader.signed(),
        reader.published(),
        int(years.pop()) if len(years) == 1 else None,
        opening.body,
    )


class _Reader:
    def __init__(self, page: Page, opening: Opening, words: Words) -> None:
        self._page, self._opening, self._words = page, opening, words

    def number(self) -> Number | None:
        """A number that stands on a line of its own in the opening, or just below it."""
        for line in (*self._opening.head, *self._opening.rest[:2]):
            found = NUMBER.fullmatch(_NUMBER_LABEL.sub("", line.text)) or self._behind_title(line.text)
            if found:
                at = line.place.start + self._page.plain[line.place.start : line.place.end].index(found[0])
                place = Place(at, at + len(found[0]))
                return Number(*self._opening.standing(place), SPACES.sub("", self._page.quote(place)))
        return None

    def _behind_title(self, text: str) -> re.Match[str] | None:
        """The number where title, number and all else came in one line."""
        ends = "|".join(re.escape(end) for end in self._words.title_ends)
        behind = re.match(rf".{{6,80}}?(?:{ends})\s*(?={NUMBER.pattern})", text)
        return NUMBER.match(text, behind.end()) if behind and len(text) > LONGEST_TITLE else None

    def signed(self) -> Dated | None:
        """The first line behind the opening that holds a date and hardly anything else."""
        for at, line in enumerate(self._opening.rest):
            found = SIGNED.search(line.text)
            before = line.text[: found.start()].strip() if found else ""
            if found and found.end() == len(line.text) and (not before or self._opening.offices.fullmatch(before)):
                return self._dated(line, found, None)
            stamped = STAMP.fullmatch(line.text)
            if stamped and at and self._opening.offices.fullmatch(self._opening.rest[at - 1].text):
                return self._dated(line, stamped, None)
            lost = LOST.fullmatch(line.text)
            if lost and at and self._opening.offices.fullmatch(self._opening.rest[at - 1].text):
                return self._dated(line, lost, "年、月、日几个字没有印出来")
            if inside := _SIGNED_INSIDE.search(line.text) if len(line.text) > LONGEST_TITLE else None:
                return self._dated(line, inside, None)
        return None

    def published(self) -> Dated | None:
        """The day that the page gives for itself, in the opening or just below it."""
        labelled = [line for line in self._opening.head if PUBLISHED.search(line.text)]
        bare = [line for line in self._opening.head if line not in labelled]
        for line in (*labelled, *bare):
            if found := SIGNED.search(line.text) or STAMP.search(line.text):
                rest = line.text[found.end() :]
                if line in bare and (len(SPACES.sub("", line.text)) > _LONGEST_OPENING or re.search("[0-9]日|[0-9]月|至|前", rest)):
                    continue
                return self._dated(line, found, None)
        return self._listed()

    def _listed(self) -> Dated | None:
        """A page that lists its data, a label and its value on a line each."""
        for label, line in zip(self._opening.head, self._opening.head[1:], strict=False):
            if PUBLISHED.search(label.text) and (found := STAMP.search(line.text)):
                return self._dated(line, found, None)
        return None

    def _dated(self, line: Line, found: re.Match[str], doubt: str | None) -> Dated | None:
        day = day_of(found)
        printed = found[0].strip()
        at = self._page.plain.index(printed, line.place.start)
        return Dated(*self._opening.standing(Place(at, at + len(printed))), day, doubt) if day else None


def day_of(found: re.Match[str]) -> date | None:
    """The day of a match with year, month and day; None where there is no such day."""
    try:
        return date(_year(found["year"]), _count(found["month"]), _count(found["day"]))
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) if text.isdecimal() else int("".join(str("〇一二三四五六七八九".index(one.translate(_ZEROS))) for one in text))


def _count(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    digits = "〇一二三四五六七八九"
    return ((digits.index(tens) if tens else 1) * 10 if ten else 0) + (digits.index(ones) if ones else 0)


_ZEROS = str.maketrans("零○", "〇〇")
