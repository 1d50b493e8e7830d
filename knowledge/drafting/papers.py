"""One thing to hand in: its name, copies, form and medium, read from some characters of a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.drafting.numbers import NUMBER, whole
from knowledge.drafting.outline import Outline, Part, above
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.words import Words

COPIES = re.compile(rf"(?:一式|各|共|均为?)?\s*(?<![0-9][-~至到])(?<![0-9])(?P<number>{NUMBER})\s*(?:份|张(?!家)|套|本|册)")
FORM = re.compile(r"附\s*件\s*(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,2})?")
_TAIL = re.compile(r"(?:[,。;]|\s)+$")
_COUNTED = re.compile(rf"(?:纸质版?)?(?:一式|各|共)?\s*(?:{NUMBER}\s*[-~至到]\s*)?{NUMBER}\s*(?:份|张|套|本|册)(?:\([^()]*\))?.*$")
ASIDE = re.compile(r"\((?!个人|企业|单位|学校|团队|港澳|A|B|试行)[^()]*\)")
_COUNTED_FIRST = re.compile(rf"各?(?P<number>{NUMBER})\s*[份张套本](?:的)?(?=[^,。;(\d]{{2}})")
"""一张一寸照片: the number before the name."""
_ALL_COPIES = re.compile(rf"(?:(?P<above>上述|以上)|申报|申请|所有|推荐)?(?:材料|资料)[^。;:、]{{0,16}}一式\s*(?P<number>{NUMBER})\s*份")
_COUNTED_AFTER = re.compile(rf"(?:\([^()]{{1,12}}\))?(?:纸质版?|电子版)?(?:一式|各)\s*{NUMBER}\s*[份套](?:及其电子版)?")
_GIVES = re.compile(r"(?:以及|及|和)(?=[\u4e00-\u9fff《])|[^《,。;(]{0,24}?(?:提交|提供|填写|出具)\s*:?\s*(?=[《\u4e00-\u9fffA-Za-z0-9“])")
_OFFICIAL = re.compile("拨付|(?:审批表|聘书|通知书)$|(?:颁发|核发|下达|发放)[^、]*(?:证书|聘书)|无需|不需")
MEDIA = frozenset({"原件", "复印件", "打印件", "原件和复印件", "原件及复印件", "电子版", "纸质材料"})
_SENT = re.compile("(?:一并|同时)?(?:发送|报送|提交|发|报|交|送)?至.*$")
_GENERIC = frozenset(
    {
        "申请材料",
        "申报材料",
        "材料",
        "相关材料",
        "有关材料",
        "申请资料",
        "企业申请材料",
        "个人材料",
        "推荐材料",
        "上述材料",
        "以上材料",
        "书面材料",
        "纸质材料",
        "申报资料",
    }
)
LONGEST = 90
Medium = Literal["paper", "electronic"]


@dataclass(frozen=True)
class Paper(Found):
    """One thing to hand in; what the text does not say is None."""

    name: str
    copies: int | None
    form: str | None
    """附件1, where the text says which."""
    media: tuple[Medium, ...]
    photocopy: bool | None
    stamp: bool
    listed: bool
    """Whether it is an item of a list on materials: surer than a mention."""


class Papers:
    """Reads names of papers; knows the nouns that end them."""

    def __init__(self, page: Page, words: Words) -> None:
        self._page = page
        ends = "|".join(re.escape(end) for end in sorted(words.material_ends, key=len, reverse=True))
        self._nouns = re.compile(f"(?:{ends})", re.IGNORECASE)
        self._ending = re.compile(rf"(?:{ends})[》”\"]?(?:原件|复印件|扫描件|打印件|影印件|电子版|电子档|[和及与])*$", re.IGNORECASE)

    def in_words(self, text: str) -> bool:
        """Whether a text speaks of a paper at all."""
        return self._nouns.search(text) is not None

    def names(self, text: str) -> bool:
        """Whether a text ends as the name of a paper does, but for its copies and what stands in brackets."""
        bare = _COUNTED_FIRST.sub("", ASIDE.sub("", text).strip(" ,、"))
        return self._ending.search(_COUNTED.sub("", bare).strip(" ,、")) is not None

    def between(self, part: Part, start: int, end: int, *, listed: bool) -> Iterator[Paper]:
        """The paper that some characters of a part's body name; none where they name none."""
        if counted := _COUNTED_AFTER.match(self._page.plain, part.body.start + end):
            end = counted.end() - part.body.start
        text = self._page.plain[part.body.start + start : part.body.start + end]
        if lead := _GIVES.match(text):
            start, text = start + lead.end(), text[lead.end() :]
        stripped = text.strip(" ;,。、:")
        if (
            not stripped
            or stripped in MEDIA
            or not (self.in_words(ASIDE.sub("", stripped)) or (listed and COPIES.search(stripped)))
            or _OFFICIAL.search(stripped)
        ):
            return
        begin = part.body.start + start + text.index(stripped)
        raw = self._page.raw[begin : begin + len(stripped)]
        if counted := _COUNTED_FIRST.match(stripped):
            begin, stripped, raw = begin + counted.end(), stripped[counted.end() :], raw[counted.end() :]
        copies = counted or COPIES.search(stripped)
        form = FORM.search(stripped)
        kept = _SENT.sub("", _COUNTED.sub("", stripped))
        if kept.count("(") > kept.count(")"):
            kept = kept[: kept.rindex("(")]
        name = _TAIL.sub("", raw[: len(kept)] if stripped.startswith(kept) else raw).strip(" ;,。、:")
        if len(name) < 2 or (name in _GENERIC and not copies) or len(name) > LONGEST * 2:  # noqa: PLR2004 - a name has two characters
            return
        label = f"附件{form['number']}" if form and form["number"] else "附件" if form else None
        media: tuple[Medium, ...] = ("electronic",) if re.search("电子(?:版|文档|件)|扫描件|word|PPT", stripped, re.IGNORECASE) else ()
        if "纸质" in stripped or ("及其电子" in stripped):
            media = ("paper", *media)
        photocopy = (
            True if "复印件" in stripped and "原件" not in stripped else False if "原件" in stripped and "复印件" not in stripped else None
        )
        count = whole(copies["number"]) if copies else None
        yield Paper(
            Place(begin, begin + len(stripped)),
            part.clause,
            name,
            count if count is not None and 0 < count < 50 else None,  # noqa: PLR2004 - nobody asks for fifty copies
            label,
            media,
            photocopy,
            "盖" in stripped and "章" in stripped,
            listed,
        )


def with_common_copies(papers: tuple[Paper, ...], page: Page, outline: Outline) -> tuple[Paper, ...]:
    """上述材料一式三份: the copies that one sentence gives for all papers of its clause that have no number of their own."""
    said: dict[str, int] = {}
    for part in outline.parts:
        text = page.plain[part.place.start : part.place.end]
        if mark := _ALL_COPIES.search(text):
            count = whole(mark["number"])
            if count:
                said[above(part.clause) if mark["above"] and part.topic == "materials" else part.clause] = count
    return tuple(replace(paper, copies=_common(paper, said)) for paper in papers)


def _common(paper: Paper, said: dict[str, int]) -> int | None:
    """A paper's own copies, else those that were said for all of its list."""
    shared = said.get(paper.clause, said.get(above(paper.clause))) if paper.listed else None
    return shared if paper.copies is None else paper.copies
