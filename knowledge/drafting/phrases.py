"""The phrases of a text that ask for something: item by item in parts on conditions, and elsewhere by how a sentence is made."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.drafting.limits import Limit, Limits
from knowledge.drafting.outline import SAYS, Outline, Part
from knowledge.drafting.page import Page
from knowledge.drafting.words import Words, one_of

_STOP = re.compile("[。;]")
_COMMA = re.compile(r",(?![^()]*\))")
_LEAD = re.compile(
    r"[,]?(?:并|且|同时|均)?(?:应当?|须|需|必须|要)?(?:同时)?(?:还应|还须|还需)?(?:具备|符合|满足|具有|达到|有)(?:以下|下列|如下)?[^,。;:]{0,6}(?:条件|情形|要求|之一|类型)(?:之一|的)?[^,。;:]{0,6}:$"
)
_DEMAND = re.compile(
    "应(?:当)?(?:具有|具备|符合|为|是|满足|有|取得|持有)|必须|(?<!所|不|急)须(?!知)|需(?:在|具|要有|为|属于|纳入)|要有|限于|不得|不能|应(?:年满|未满)"
)
_ALONE = re.compile("必须|须|应具|不得|不再|没有|未被|未受|无(?:违法|不良|犯罪)|且(?:申请|需|须|在|未|年度)")
_ASKS = re.compile("(?:申请人?|申报人?|推荐人选|申报单位|申报对象|参赛|参加(?:遴选|评选|申报)|入驻|人选|企业|单位|本人|人员)")
_TOO_SHORT = 4
_LABEL = 8
_LONGEST_QUESTION = 16
_SHORTEST_LEAD = 12
_NO_CONDITION = re.compile(
    "^(?:共?包括以下|逾期|均可|可以?按|符合条件的.{0,8}$|(?:具体|详见|见附件|参见|如下|其中包括|注|说明|补贴对象|申报对象)?[:]?$|附件|下载)"
    "|[÷×]|限报|限推|计算(?:方式|公式)|参照(?:实施|执行)$"
)
_LISTED_HERE = re.compile(
    "条件(?:(?:为|是|包括|如下)[,:]?|:)|(?:须|应当?|需|必须)(?:同时)?(?:具备|符合|满足)(?:以下|下列|如下)?(?:要求)?:(?=.)"
)
_EVERYBODY = re.compile(
    "\\s*凡(?:是)?(?P<who>[^。;]{4,}?),?(?:均|都|皆)?(?:可以?|能)(?:按规定|自愿)?(?:申报|申请|报名|参加|享受|参评|参选)"
)
_MEANT = re.compile("\\s*(?:本[^,。;]{1,8})?所称[^,。;]{1,20},?(?:是指|系指|指)(?P<who>[^。;]{4,})")
_APPLICANTS = re.compile(
    "[^,。;:]{0,6}(?:补贴|补助|资助|奖励|资金|项目|政策|活动|培训|办法|细则|规定)[^,。;:]{0,4}(?:面向|适用于|发给|发放给|对象为|对象是)"
    "|[^,。;:]{0,6}?(?:申报|申请|推荐|参评|参赛|参选|报名|培养|培训|补贴|选拔|评选|遴选|候选|应聘|入驻|资助|申领|招募|招聘|见习)"
    "(?:人选?|人员|者|单位|企业|对象|机构|选手|学员|个人)[^,。;]{0,6}?(?:应当?|须|需|必须|要|为|是|仅限)"
    "(?!提交|提供|填写|填报|报送|在|于|按|将|向|由|登录|登陆|上传|准备|办理|凭|持|携带|认真|严格|对|如实|确保|加强|做好)"
)
"""How a sentence begins that says who may apply: 凡……均可申报, 申报人应……."""
_ROUTINE = re.compile("材料|报送|提交|填写|加强|做好|负责|公示|审核|确认|信息|逾期")
_CASES = re.compile("(?:下列|以下|所列)[^,。;]{0,6}(?:情形|情况|行为)")
_ASIDE = re.compile(r"\([^()]*\)$")
_ITEM = re.compile("\\s*[一二三四五六七八九十]是")
_UNNUMBERED = frozenset({"正文", "前言", "页头", "标题", "抬头", "文号", "落款"})
_NO_SUBJECT = re.compile("不再|不在|暂不|不予|不得|均不|不列")
_ONLY_WHERE = re.compile("(?:(?:其中)?(?:不符合|不满足|未达到|没有)|同一)[^,]*的$|[^,]*(?:月内|年内)$")
_PROCEDURE = re.compile("^(?:向|由|将|到|填写|提交|登录|报送|在.{0,8}(?:网站|平台|系统))")
_LEVELS = frozenset({"education", "title", "skill"})
_HELD = re.compile("具有|具备|持有|取得|须|应")
_TREATED = re.compile("享受|待遇|比照|参照|晋升|聘|[0-9]万|累计|达到[0-9]|总量|总数")


@dataclass(frozen=True)
class Phrase:
    """Some words of a part's body."""

    start: int
    end: int
    text: str


class Phrases:
    """Finds them; goes by the outline and by figures."""

    def __init__(self, page: Page, outline: Outline, words: Words, limits: Limits) -> None:
        self._page, self._outline, self._words, self._limits = page, outline, words, limits
        self._excluding, self._preferring = one_of(words.excluding), one_of(words.preferring)
        self._exempting = one_of(words.exempting)

    def of(self, part: Part, text: str) -> Iterator[Phrase]:
        """Sentence by sentence; each figure with its words, and what stands between figures together."""
        start = self._after_label(part, text)
        listed_until = -1
        for begin, end in _split(text, _STOP, start):
            sentence = text[begin:end]
            if _CASES.search(sentence) and text.endswith(":") and end == len(text):
                continue
            if here := _LISTED_HERE.search(sentence) if part.topic != "conditions" else None:
                full = text.find("。", begin)
                listed_until = full if full >= 0 else len(text)
                yield from self._in_list(begin + here.end(), sentence[here.end() :], led=False)
            elif begin <= listed_until:
                yield from self._in_list(begin, sentence, led=False)
            elif part.topic == "conditions" and not self._trails(part):
                yield from self._in_list(begin, sentence, led=text.endswith(":") and end == len(text))
            elif everybody := _EVERYBODY.match(sentence) or _MEANT.match(sentence):
                yield from self._in_list(begin + everybody.start("who"), everybody["who"], led=False)
            elif _APPLICANTS.match(sentence):
                held = self._in_list(begin, sentence, led=False)
                yield from (phrase for phrase in held if not _ROUTINE.search(phrase.text) and not _PROCEDURE.match(phrase.text))
            else:
                yield from self._elsewhere(begin, sentence)

    def _trails(self, part: Part) -> bool:
        """Whether a line without a number follows an item that has words of its own: it says something about them all."""
        if part.begins or part.clause in _UNNUMBERED:
            return False
        first = next((one for one in self._outline.parts if one.clause == part.clause and one.begins), part)
        text = self._page.plain[first.body.start : first.body.end].strip()
        named = self._words.topic_of(text.strip(" :。")) or self._words.asked(text)
        return first is not part and not self._is_heading(first, text) and not named

    def _after_label(self, part: Part, text: str) -> int:
        """Where the words behind a label begin; all of a heading is label."""
        label = re.match(r"[^:。;,]{2,24}[:。](?=.)", text)
        if not label:
            return len(text) if self._is_heading(part, text) else 0
        bare = label[0][:-1]
        names_category = part.begins and label[0].endswith("。") and not SAYS.search(bare) and not self._limits.in_text(bare)
        told = self._words.topic_of(bare) is not None and not SAYS.search(bare)
        return label.end() if names_category or told or (label[0].endswith(":") and len(bare) <= _LABEL) else 0

    def _is_heading(self, part: Part, text: str) -> bool:
        bare = _ASIDE.sub("", text.strip(" :。;?"))
        if len(bare) <= _LONGEST_QUESTION and self._words.asked(bare):
            return True
        after = next((one for one in self._outline.parts if one.place.start > part.place.start), None)
        leads = after is not None and after.clause != part.clause and after.clause.startswith(part.clause)
        short = len(bare) <= 24 and "," not in bare  # noqa: PLR2004 - as long as a heading
        return short and (
            (self._words.topic_of(bare) is not None and (leads or _ASIDE.sub("", text) == bare))
            or (leads and not text.endswith(":") and part.begins)
        )

    def _in_list(self, begin: int, sentence: str, *, led: bool) -> Iterator[Phrase]:
        if led:
            lead = _LEAD.search(sentence)
            sentence = sentence[: lead.start()] if lead else sentence.rstrip(":")
            if _CASES.search(sentence) or (len(sentence) < _SHORTEST_LEAD and not self._limits.in_text(sentence)):
                return
            if not (
                self._limits.in_text(sentence)
                or _DEMAND.search(sentence)
                or re.search("(?:职工|人员|企业|单位|机构)(?:中选拔)?$", sentence)
            ):
                return
        for phrase in self._grouped(sentence):
            if len(phrase.text.strip()) >= _TOO_SHORT and not _NO_CONDITION.search(phrase.text.strip()):
                yield Phrase(begin + phrase.start, begin + phrase.end, phrase.text)

    def _grouped(self, sentence: str) -> list[Phrase]:
        """Phrases between commas: one with a figure or a demand of its own stands alone, the others stay together."""
        item = _ITEM.match(sentence)
        pieces = [Phrase(begin, end, sentence[begin:end]) for begin, end in _split(sentence, _COMMA, item.end() if item else 0)]
        found: list[Phrase] = []
        open_ = False
        for piece in pieces:
            limits = self._limits.in_text(piece.text)
            exempt = self._exempting.search(piece.text)
            alone = bool(limits) or bool(_ALONE.match(piece.text.lstrip("或其并")))
            joins = found and (
                exempt
                or _NO_SUBJECT.match(piece.text)
                or _ONLY_WHERE.match(found[-1].text.strip())
                or re.match("或|女|其中女|男性", piece.text)
                or (limits and limits[0].kind == "age" and self._ends_with_age(found[-1]))
            )
            if joins or (found and open_ and not alone):
                found[-1] = Phrase(found[-1].start, piece.end, sentence[found[-1].start : piece.end])
                open_ = open_ if joins and not limits else not alone
            else:
                found.append(piece)
                open_ = not alone
        return found

    def _ends_with_age(self, phrase: Phrase) -> bool:
        limits = self._limits.in_text(phrase.text)
        return bool(limits) and limits[-1].kind == "age"

    def _elsewhere(self, begin: int, sentence: str) -> Iterator[Phrase]:
        """Outside a list: whom something is for by its figures, and who is shut out or must have what."""
        for phrase in self._grouped(sentence):
            limits = self._limits.in_text(phrase.text)
            personal = self._is_personal(phrase.text, limits)
            shut = (
                not re.match("逾期", phrase.text.strip())
                and "逾期" not in phrase.text
                and self._excluding.search(re.sub(r"\([^()]*\)", "", phrase.text))
                and not _PROCEDURE.match(phrase.text)
            )
            asked = _DEMAND.search(phrase.text) and _ASKS.search(phrase.text) and not _ROUTINE.search(phrase.text)
            first = self._preferring.search(phrase.text) and re.search("优先(?:安置|推荐|选拔|考虑|支持|认定|录取|选派)", phrase.text)
            if personal or shut or asked or first:
                yield Phrase(begin + phrase.start, begin + phrase.end, phrase.text)

    def _is_personal(self, text: str, limits: tuple[Limit, ...]) -> bool:
        """Whether a phrase outside a list bounds whom something is for."""
        held = _HELD.search(text) is not None and not _TREATED.search(text)
        return any(
            limit.kind in {"age", "born"} or (limit.kind in _LEVELS and held) or _since_school(text, limit) or _is_rate(text, limit)
            for limit in limits
        )


def _is_rate(text: str, limit: Limit) -> bool:
    """Whether a percentage is a rate that somebody must reach: 留用率达到50%."""
    return limit.kind == "percent" and re.search("率(?:达到|达|不|为|在|超过|高于|低于)", text[: limit.place.start + 3]) is not None


def _since_school(text: str, limit: Limit) -> bool:
    return limit.kind == "years" and limit.bounds[0][0] == "at_most" and re.search("毕业|离校", text) is not None


def _split(text: str, stop: re.Pattern[str], start: int) -> Iterator[tuple[int, int]]:
    for mark in stop.finditer(text, start):
        if text[start : mark.start()].strip():
            yield start, mark.start()
        start = mark.end()
    if text[start:].strip():
        yield start, len(text)
