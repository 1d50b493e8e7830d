"""How many may be recommended, chosen or given. What somebody must have or hand in, and how long a text may be, are no quotas."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.drafting.amounts import Sign
from knowledge.drafting.numbers import NUMBER, value_of
from knowledge.drafting.outline import Outline, Part
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.words import Words, one_of

QuotaKind = Literal["chosen", "recommended"]

_UNIT = (
    "名|人(?!次|以|员|才|民|力|社|事|数|均)|个(?!课时|学时|月|人|工作日|体|小时|别|旗|县|市|专业|自然|百分|方面|层|年|学期|环节|部分)"
    "|家(?!庭|长|级)|套|户|支|所(?!在|有|属|得)|项(?!目|第)|组|班|期|件|篇"
)
_COUNT = re.compile(
    rf"(?:(?P<low>{NUMBER})\s*(?:名|人|个|家|套|项)?\s*(?:至|到|-|~)\s*)?(?P<number>{NUMBER})\s*(?P<unit>{_UNIT})\s*"
    r"(?P<over>(?:\(含\))?(?:及|或)?以上|(?:\(含\))?以内|(?:\(含\))?以下|左右)?"
)
_UP = re.compile(r"(?:不(?:得)?(?:超过|多于|高于)|最多|至多|限报|限额|限推|限|控制在)[^,。;0-9]{0,4}$")
_DOWN = re.compile(r"(?:不(?:得)?(?:少于|低于)|至少|最少)[^,。;0-9]{0,4}$")
_ABOUT = re.compile(r"(?:约|大约|拟定?)[^,。;0-9]{0,1}$")
_NO_QUOTA = re.compile(
    r"(?:配备|拥有|聘|建有|具有|设有|招用|吸纳|带动|带徒|培养了|取得|获得|工作人员|员工总数|职工总数|参保|年培训|每增加|增加|签订|技师人数|人数在|指导|带教|合作|由|组成|不足|满足|符合|提供|提交|填|复印|任选|选填|其中之|上述|的单位|单位,|连续|工作满|期满|班级|每班|前|近|第)[^,。;]{0,8}$"
)
_LIMITED = re.compile("限报|限推|每(?:个|家)?(?:单位|校|企业|市|县|区|项|院校)[^,。;0-9]{0,8}(?:推荐|申报|报)")
_TOTAL = re.compile(rf"共(?:计|有)?[^,。;0-9]{{0,8}}{NUMBER}\s*({_UNIT})")
_ARTICLE = frozenset("一")
_DECADE = re.compile("^[后前]?(?:条件|方面|要求|阶段|类|指标|步骤|问题|原则|行政|单位|部门|以上|项目名称)")


@dataclass(frozen=True)
class Places(Found):
    """A number of places."""

    what: str
    low: Decimal | None
    value: Decimal
    unit: str
    each: str | None
    """What each of the places is for (每个企业), or a year."""
    sign: Sign
    kind: QuotaKind | None


def quotas_in(page: Page, outline: Outline, body: int, words: Words) -> tuple[Places, ...]:
    """Every quota of a text, in its order, each once."""
    verbs = one_of(words.quota_verbs)
    found: list[Places] = []
    totals: set[str] = set()
    for part in outline.parts:
        text = page.plain[part.place.start : part.place.end]
        if (
            part.place.start < body
            or part.topic in {"materials", "annex", "contacts"}
            or (part.topic == "conditions" and not _LIMITED.search(text))
            or words.is_chrome(text)
        ):
            continue
        totals |= {mark[1] for mark in _TOTAL.finditer(text)}
        for one in _places(part, text, verbs, frozenset(totals)):
            same = [other for other in found if (other.value, other.unit, other.what) == (one.value, one.unit, one.what)]
            if not same:
                found.append(one)
    return tuple(found)


def _places(part: Part, text: str, verbs: re.Pattern[str], totals: frozenset[str]) -> Iterator[Places]:
    for mark in _COUNT.finditer(text):
        begin = max(text.rfind(stop, 0, mark.start()) for stop in "。;\n") + 1
        before, after = text[begin : mark.start()], text[mark.end() :]
        phrase = re.split(",", before)[-1]
        if mark["number"] in _ARTICLE or mark["number"][0] in "百千" or _NO_QUOTA.search(phrase) or _DECADE.match(after):
            continue
        if re.search("元|%", text[mark.end() - 1 : mark.end() + 1]) or re.search(r"[0-9]\s*$", before):
            continue
        if re.search("(?<!不)(?:少于|低于|不足|不满)\\s*$", before):
            continue
        if re.search("(?:包含|包括|具体为)[^。;]*$", before):
            continue
        prize = re.search("(?:等奖|金奖|银奖|铜奖|优胜奖|优秀奖)$", phrase)
        listed = part.topic == "quotas" or prize or re.search(f"共[^,。;]*$|{NUMBER}(?:{_UNIT})[^。;]*$", before) or mark["unit"] in totals
        if not (verbs.search(phrase[-24:]) or verbs.match(after[:4]) or listed):
            continue
        if "以" in (mark["over"] or "") and not re.search("申报|推荐|选派|限", phrase[-10:]):
            continue
        value, low = value_of(mark["number"]), value_of(mark["low"]) if mark["low"] else None
        if value is None or (low is not None and low >= value):
            continue
        place = Place(part.place.start + mark.start(), part.place.start + mark.end())
        yield Places(
            place,
            part.clause,
            _label(phrase, after),
            low,
            value,
            mark["unit"],
            _each(phrase),
            _sign(phrase, mark["over"] or ""),
            _kind(phrase),
        )


def _sign(before: str, over: str) -> Sign:
    if _UP.search(before) or "以内" in over or "以下" in over:
        return "<="
    if _DOWN.search(before) or "以上" in over:
        return ">="
    return "~" if "左右" in over or re.search("约$", before) else "="


def _kind(before: str) -> QuotaKind | None:
    if re.search("推荐|申报|限报|报送|选派", before):
        return "recommended"
    return "chosen" if re.search("选拔|评选|遴选|评定|确定|表彰|认定|入选|选树|共|资助|名额|建设", before) else None


def _each(before: str) -> str | None:
    found = re.search("每(?:个|家|一)?(年|企业|单位|市|县|区|校|院校|项目|镇|街道|县\\(市、区\\)|次|批|届|工种|组|队|代表队)", before)
    return found[1] if found and found[1] not in {"次", "批", "届"} else None


def _label(before: str, after: str) -> str:
    named = re.split("[、:。;,]", before.strip())[-1]
    behind = re.match(r"([^,。;、:]{1,14})", after)
    named = re.sub(r"^[0-9]{1,2}[.、]|^\([^()]{1,3}\)", "", named)
    return (named if len(named) > 2 else (behind[1] if behind else named)).strip()[-16:]  # noqa: PLR2004 - names something
