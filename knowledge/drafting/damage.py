"""Places where the text itself is damaged: to be settled by whoever has the original."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.drafting.masthead import Masthead
from knowledge.drafting.outline import Outline
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.words import Words

DamageKind = Literal[
    "redacted", "lost_unit", "lost_bracket", "question_run", "private_use", "spaced", "cut", "lost_char", "heading_number", "lost_date"
]

_KINDS: tuple[tuple[DamageKind, re.Pattern[str], str], ...] = (
    (
        "redacted",
        re.compile(r"\(略\)[^。;\n]{0,4}|(?<![0-9A-Za-z*])\*+\s*(?=[年月日%元个人家名份号、\]])|[×xX]{2,}(?=[年月日元])"),
        "这里被涂掉或留空了，不能照常识补",
    ),
    ("lost_unit", re.compile(r"(?:不少于|不低于|不超过|不高于|至少|最高|不多于)\s*[0-9]+(?=\s*[,;。、])"), "数字后面的量词丢了"),
    ("lost_unit", re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?/[年月人](?![月年])"), "数字后面的单位丢了（元还是万元）"),
    ("lost_bracket", re.compile(r"[\u4e00-\u9fff]{1,10}[\[(]20[0-9]{2}\s*[0-9]{1,4}\s*号"), "文号丢了右括号"),
    ("question_run", re.compile(r"(?<![吗呢么A-Za-z0-9=/])\?(?=[\u4e00-\u9fff0-9])|\?{2,}"), "有乱码问号，可能丢了字"),
    ("spaced", re.compile(r"20[0-9]{2}\s*-\s+[0-9]{1,2}\s*-\s*[0-9]{1,2}|[\[(]20[0-9]{2}[\])]\s{2,}[0-9]+\s*号"), "日期或文号被空格拆开了"),
    ("lost_date", re.compile(r"(?<![0-9.\-])[0-9]{3,4}\s*日(?!元)"), "日期里丢了“月”字"),
    ("lost_unit", re.compile(r"(?<![0-9.])[1-9][0-9]+千元"), "“千元”前的数可能丢了小数点"),
)
_ENDS = tuple('。.!?!?)》”"、:;:')
_CUT_AFTER = re.compile(r"[\u4e00-\u9fff,、;“‘(《]$")
_LISTED = re.compile(r"(?<=\n)\s*(?:附件\s*:?\s*)?[0-9]\s*[.、 ]\s*([^\n]{6,60}?)(?:\.[a-z]{3,4})?\s*(?=\n)")
_STUMP = re.compile("选拔标$|选标$|申报$|汇总$|推荐$|登记$|名$")
_REPEATING: frozenset[DamageKind] = frozenset({"redacted", "question_run"})
_ENOUGH = 3
"""More of these on one line tells nothing new."""
_LONG_LINE = 24


@dataclass(frozen=True)
class Damage(Found):
    """One damaged place."""

    kind: DamageKind
    note: str
    """In Chinese: what is wrong."""


def damage_in(page: Page, outline: Outline, head: Masthead, words: Words) -> tuple[Damage, ...]:
    """Every damaged place in order; of the same kind on one line only the first two."""
    found = [*_marked(page, outline), *_unseen(page, outline), *_shortened(page, outline, head, words), *_cut(page, outline, words)]
    seen: dict[tuple[DamageKind, int], int] = {}
    kept: list[Damage] = []
    for one in sorted(found, key=lambda damage: damage.place):
        key = (one.kind, page.line(one.place.start))
        seen[key] = seen.get(key, 0) + 1
        if one.kind not in _REPEATING or seen[key] <= _ENOUGH:
            kept.append(one)
    return tuple(kept)


def _at(outline: Outline, place: Place) -> str:
    part = outline.at(place.start)
    return part.clause if part else "页头"


def _marked(page: Page, outline: Outline) -> Iterator[Damage]:
    for kind, pattern, note in _KINDS:
        for mark in pattern.finditer(page.plain):
            place = Place(mark.start(), mark.end())
            yield Damage(place, _at(outline, place), kind, note)


def _unseen(page: Page, outline: Outline) -> Iterator[Damage]:
    """Characters of a private font: often a decimal point or a mark that was lost on the way."""
    for at, character in enumerate(page.raw):
        if unicodedata.category(character) == "Co" or character == "\ufffd":
            place = Place(max(0, at - 4), min(len(page.raw), at + 5))
            yield Damage(place, _at(outline, place), "private_use", "有显示不出来的字符，可能是小数点或别的字")


def _shortened(page: Page, outline: Outline, head: Masthead, words: Words) -> Iterator[Damage]:
    """The name of an annex that lacks the last character of what it is called elsewhere."""
    del head
    bare = re.sub(r"\s", "", page.plain)
    for mark in _LISTED.finditer(page.plain):
        name = re.sub(r"\s", "", mark[1])
        fuller = any(re.match("[\u4e00-\u9fff]", bare[at + len(name) : at + len(name) + 1]) for at in _all(bare, name))
        stumps = _STUMP.search(name) is not None and not name.endswith(words.material_ends)
        if stumps or (fuller and name.endswith(("标", "名"))):
            place = Place(mark.start(1), mark.end(1))
            yield Damage(place, _at(outline, place), "lost_char", "名称末尾像是少了字")


def _all(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _cut(page: Page, outline: Outline, words: Words) -> Iterator[Damage]:
    """A text that ends in the middle of a sentence."""
    lines = [(found.start(), found[0].rstrip()) for found in re.finditer("[^\n]+", page.plain) if found[0].strip()]
    if not lines:
        return
    start, last = lines[-1]
    part = outline.at(start)
    signs = re.search(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日$|公开$|附件|[0-9]{7,}|\.(?:docx?|xlsx?|pdf)$", last)
    named = last.strip().endswith((*words.offices, *words.title_ends)) and len(last.strip()) < _LONG_LINE
    starts_annex = len(lines) > 1 and bool(re.match(r"\s*附件", lines[-2][1]))
    sentence = len(last.strip()) > _LONG_LINE or (len(last.strip()) < 6 and part is not None and part.clause.startswith("附件"))  # noqa: PLR2004 - a stump
    if _CUT_AFTER.search(last) and not signs and not named and not starts_annex and sentence:
        place = Place(max(start, start + len(last) - 12), start + len(last))
        yield Damage(place, _at(outline, place), "cut", "原文像是在句子中间断了，后面的内容没有拿到")
