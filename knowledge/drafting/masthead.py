"""Who published what, under which number and when: title, issuers, number, dates of signature and publication."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.drafting.outline import Outline
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.words import Words

Basis = Literal["signature", "title", "masthead", "source_line", "body"]
"""Where an issuer stands in the text, the surest first."""

_SPACES = re.compile(r"\s+")
_SENTENCE = re.compile("[。;!]|,.{0,60},")
_NUMBERED = re.compile(r"第一[章条]|[一1]\s*[、.]|\([一1]\)")
_YEAR = "(?P<year>[0-9]{4}|[〇零○一二三四五六七八九]{4})"
_COUNT = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
SIGNED = re.compile(rf"{_YEAR}\s*年\s*(?P<month>{_COUNT})\s*月\s*(?P<day>{_COUNT})\s*日")
_STAMP = re.compile(r"(?<![0-9])(?P<year>20[0-9]{2})\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})(?![0-9])\s*日?")
_SIGNED_INSIDE = re.compile(rf"(?<=[局厅部会委府室])\s*{SIGNED.pattern}(?=\s{{2,}}|\s*$)")
_LOST = re.compile(r"(?<![0-9])(?P<year>20[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])(?![0-9])")
_PUBLISHED = re.compile(
    r"(?:发布|发表|成文|印发|公开)\s*(?:时间|日期)|(?<![\u4e00-\u9fff])(?:时间|日期)\s*:|作者\s*:|来源\s*:|浏览|阅读|访问|发布:"
)
NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}\s*[\[(]\s*(?:19|20)[0-9]{2}\s*[\])]?\s*第?\s*[0-9]{1,5}\s*号")
_NUMBER_LABEL = re.compile(r"^(?:发文字号|文\s*号|文件编号)\s*:\s*")
_SOURCE = re.compile(r"(?:信息来源|文章来源|来源|发布机构|发文机关|发布单位|制定机关)\s*:\s*([^\s:]{3,40})")
_MOST_LINES = 4
_LONGEST_TITLE = 120
_LONGEST_LABEL = 8
_LONGEST_CALL = 40
_SHORTEST_TITLE = 8
_MOST_BEHIND = 8
_LONGEST_OPENING = 60


@dataclass(frozen=True)
class Title(Found):
    """What a notice calls itself."""

    text: str
    likely: bool = False
    """Whether it only looks like a title from where it stands: to be settled."""


@dataclass(frozen=True)
class Issuer(Found):
    """One authority that published a notice."""

    name: str
    basis: Basis


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


@dataclass(frozen=True)
class _Line:
    place: Place
    text: str


def masthead_of(page: Page, outline: Outline, words: Words) -> Masthead:
    """The masthead of a page."""
    reader = _Reader(page, outline, words)
    title = reader.title()
    years = set(re.findall("(?<![0-9])20[0-9]{2}(?=年)", title.text)) if title else set()
    return Masthead(
        title,
        tuple(reader.issuers(title)),
        reader.number(),
        reader.signed(),
        reader.published(),
        int(years.pop()) if len(years) == 1 else None,
        reader.body,
    )


class _Reader:
    def __init__(self, page: Page, outline: Outline, words: Words) -> None:
        self._page = page
        self._outline = outline
        self._words = words
        self._lines = tuple(_Line(Place(found.start(), found.end()), self._bare(found[0])) for found in re.finditer("[^\n]+", page.plain))
        opening = next((at for at, line in enumerate(self._lines) if self._is_body(line.text) or (at and self._is_label(line.text))), 1)
        self._head, self._rest = self._lines[:opening], self._lines[opening:]
        self.body = self._rest[0].place.start if self._rest else len(page.plain)
        ends = "|".join(re.escape(end) for end in sorted(words.offices, key=len, reverse=True))
        self._office = re.compile(rf"[^\s,。;、:《》()\d]{{1,30}}?(?:{ends})")
        titles = "|".join(re.escape(end) for end in words.title_ends)
        self._in_one_line = re.compile(rf"((?:[^\s,。;:]{{0,30}})关于[^。;:]{{4,80}}?(?:{titles}))(?=\s|各|{NUMBER.pattern})")
        self._offices = re.compile(rf"(?:{self._office.pattern})(?:[\s、]+{self._office.pattern})*")

    def _bare(self, line: str) -> str:
        """A line without marks around it; a bullet only before a title, for elsewhere it begins the page's own data."""
        text = _unmarked(line.strip(" ?"))
        titled = text.startswith(("•", "·")) and text.endswith(self._words.title_ends)
        return text.strip("•· ") if titled else text

    def _is_body(self, text: str) -> bool:
        """Addressees, a numbered clause or a sentence: the opening is over."""
        if not text or self._is_chrome(text):
            return False
        addressed = text.endswith(":") and len(text) > 3 and not self._words.topic_of(text[:-1])  # noqa: PLR2004 - not a label alone
        numbered = bool(_NUMBERED.match(text)) and not text.endswith(self._words.title_ends)
        called = text.rstrip("!?~") if len(text) <= _LONGEST_CALL else text  # 开始领啦! is no sentence yet
        return addressed or numbered or bool(_SENTENCE.search(called)) or len(text) > _LONGEST_TITLE

    def _is_label(self, text: str) -> bool:
        """Whether a line begins with what its part is about (报名时间, 申报条件:…): the text has begun, though no sentence has."""
        label = text.partition(":")[0].strip(" ●■★▲")
        says = self._words.topic_of(label) or self._words.asked(label)
        named = len(label) <= _LONGEST_LABEL and not label.endswith(self._words.title_ends) and says is not None
        return named and not self._is_chrome(text)

    def _is_chrome(self, text: str) -> bool:
        if len(text) > _LONGEST_TITLE:
            return False  # a page that came in one line is not all chrome
        return self._words.is_chrome(text) or ">" in text or text.startswith("•") or bool(_PUBLISHED.search(text))

    def _found(self, place: Place) -> tuple[Place, str]:
        part = self._outline.at(place.start)
        return place, part.clause if part else "页头"

    def title(self) -> Title | None:
        """The last line of the opening that ends as titles do, with what goes before it; else the line above the page's own date."""
        if not self._head and self._rest and (found := self._in_one_line.match(self._rest[0].text)):
            start = self._page.plain.index(found[1], self._rest[0].place.start)
            place = Place(start, start + len(found[1]))
            return Title(*self._found(place), _SPACES.sub("", self._page.quote(place)))
        named = [at for at, line in enumerate(self._head) if self._may_be_title(line.text) and line.text.endswith(self._ends())]
        if named:
            last = named[-1]
            return self._joined(self._first(last), last)
        above = [at - 1 for at, line in enumerate(self._head) if at and (_PUBLISHED.search(line.text) or _STAMP.search(line.text))]
        at = next((at for at in above if self._may_stand_above(self._head[at].text)), None)
        return self._joined(at, at) if at is not None else self._behind_opening()

    def _behind_opening(self) -> Title | None:
        """A line just behind what looked like the opening that can only be a title: it ends as one, and no sentence stands in it."""
        for line in self._rest[:_MOST_BEHIND]:
            if _NUMBERED.match(line.text):
                return None
            plain = self._may_be_title(line.text) and not re.search("[,。;:!]", line.text)
            if plain and len(line.text) >= _SHORTEST_TITLE and line.text.endswith(self._ends()):
                return Title(*self._found(line.place), _unmarked(_SPACES.sub("", self._page.quote(line.place))), likely=True)
        return None

    def _may_stand_above(self, text: str) -> bool:
        return len(text) > 5 and not self._is_chrome(text) and not _STAMP.search(text) and not text.endswith(":")  # noqa: PLR2004 - words

    def _ends(self) -> tuple[str, ...]:
        return (
            *self._words.title_ends,
            *(f"{end}{bracket}" for end in self._words.title_ends for bracket in (")", "》")),
            "(试行)",
            "(暂行)",
        )

    def _may_be_title(self, text: str) -> bool:
        return 5 < len(text) <= _LONGEST_TITLE and not self._is_chrome(text) and not text.endswith(":") and not _STAMP.search(text)  # noqa: PLR2004

    def _first(self, last: int) -> int:
        """Where a title that runs over several lines begins: at 关于, or at the office before it."""
        first = last
        for at in range(last, max(-1, last - _MOST_LINES), -1):
            if at < last and not (self._joins(at, at + 1)):
                break
            if "关于" in self._head[at].text:
                first = at
                break
        office = first - 1
        starts = self._head[first].text.startswith("关于")
        if starts and office >= 0 and self._offices.fullmatch(self._head[office].text) and self._joins(office, first):
            return office
        return first

    def _joins(self, one: int, other: int) -> bool:
        """Whether two lines follow each other with at most one blank line between, and the first is no title by itself."""
        between = self._page.plain[self._head[one].place.end : self._head[other].place.start]
        whole = self._head[one].text.endswith(self._ends())
        return between.count("\n") <= 2 and not whole and self._may_join(self._head[one].text)  # noqa: PLR2004 - one blank line

    def _may_join(self, text: str) -> bool:
        return not self._is_chrome(text) and not _STAMP.search(text) and not text.endswith(":")

    def _joined(self, first: int, last: int) -> Title:
        place = Place(self._head[first].place.start, self._head[last].place.end)
        raw = _unmarked(_SPACES.sub("", self._page.quote(place)).strip("?？•·"))
        return Title(*self._found(place), raw)

    def number(self) -> Number | None:
        """A number that stands on a line of its own in the opening, or just below it."""
        for line in (*self._head, *self._rest[:2]):
            found = NUMBER.fullmatch(_NUMBER_LABEL.sub("", line.text)) or self._behind_title(line.text)
            if found:
                at = line.place.start + self._page.plain[line.place.start : line.place.end].index(found[0])
                place = Place(at, at + len(found[0]))
                return Number(*self._found(place), _SPACES.sub("", self._page.quote(place)))
        return None

    def _behind_title(self, text: str) -> re.Match[str] | None:
        """The number where title, number and all else came in one line."""
        ends = "|".join(re.escape(end) for end in self._words.title_ends)
        behind = re.match(rf".{{6,80}}?(?:{ends})\s*(?={NUMBER.pattern})", text)
        return NUMBER.match(text, behind.end()) if behind and len(text) > _LONGEST_TITLE else None

    def signed(self) -> Dated | None:
        """The first line behind the opening that holds a date and hardly anything else."""
        for at, line in enumerate(self._rest):
            found = SIGNED.search(line.text)
            before = line.text[: found.start()].strip() if found else ""
            if found and found.end() == len(line.text) and (not before or self._offices.fullmatch(before)):
                return self._dated(line, found, None)
            stamped = _STAMP.fullmatch(line.text)
            if stamped and at and self._offices.fullmatch(self._rest[at - 1].text):
                return self._dated(line, stamped, None)
            lost = _LOST.fullmatch(line.text)
            if lost and at and self._offices.fullmatch(self._rest[at - 1].text):
                return self._dated(line, lost, "年、月、日几个字没有印出来")
            if inside := _SIGNED_INSIDE.search(line.text) if len(line.text) > _LONGEST_TITLE else None:
                return self._dated(line, inside, None)
        return None

    def published(self) -> Dated | None:
        """The day that the page gives for itself, in the opening or just below it."""
        labelled = [line for line in self._head if _PUBLISHED.search(line.text)]
        bare = [line for line in self._head if line not in labelled]
        for line in (*labelled, *bare):
            if found := SIGNED.search(line.text) or _STAMP.search(line.text):
                rest = line.text[found.end() :]
                if line in bare and (len(_SPACES.sub("", line.text)) > _LONGEST_OPENING or re.search("[0-9]日|[0-9]月|至|前", rest)):
                    continue
                return self._dated(line, found, None)
        return self._listed()

    def _listed(self) -> Dated | None:
        """A page that lists its data, a label and its value on a line each."""
        for label, line in zip(self._head, self._head[1:], strict=False):
            if _PUBLISHED.search(label.text) and (found := _STAMP.search(line.text)):
                return self._dated(line, found, None)
        return None

    def _dated(self, line: _Line, found: re.Match[str], doubt: str | None) -> Dated | None:
        day = day_of(found)
        printed = found[0].strip()
        at = self._page.plain.index(printed, line.place.start)
        return Dated(*self._found(Place(at, at + len(printed))), day, doubt) if day else None

    def issuers(self, title: Title | None) -> Iterator[Issuer]:
        """Those who sign; else who stands in the title, in the page's own line, or in the opening sentence."""
        for found in (self._signing(), self._in_title(title), self._heading(), self._publishing(), self._acting(title)):
            if found:
                yield from found
                return

    def _signing(self) -> list[Issuer]:
        for at, line in enumerate(self._rest):
            dated = SIGNED.search(line.text) or _LOST.fullmatch(line.text) or _STAMP.fullmatch(line.text)
            if not dated or dated.end() != len(line.text):
                continue
            own = line.text[: dated.start()].strip()
            if own and not self._offices.fullmatch(own):
                continue
            above: list[_Line] = []
            for before in reversed(self._rest[:at]):
                if not before.text.strip():
                    continue
                if not self._offices.fullmatch(before.text.strip()):
                    break
                above.insert(0, before)
            named = ([*above, line] if own else above) if not own or above else [line]
            return [issuer for one in named for issuer in self._named(one, "signature")]
        last = [line for line in self._rest if line.text.strip()][-1:]
        return [issuer for line in last if self._offices.fullmatch(line.text) for issuer in self._named(line, "signature")]

    def _named(self, line: _Line, basis: Basis) -> Iterator[Issuer]:
        text = self._page.plain[line.place.start : line.place.end]
        stop = SIGNED.search(text)
        for found in re.finditer(r"[^\s、]+", text[: stop.start()] if stop else text):
            place = Place(line.place.start + found.start(), line.place.start + found.end())
            yield Issuer(*self._found(place), self._page.quote(place), basis)

    def _in_title(self, title: Title | None) -> list[Issuer]:
        if not title or "关于" not in title.text:
            return []
        before = title.text.partition("关于")[0]
        names = [name for name in re.split("[、 ]", before) if name]
        if not names or not all(self._office.fullmatch(name) for name in names):
            return []
        return [Issuer(title.place, title.clause, name, "title") for name in names]

    def _heading(self) -> list[Issuer]:
        """A line of the opening that is an office's name, with or without a date behind it."""
        for line in self._head:
            bare = _STAMP.sub("", line.text).strip()
            bare = re.sub(r"[0-9:\s]+$", "", bare)
            if 3 < len(bare) < 40 and self._offices.fullmatch(bare) and not self._is_chrome(bare) and _STAMP.search(line.text):  # noqa: PLR2004
                at = self._page.plain.index(bare, line.place.start)
                place = Place(at, at + len(bare))
                return [Issuer(*self._found(place), self._page.quote(place), "source_line")]
        return []

    def _publishing(self) -> list[Issuer]:
        for line in (*self._head, *self._rest[:1]):
            if found := _SOURCE.search(line.text):
                name = re.sub("(?:官方)?(?:官网|网站|门户网站|微信公众号)$", "", found[1])
                if self._office.fullmatch(name):
                    at = self._page.plain.index(name, line.place.start)
                    place = Place(at, at + len(name))
                    return [Issuer(*self._found(place), self._page.quote(place), "source_line")]
        return []

    def _acting(self, title: Title | None) -> list[Issuer]:
        """Who acts in the opening sentence, or is named as responsible; by its full name only."""
        start = self.body
        opening = self._page.plain[start : start + 600]
        for found in re.finditer(rf"(?:^|[,。\n])\s*({self._office.pattern})(?=面向|决定|拟|现面|现组织|将组织)", opening):
            place = Place(start + found.start(1), start + found.end(1))
            if title is None or not found[1].startswith(("我", "本")):
                return [Issuer(*self._found(place), self._page.quote(place), "body")]
        whole = self._page.plain
        for found in re.finditer(
            rf"(?:责任(?:单位|部门)|实施(?:机关|主体|部门)|发文机关|主办单位|制定机关)\s*:?\s*\n?\s*({self._office.pattern})[。\n]", whole
        ):
            place = Place(found.start(1), found.end(1))
            return [Issuer(*self._found(place), self._page.quote(place), "body")]
        return []


def _unmarked(text: str) -> str:
    """A line without the marks of a heading (#, **) or quotes around the whole of it."""
    bare = text.strip("#* ")
    quoted = bare.startswith("“") and bare.endswith("”") and bare.count("“") == 1
    return bare[1:-1] if quoted else bare


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
