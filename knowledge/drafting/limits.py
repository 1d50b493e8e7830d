"""What a phrase bounds, and by how much: 45周岁以下, 从事本专业8年以上, 不少于3名, 本科以上学历.

Bounds keep the notice's own word: 以上、以下、以内、满、不少于 include the number, 超过、不满、低于 do not (docs of the domain).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.drafting.numbers import CHINESE, NUMBER, value_of, written
from knowledge.drafting.page import Place
from knowledge.facts import Fact, names_of, options_of

LimitKind = Literal["age", "born", "education", "title", "skill", "honour", "years", "count", "percent", "money"]
Operator = Literal["at_least", "at_most", "more_than", "less_than"]

_BEFORE: tuple[tuple[Operator, str], ...] = (
    ("at_most", "只能(?:享受|申报|申请|选择)?|仅限|只有|只可|不(?:得)?(?:超过|高于|多于|大于|超出)|最多|至多|最高|上限"),
    ("at_least", "不(?:得)?(?:少于|低于|小于|短于)|至少|最少|达到|累计满|连续满|已满|年满|届满|连续|累计|(?<![未不])满|达|≥"),
    ("less_than", "不足|不满|未满|未达到|低于|少于|小于"),
    ("more_than", "超过|高于|多于|大于"),
)
_AFTER: tuple[tuple[Operator, str], ...] = (
    ("at_least", r"(?:\(含[^()]{0,6}\))?(?:及其|及|或者|或|\(含\))?以上"),
    ("at_most", r"(?:\(含[^()]{0,6}\))?(?:及其|及|或者|或|\(含\))?(?:以下|以内|之内)|内"),
)
_UNITS: tuple[tuple[LimitKind, str], ...] = (
    ("age", "周岁|岁"),
    ("years", "个月|年(?!度|龄|级|薪|均|末|初|来|报|检)|个工作日|个学期|月(?!份|薪)"),
    ("percent", "%"),
    ("money", "元"),
    ("count", "平方米|㎡|课时|学时|人次|名|人|个|家|次|项|件|篇|套|户|门|亩|台|期|场|部|种|张|字|分钟|项次|支"),
)
_UNIT = "|".join(f"(?P<{kind}>{units})" for kind, units in _UNITS)
_PRE = "|".join(f"(?P<pre_{name}>{words})" for name, words in _BEFORE)
_POST = "|".join(f"(?P<post_{name}>{words})" for name, words in _AFTER)
_BOUND = re.compile(rf"(?:{_PRE})?\s*(?P<number>{NUMBER}|半)\s*(?P<scale>[万亿千]*)\s*(?:{_UNIT})\s*(?:\(含(?:本数)?\))?\s*(?:{_POST})?")
_LOST_UNIT = re.compile(rf"(?:{_PRE})\s*(?P<number>[0-9]+)(?=\s*(?:[,;。]|$))")
_FAR = re.compile(rf"(?:{_PRE})[^,;。0-9%]{{1,16}}\(?(?P<number>[0-9]+(?:\.[0-9]+)?)\s*%")
_AWARD = re.compile(r"(?P<award>特等奖|一等奖|二等奖|三等奖|优胜奖|优秀奖|金奖|银奖|铜奖)(?:\([^()]*\))?(?:及|或|\(含\))?以上")
_AT_LEAST_ONE = re.compile("至少(?:其一|其中之一|一项|一条)")
_RANGE = re.compile(
    rf"(?P<low>{NUMBER})\s*(?:周岁|岁|年|个月)?\s*(?:至|到|-|~)\s*(?P<number>{NUMBER})\s*(?P<scale>[万亿千]*)\s*(?:{_UNIT})\s*(?:\(含(?:本数)?\))?"
)
_BORN = re.compile(
    r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日\s*(?:\(含[^()]{0,4}\))?\s*(?:\(含[^()]{0,4}\))?(?P<side>以?后|之后)\s*(?:\([^()]{0,6}\))?\s*出生"
)
_RANK = re.compile(rf"前\s*(?P<number>{NUMBER})\s*名")
_NO_TENURE = re.compile(r"(?:近|最近|前|过去|未来|今后|每|上|第|满后)\s*$")
_OR_ABOVE = re.compile(
    r"\s*(?:\([^()]{0,12}\))?\s*(?P<noun>职业资格|职业技能等级|技能等级|学历|学位|职称|专业技术(?:职务|资格|职称)(?:任职资格)?|技术职称|等级)?\s*(?:\([^()]{0,12}\))?\s*(?P<above>(?:及其|及|或者|或|\(含\))?以上)?"
)
_SCALES: tuple[tuple[LimitKind, str, str], ...] = (
    ("education", "education", "学历|学位|文化程度|毕业生?"),
    ("title", "professional_title", "职称|专业技术|职务|资格"),
    ("skill", "skill_level", "等级|资格|技能|证书|职业|以上"),
)
_GRADES = {"初级": "junior", "中级": "intermediate", "高级": "advanced"}
"""Grades of skill without 工, where 职业资格 or 技能等级 follows."""
_HOLDING = re.compile(r"(?:具有|具备|持有|取得|获得)(?:相应|本|相关)?(?:职业|工种)?(?:\(工种\))?(?:的)?$")
_CERTIFIED = re.compile(r"(?:\([^()]{0,8}\))?(?:国家)?(?:职业资格|职业技能等级|技能等级|等级证书|证书|学历|学位|文化程度)")
_SHORT = 2


@dataclass(frozen=True)
class Limit:
    """One bound, or two of one kind that hold together."""

    place: Place
    """Within the phrase that was read."""
    kind: LimitKind
    bounds: tuple[tuple[Operator, str], ...]
    """Numbers written plainly; months for ``years``; option ids for scales; an ISO day for ``born``."""
    unit: str
    damaged: bool = False
    """A unit was lost."""
    fact: str | None = None
    """The fact of the base that it speaks of, where the words leave no doubt which."""
    loose: bool = False
    """A level that somebody must hold, without 以上: whether a higher one will do is left open."""


class Limits:
    """Reads bounds; knows the scales of a base's facts."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._levels = {kind: tuple(_levels(facts[fact], kind)) for kind, fact, _ in _SCALES if fact in facts}
        honours = facts.get("skill_honours")
        self._honours = tuple((name, option.id) for option in options_of(honours) for name in names_of(option)) if honours else ()

    def in_text(self, text: str) -> tuple[Limit, ...]:
        """Every limit of a phrase in its order; those that stand inside another are left out."""
        found: list[Limit] = []
        for limit in (
            *self._born(text),
            *self._ranges(text),
            *self._bounds(text),
            *self._others(text),
            *self._on_scales(text),
            *self._with_honours(text),
        ):
            if not any(limit.place.start < other.place.end and other.place.start < limit.place.end for other in found):
                found.append(limit)
        return tuple(_merged(sorted(found, key=lambda limit: limit.place)))

    def _born(self, text: str) -> Iterator[Limit]:
        for mark in _BORN.finditer(text):
            day = f"{mark['year']}-{int(mark['month']):02}-{int(mark['day']):02}"
            includes = "含" in mark[0] or "以后" in mark["side"]
            yield Limit(_place(mark), "born", (("at_least" if includes else "more_than", day),), "出生")

    def _ranges(self, text: str) -> Iterator[Limit]:
        for mark in _RANGE.finditer(text):
            kind, unit = _unit(mark)
            low, high = _amount(mark["low"], mark["scale"], unit), _amount(mark["number"], mark["scale"], unit)
            if low is not None and high is not None and low < high and kind in {"age", "percent"}:
                yield self._limit(text, mark, kind, (("at_least", written(low)), ("at_most", written(high))), unit)

    def _bounds(self, text: str) -> Iterator[Limit]:
        for mark in _BOUND.finditer(text):
            kind, unit = _unit(mark)
            operator = _operator(mark)
            amount = _amount(mark["number"], mark["scale"], unit)
            if operator is None or amount is None or (kind == "years" and not _is_tenure(text, mark, operator)):
                continue
            yield self._limit(text, mark, kind, ((operator, written(amount)),), unit)

    def _others(self, text: str) -> Iterator[Limit]:
        """Ranks, awards, shares of something, one of several, and numbers that lost their unit."""
        for mark in _RANK.finditer(text):
            rank = value_of(mark["number"])
            if rank is not None:
                yield Limit(_place(mark), "honour", (("at_most", written(rank)),), "名次")
        for mark in _FAR.finditer(text):
            if operator := _operator(mark):
                yield Limit(_place(mark), "percent", ((operator, mark["number"]),), "%")
        for mark in _AWARD.finditer(text):
            yield Limit(_place(mark), "honour", (("at_least", mark["award"]),), "奖次")
        for mark in _AT_LEAST_ONE.finditer(text):
            yield Limit(_place(mark), "count", (("at_least", "1"),), "项")
        for mark in _LOST_UNIT.finditer(text):
            operator = _operator(mark)
            if operator:
                yield Limit(_place(mark), "count", ((operator, mark["number"]),), "", damaged=True)

    def _limit(self, text: str, mark: re.Match[str], kind: LimitKind, bounds: tuple[tuple[Operator, str], ...], unit: str) -> Limit:
        fact = None
        if kind == "age" and "age" in self._facts:
            fact = "age"
        worked = _WORKED.search(text[: mark.start()]) or _OF_WORK.match(text, mark.end())
        if kind == "years" and "years_in_profession" in self._facts and worked:
            fact = "years_in_profession"
        return Limit(_place(mark), kind, bounds, unit, fact=fact)

    def _on_scales(self, text: str) -> Iterator[Limit]:
        """本科以上学历, 中级及以上职称, 技师及以上: a level with 以上, or a title or schooling that is simply asked for."""
        for kind, fact, nouns in _SCALES:
            taken: list[Place] = []
            for name, option in self._levels.get(kind, ()):
                for mark in re.finditer(re.escape(name), text):
                    after = _OR_ABOVE.match(text, mark.end())
                    rest = text[mark.end() : mark.end() + 16]
                    place = Place(mark.start(), after.end() if after else mark.end())
                    overlaps = any(one.start < mark.end() and mark.start() < one.end for one in taken)
                    above = bool(after and after["above"])
                    held = kind in {"skill", "education"} and _HOLDING.search(text[: mark.start()]) and _CERTIFIED.match(rest)
                    named = re.search(nouns, rest) or re.search(rf"(?:{nouns})[^,;。]{{0,6}}$", text[: mark.start()])
                    highest = kind == "education" and option == "doctor"
                    if overlaps or not named or not (above or highest or held or kind == "title"):
                        continue
                    if kind == "skill" and name in _GRADES and not (above and re.search("职业资格|职业技能|技能等级", rest)):
                        continue
                    if kind == "title" and not re.search("职称|专业技术|职务", rest[:12]):
                        continue
                    taken.append(place)
                    yield Limit(place, kind, (("at_least", option),), "", fact=fact, loose=not above and bool(held))

    def _with_honours(self, text: str) -> Iterator[Limit]:
        for name, _ in self._honours:
            at = text.find(name)
            if at >= 0:
                ids = sorted({option for other, option in self._honours if other in text})
                yield Limit(Place(at, at + len(name)), "honour", tuple(("at_least", one) for one in ids), "荣誉", fact="skill_honours")
                return


_PROFESSION = r"(?:本|相关|所申报|该|申报)(?:的)?(?:专业|职业|工种|行业)(?:\([^()]{1,8}\)|、|或|和|专业|职业|工种|领域|岗位|技术){0,4}"
_WORKED = re.compile(rf"从事{_PROFESSION}(?:的)?(?:相关)?(?:工作)?\s*(?:连续|累计)?$")
_OF_WORK = re.compile(rf"(?:的)?(?:从事)?{_PROFESSION}(?:的)?工作(?:经历|经验|年限)")
"""The words that leave no doubt that it is the time in one's own profession."""


def _levels(fact: Fact, kind: LimitKind) -> Iterator[tuple[str, str]]:
    """The names of a scale's levels, the longest first; those that mean other things elsewhere left out."""
    named = [(name.partition("（")[0], option.id) for option in options_of(fact) if option.id != "none" for name in names_of(option)]
    if kind == "title":
        named = [(name, option) for name, option in named if name.endswith("级") or name in {"副高", "正高"}]
        named += [("高级", "associate_senior"), ("中高级", "intermediate"), ("中、高级", "intermediate")]
    if kind == "skill":
        named = [(name, option) for name, option in named if name.endswith(("工", "技师"))]
        named += [(name, option) for name, option in _GRADES.items() if option in {known for _, known in named}]
    if kind == "education":
        named.append(("研究生", "master"))
    yield from sorted(set(named), key=lambda pair: -len(pair[0]))


def _place(mark: re.Match[str]) -> Place:
    return Place(mark.start(), mark.end())


def _unit(mark: re.Match[str]) -> tuple[LimitKind, str]:
    return next((kind, mark[kind]) for kind, _ in _UNITS if mark[kind])


def _operator(mark: re.Match[str]) -> Operator | None:
    named = mark.groupdict()
    for side, operators in (("pre", _BEFORE), ("post", _AFTER)):
        for operator, _ in operators:
            if named.get(f"{side}_{operator}"):
                return operator
    return None


def _amount(number: str, scale: str, unit: str) -> Decimal | None:
    """A number in its unit; months for spans of time."""
    value = Decimal("0.5") if number == "半" else value_of(number, scale)
    return None if value is None else value * 12 if unit == "年" else value


def _is_tenure(text: str, mark: re.Match[str], operator: Operator) -> bool:
    """Whether a span of time is a requirement: not 近5年内, not 1年以来."""
    if _NO_TENURE.search(text[: mark.start()]) and not any(mark[f"pre_{name}"] for name, _ in _BEFORE):
        return False
    return not (mark["number"][0] in CHINESE[1:-1] and operator == "at_most" and text[mark.end() : mark.end() + 1] == "部")


def _merged(limits: list[Limit]) -> Iterator[Limit]:
    """18周岁以上、35周岁以下 as one limit."""
    held: Limit | None = None
    for limit in limits:
        apart = held and limit.place.start - held.place.end <= _SHORT
        if held and apart and held.kind == limit.kind == "age" and {held.bounds[0][0], limit.bounds[0][0]} == {"at_least", "at_most"}:
            held = Limit(Place(held.place.start, limit.place.end), "age", (*held.bounds, *limit.bounds), "周岁", fact=held.fact)
            continue
        if held:
            yield held
        held = limit
    if held:
        yield held
