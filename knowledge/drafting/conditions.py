"""Requirements: those that a rule can say for sure as rules, the others in the notice's words with a mark to be encoded."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from knowledge.drafting.limits import Limit, LimitKind, Limits
from knowledge.drafting.outline import Outline, Part
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.phrases import Phrase, Phrases
from knowledge.drafting.rules import facts_of, only_honours, rule_of
from knowledge.drafting.scopes import PLAIN, Role, Scopes
from knowledge.drafting.words import Words, one_of
from knowledge.facts import Fact

_SHORT_NAME = 3


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
        self._phrases = Phrases(page, outline, words, self._limits)
        self._scopes = Scopes(page, outline, words, self._limits)
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
        for phrase in self._phrases.of(part, text):
            yield self._requirement(part, phrase)

    def _requirement(self, part: Part, phrase: Phrase) -> Requirement:
        stripped = phrase.text.strip(" ,;。:")
        start = part.body.start + phrase.start + phrase.text.index(stripped)
        place = Place(start, start + len(stripped))
        limits = self._limits.in_text(stripped)
        role = self._role(stripped)
        if role == "required":
            role = self._scopes.led_role(part)
        scope = self._scopes.scope(part)
        group = self._scopes.group(part)
        whom = self._whom(part, phrase)
        unsure = self._why_unsure(stripped, role, scope, group) or whom
        if not unsure and any(limit.loose for limit in limits):
            unsure = "没有写“以上”，更高的算不算请定"
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
            strict, _, rest = text.partition(",")
            bounds = "放宽" in rest and self._limits.in_text(strict) and not self._exempting.search(strict)
            return "required" if bounds else "exempting"  # 不超过50周岁,特别优秀的可放宽 bounds first
        return "preferred" if self._preferring.search(text) else "required"

    def _whom(self, part: Part, phrase: Phrase) -> str | None:
        """Whom a bound is for, where the words before it, or before the first of its sentence, name some of the applicants."""
        text = self._page.plain[part.body.start : part.body.end]
        begin = max(text.rfind(mark, 0, phrase.start) for mark in "。;:") + 1
        return self._named(phrase.text) or self._named(text[begin : phrase.end])

    def _says_more(self, text: str, limits: tuple[Limit, ...]) -> bool:
        """Whether a phrase asks for more than its bounds say."""
        for limit in reversed(limits):
            text = text[: limit.place.start] + text[limit.place.end :]
        rest = PLAIN.sub("", _LEADING.sub("", re.sub("证书|毕业|取得|或者|或|,|、|及|的|称号|荣誉|职业|专业", "", text)))
        return len(re.sub(r"\W", "", rest)) > _SHORT_NAME

    def _named(self, text: str) -> str | None:
        """What to ask about the words before the first bound of a text, back to the comma, where they say more than 年龄 or 具有."""
        limits = self._limits.in_text(text)
        before = re.split("[,。;:]", text[: limits[0].place.start])[-1] if limits else ""
        if kind := _SOME_PEOPLE.search(before):
            return f"只管“{kind[0]}”吗，请定（tracks 或 when）"
        named = PLAIN.sub("", _LEADING.sub("", before)).strip()
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


_SOME_PEOPLE = re.compile(
    "(?!申报|申请|推荐|参评|参赛|参选|选拔|评选|遴选|在职|从业|所有|上述|入选|有关|相关|培养)[\u4e00-\u9fff]{2,6}(?:人员|人才|教师|教练|职工|员工|学生|毕业生|组)(?!中|的)"
)
_LEADING = re.compile(
    r"\([^()]*\)|[0-9年月日]{4,}|从事[^,]{1,16}工作|从事[^,]{1,8}(?:职业|专业|工种)|年龄|周岁|原则上|必须|在|当|要|持有|取得|获得|拥有|达到|本人|参评|参选|参赛|男女|全日制|国家"
    r"|相应|且|并|或|等|岗位|连续|累计|已|均|个人|学位|专业技术|职务|截至|截止|为|是|以|不限|其中|享受|曾经?|荣获"
)
"""Words before a bound that name nobody in particular."""
