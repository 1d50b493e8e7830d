"""What has to be handed in: the items of a list, and the papers that a sentence with a verb of handing in names."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from knowledge.drafting.numbers import NUMBER, whole
from knowledge.drafting.outline import Outline, Part
from knowledge.drafting.page import Page
from knowledge.drafting.papers import COPIES, FORM, LONGEST, MEDIA, Paper, Papers, with_common_copies
from knowledge.drafting.rows import HEADS, rows_of
from knowledge.drafting.tables import tables_in
from knowledge.drafting.words import Words, one_of

_TITLED = re.compile(r"《[^《》]{2,60}》(?:\([^()]{1,20}\))?(?:复印件|原件)?")
_LEAD = re.compile(
    r"^[^()0-9:]{0,40}?(?:需|应|须|请)?(?:一并)?(?:提供|提交|报送|递交|填写|填报|上报|附上?|出具|携带)(?:以下|下列|如下)?(?:申请|申报)?(?:材料|资料)?\s*:?\s*(?=[《\u4e00-\u9fffA-Za-z0-9“])"
)
_NO_ITEM = re.compile(
    "无需|不需|不用提交|免于提交|无须|逾期|不予受理|须经|应当对|真实性|负责收集|按照.{0,10}顺序|装订|不再接受|审核合格后|统一收集"
)
_SAID_ABOVE = re.compile(r"\s*(?:以上|上述)(?:材料|资料|证件|表格)")
_ENUMERATED = re.compile("[一二三四五六七八九十]是")
_ALSO = re.compile(r"[、,+](?![^《]*》)(?![^(]*\))|(?:和|及|以及|,)(?=《)|(?<=》)和(?=[\u4e00-\u9fff])")
_BETWEEN = re.compile("以及|和|及|与|并附|连同")
_ENOUGH = re.compile("等(?:(?:相关|有关|其他)?(?:材料|资料|证明材料|佐证材料|证件|文件).*|[^等]{0,3})$")
_VERBS = "还有|另需|准备|提供|提交|报送|递交|填写|填报|上报|送交|寄送|附(?!件|表|则|近|属)|携带|将|连同|凭|持|带上|备齐|出具|上传"
_SUBMITTED = re.compile(
    f"(?P<verb>{_VERBS})"
    "(?:(?:以下|下列|如下|相关|有关|材料|资料|附件|证件)+:)?(?P<list>[^。;:]*?(?:等(?:(?:相关|有关)?(?:材料|资料|文件|证件|表格)"
    "|(?=[,。;]|$))|(?=报(?!到证|名)[送至到市省县区各所]|[送交][至到交达]|交所|交(?=[^,。;]{1,10}(?:部|科|处|室|办|中心|局|公司))|发送|(?<!\\()加盖|一式|,|(?<!报)到|$)))"
)
_NEXT = re.compile(rf"[,](?!{_VERBS})(?P<piece>[^,。;:]{{2,30}})(?=[,。;]|$)")
_ISSUED = re.compile("(?:印发|转发|公布|予以)")
_BRINGING = frozenset({"携带", "连同", "还有", "另需", "准备", "带上", "备齐", "附", "出具", "凭", "持"})
"""Verbs behind which even one name is something to hand in."""
_SHORT_LABEL = 8
_ALIKE = 88


def papers_in(page: Page, outline: Outline, body: int, words: Words) -> tuple[Paper, ...]:
    """Every paper of a text, in its order; a paper that is listed is not told again where it is only mentioned."""
    reader = _Reader(page, outline, words)
    found: list[Paper] = []
    for part in outline.parts:
        if part.place.start < body or part.topic == "annex" or part.clause in {"落款", "抬头"}:
            continue
        found += reader.papers(part)
    rows = list(rows_of(page, outline, Papers(page, words), words))
    taken = [*(paper.place for paper in rows), *(cell for table in tables_in(page) for row in (table.top, *table.rows) for cell in row)]
    plain = (paper for paper in found if paper.name not in (*HEADS, *words.cells))
    found = [paper for paper in plain if not any(place.start <= paper.place.start < place.end for place in taken)] + rows
    found = list(_with_cells(found, page))
    listed = [paper for paper in found if paper.listed]
    kept: list[Paper] = []
    for paper in found:
        others = [*listed, *(one for one in kept if not one.listed)] if not paper.listed else []
        if not any(_alike(paper.name, other.name) and (other.clause == paper.clause or not paper.copies) for other in others):
            kept.append(paper)
    return with_common_copies(tuple(kept), page, outline)


def _with_cells(found: list[Paper], page: Page) -> Iterator[Paper]:
    """复印件1份 on the line below a paper tells its copies; it is no paper of its own."""
    held: Paper | None = None
    for paper in found:
        below = held is not None and not page.plain[held.place.end : paper.place.start].strip()
        if held is not None and below and paper.name in MEDIA and paper.copies:
            held = replace(
                held, copies=held.copies or paper.copies, photocopy=paper.photocopy if held.photocopy is None else held.photocopy
            )
            continue
        if held is not None:
            yield held
        held = paper
    if held is not None:
        yield held


def _alike(one: str, other: str) -> bool:
    bare, held = (re.sub(r"[《》“”\"()\s]|附件[0-9]*|复印件|原件", "", name) for name in (one, other))
    return fuzz.ratio(bare, held) >= _ALIKE or (len(bare) > 5 and (bare in held or held in bare))  # noqa: PLR2004 - a name of its own


class _Reader:
    def __init__(self, page: Page, outline: Outline, words: Words) -> None:
        self._page, self._outline = page, outline
        self._papers = Papers(page, words)
        self._hand_in = one_of(words.hand_in)
        self._words = words

    def papers(self, part: Part) -> Iterator[Paper]:
        """Those of one part."""
        text = self._page.plain[part.body.start : part.body.end].rstrip()
        if self._words.is_chrome(text) or (_NO_ITEM.search(_opening(part, text)) and not (_TITLED.search(text) or COPIES.search(text))):
            return
        if part.topic == "materials":
            yield from self._items(part, text)
        else:
            yield from self._mentioned(part, text)

    def _items(self, part: Part, text: str) -> Iterator[Paper]:
        """A numbered item is one paper; a list behind a label or in one sentence is several."""
        named = text.strip(" ?") == part.heading
        heading = named and (self._words.asked(text) or (not part.begins and self._words.topic_of(part.heading) == "materials"))
        if heading or text.rstrip().endswith(":") or (self._leads(part) and not re.search("[;。]$", text)):
            return
        label = re.match(r"[^:。;,《]{2,24}:", text)
        numbered = part.begins and part.body.start > part.place.start
        if label and numbered and self._papers.in_words(label[0][-4:]) and _names_paper(part, label[0][:-1]):
            yield from self._papers.between(part, 0, label.end() - 1, listed=True)
            return
        start = label.end() if label else 0
        rest = text[start:]
        if numbered and (not label or label[0].endswith(("提交:", "提供:"))):
            yield from self._item(part, start, rest)
            return
        for begin, end in _split(rest, re.compile("[;。]")):
            sentence = rest[begin:end]
            if _SAID_ABOVE.match(sentence):
                continue
            lead = _LEAD.match(sentence)
            skipped = lead.end() if lead else 0
            enough = _ENOUGH.search(sentence, skipped)
            each = re.search(rf"各\s*({NUMBER})\s*[份张套]", sentence)
            for first, last in self._pieces(sentence[skipped : enough.start() if enough else None]):
                offset = start + begin + skipped
                yield from self._each(self._papers.between(part, offset + first, offset + last, listed=True), each)

    def _leads(self, part: Part) -> bool:
        """Whether a part is the heading of those that follow."""
        parts = self._outline.parts
        after = next((one for one in parts if one.place.start > part.place.start), None)
        if after is None or not part.begins or not after.clause.startswith(part.clause):
            return False
        text = self._page.plain[part.body.start : part.body.end].rstrip()
        paper = self._papers.names(text) and not self._words.topic_of(text)
        return after.clause != part.clause or (not after.begins and not paper)

    def _item(self, part: Part, start: int, text: str) -> Iterator[Paper]:
        if re.match("上述|以上(?!材料)|申请人所在企业在规定", text) or (_NO_ITEM.search(_opening(part, text)) and not COPIES.search(text)):
            return
        first, last = next(_split(text, re.compile("[;。](?!(?:不满足|以上|或))")))
        yield from self._papers.between(part, start + first, start + last, listed=True)

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
            yield from self._papers.between(part, start + mark.end(), start + stop, listed=True)

    def _handed(self, part: Part, start: int, sentence: str) -> Iterator[Paper]:
        taken: list[tuple[int, int]] = []
        for mark in _SUBMITTED.finditer(sentence):
            held = sentence[mark.start("list") : self._list_end(sentence, mark)]
            enough = _ENOUGH.search(held)
            named = self._mostly_papers(held, alone=mark["verb"] in _BRINGING)
            each = re.search(rf"各\s*({NUMBER})\s*[份张套]", held + sentence[mark.end() :][:8])
            for first, last in self._pieces(held[: enough.start()] if enough else held):
                piece = held[first:last]
                plain_list = (enough is not None or (named and self._papers.names(piece))) and len(piece) <= 30  # noqa: PLR2004 - no clause
                asked = (
                    each
                    or re.search("(?:一式|各)[^,。;]{1,6}(?:份|套)", sentence[mark.end() :][:16])
                    or FORM.search(piece)
                    or re.search("推荐函|推荐文件|申请材料", piece)
                )
                if _ISSUED.search(piece):
                    continue
                if "《" in piece or plain_list or (asked and len(piece) <= 20):  # noqa: PLR2004 - a name, no clause
                    begin = start + mark.start("list") + first
                    taken.append((begin, begin + len(piece)))
                    yield from self._each(self._papers.between(part, begin, begin + len(piece), listed=False), each)
        for mark in re.finditer(r"(?:要有|须有|需有|附有)([^,。;]{0,16}(?:函|证明|证书|文件))", sentence):
            yield from self._papers.between(part, start + mark.start(1), start + mark.end(1), listed=False)
        for mark in _TITLED.finditer(sentence):
            begin, end = start + mark.start(), start + mark.end()
            inside = any(first <= begin < last for first, last in taken)
            form = re.search("(?:表|书|名册|花名册|汇总表|报告|承诺书|登记表)》?$", re.sub(r"\(.*", "", mark[0]))
            if not inside and form and self._hand_in.search(sentence[: mark.start()][-30:] + sentence[mark.end() :][:20]):
                yield from self._papers.between(part, begin, end, listed=False)

    def _list_end(self, sentence: str, mark: re.Match[str]) -> int:
        """Where a list ends: behind commas too, as long as what follows is named as papers are."""
        end = mark.end("list")
        while (following := _NEXT.match(sentence, end)) and self._papers.names(following["piece"]):
            end = following.end()
        return end

    def _pieces(self, text: str) -> Iterator[tuple[int, int]]:
        """The names in a list; 和 and 及 part two of them only where either side ends as the name of a paper."""
        for first, last in _split(text, _ALSO):
            begin = first
            for mark in _BETWEEN.finditer(text, first, last):
                left, right = text[begin : mark.start()], text[mark.end() : last]
                other = self._papers.names(right) or not self._papers.in_words(right)
                two = self._papers.names(left) and other and right.strip() not in MEDIA
                if two and not re.match("复印|原件|电子|其", right):
                    yield begin, mark.start()
                    begin = mark.end()
            yield begin, last

    def _mostly_papers(self, held: str, *, alone: bool) -> bool:
        """Whether most pieces of a list are names of papers; one alone is enough behind some verbs."""
        pieces = [self._papers.names(held[first:last]) for first, last in self._pieces(held)]
        alone = alone or held.endswith(("表", "申请书", "申报书"))
        return sum(pieces) * 2 > len(pieces) and (len(pieces) > 1 or alone)

    def _each(self, papers: Iterator[Paper], each: re.Match[str] | None) -> Iterator[Paper]:
        """Papers of a list that ends with 各一份."""
        count = whole(each[1]) if each else None
        return (replace(paper, copies=count) if count and paper.copies is None else paper for paper in papers)


def _names_paper(part: Part, label: str) -> bool:
    """Whether the words before a colon are a paper themselves (身份证明材料), not the heading of a list of papers."""
    specific = len(label) > _SHORT_LABEL and not re.search("提交|提供|申请材料|申报材料|所需材料", label)
    return part.heading != label or specific


def _opening(part: Part, text: str) -> str:
    """The words that tell whether a part names papers: of a numbered item its first phrase, else its beginning."""
    return re.split("[,;。(]", text)[0] if part.begins else text[:LONGEST]


def _split(text: str, stop: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in stop.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)
