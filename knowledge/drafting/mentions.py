"""Dates as a text prints them: year, month and day as far as they stand there, and which two make a range."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.drafting.numbers import whole
from knowledge.drafting.page import Place

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
_LEADING = re.compile("(?:于|至|到|在|-|~|每年度?(?:的)?|每两年的?|次年|翌年|今年|当年|明年)$")
_FOLLOWING = re.compile(
    r"\s*(?:至|到|-|~)\s*(?:次年|翌年)?[0-9一二三四五六七八九十]{1,3}\s*月(?!以)|\s*(?:前(?!三)|起|启动|开始|公布|公示|举行|举办|组织|开展|召开|评审|发布|印发|表彰|进行|集中|受理|申报|报名|评选|考核|命名)|\s*(?:\||$)"
)
"""What goes with a month that has no day."""
_CELL_ENDS = re.compile(r"\s*(?:\||$)")
_NEXT_TO = 3
_CLOCK = r"(?:\s*(?:上午|下午|晚上?|中午)?\s*[0-9]{1,2}\s*[:时点]\s*(?:[0-9]{2})?\s*分?)?"
_TO = re.compile(rf"\s*(?:\([^()]{{0,12}}\))?{_CLOCK}\s*(?:起?[至到]|起?\s*-{{1,2}}|~)\s*$")
_BEGUN = re.compile(rf"\s*(?:\([^()]{{0,12}}\))?{_CLOCK}\s*(?:起|开始|开通|启动)[^。;,0-9]{{0,6}},\s*(?:截至|[于])?\s*$")
_BEGUN_TO = re.compile(rf"\s*(?:\([^()]{{0,12}}\))?{_CLOCK}\s*(?:起|开始|开通|启动)[^。;,0-9]{{0,6}},?\s*[至到]\s*$")
_ENDED = re.compile(rf"\s*(?:\([^()]{{0,12}}\))?{_CLOCK}[^。;,0-9]{{0,4}}(?:结束|截止|止|关闭)")
"""3月1日开始报名,3月15日结束."""
_SHORT_END = re.compile(rf"\s*(?:起?[至到]|-{{1,2}}|~)\s*(?P<day>{_COUNT})\s*[日号]")


@dataclass(frozen=True)
class Mention:
    """A date, as fine as it is printed; its place within the line."""

    place: Place
    year: int | None
    month: int | None
    day: int | None
    part: str | None = None
    next_year: bool = False
    """次年, behind which the year is the one after the notice's own."""
    damaged: bool = False


def spans_in(text: str) -> Iterator[tuple[Mention, Mention | None]]:
    """The dates of a line outside titles of other documents: two that make a range together, the others alone."""
    quoted = [(found.start(), found.end()) for found in re.finditer("《[^》]*》", text)]
    mentions = [one for one in mentions_in(text) if not any(start <= one.place.start < end for start, end in quoted)]
    at = 0
    while at < len(mentions):
        first = mentions[at]
        second = mentions[at + 1] if at + 1 < len(mentions) else None
        if second and second.month is not None and _is_range(text, first, second):
            yield first, second
            at += 2
            continue
        if (short := _SHORT_END.match(text, first.place.end)) and first.day and first.month:
            yield first, Mention(Place(short.start("day"), short.end()), first.year, first.month, whole(short["day"]))
        else:
            yield first, None
        at += 1


def _is_range(text: str, first: Mention, second: Mention) -> bool:
    between = text[first.place.end : second.place.start]
    return bool(
        _TO.fullmatch(between) or _BEGUN_TO.fullmatch(between) or (_BEGUN.fullmatch(between) and _ENDED.match(text, second.place.end))
    )


def mentions_in(text: str) -> list[Mention]:
    """Every date of a line, in its order."""
    found: list[Mention] = []
    for mark in _DAY.finditer(text):
        place = Place(mark.start(), mark.end())
        if mark["iso"]:
            year, month, day = (int(figure) for figure in re.split("[-./]", mark["iso"]))
            found.append(Mention(place, year, month, day))
        elif shortened := mark["dotted"] or mark["second"]:
            month, day = (int(figure) for figure in shortened.split("."))
            if mark["dotted"] or (found and found[-1].day and found[-1].month and mark.start() - found[-1].place.end <= _NEXT_TO):
                found.append(Mention(place, None, month, day))
        elif _is_date(text, mark):
            printed = whole(mark["day"]) if mark["day"] else None
            found.append(
                Mention(place, _year(mark["year"]), whole(mark["month"]), printed, mark["part"], mark["same"] in {"次年", "翌年", "明年"})
            )
    for mark in _LOST_MONTH.finditer(text):
        if not any(one.place.start <= mark.start("run") < one.place.end for one in found) and (read := _split(mark["run"])):
            found.append(Mention(Place(mark.start(), mark.end()), _year(mark["year"]), *read, damaged=True))
    return sorted(found, key=lambda one: one.place)


def _is_date(text: str, mark: re.Match[str]) -> bool:
    """Whether a month is one, not a span of months: it has a day, a year or a part, or words beside it that go with a date."""
    before, after = text[: mark.start()].rstrip(), text[mark.end() :]
    if re.match(r"\s*\*", after) or after.startswith("个"):
        return False
    told = mark["day"] is not None or bool(mark["year"] or mark["part"]) or mark[0].endswith("份")
    cell = (not before or before.endswith(("|", ":"))) or not _CELL_ENDS.match(after)
    return told or _LEADING.search(before) is not None or (cell and _FOLLOWING.match(after) is not None)


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


def first_of(one: Mention, year: int | None) -> date | None:
    """The day, or the first of the month; None where there is no such day."""
    return _day(year, one.month, one.day or 1)


def last_of(one: Mention, year: int | None) -> date | None:
    """The day, or the last of the month; None where there is no such day."""
    if one.day or not year or not one.month or one.month > 12:  # noqa: PLR2004 - months
        return _day(year, one.month, one.day)
    return _day(year, one.month, monthrange(year, one.month)[1])


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None
