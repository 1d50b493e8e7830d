"""Windows and deadlines. A date is read as fine as it is printed; what is missing or damaged is told, never filled in silently."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from knowledge.drafting.masthead import Masthead
from knowledge.drafting.mentions import Mention, first_of, last_of, spans_in
from knowledge.drafting.outline import Outline, Part
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.tables import tables_in
from knowledge.drafting.words import Topic, Words, one_of

WindowKind = Literal["apply", "submit", "review", "event", "result", "effective", "period"]
YearFrom = Literal["printed", "start", "masthead", "none"]
Grain = Literal["day", "month", "none"]
"""How fine a window's days are; none: no day can be read."""

_LOST_DAY = re.compile(
    r"(?:即日起|起)?\s*至\s*(?:[0-9*]+\s*年\s*)?(?:[0-9*]+\s*月\s*)?\*\s*[日月]|[0-9*]{1,2}\s*月\s*\*+\s*日|\*\s*月\s*[0-9*]*\s*日"
)
_TIME = re.compile(
    r"\s*(?:\((?:星期|周)[一二三四五六日天]\)\s*)?(?:上午|下午|晚上?|中午)?\s*(?P<hour>[0-9]{1,2})\s*(?:[:时点]\s*(?P<minute>[0-9]{2})?)\s*(?:分|整|时)?"
)
_BY = re.compile(
    r"^\s*(?:\([^()]{0,14}\)|(?:上午|下午|晚|中午|[0-9:：时点分]){1,8})*\s*(?:(?:下班|当日|当天|工作日)?前(?=[将报交送寄上提完向把,。;）)]|$)|以前|之前|(?:下班|当日|当天|工作日)?前(?!往|来|期|述|三|[0-9]|身|款|两|后)|截止|止|关闭|结束|停止|内(?:完成|报))"
)
_UNTIL = re.compile(
    r"(?:截止(?:时间|日期|到|至|于)?(?:为|是|:)?|截至|最迟|最晚|不迟于|不晚于|(?:执行|实施|延续|持续|有效|开放|受理)(?:期限?|时间)?[至到]|延长至|延期至|期限[为至是:]|有效期至)\s*$"
)
_FROM = re.compile(r"^\s*(?:\([^()]{0,14}\))?\s*(?:起(?!草|点|步)|开始|开放|开通|启动|以?后(?!出生))")
_SINCE = re.compile(r"(?:自|从)\s*$")
_IN_FORCE = re.compile("^[^。;]{0,30}?(?:施行|执行|实施|生效|调整|停止|废止|受理|申报)")
_NOW = re.compile(
    r"(?:即日|本通知(?:发布|印发|下发)之日|发文之日|公告(?:发布)?之日|通知(?:发布)?之日|自[^,。;]{1,14}之日)起?\s*(?:至|到|-|~)\s*$"
)
_NO_WINDOW = re.compile(
    r"^\s*(?:\([^()]{0,8}\))?\s*(?:以?后|以?前|之?前|之?后)?\s*(?:出生|以来|生效的|取得|毕业|入学|获得|参加工作|认定|注册|登记|新?设立|成立|为准|期间(?:进站|入职|取得|毕业|设立|登记|招用|签订|获得|新?引进))"
)
_CITING = re.compile(r"^[^。;]{0,4}(?:印发的|发布的|公布的|出台的)")
_BEFORE_CITED = re.compile(r"(?:年龄|计算|出生|工龄|任职年限|学历|学位|毕业|取得时间)[^。;]{0,8}$")
_YEARLY = re.compile("(?:每年|每两年|每三年|每隔.年|评选年度|申报年度|当年度)(?!度?(?:不少于|不低于|给予|发放))(?:(?!20[0-9]{2}年).)*$")
"""What returns every year, and all that a sentence behind it dates without a year of its own."""
_NOUNS = re.compile("(?:申报|申请|报名|推荐|评审|审核|受理)(?=材料|资料|表|书|人|单位|者|条件|对象|工作|通知)")
_SET_FOR = re.compile(r"(?:于|在|(?:时间|日期)(?:为|是|定为|:)?)\s*$")
_HELD_ON = re.compile(
    r"^\s*(?:\([^()]{0,12}\))?\s*(?:上午|下午|晚上?|[0-9:时点分]){0,8}(?:在[^,。;]{1,16})?(?:举行|举办|召开|开班|开考|开赛|开幕|进行|公布|公示)"
)
_COUNTS = re.compile(r"\([^()]*为准[^()]*\)")
_REPORTED = re.compile("[报交](?![名告到考道销送流通])(?=[^,。;]{1,16}(?:局|厅|部|办公室|中心|科|处|委|会|所|院))")
_LONGEST_STAMP = 45
_SEEN = 600
"""Characters of a line before and behind a date that are looked at."""
_NEAR = 120
"""Characters before a date in which 每年 is still said of it."""


@dataclass(frozen=True)
class Window(Found):
    """A period or a deadline as printed; both days counted in."""

    kind: WindowKind
    starts: date | None
    ends: date | None
    grain: Grain
    what: str
    """The words around it, short."""
    year_from: YearFrom
    damaged: bool = False
    about: str | None = None
    """The printed words where a day is only hinted at (7月初, 三月底)."""
    hour: str | None = None
    """``17:00`` where printed with the last day."""


@dataclass(frozen=True)
class _Sight:
    """A date or two with the words around them."""

    first: Mention
    second: Mention | None
    before: str
    after: str
    topic: Topic
    yearly: bool

    @property
    def last(self) -> Mention:
        return self.second or self.first


def windows_in(page: Page, outline: Outline, head: Masthead, words: Words) -> tuple[Window, ...]:
    """Every window of a text, in its order, each once."""
    reader = _Reader(page, outline, head, words)
    found: list[Window] = []
    kinds: dict[tuple[date | None, date | None, str | None], set[WindowKind]] = {}
    for window in reader.windows():
        told = kinds.setdefault((window.starts, window.ends, window.about), set())
        if window.grain == "none" or window.kind not in told:
            found.append(window)
        if window.grain != "none":
            told.add(window.kind)
    return tuple(found)


class _Reader:
    def __init__(self, page: Page, outline: Outline, head: Masthead, words: Words) -> None:
        self._page, self._outline, self._head = page, outline, head
        self._kinds = tuple((kind, one_of(listed)) for kind, listed in words.stages.items())
        self._words = words
        cells = [(cell, table.head[at], row) for table in tables_in(page) for row in table.rows for at, cell in enumerate(row)]
        self._cells = sorted(cells, key=lambda one: one[0].start)

    def windows(self) -> Iterator[Window]:
        """Part by part; titles, page heads and signatures hold none."""
        for part in self._outline.parts:
            text = self._page.plain[part.place.start : part.place.end]
            if part.place.start < self._head.body or self._words.is_chrome(text) or self._is_signature(part, text):
                continue
            for first, second in spans_in(text):
                yield from self._window(part, self._sight(part, text, first, second))
            yield from self._lost(part, text)

    def _is_signature(self, part: Part, text: str) -> bool:
        signed = self._head.signed
        inside = signed is not None and part.place.start <= signed.place.start and signed.place.end <= part.place.end
        return inside and len(text.strip()) <= _LONGEST_STAMP

    def _lost(self, part: Part, text: str) -> Iterator[Window]:
        for lost in _LOST_DAY.finditer(text):
            place = Place(part.place.start + lost.start(), part.place.start + lost.end())
            kind = self._kind(part, text[: lost.start()], text[lost.end() :])
            around = _around(text, lost.start())
            yield Window(place, part.clause, kind, None, None, "none", around, "none", damaged=True, about=self._page.quote(place))

    def _sight(self, part: Part, text: str, first: Mention, second: Mention | None) -> _Sight:
        """The words around a date: of its line, or of its cell behind the row's name and the column's head."""
        start, end = first.place.start, (second or first).place.end
        at = part.place.start + start
        topic = part.topic
        begin, stop, named = 0, len(text), ""
        index = bisect_right(self._cells, at, key=lambda one: one[0].start) - 1
        if index >= 0 and self._cells[index][0].end > at:
            cell, head, row = self._cells[index]
            begin, stop = max(0, cell.start - part.place.start), cell.end - part.place.start
            named = f"{','.join(self._page.plain[other.start : other.end] for other in row if other != cell)},{head}:"
            topic = self._words.topic_of(head) or topic
        yearly = first.year is None and _YEARLY.search(text[max(0, start - _NEAR) : start]) is not None
        return _Sight(first, second, named + text[max(begin, start - _SEEN) : start], text[end : min(stop, end + _SEEN)], topic, yearly)

    def _window(self, part: Part, sight: _Sight) -> Iterator[Window]:
        before, after = sight.before, sight.after
        alone = sight.second is None
        if _NO_WINDOW.match(after) or _CITING.match(after) or (alone and _BEFORE_CITED.search(before)):
            return
        kind = self._kind(part, before, after)
        begin, end = self._bounds(kind, sight)
        if (sight.topic == "conditions" and alone and kind not in {"apply", "submit"}) or not (begin or end or sight.yearly):
            return
        place = Place(part.place.start + sight.first.place.start, part.place.start + sight.last.place.end)
        damaged = sight.first.damaged or sight.last.damaged
        hour = _hour(after) if end is not None and end.day else None
        around = _around(before, len(before))
        window = Window(place, part.clause, kind, None, None, "day", around, "printed", damaged, hour=hour)
        if sight.yearly:
            yield replace(window, grain="none", year_from="none", about=f"每年{self._page.quote(place)}")
        else:
            yield self._dated(window, begin, end)

    def _bounds(self, kind: WindowKind, sight: _Sight) -> tuple[Mention | None, Mention | None]:
        """What begins and what ends; neither where a date only tells a story."""
        first, before, after = sight.first, sight.before, sight.after
        if sight.second:
            return first, sight.second
        if _NOW.search(before) or _BY.match(after) or _UNTIL.search(before):
            return None, first
        if _FROM.match(after) or _SINCE.search(before):
            taking_effect = _SINCE.search(before) and _IN_FORCE.search(after)
            return (first, None) if taking_effect or (sight.topic == "dates" and _FROM.match(after)) else (None, None)
        held = _HELD_ON.match(after) is not None
        staged = _SET_FOR.search(before) is not None and kind not in {"period", "effective"}
        hinted = first.part is not None and kind != "period"
        alone = sight.topic == "dates" and len(before) + len(after) < _LONGEST_STAMP
        return (first, first) if held or staged or hinted or alone else (None, None)

    def _dated(self, window: Window, begin: Mention | None, end: Mention | None) -> Window:
        """The days of a window: a missing year from its other end or from the masthead."""
        year_from: YearFrom = "printed"
        begin_year, end_year = begin.year if begin else None, end.year if end else None
        if begin and end and begin_year and not end_year:
            end_year, year_from = begin_year + (1 if (end.month or 0) < (begin.month or 0) else 0), "start"
        given = self._own_year()
        if begin and not begin_year:
            begin_year, year_from = (end_year or _year_of(begin, given)), "masthead"
        if end and not end_year:
            end_year = begin_year if begin and begin.next_year else _year_of(end, given)
            year_from = "masthead"
        if (begin and not begin_year) or (end and not end_year):
            return replace(window, grain="none", year_from="none", about=self._page.quote(window.place))
        fine = all(one.day for one in (begin, end) if one)
        starts = first_of(begin, begin_year) if begin else None
        ends = last_of(end, end_year) if end else None
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

    def _kind(self, part: Part, before: str, after: str) -> WindowKind:
        """By the nearest word of the sentence, what follows the date first; by the heading where the sentence says nothing."""
        behind = _acts(re.split("[。;]", after)[0])
        ahead = _acts(re.split("[。;]", before)[-1])
        near: list[tuple[int, WindowKind]] = [
            (found.start(), kind) for kind, pattern in self._kinds for found in [pattern.search(behind)] if found
        ]
        near = near or [(len(ahead) - found.end(), kind) for kind, pattern in self._kinds for found in pattern.finditer(ahead)]
        if near:
            return min(near)[1]
        anywhere = f"{_acts(before)}\0{_acts(after)}"
        near = [(found.start(), kind) for kind, pattern in self._kinds for found in [pattern.search(anywhere)] if found]
        if near and part.topic != "dates":
            return min(near)[1]
        return "apply" if part.topic == "dates" and _applies(part) else "period"


def _year_of(one: Mention, own: int | None) -> int | None:
    """The year of a date that has none: the notice's own, or the one after it."""
    return own + 1 if own and one.next_year else own


def _acts(text: str) -> str:
    """A text without the nouns that only begin like an act: 申报材料 is not yet 申报."""
    text = _COUNTS.sub("", text)
    return _REPORTED.sub("报送", _NOUNS.sub(lambda mark: "_" * len(mark[0]), text))


def _applies(part: Part) -> bool:
    return any(word in part.heading for word in ("申请", "申报", "报名", "受理", "推荐", "征集", "招募", "招聘", "申领", "领取", "办理"))


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
