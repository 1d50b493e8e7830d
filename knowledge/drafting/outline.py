"""The clauses of a text whatever its numbering, and what each part of it is about.

Where a clause begins is for ``coverage.headings`` to say, which goes by lines. Clauses that stand inside a line are set on lines of
their own first: numbers of one kind that follow each other there.
"""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.coverage.headings import Line, headings
from knowledge.drafting.page import Page, Place
from knowledge.drafting.words import Topic, Words

_CIRCLED = "①-⑳"
_CHINESE = "十?[一二三四五六七八九]|[二三四五六七八九]?十"
_STYLES: tuple[re.Pattern[str], ...] = (
    re.compile("第([一二三四五六七八九十百]{1,5})条"),
    re.compile(f"(?<![一二三四五六七八九十第])({_CHINESE})、"),
    re.compile(rf"\(({_CHINESE})\)"),
    re.compile(r"(?<![0-9.\-~/])([0-9]{1,2})\.(?:(?![0-9])|(?=20[0-9]{2}年))"),
    re.compile(r"(?<![0-9.\-~/])([0-9]{1,2})、(?:(?![0-9])|(?=20[0-9]{2}年))"),
    re.compile(r"\(([0-9]{1,2})\)"),
    re.compile(f"([{_CIRCLED}])"),
    re.compile(r"(?<![A-Za-z0-9])([a-h])[.、](?![A-Za-z])"),
)
_BEFORE = re.compile(r"[。;:.!?,\s]$")
_MARK = re.compile(
    r"[\s◆■★▲●○▪□※◇➤►#·•?]*(?:第[一二三四五六七八九十百0-9]{1,5}[章条编]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)"
    rf"|[0-9]{{1,2}}[.、](?![0-9])|\([0-9]{{1,2}}\)|[{_CIRCLED}]|[a-h][.、]|\*\s*、|附\s*件\s*[0-9]*[:.]?)?\s*(?:[答问QA][0-9]{{0,2}}\s*:\s*(?:[0-9]{{1,2}}、\s*)?)?"
)
_LABEL = re.compile(r"([^。;:,!?\n]{2,24}?)\s*(?:[。:?]|$)")
_BOXED = re.compile(r"\s*\[\s*(?P<label>[^\[\]。;,\n]{2,16})\s*\]\s*:?\s*")
"""【申报条件】 and the like."""
_BEFORE_YEAR = re.compile(r"^([0-9]{1,2}[.、])(?=20[0-9]{2}年)")
"""A number right before a year: 3.2023年 is the third, not a decimal."""
_APART = re.compile(r"\s*([0-9]{1,2}[.、])\s*")
_PAPER = re.compile(
    r"《[^《》]{2,40}(?:表|书|报告|方案|名册|承诺书)》(?:\([^()]*\))?\s*(?:一式|[0-9一二三四五六七八九两]+份|原件|\(见?附件|;|。|\n)"
)
_LETTERED = re.compile(r"([a-h])[.、)]")
_ASIDE = re.compile(r"\([^()]*\)")

_LEADS: tuple[tuple[Topic, re.Pattern[str]], ...] = (
    (
        "materials",
        re.compile(
            r"(?:提供|提交|报送|递交|上传|携带|准备|备齐|出具)(?:以下|下列|如下|相关|有关|书面|纸质|申请|申报|证明|材料|资料|文件|的|\s)*$"
            "|(?:材料|资料)(?:包括|有|为|如下|清单)$"
        ),
    ),
    (
        "conditions",
        re.compile(
            "(?:符合|具备|满足|达到|具有)[^。;,]{0,12}(?:条件|要求|之一|标准)(?:之一)?$|(?:情形|情况|行为)(?:之一)?(?:的|者)?(?:,[^。;]{0,24})?$"
            "|不(?:得|予|能|可|再)[^。;,]{0,14}$"
        ),
    ),
)
"""How a sentence before a colon says what follows, whatever its nouns."""

_LONGEST_CLOSED = 8
"""Characters; a longer line with a full stop is an item of a list, not its heading."""
_UNNUMBERED = frozenset({"正文", "前言", "页头", "标题", "抬头", "文号"})


@dataclass(frozen=True)
class Part:
    """A line, or what stands in one under a number of its own."""

    place: Place
    clause: str
    topic: Topic
    begins: bool
    """Whether a clause begins with it."""
    body: Place
    """Without its number."""
    heading: str
    """The heading or label that told the topic, here or above; empty where none did."""


@dataclass(frozen=True)
class Outline:
    """A text in parts, one after the other; blank lines belong to none."""

    parts: tuple[Part, ...]

    def at(self, offset: int) -> Part | None:
        """The part around a place of the text, or the last before it."""
        index = bisect_right(self.parts, offset, key=lambda part: part.place.start) - 1
        return self.parts[index] if index >= 0 else None

    def about(self, *topics: Topic) -> tuple[Part, ...]:
        """The parts on these topics."""
        return tuple(part for part in self.parts if part.topic in topics)


def outline_of(page: Page, words: Words) -> Outline:
    """The outline of a page."""
    pieces = tuple(_pieces(page))
    lines = [Line(number, place.start, _stripped(page, place)) for number, place in enumerate(pieces, 1)]
    if lines and re.fullmatch(r"附\s*件\s*[0-9]*\s*:?", lines[0].text):
        lines[0] = replace(lines[0], text="")  # the annex itself came, without its notice
    run_on = _run_on(lines)
    lines = [replace(line, text=_APART.sub(r"\1 ", line.text)) if line.number in run_on else line for line in lines]
    numbered = headings(lines)
    parts = tuple(_Reader(page, words, run_on).parts(pieces, {number: heading.id for number, heading in numbered.items()}))
    listing = frozenset(above(part.clause) for part in parts if part.begins and _PAPER.match(page.plain, part.body.start))
    return Outline(tuple(_as_paper(part) if part.begins and above(part.clause) in listing else part for part in parts))


def _run_on(lines: Sequence[Line]) -> frozenset[int]:
    """The lines whose number runs on into a figure (2.3000字), told by the number of the line of that kind before."""
    found: set[int] = set()
    last = 0
    for line in lines:
        mark = _APART.match(line.text)
        if not mark:
            continue
        count = int(re.sub("[^0-9]", "", mark[1]))
        if line.text[mark.end() : mark.end() + 1].isdecimal():
            if count != last + 1:
                continue
            found.add(line.number)
        last = count
    return frozenset(found)


def above(clause: str) -> str:
    """The clause that one stands under: without its own last number."""
    return re.sub("(?:[0-9]+|[①-⑳]|[a-h]|（[^（）]+）|第[^第]+条|[一二三四五六七八九十]+)$", "", clause)


def _as_paper(part: Part) -> Part:
    """An item beside one that is a form with a title and a number of copies is a paper too, whatever the heading above them."""
    return part if part.topic == "annex" or not above(part.clause) else replace(part, topic="materials")


def _stripped(page: Page, place: Place) -> str:
    return _BEFORE_YEAR.sub(r"\1 ", page.plain[place.start : place.end].strip().lstrip("\ufeff?？ #*◆■★▲●"))


def _pieces(page: Page) -> Iterator[Place]:
    """The lines, cut before every number inside them that another of its kind goes before or after."""
    start = 0
    for line in page.plain.split("\n"):
        cuts = [0, *_cuts(line), len(line)]
        for begin, end in itertools.pairwise(cuts):
            if line[begin:end].strip():
                yield Place(start + begin, start + end)
        start += len(line) + 1


def _cuts(line: str) -> list[int]:
    found: set[int] = set()
    for style in _STYLES:
        marks = [mark for mark in style.finditer(line) if mark.start() == 0 or _BEFORE.search(line[: mark.start()]) or mark[1] >= "①"]
        values = [_value(mark[1]) for mark in marks]
        for at, mark in enumerate(marks):
            if not line[: mark.start()].strip(" ?") or (line[: mark.start()].strip().startswith("附件") and at == 0):
                continue
            if (at and values[at - 1] == values[at] - 1) or values[at + 1 : at + 2] == [values[at] + 1]:
                found.add(mark.start())
    return sorted(found)


def _value(figure: str) -> int:
    if "a" <= figure <= "h":
        return ord(figure) - ord("a") + 1
    if figure.isdecimal() and not "①" <= figure <= "⑳":
        return int(figure)
    if "①" <= figure <= "⑳":
        return ord(figure) - ord("①") + 1
    tens, ten, ones = figure.rpartition("十")
    digits = "零一二三四五六七八九"
    high = (digits.find(tens) if tens else 1) if ten else 0
    return high * 10 + (digits.find(ones) if ones else 0)


SAYS = re.compile("不|须(?!知)|应(?![聘届用急征])|必须|具有|具备|取得|获得|可以(?!申请)|需要")
"""A verb that makes a sentence of what would else be a heading."""


def _label_of(page: Page, body: Place) -> str:
    """The short words up to the first colon or full stop; empty where there are none."""
    text = page.plain[body.start : body.end].strip()
    found = _LABEL.match(text)
    sentence = found and found.end() == len(text) and text.endswith("。") and len(found[1]) > _LONGEST_CLOSED
    return found[1] if found and not sentence else ""


class _Reader:
    """Walks through the pieces with what the clauses above are about."""

    def __init__(self, page: Page, words: Words, run_on: frozenset[int]) -> None:
        self._page = page
        self._run_on = run_on
        self._words = words
        self._clause = "页头"
        self._topics: dict[str, Topic] = {}
        self._chapter: Topic = "other"
        self._label: tuple[str, Topic] | None = None
        """What an unnumbered label (补贴条件：) says, and the clause that it stands in."""
        self._heading = ""

    def parts(self, pieces: Sequence[Place], begun: dict[int, str]) -> Iterator[Part]:
        """Every piece with its clause and topic."""
        lead: Topic | None = None
        parent = ""
        for number, place in enumerate(pieces, 1):
            heading = begun.get(number)
            text = self._page.plain[place.start : place.end]
            mark = (_APART if number in self._run_on else _MARK).match(text)
            body = Place(place.start + (mark.end() if mark else 0), place.end)
            boxed = _BOXED.match(text, mark.end() if mark else 0)
            said = self._words.topic_of(boxed["label"]) if boxed else self._said(body)
            said = None if said and self._words.is_chrome(text) else said
            if boxed:
                body = Place(place.start + boxed.end(), place.end)
            lettered = _LETTERED.match(text.strip()) if heading is None else None
            if heading is not None:
                if lead and not heading.startswith(parent):
                    lead = None
                self._begin(heading, said, lead if heading.startswith(parent) else None)
            elif said and not lettered:
                self._label = (self._outer(), said)
                self._clause = self._label[0]
            if said:
                self._heading = boxed["label"] if boxed else _label_of(self._page, body)
            topic = self._topic(heading or self._clause)
            clause = self._clause + (lettered[1] if lettered else "")
            yield Part(place, clause, topic, heading is not None or lettered is not None, body, self._heading)
            if led := self._led(text):
                lead, parent = led, self._clause

    def _outer(self) -> str:
        """Where an unnumbered label stands: beside the label before it, though numbers stood between."""
        return (
            self._label[0] if self._label and (self._clause.startswith(self._label[0]) or self._label[0] in _UNNUMBERED) else self._clause
        )

    def _begin(self, heading: str, said: Topic | None, lead: Topic | None) -> None:
        self._clause = heading
        below = self._label and (heading.startswith(self._label[0]) and heading != self._label[0])
        loose = self._label and self._label[0] in _UNNUMBERED and heading[0] in "0123456789（①②③④⑤⑥⑦⑧⑨"
        if not below and not loose:
            self._label = None
        if heading.endswith(("章", "编")):
            self._chapter = said or "other"
            self._topics = {heading: self._chapter}
            return
        above = next(
            (self._topics[heading[:end]] for end in range(len(heading) - 1, 0, -1) if heading[:end] in self._topics), self._chapter
        )
        if heading in _UNNUMBERED and said:
            self._label = (heading, said)
        inherited = lead or (self._label[1] if self._label else above)
        fixed = heading.startswith(("附件", "落款", "标题", "抬头", "文号", "页头"))
        self._topics[heading] = "annex" if heading.startswith("附件") else "other" if fixed else said or inherited

    def _topic(self, clause: str) -> Topic:
        if self._label and clause.startswith(self._label[0]):
            return self._label[1] if clause == self._label[0] else self._topics.get(clause, self._label[1])
        return self._topics.get(clause, self._chapter)

    def _said(self, body: Place) -> Topic | None:
        """What a heading or label says that its part is about."""
        label = _label_of(self._page, body)
        if asked := self._words.asked(label):
            return asked
        return self._words.topic_of(_ASIDE.sub("", label)) if label and not SAYS.search(label) else None

    def _led(self, text: str) -> Topic | None:
        """What a sentence that ends with a colon says that follows."""
        if not text.rstrip().endswith(":"):
            return None
        sentence = re.split("[。;]", text.rstrip().rstrip(":"))[-1]
        return self._words.led(sentence) or next((topic for topic, form in _LEADS if form.search(sentence)), None)
