"""What has to be handed in: the items of a list, and the papers that a sentence with a verb of handing in names."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from knowledge.drafting.numbers import NUMBER, whole
from knowledge.drafting.outline import Outline, Part
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.words import Words, one_of

_COPIES = re.compile(rf"(?:一式|各|共|均为?)?\s*(?P<number>{NUMBER})\s*(?:份|张(?!家)|套|本|册)")
_FORM = re.compile(r"附\s*件\s*(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,2})?")
_TITLED = re.compile(r"《[^《》]{2,60}》(?:\([^()]{1,20}\))?(?:复印件|原件)?")
_TAIL = re.compile(r"(?:[,。;]|\s)+$")
_COUNTED = re.compile(rf"(?:纸质版?)?(?:一式|各|共)?\s*{NUMBER}\s*(?:份|张|套|本|册)(?:\([^()]*\))?.*$")
_ASIDE = re.compile(r"\((?!个人|企业|单位|学校|团队|港澳|A|B|试行)[^()]*\)")
_LEAD = re.compile(
    r"^[^()0-9:]{0,40}?(?:需|应|须|请)?(?:一并)?(?:提供|提交|报送|递交|填写|填报|上报|附上?|出具|携带)(?:以下|下列|如下)?(?:申请|申报)?(?:材料|资料)?\s*:?\s*(?=[《\u4e00-\u9fffA-Za-z0-9“])"
)
_NO_ITEM = re.compile(
    "无需|不需|不用提交|免于提交|无须|逾期|不予受理|须经|应当对|真实性|负责收集|按照.{0,10}顺序|装订|不再接受|审核合格后|统一收集"
)
_ENUMERATED = re.compile("[一二三四五六七八九十]是")
_ALSO = re.compile(r"[、,](?![^《]*》)(?![^(]*\))|(?:和|及|以及|,)(?=《)|(?<=》)和(?=[\u4e00-\u9fff])")
_ENOUGH = re.compile("等(?:(?:相关|有关|其他)?(?:材料|资料|证明材料|佐证材料|证件|文件).*|[^等]{0,3})$")
_SUBMITTED = re.compile(
    "(?:提供|提交|报送|递交|填写|填报|上报|送交|寄送|附|携带|将)(?P<list>[^。;:]*?(?:等(?:(?:相关|有关)?(?:材料|资料|文件|证件|表格)|(?=[,。;]|$))|(?=报送|报至|报到|报市|报省|送至|送交|送达|发送|加盖|一式|,|$)))"
)
_COUNTED_AFTER = re.compile(rf"(?:一式|各)\s*{NUMBER}\s*[份套](?:及其电子版)?")
_GIVES = re.compile(r"(?:以及|及|和)(?=[\u4e00-\u9fff《])|[^《,。;(]{0,24}?(?:提交|提供|填写|出具)\s*:?\s*(?=[《\u4e00-\u9fffA-Za-z0-9“])")
_OFFICIAL = re.compile("拨付|审批表|聘书|通知书|无需|不需")
_CELLS = frozenset({"原件", "复印件", "打印件", "原件和复印件", "原件及复印件", "电子版", "纸质材料"})
_COLUMNS = 2
_TABLE_HEADS = frozenset({"材料名称", "材料", "所需材料", "名称", "申请材料名称", "提交材料名称"})
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
_SHORT_LABEL = 8
_LONGEST = 90
_ALIKE = 88
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


def papers_in(page: Page, outline: Outline, body: int, words: Words) -> tuple[Paper, ...]:
    """Every paper of a text, in its order; a paper that is listed is not told again where it is only mentioned."""
    reader = _Reader(page, outline, words)
    found: list[Paper] = []
    for part in outline.parts:
        if part.place.start < body or part.topic == "annex" or part.clause in {"落款", "抬头"}:
            continue
        found += reader.papers(part)
    rows = list(reader.rows())
    lines = {paper.place for paper in rows}
    found = [paper for paper in found if paper.place not in lines and paper.name not in (*_TABLE_HEADS, *words.cells)] + rows
    listed = [paper for paper in found if paper.listed]
    kept: list[Paper] = []
    for paper in found:
        others = [*listed, *(one for one in kept if not one.listed)] if not paper.listed else []
        if not any(_alike(paper.name, other.name) and (other.clause == paper.clause or not paper.copies) for other in others):
            kept.append(paper)
    return tuple(kept)


def _alike(one: str, other: str) -> bool:
    bare, held = (re.sub(r"[《》“”\"()\s]|附件[0-9]*|复印件|原件", "", name) for name in (one, other))
    return fuzz.ratio(bare, held) >= _ALIKE or (len(bare) > 5 and (bare in held or held in bare))  # noqa: PLR2004 - a name of its own


class _Reader:
    def __init__(self, page: Page, outline: Outline, words: Words) -> None:
        self._page, self._outline = page, outline
        self._nouns = re.compile(
            f"(?:{'|'.join(re.escape(end) for end in sorted(words.material_ends, key=len, reverse=True))})", re.IGNORECASE
        )
        self._hand_in = one_of(words.hand_in)
        self._words = words

    def papers(self, part: Part) -> Iterator[Paper]:
        """Those of one part."""
        text = self._page.plain[part.body.start : part.body.end].rstrip()
        if self._words.is_chrome(text) or (_NO_ITEM.search(_opening(part, text)) and not (_TITLED.search(text) or _COPIES.search(text))):
            return
        if part.topic == "materials":
            yield from self._items(part, text)
        else:
            yield from self._mentioned(part, text)

    def _items(self, part: Part, text: str) -> Iterator[Paper]:
        """A numbered item is one paper; a list behind a label or in one sentence is several."""
        heading = not part.begins and text.strip() == part.heading and self._words.topic_of(part.heading) == "materials"
        if heading or text.rstrip().endswith(":") or (self._leads(part) and not re.search("[;。]$", text)):
            return
        label = re.match(r"[^:。;,《]{2,24}:", text)
        numbered = part.begins and part.body.start > part.place.start
        if label and numbered and self._nouns.search(label[0][-4:]) and _names_paper(part, label[0][:-1]):
            yield from self._paper(part, 0, label.end() - 1, listed=True)
            return
        start = label.end() if label else 0
        rest = text[start:]
        if numbered and (not label or label[0].endswith(("提交:", "提供:"))):
            yield from self._item(part, start, rest)
            return
        for begin, end in _split(rest, re.compile("[;。]")):
            sentence = rest[begin:end]
            lead = _LEAD.match(sentence)
            skipped = lead.end() if lead else 0
            enough = _ENOUGH.search(sentence, skipped)
            each = re.search(rf"各\s*({NUMBER})\s*[份张套]", sentence)
            for first, last in _split(sentence[skipped : enough.start() if enough else None], _ALSO):
                offset = start + begin + skipped
                yield from self._each(self._paper(part, offset + first, offset + last, listed=True), each)

    def rows(self) -> Iterator[Paper]:
        """Tables that came one cell a line: a number, a name, and what else stands in its row, behind a head with 材料名称."""
        cells = [part for part in self._outline.parts if part.topic == "materials"]
        texts = [self._page.plain[part.body.start : part.body.end].strip() for part in cells]
        if not any(text in _TABLE_HEADS for text in texts):
            return
        if rows := self._chunks(texts):
            for first, last in rows:
                yield from self._row(cells[first], texts[first], texts[first + 1 : last])
            return
        starts: list[int] = []
        for at, (text, after) in enumerate(itertools.pairwise(texts)):
            if text == str(len(starts) + 1) and self._nouns.search(after) and after not in _CELLS:
                starts.append(at)
        for at, stop in itertools.pairwise([*starts, len(cells)]):
            if at + 1 < stop and len(texts[at + 1]) <= _LONGEST:
                yield from self._row(cells[at + 1], texts[at + 1], texts[at + 2 : stop])

    def _chunks(self, texts: list[str]) -> list[tuple[int, int]]:
        """The rows of a table without numbers: as many cells each as its head has."""
        first = next((at for at, text in enumerate(texts) if text in _TABLE_HEADS), 0)
        width = next((at for at, text in enumerate(texts[first:]) if text not in _TABLE_HEADS and text not in self._words.cells), 0)
        if width < _COLUMNS or "序号" in texts[max(0, first - 1) : first + width]:
            return []
        rows: list[tuple[int, int]] = []
        for at in range(first + width, len(texts) - width + 1, width):
            if not self._nouns.search(texts[at]) or texts[at] in _CELLS:
                break
            rows.append((at, at + width))
        return rows

    def _row(self, part: Part, name: str, others: list[str]) -> Iterator[Paper]:
        counted = next((mark for text in others if (mark := re.fullmatch(rf"(?:一式)?({NUMBER})\s*(?:份|张|套)?", text))), None)
        for paper in self._paper(part, 0, len(self._page.plain[part.body.start : part.body.end].rstrip()), listed=True):
            copy = True if any("复印" in text for text in others) and not any("原件" in text for text in others) else None
            yield replace(
                paper, copies=paper.copies or (whole(counted[1]) if counted else None), photocopy=paper.photocopy if copy is None else copy
            )
        del name

    def _leads(self, part: Part) -> bool:
        """Whether a part is the heading of those that follow."""
        parts = self._outline.parts
        after = next((one for one in parts if one.place.start > part.place.start), None)
        below = after is not None and after.clause.startswith(part.clause) and (after.clause != part.clause or not after.begins)
        return below and part.begins

    def _item(self, part: Part, start: int, text: str) -> Iterator[Paper]:
        if re.match("上述|以上(?!材料)|申请人所在企业在规定", text) or (_NO_ITEM.search(_opening(part, text)) and not _COPIES.search(text)):
            return
        first, last = next(_split(text, re.compile("[;。](?!(?:不满足|以上|或))")))
        yield from self._paper(part, start + first, start + last, listed=True)

    def _mentioned(self, part: Part, text: str) -> Iterator[Paper]:
        """Elsewhere: forms with a title behind a verb of handing in, and what an enumeration 一是……二是…… lists."""
        for begin, end in _split(text, re.compile("[。]")):
            sentence = text[begin:end]
            told = re.search("(?:以下|下列)(?:材料|资料)\\s*:", sentence)
            if told and _ENUMERATED.search(sentence[told.end() :]):
                yield from self._enumerated(part, begin, sentence, told.end())
                continue
            yield from self._handed(part, begin, sentence)

    def _enumerated(self, part: Part, start: int, sentence: str, begin: int) -> Iterator[Paper]:
        marks = list(_ENUMERATED.finditer(sentence, begin))
        for at, mark in enumerate(marks):
            stop = marks[at + 1].start() if at + 1 < len(marks) else len(sentence)
            yield from self._paper(part, start + mark.end(), start + stop, listed=True)

    def _handed(self, part: Part, start: int, sentence: str) -> Iterator[Paper]:
        taken: list[tuple[int, int]] = []
        for mark in _SUBMITTED.finditer(sentence):
            held = mark["list"]
            enough = _ENOUGH.search(held)
            named = self._all_papers(held)
            each = re.search(rf"各\s*({NUMBER})\s*[份张套]", held + sentence[mark.end() :][:8])
            for first, last in _split(held[: enough.start()] if enough else held, _ALSO):
                piece = held[first:last]
                plain_list = (enough is not None or named) and len(piece) <= 30  # noqa: PLR2004 - a name, no clause
                asked = (
                    each
                    or re.search("(?:一式|各)[^,。;]{1,6}(?:份|套)", sentence[mark.end() :][:16])
                    or _FORM.search(piece)
                    or re.search("推荐函|推荐文件|申请材料", piece)
                )
                if "《" in piece or plain_list or (asked and len(piece) <= 20):  # noqa: PLR2004 - a name, no clause
                    begin = start + mark.start("list") + first
                    taken.append((begin, begin + len(piece)))
                    yield from self._each(self._paper(part, begin, begin + len(piece), listed=False), each)
        for mark in re.finditer(r"(?:要有|须有|需有|附有)([^,。;]{0,16}(?:函|证明|证书|文件))", sentence):
            yield from self._paper(part, start + mark.start(1), start + mark.end(1), listed=False)
        for mark in _TITLED.finditer(sentence):
            begin, end = start + mark.start(), start + mark.end()
            inside = any(first <= begin < last for first, last in taken)
            form = re.search("(?:表|书|名册|花名册|汇总表|报告|承诺书|登记表)》?$", re.sub(r"\(.*", "", mark[0]))
            if not inside and form and self._hand_in.search(sentence[: mark.start()][-30:] + sentence[mark.end() :][:20]):
                yield from self._paper(part, begin, end, listed=False)

    def _all_papers(self, held: str) -> bool:
        """Whether every piece of a list is the name of a paper."""
        pieces = [_ASIDE.sub("", held[first:last]) for first, last in _split(held, _ALSO)]
        return len(pieces) > 1 and all(self._nouns.search(piece[-4:]) for piece in pieces)

    def _each(self, papers: Iterator[Paper], each: re.Match[str] | None) -> Iterator[Paper]:
        """Papers of a list that ends with 各一份."""
        count = whole(each[1]) if each else None
        return (replace(paper, copies=count) if count and paper.copies is None else paper for paper in papers)

    def _paper(self, part: Part, start: int, end: int, *, listed: bool) -> Iterator[Paper]:
        """The paper that some characters of a part's body name; none where they name none."""
        if counted := _COUNTED_AFTER.match(self._page.plain, part.body.start + end):
            end = counted.end() - part.body.start
        text = self._page.plain[part.body.start + start : part.body.start + end]
        if lead := _GIVES.match(text):
            start, text = start + lead.end(), text[lead.end() :]
        stripped = text.strip(" ;,。、:")
        if (
            not stripped
            or stripped in _CELLS
            or not (self._nouns.search(_ASIDE.sub("", stripped)) or (listed and _COPIES.search(stripped)))
            or _OFFICIAL.search(stripped)
        ):
            return
        begin = part.body.start + start + text.index(stripped)
        raw = self._page.raw[begin : begin + len(stripped)]
        copies = _COPIES.search(stripped)
        form = _FORM.search(stripped)
        kept = _SENT.sub("", _COUNTED.sub("", stripped))
        if kept.count("(") > kept.count(")"):
            kept = kept[: kept.rindex("(")]
        name = _TAIL.sub("", raw[: len(kept)] if stripped.startswith(kept) else raw).strip(" ;,。、:")
        if len(name) < 2 or (name in _GENERIC and not copies) or len(name) > _LONGEST * 2:  # noqa: PLR2004 - a name has two characters
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


def _names_paper(part: Part, label: str) -> bool:
    """Whether the words before a colon are a paper themselves (身份证明材料), not the heading of a list of papers."""
    specific = len(label) > _SHORT_LABEL and not re.search("提交|提供|申请材料|申报材料|所需材料", label)
    return part.heading != label or specific


def _opening(part: Part, text: str) -> str:
    """The words that tell whether a part names papers: of a numbered item its first phrase, else its beginning."""
    return re.split("[,;。(]", text)[0] if part.begins else text[:_LONGEST]


def _split(text: str, stop: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in stop.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)


def with_common_copies(papers: tuple[Paper, ...], page: Page, outline: Outline) -> tuple[Paper, ...]:
    """上述材料一式三份: the copies that one sentence gives for all papers of its clause that have no number of their own."""
    said: dict[str, int] = {}
    for part in outline.parts:
        text = page.plain[part.place.start : part.place.end]
        if mark := re.search(rf"(?:上述|以上|申报|申请|所有|推荐)?材料[^,。;:、]{{0,16}}一式\s*({NUMBER})\s*份", text):
            count = whole(mark[1])
            if count:
                said[part.clause] = count
    return tuple(
        replace(paper, copies=said[paper.clause]) if paper.copies is None and paper.clause in said and paper.listed else paper
        for paper in papers
    )
