"""Windows and deadlines. A date is read as fine as it is printed; what is missing or damaged is told, never filled in silently."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from knowledge.drafting.masthead import Masthead
from knowledge.drafting.numbers import whole
from knowledge.drafting.outline import Outline, Part
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.words import Words, one_of

WindowKind = Literal["apply", "submit", "review", "event", "result", "effective", "period"]
Grain = Literal["day", "month", "none"]
"""How fine a window's days are; none: no day can be read."""

_COUNT = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_YEAR = r"(?:[0-9]{4}|[〇零○一二三四五六七八九]{4})"
_DAY = re.compile(
    rf"(?:(?P<year>{_YEAR})\s*年\s*)?(?:(?P<same>今年|本年|次年|翌年|当年|明年)\s*)?(?P<month>(?<![0-9]){_COUNT})\s*月"
    rf"(?:份|\s*(?P<day>{_COUNT})\s*[日号]|(?P<part>底|末|初|上旬|中旬|下旬|中上旬|中下旬|上中旬))?"
    r"|(?<![0-9.:/])(?P<dotted>(?:1[0-2]|0?[1-9])\.(?:3[01]|[12][0-9]|0?[1-9]))(?=\s*(?:前|日前|之前|截止|起|[-~至到]\s*[0-9]{1,2}\.[0-9]{1,2}(?![0-9.%万元])))"
    r"|(?<=[-~至到])(?P<second>(?:1[0-2]|0?[1-9])\.(?:3[01]|[12][0-9]|0?[1-9]))(?![0-9.%万亿元年个])"
    r"|(?<![0-9.])(?P<iso>20[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2})(?![0-9])"
)
_LOST_MONTH = re.compile(rf"(?:(?P<year>{_YEAR})\s*年\s*)?(?<![0-9.])(?P<run>[0-9]{{3,4}})\s*日")
_LOST_DAY = re.compile(
    r"(?:即日起|起)?\s*至\s*(?:[0-9*]+\s*年\s*)?(?:[0-9*]+\s*月\s*)?\*\s*[日月]|[0-9*]{1,2}\s*月\s*\*+\s*日|\*\s*月\s*[0-9*]*\s*日"
)
_CLOCK = r"(?:\s*(?:上午|下午|晚上?|中午)?\s*[0-9]{1,2}\s*[:时点]\s*(?:[0-9]{2})?\s*分?)?"
_TO = re.compile(rf"\s*(?:\([^()]{{0,12}}\))?{_CLOCK}\s*(?:起?[至到]|起?\s*-{{1,2}}|~)\s*$")
_SHORT_END = re.compile(rf"\s*(?:起?[至到]|-{{1,2}}|~)\s*(?P<day>{_COUNT})\s*[日号]")
_TIME = re.compile(
    r"\s*(?:\((?:星期|周)[一二三四五六日天]\)\s*)?(?:上午|下午|晚上?|中午)?\s*(?P<hour>[0-9]{1,2})\s*(?:[:时点]\s*(?P<minute>[0-9]{2})?)\s*(?:分|整|时)?"
)
_BY = re.compile(
    r"^\s*(?:\([^()]{0,14}\)|(?:上午|下午|晚|中午|[0-9:：时点分]){1,8})*\s*(?:(?:下班|当日|当天|工作日)?前(?=[将报交送寄上提完向把,。;）)]|$)|以前|之前|前(?!往|来|期|述|三|[0-9]|身|款|两|后)|截止|止|关闭|结束|停止|内(?:完成|报))"
)
_UNTIL = re.compile(r"(?:截止(?:时间|日期|到|至|于)?(?:为|是|:)?|截至|最迟|最晚|不迟于|不晚于|延长至|延期至|期限[为至是:]|有效期至)\s*$")
_FROM = re.compile(r"^\s*(?:\([^()]{0,14}\))?\s*(?:起(?!草|点|步)|开始|开放|开通|启动|以?后(?!出生))")
_SINCE = re.compile(r"(?:自|从)\s*$")
_IN_FORCE = re.compile("^[^。;]{0,30}?(?:施行|执行|实施|生效|调整|停止|废止|受理|申报)")
_NOW = re.compile(r"(?:即日|本通知(?:发布|印发|下发)之日|发文之日|公告(?:发布)?之日|自?通知(?:发布)?之日)起?\s*(?:至|到|-|~)\s*$")
_NO_WINDOW = re.compile(
    r"^\s*(?:\([^()]{0,8}\))?\s*(?:以?后|以?前|之?前|之?后)?\s*(?:出生|以来|生效的|取得|毕业|入学|获得|参加工作|认定|注册|登记|新?设立|成立|为准)"
)
_CITING = re.compile(r"^[^。;]{0,4}(?:印发的|发布的|公布的|出台的)")
_BEFORE_CITED = re.compile(r"(?:年龄|计算|出生|工龄|任职年限|学历|学位|毕业|取得时间)[^。;]{0,8}$")
_LONGEST_STAMP = 45
_NEXT_TO = 3


@dataclass(frozen=True)
class Window(Found):
    """A period or a deadline as printed; both days counted in."""

    kind: WindowKind
    starts: date | None
    ends: date | None
    grain: Grain
    what: str
    """The words around it, short."""
    year_from: Literal["printed", "start", "masthead", "none"]
    damaged: bool = False
    about: str | None = None
    """The printed words where a day is only hinted at (7月初, 三月底)."""
    hour: str | None = None
    """``17:00`` where printed with the last day."""


@dataclass(frozen=True)
class _Mention:
    place: Place
    year: int | None
    month: int | None
    day: int | None
    part: str | None = None
    damaged: bool = False


def windows_in(page: Page, outline: Outline, head: Masthead, words: Words) -> tuple[Window, ...]:
    """Every window of a text, in its order, each once."""
    reader = _Reader(page, outline, head, words)
    found: list[Window] = []
    for window in reader.windows():
        same = [one for one in found if (one.starts, one.ends, one.about) == (window.starts, window.ends, window.about)]
        if window.grain == "none" or not any(one.kind == window.kind and one.grain != "none" for one in same):
            found.append(window)
    return tuple(found)


class _Reader:
    def __init__(self, page: Page, outline: Outline, head: Masthead, words: Words) -> None:
        self._page, self._outline, self._head = page, outline, head
        self._kinds = tuple((kind, one_of(listed)) for kind, listed in words.stages.items())
        self._words = words

    def windows(self) -> Iterator[Window]:
        """Part by part; titles, page heads and signatures hold none."""
        for part in self._outline.parts:
            text = self._page.plain[part.place.start : part.place.end]
            if part.place.start < self._head.body or self._words.is_chrome(text):
                continue
            if (
                len(text.strip()) <= _LONGEST_STAMP
                and self._head.signed
                and self._head.signed.place.start >= part.place.start
                and (self._head.signed.place.end <= part.place.end)
            ):
                continue
            yield from self._in_part(part, text)

    def _in_part(self, part: Part, text: str) -> Iterator[Window]:
        quoted = [(found.start(), found.end()) for found in re.finditer("《[^》]*》", text)]
        mentions = [one for one in _mentions(text) if not any(start <= one.place.start < end for start, end in quoted)]
        at = 0
        while at < len(mentions):
            first = mentions[at]
            second = mentions[at + 1] if at + 1 < len(mentions) else None
            if second and _TO.fullmatch(text[first.place.end : second.place.start]) and second.month is not None:
                yield from self._window(part, text, first, second)
                at += 2
                continue
            if (short := _SHORT_END.match(text, first.place.end)) and first.day and first.month:
                end = _Mention(Place(short.start("day"), short.end()), first.year, first.month, whole(short["day"]))
                yield from self._window(part, text, first, end)
            else:
                yield from self._window(part, text, first, None)
            at += 1
        for lost in _LOST_DAY.finditer(text):
            place = Place(part.place.start + lost.start(), part.place.start + lost.end())
            yield Window(
                place,
                part.clause,
                self._kind(part, text, lost.start(), lost.end()),
                None,
                None,
                "none",
                _around(text, lost.start()),
                "none",
                True,
                self._page.quote(place),
            )

    def _window(self, part: Part, text: str, first: _Mention, second: _Mention | None) -> Iterator[Window]:
        last = second or first
        before, after = text[: first.place.start], text[last.place.end :]
        yearly = first.year is None and re.search("每年(?:的)?\\s*$", before) is not None
        if _NO_WINDOW.match(after) or _CITING.match(after) or (second is None and _BEFORE_CITED.search(before)):
            return
        begin, end = self._bounds(part, before, after, first, second)
        handing_in = self._kind(part, text, first.place.start, last.place.end) in {"apply", "submit"}
        if part.topic == "conditions" and second is None and not handing_in:
            return
        if begin is None and end is None:
            return
        place = Place(part.place.start + first.place.start, part.place.start + last.place.end)
        kind = self._kind(part, text, first.place.start, last.place.end)
        hour = _hour(after) if end is not None and end.day else None
        window = Window(
            place,
            part.clause,
            kind,
            None,
            None,
            "day",
            _around(text, first.place.start),
            "printed",
            first.damaged or last.damaged,
            hour=hour,
        )
        yield (
            replace(window, grain="none", year_from="none", about=f"每年{self._page.quote(place)}")
            if yearly
            else self._dated(window, begin, end)
        )

    def _bounds(
        self, part: Part, before: str, after: str, first: _Mention, second: _Mention | None
    ) -> tuple[_Mention | None, _Mention | None]:
        """What begins and what ends; neither where a date only tells a story."""
        if second:
            return first, second
        if _NOW.search(before) or _BY.match(after) or _UNTIL.search(before) or (first.part in {"底", "末"} and _BY.match(after)):
            return None, first
        if _FROM.match(after) or _SINCE.search(before):
            taking_effect = _SINCE.search(before) and _IN_FORCE.search(after)
            return (first, None) if taking_effect or (part.topic == "dates" and _FROM.match(after)) else (None, None)
        staged = re.search("(?:于|在|定于|拟于)\\s*$", before) is not None
        if staged and self._kind(part, _without_date(before, after), len(before), len(before) + 1) in {
            "review",
            "event",
            "result",
            "apply",
            "submit",
        }:
            return first, first
        hinted = first.part is not None and self._kind(part, _without_date(before, after), len(before), len(before) + 1) != "period"
        if hinted or (part.topic == "dates" and len(before) + len(after) < _LONGEST_STAMP):
            return first, first
        return None, None

    def _dated(self, window: Window, begin: _Mention | None, end: _Mention | None) -> Window:
        """The days of a window: a missing year from its other end or from the masthead."""
        year_from: Literal["printed", "start", "masthead", "none"] = "printed"
        begin_year, end_year = begin.year if begin else None, end.year if end else None
        if begin and end and begin_year and not end_year:
            end_year, year_from = begin_year + (1 if (end.month or 0) < (begin.month or 0) else 0), "start"
        given = self._own_year()
        if begin and not begin_year:
            begin_year, year_from = (end_year or given), "masthead"
        if end and not end_year:
            end_year, year_from = given, "masthead"
        if (begin and not begin_year) or (end and not end_year):
            return replace(window, grain="none", year_from="none", about=self._page.quote(window.place))
        fine = all(one.day for one in (begin, end) if one)
        starts = _first(begin, begin_year) if begin else None
        ends = _last(end, end_year) if end else None
        if (begin and not starts) or (end and not ends) or (starts and ends and ends < starts):
            return replace(window, grain="none", damaged=True, year_from=year_from, about=self._page.quote(window.place))
        about = None if fine else self._page.quote(window.place)
        return replace(window, starts=starts, ends=ends, grain="day" if fine else "month", year_from=year_from, about=about)

    def _own_year(self) -> int | None:
        """The year of the notice: where the page's own date and the title's year differ, none is sure."""
        if self._head.signed:
            return self._head.signed.day.year
        if self._head.published and self._head.year not in {None, self._head.published.day.year}:
            return None
        return self._head.published.day.year if self._head.published else self._head.year

    def _kind(self, part: Part, text: str, start: int, end: int) -> WindowKind:
        """By the nearest word of the sentence, what follows the date first; by the heading where the sentence says nothing."""
        begin = max(text.rfind("。", 0, start), text.rfind(";", 0, start)) + 1
        stop = min((at for at in (text.find("。", end), text.find(";", end)) if at >= 0), default=len(text))
        behind, ahead = text[end:stop], text[begin:start]
        near: list[tuple[int, WindowKind]] = []
        for kind, pattern in self._kinds:
            near += [(found.start(), kind) for found in [pattern.search(behind)] if found]
        if near:
            return min(near)[1]
        for kind, pattern in self._kinds:
            near += [(len(ahead) - found.end(), kind) for found in pattern.finditer(ahead)]
        if near:
            return min(near)[1]
        for kind, pattern in self._kinds:
            near += [(found.start(), kind) for found in [pattern.search(text)] if found]
        if near and part.topic != "dates":
            return min(near)[1]
        return "apply" if part.topic == "dates" and _applies(part) else "period"


def _without_date(before: str, after: str) -> str:
    """A text with its date left out."""
    return f"{before}\0{after}"


def _applies(part: Part) -> bool:
    return any(word in part.heading for word in ("申请", "申报", "报名", "受理", "推荐"))


def _mentions(text: str) -> list[_Mention]:
    found: list[_Mention] = []
    for mark in _DAY.finditer(text):
        place = Place(mark.start(), mark.end())
        if mark["iso"]:
            year, month, day = (int(figure) for figure in re.split("[-./]", mark["iso"]))
            found.append(_Mention(place, year, month, day))
        elif shortened := mark["dotted"] or mark["second"]:
            month, day = (int(figure) for figure in shortened.split("."))
            if mark["dotted"] or (found and found[-1].day and found[-1].month and mark.start() - found[-1].place.end <= _NEXT_TO):
                found.append(_Mention(place, None, month, day))
        elif _is_date(text, mark):
            printed = whole(mark["day"]) if mark["day"] else None
            found.append(_Mention(place, _year(mark["year"]), whole(mark["month"]), printed, mark["part"]))
    for mark in _LOST_MONTH.finditer(text):
        if not any(one.place.start <= mark.start("run") < one.place.end for one in found) and (read := _split(mark["run"])):
            found.append(_Mention(Place(mark.start(), mark.end()), _year(mark["year"]), *read, damaged=True))
    return sorted(found, key=lambda one: one.place)


def _is_date(text: str, mark: re.Match[str]) -> bool:
    """Whether a month is one, not a span of months: it has a day, a year or a part, or a word before it that leads to a date."""
    led = re.search("(?:于|至|到|在|-|~)$", text[: mark.start()].rstrip()) is not None
    if re.match(r"\s*\*", text[mark.end() :]):
        return False
    return (mark["day"] is not None or bool(mark["year"] or mark["part"]) or led) and text[mark.end() : mark.end() + 1] != "个"


def _split(run: str) -> tuple[int, int] | None:
    """A month and a day that run together since 月 was lost; where two readings are possible, the one without a needless zero."""
    readings = [(int(run[:cut]), int(run[cut:])) for cut in (1, 2) if run[cut:] and run[0] != "0" and run[cut] != "0"]
    sound = [(month, day) for month, day in readings if 1 <= month <= 12 and 1 <= day <= 31]  # noqa: PLR2004 - months and days
    return sound[0] if len(sound) == 1 else None


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return (
        int(text)
        if text.isdecimal()
        else int("".join(str("〇一二三四五六七八九".index(one.replace("零", "〇").replace("○", "〇"))) for one in text))
    )


def _first(one: _Mention, year: int | None) -> date | None:
    return _day(year, one.month, one.day or 1)


def _last(one: _Mention, year: int | None) -> date | None:
    if one.day or not year or not one.month or one.month > 12:  # noqa: PLR2004 - months
        return _day(year, one.month, one.day)
    return _day(year, one.month, monthrange(year, one.month)[1])


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _hour(after: str) -> str | None:
    found = _TIME.match(after)
    if not found:
        return None
    hour = int(found["hour"]) + (12 if "下午" in found[0] and int(found["hour"]) < 12 else 0)  # noqa: PLR2004 - noon
    minute = int(found["minute"] or 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a clock


def _around(text: str, at: int) -> str:
    """The sentence's words before a date, short."""
    begin = max(text.rfind(mark, 0, at) for mark in "。;,:\n") + 1
    return text[begin:at].strip(" 请于在")[-16:]
