"""Requirements: those that a rule can say for sure as rules, the others in the notice's words with a mark to be encoded."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from knowledge.drafting.limits import Limit, LimitKind, Limits
from knowledge.drafting.outline import SAYS, Outline, Part, above
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.rules import facts_of, only_honours, rule_of
from knowledge.drafting.words import Words, one_of
from knowledge.facts import Fact

Role = Literal["required", "excluding", "preferred", "exempting"]

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
_SHORT_NAME = 3
_LABEL = 8
_SHORTEST_LEAD = 12
_NO_CONDITION = re.compile(
    "^(?:共?包括以下|逾期|均可|可以?按|符合条件的.{0,8}$|(?:具体|详见|见附件|参见|如下|其中包括|注|说明|补贴对象|申报对象)?[:]?$|附件|下载)"
    "|[÷×]|限报|限推|计算(?:方式|公式)|参照(?:实施|执行)$"
)
_LISTED_HERE = re.compile("条件(?:为|是|包括|如下)[,:]?")
_UNNUMBERED = frozenset({"正文", "前言", "页头", "标题", "抬头", "文号", "落款"})
_NO_SUBJECT = re.compile("不再|不在|暂不|不予|不得|均不|不列")
_ONLY_WHERE = re.compile("(?:(?:其中)?(?:不符合|不满足|未达到|没有)|同一)[^,]*的$|[^,]*(?:月内|年内)$")
_PROCEDURE = re.compile("^(?:向|由|将|到|填写|提交|登录|报送|在.{0,8}(?:网站|平台|系统))")


@dataclass(frozen=True)
class Requirement(Found):
    """One requirement."""

    text: str
    """The notice's words, as they came."""
    role: Role
    limits: tuple[Limit, ...]
    rule: Mapping[str, Any] | None
    """In the files' form, of facts that are declared; None where the words need somebody's judgement."""
    scope: str | None
    """The heading of the category that it stands under: whom it is for is to be settled."""
    group: str | None
    """The clause whose items hold in the alternative."""
    unsure: str | None
    """Why a rule is not certain, in Chinese."""


@dataclass(frozen=True)
class _Phrase:
    start: int
    end: int
    text: str


def requirements_in(page: Page, outline: Outline, body: int, words: Words, facts: Mapping[str, Fact]) -> tuple[Requirement, ...]:
    """Every requirement of a text in its order."""
    reader = _Reader(page, outline, words, facts)
    found = [
        one
        for part in outline.parts
        if part.place.start >= body and part.topic not in {"materials", "annex", "contacts"} and part.clause not in {"落款", "抬头"}
        for one in reader.requirements(part)
    ]
    loosened = frozenset(
        kind
        for sentence in re.split("[。;\n]", page.plain[body:])
        if reader.exempts(sentence)
        for kind, named in _LOOSENED
        if named.search(sentence)
    )
    return tuple(_clashing([_doubted(one, loosened) for one in found]))


def _clashing(found: list[Requirement]) -> Iterator[Requirement]:
    """Two sure rules that bound one fact differently are for different people: neither is sure."""
    bounds: dict[str, set[str]] = {}
    for one in found:
        if one.rule is not None and "fact" in one.rule:
            bounds.setdefault(one.rule["fact"], set()).add(str(sorted(one.rule.items(), key=str)))
    for one in found:
        doubtful = one.rule is not None and not one.unsure and any(len(bounds.get(fact, ())) > 1 for fact in facts_of(one.rule))
        yield replace(one, unsure="同一件事写了几种界限，请看各管谁") if doubtful else one


_LOOSENED: tuple[tuple[LimitKind, re.Pattern[str]], ...] = (
    ("age", re.compile("年龄|周岁")),
    ("education", re.compile("学历|学位")),
    ("title", re.compile("职称")),
    ("skill", re.compile("技能|等级|职业资格")),
    ("years", re.compile("年限|工龄|工作年")),
)


def _doubted(one: Requirement, loosened: frozenset[LimitKind]) -> Requirement:
    """A rule is not sure where another sentence frees some people from what it bounds."""
    freed = one.rule is not None and not one.unsure and any(limit.kind in loosened for limit in one.limits)
    return replace(one, unsure="别处写了可以放宽或不受限制的情形，请一并写进规则") if freed else one


class _Reader:
    def __init__(self, page: Page, outline: Outline, words: Words, facts: Mapping[str, Fact]) -> None:
        self._page, self._outline, self._words = page, outline, words
        self._limits = Limits(facts)
        self._excluding, self._preferring = one_of(words.excluding), one_of(words.preferring)
        self._exempting, self._unsure = one_of(words.exempting), one_of(words.unsure)

    def exempts(self, sentence: str) -> bool:
        """Whether a sentence frees somebody from a requirement."""
        return self._exempting.search(sentence) is not None

    def requirements(self, part: Part) -> Iterator[Requirement]:
        """Those of one part."""
        text = self._page.plain[part.body.start : part.body.end].rstrip()
        if self._words.is_chrome(text):
            return
        for phrase in self._phrases(part, text):
            yield self._requirement(part, phrase)

    def _phrases(self, part: Part, text: str) -> Iterator[_Phrase]:
        """Sentence by sentence; each figure with its words, and what stands between figures together."""
        start = self._after_label(part, text)
        listed_until = -1
        for begin, end in _split(text, _STOP, start):
            sentence = text[begin:end]
            if here := _LISTED_HERE.search(sentence) if part.topic != "conditions" else None:
                full = text.find("。", begin)
                listed_until = full if full >= 0 else len(text)
                yield from self._in_list(begin + here.end(), sentence[here.end() :], led=False)
            elif begin <= listed_until:
                yield from self._in_list(begin, sentence, led=False)
            elif part.topic == "conditions" and not self._trails(part):
                yield from self._in_list(begin, sentence, led=text.endswith(":") and end == len(text))
            else:
                yield from self._elsewhere(begin, sentence)

    def _trails(self, part: Part) -> bool:
        """Whether a line without a number follows an item that has words of its own: it says something about them all."""
        if part.begins or part.clause in _UNNUMBERED:
            return False
        first = next((one for one in self._outline.parts if one.clause == part.clause and one.begins), part)
        text = self._page.plain[first.body.start : first.body.end].strip()
        return first is not part and not self._is_heading(first, text) and not self._words.topic_of(text.strip(" :。"))

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
        bare = text.strip(" :。;")
        after = next((one for one in self._outline.parts if one.place.start > part.place.start), None)
        leads = after is not None and after.clause != part.clause and after.clause.startswith(part.clause)
        short = len(bare) <= 24 and "," not in bare  # noqa: PLR2004 - as long as a heading
        return short and (
            (self._words.topic_of(bare) is not None and (leads or text == bare)) or (leads and not text.endswith(":") and part.begins)
        )

    def _in_list(self, begin: int, sentence: str, *, led: bool) -> Iterator[_Phrase]:
        if led:
            lead = _LEAD.search(sentence)
            sentence = sentence[: lead.start()] if lead else sentence.rstrip(":")
            if len(sentence) < _SHORTEST_LEAD and not self._limits.in_text(sentence):
                return
            if not (
                self._limits.in_text(sentence)
                or _DEMAND.search(sentence)
                or re.search("(?:职工|人员|企业|单位|机构)(?:中选拔)?$", sentence)
            ):
                return
        for phrase in self._grouped(sentence):
            if len(phrase.text.strip()) >= _TOO_SHORT and not _NO_CONDITION.search(phrase.text.strip()):
                yield _Phrase(begin + phrase.start, begin + phrase.end, phrase.text)

    def _grouped(self, sentence: str) -> list[_Phrase]:
        """Phrases between commas: one with a figure or a demand of its own stands alone, the others stay together."""
        pieces = [_Phrase(begin, end, sentence[begin:end]) for begin, end in _split(sentence, _COMMA, 0)]
        found: list[_Phrase] = []
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
                found[-1] = _Phrase(found[-1].start, piece.end, sentence[found[-1].start : piece.end])
                open_ = open_ if joins and not limits else not alone
            else:
                found.append(piece)
                open_ = not alone
        return found

    def _ends_with_age(self, phrase: _Phrase) -> bool:
        limits = self._limits.in_text(phrase.text)
        return bool(limits) and limits[-1].kind == "age"

    def _elsewhere(self, begin: int, sentence: str) -> Iterator[_Phrase]:
        """Outside a list: whom something is for by its figures, and who is shut out or must have what."""
        for phrase in self._grouped(sentence):
            limits = self._limits.in_text(phrase.text)
            personal = self._is_personal(phrase.text, limits)
            shut = (
                not re.match("逾期", phrase.text.strip())
                and "逾期" not in phrase.text
                and self._excluding.search(phrase.text)
                and not _PROCEDURE.match(phrase.text)
            )
            asked = (
                _DEMAND.search(phrase.text)
                and _ASKS.search(phrase.text)
                and not re.search("材料|报送|提交|填写|加强|做好|负责|公示|审核|确认|信息|逾期", phrase.text)
            )
            first = self._preferring.search(phrase.text) and re.search("优先(?:安置|推荐|选拔|考虑|支持|认定|录取|选派)", phrase.text)
            if personal or shut or asked or first:
                yield _Phrase(begin + phrase.start, begin + phrase.end, phrase.text)

    def _is_personal(self, text: str, limits: tuple[Limit, ...]) -> bool:
        """Whether a phrase outside a list bounds whom something is for."""
        held = _HELD.search(text) is not None and not _TREATED.search(text)
        return any(
            limit.kind in {"age", "born"} or (limit.kind in _LEVELS and held) or _since_school(text, limit) or _is_rate(text, limit)
            for limit in limits
        )

    def _requirement(self, part: Part, phrase: _Phrase) -> Requirement:
        stripped = phrase.text.strip(" ,;。:")
        start = part.body.start + phrase.start + phrase.text.index(stripped)
        place = Place(start, start + len(stripped))
        limits = self._limits.in_text(stripped)
        role = self._role(stripped)
        if role == "required":
            role = self._led_role(part)
        scope = self._scope(part)
        group = self._group(part)
        whom = self._whom(part, phrase)
        unsure = self._why_unsure(stripped, role, scope, group) or whom
        if not unsure and limits and self._says_more(stripped, limits):
            unsure = "这句话里还有别的要求，请看全"
        if not unsure and part.topic != "conditions":
            unsure = "写在条件以外的地方，请看是不是条件"
        rule = rule_of(stripped, limits) if role == "required" or (role == "excluding" and only_honours(limits)) else None
        if rule is not None and self._speaks_of_others(stripped, limits):
            rule = None
        return Requirement(place, part.clause, self._page.quote(place), role, limits, rule, scope, group, unsure)

    def _role(self, text: str) -> Role:
        if self._excluding.search(text):
            return "excluding"
        if self._exempting.search(text):
            return "exempting"
        return "preferred" if self._preferring.search(text) else "required"

    def _scope(self, part: Part) -> str | None:
        """The category that a clause stands under: a heading above it that is no plain heading of conditions and has others beside it."""
        parts = self._outline.parts
        for one in (part, *self._before(part)):
            if not one.begins or one.clause in _UNNUMBERED or not part.clause.startswith(one.clause):
                continue
            label = self._category(one, own=one.clause == part.clause)
            beside = {other.clause for other in parts if other.begins and above(other.clause) == above(one.clause)} - {one.clause}
            if label and any(self._has_conditions(clause) for clause in beside):
                return label
        return None

    def _category(self, one: Part, *, own: bool) -> str | None:
        """The name of a category that a clause begins with, such as 高层次人才 or 区外学员须具备下列条件."""
        text = self._page.plain[one.body.start : one.body.end].strip()
        label = re.match(r"[^:。;,]{2,24}(?=[:。]|$)", text)
        if (
            not label
            or self._limits.in_text(label[0])
            or (own and text[label.end() : label.end() + 1] != "。")
            or (own and (len(text) == label.end() + 1 or SAYS.search(label[0])))
        ):
            return None
        bare = _PLAIN.sub("", label[0])
        return None if len(bare) <= 1 or (self._words.topic_of(label[0]) and len(bare) <= _SHORT_NAME) else label[0]

    def _has_conditions(self, clause: str) -> bool:
        """Whether a clause holds conditions for somebody: not a list of who is shut out or let off."""
        held = [one for one in self._outline.parts if one.clause.startswith(clause)]
        text = "".join(self._page.plain[one.place.start : one.place.end] for one in held[:1])
        return any(one.topic == "conditions" for one in held) and not (self._excluding.search(text) or self._exempting.search(text))

    def _group(self, part: Part) -> str | None:
        """The clause above that says 之一, where a part is one of its items."""
        for one in self._before(part):
            if part.clause.startswith(one.clause) and part.clause != one.clause:
                text = self._page.plain[one.place.start : one.place.end].rstrip()
                if text.endswith(":") and re.search("之一|任一|任意一项|其中一项", text[-24:]):
                    return one.clause
        return None

    def _led_role(self, part: Part) -> Role:
        """What the sentence above makes of its items: 可以不受……限制, 有下列情形的不得申报."""
        above = next((one for one in self._before(part) if part.clause != one.clause and part.clause.startswith(one.clause)), None)
        text = self._page.plain[above.place.start : above.place.end].rstrip() if above else ""
        if not text.endswith(":"):
            return "required"
        return "exempting" if self._exempting.search(text) else "excluding" if self._excluding.search(text) else "required"

    def _before(self, part: Part) -> Iterator[Part]:
        return (one for one in reversed(self._outline.parts) if one.place.start < part.place.start)

    def _whom(self, part: Part, phrase: _Phrase) -> str | None:
        """Whom a bound is for, where the words before it, or before the first of its sentence, name some of the applicants."""
        text = self._page.plain[part.body.start : part.body.end]
        begin = max(text.rfind(mark, 0, phrase.start) for mark in "。;:") + 1
        return self._named(phrase.text) or self._named(text[begin : phrase.end])

    def _says_more(self, text: str, limits: tuple[Limit, ...]) -> bool:
        """Whether a phrase asks for more than its bounds say."""
        for limit in reversed(limits):
            text = text[: limit.place.start] + text[limit.place.end :]
        rest = _PLAIN.sub("", _LEADING.sub("", re.sub("证书|毕业|取得|或者|或|,|、|及|的|称号|荣誉|职业|专业", "", text)))
        return len(re.sub(r"\W", "", rest)) > _SHORT_NAME

    def _named(self, text: str) -> str | None:
        """What to ask about the words before the first bound of a text, back to the comma, where they say more than 年龄 or 具有."""
        limits = self._limits.in_text(text)
        before = re.split("[,。;:]", text[: limits[0].place.start])[-1] if limits else ""
        if kind := _SOME_PEOPLE.search(before):
            return f"只管“{kind[0]}”吗，请定（tracks 或 when）"
        named = _PLAIN.sub("", _LEADING.sub("", before)).strip()
        return f"还写着“{named[:12]}”，请看全" if len(named) > 1 else None

    def _why_unsure(self, text: str, role: Role, scope: str | None, group: str | None) -> str | None:
        if role == "exempting":
            return "这是放宽或不受限的情形，请写进它放宽的那一条"
        if group:
            return f"{group}里的几项满足其一即可，请合成一条 any"
        if scope:
            return f"只管“{scope[:12]}”这一类吗，请定（tracks 或 when）"
        found = self._unsure.search(text)
        return f"有“{found[0]}”一类的话，请看清再定" if found else None

    def _speaks_of_others(self, text: str, limits: tuple[Limit, ...]) -> bool:
        """Whether what is bounded is not the applicant: 其中高级工以上不少于3名, 具有高级职称的科研人员."""
        counted = any(limit.kind == "count" for limit in limits)
        others = re.search("(?:带徒|徒弟|其中|团队|成员|配偶|子女|教师|导师|科研人员|员工|职工人数|学员|占)", text)
        return (counted or bool(others)) and any(limit.fact for limit in limits)


_PLAIN = re.compile(
    "申报|申请|基本|遴选|选拔|推荐|评选|必备|具体|资格|条件|须具备|应当|应具备|具备|下列|对象|范围|人员|者|单位|及|和|与|一般|以下|符合|应|须|需|同时|"
    "情形|要求|类别|标准|年龄|学历|职称|技能|等级|工作|年限|业绩|政治|素质|思想|能力|职业|道德|身体|健康|之一|的|有|人|入选|参评|评审|认定|其他|任职|品德|补贴|政策|内容|程序|流程|办法|申领|概况|、"
)


_LEVELS = frozenset({"education", "title", "skill"})
_HELD = re.compile("具有|具备|持有|取得|须|应")
_TREATED = re.compile("享受|待遇|比照|参照|晋升|聘|[0-9]万|累计|达到[0-9]|总量|总数")


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


_SOME_PEOPLE = re.compile(
    "(?!申报|申请|推荐|参评|参赛|参选|选拔|评选|遴选|在职|从业|所有|上述|入选|有关|相关|培养)[\u4e00-\u9fff]{2,6}(?:人员|人才|教师|教练|职工|员工|学生|毕业生|组)(?!中|的)"
)
_LEADING = re.compile(
    r"\([^()]*\)|[0-9年月日]{4,}|从事[^,]{1,16}工作|从事[^,]{1,8}(?:职业|专业|工种)|年龄|周岁|原则上|必须|在|当|要|持有|取得|获得|拥有|达到|本人|参评|参选|参赛|男女|全日制|国家"
    r"|相应|且|并|或|等|岗位|连续|累计|已|均|个人|学位|专业技术|职务|截至|截止|为|是|以|不限|其中|享受|曾经?|荣获"
)
"""Words before a bound that name nobody in particular."""
