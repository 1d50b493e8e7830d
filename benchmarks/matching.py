"""How like two readings of one notice are: the rules of a gold's SCORING.md, one function a field. Scores run from 0 to 1."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rapidfuzz import fuzz

from knowledge.drafting.amounts import Amount
from knowledge.drafting.conditions import Requirement
from knowledge.drafting.contacts import Contact
from knowledge.drafting.dates import Window
from knowledge.drafting.limits import Limit
from knowledge.drafting.page import Place
from knowledge.drafting.papers import Paper
from knowledge.drafting.quotas import Places
from knowledge.facts import Fact, names_of, options_of

Gold = Mapping[str, Any]

NEAR = 80
"""Characters around a gold quote within which a draft's place counts as the same place."""
_NUMERALS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖两", "00123456789123456789" + "2")
_BRACKETS = str.maketrans("〔〕【】﹝﹞", "[][][]")
_KINDS = {"born": "age", "skill": "skill_level", "money": "other"}
_SIGNS = {"at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<"}
_ROLES = {"excluding": "exclude", "preferred": "priority", "exempting": "exempt"}
_WHOLE, _HALF, _QUARTER = 1.0, 0.5, 0.25


def plain(text: str) -> str:
    """A text as both sides are compared: one width, no spaces, stray marks or private characters, digits for Chinese numerals."""
    folded = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    kept = re.sub(r"\s|\?{2,}|[\ue000-\uf8ff]", "", folded)
    return kept.translate(_NUMERALS)


def likeness(one: str, other: str) -> float:
    """From 0 to 1; a name that holds the whole other name counts as nearly the same."""
    left, right = plain(one), plain(other)
    if not left or not right:
        return 0.0
    held = min(len(left), len(right)) >= 4 and (left in right or right in left)  # noqa: PLR2004 - a name, not a word
    return max(fuzz.ratio(left, right) / 100, 0.9 if held else 0.0)


def near(place: Place, gold: Gold) -> bool:
    """Whether a draft's place meets a gold quote or its surroundings."""
    start, end = gold["pos"] - NEAR, gold["pos"] + len(gold["quote"]) + NEAR
    return bool(place.start < end and start < place.end)


def clause_of(path: str) -> str:
    """A clause path without brackets and marks, so that 六（二）1① and 六(二)1① are one."""
    return re.sub(r"[()（）、.\s]", "", unicodedata.normalize("NFKC", path).replace("正文", "").replace("前言", ""))


@dataclass(frozen=True)
class Bounded:
    """A requirement with one of its limits, or none: what one gold condition is compared with."""

    requirement: Requirement
    limits: tuple[Limit, ...]


def bounded(requirements: Sequence[Requirement]) -> list[Bounded]:
    """One for each limit; two ages in one phrase (by sex) stay together."""
    found: list[Bounded] = []
    for one in requirements:
        ages = tuple(limit for limit in one.limits if limit.kind == "age")
        rest = [limit for limit in one.limits if limit.kind != "age"]
        found += [Bounded(one, ages)] if ages else []
        found += [Bounded(one, (limit,)) for limit in rest]
        found += [Bounded(one, ())] if not one.limits else []
    return found


def of_dates(draft: Window, gold: Gold) -> float:
    """Both days right, one, or none; finer than the text is none; another type costs a quarter."""
    ours = (_day(draft, draft.starts), _day(draft, draft.ends))
    theirs = (gold["start"], gold["end"])
    finer = any(own and their and len(own) > len(their) for own, their in zip(ours, theirs, strict=True))
    right = sum(own == their for own, their in zip(ours, theirs, strict=True))
    if gold.get("damaged") and not draft.damaged and draft.grain != "none":
        return 0.0
    said = theirs != (None, None) or ours == (None, None)
    score = 0.0 if finer or not said else _WHOLE if right == len(ours) else _HALF if _a_day_is_right(ours, theirs) else 0.0
    return max(0.0, score - (_QUARTER if draft.kind != gold["type"] else 0.0))


def _a_day_is_right(ours: tuple[str | None, str | None], theirs: tuple[str | None, str | None]) -> bool:
    return any(own == their and own is not None for own, their in zip(ours, theirs, strict=True))


def _day(window: Window, day: object) -> str | None:
    return None if day is None else str(day)[:7] if window.grain == "month" else str(day)


def of_amounts(draft: Amount, gold: Gold) -> float:
    """Value and unit equal; another sign costs half; a damaged one must be flagged, and left unset or as printed."""
    if gold.get("damaged"):
        stated = gold.get("stated")
        kept = draft.value is None or (stated is not None and str(stated) in plain(draft.stated))
        return _WHOLE if draft.doubt and kept else 0.0
    unit, _, per = gold["unit"].partition("/")
    factor = {"万元": 10_000, "千元": 1_000, "亿元": 100_000_000}.get(unit, 1)
    expected = _numbers(gold["value"], factor)
    ours = (draft.low, draft.value) if draft.low is not None else (draft.value,)
    same = ours == expected and draft.unit == ("%" if unit == "%" else "元") and set(draft.per) == {one for one in per.split("/") if one}
    return (_WHOLE if draft.sign == gold["op"] else _HALF) if same else 0.0


def of_quotas(draft: Places, gold: Gold) -> float:
    """As amounts; 名, 人 and 位 are one unit."""
    unit, _, per = gold["unit"].partition("/")
    ours = (draft.low, draft.value) if draft.low is not None else (draft.value,)
    same = ours == _numbers(gold["value"], 1) and (draft.unit == unit or {draft.unit, unit} <= {"名", "人", "位"})
    if not same or (per == "年") != (draft.each == "年"):
        return 0.0
    return _WHOLE if draft.sign == gold["op"] else _HALF


def _numbers(value: Any, factor: int) -> tuple[Decimal, ...]:  # noqa: ANN401 - a number or two
    return tuple(Decimal(str(one)) * factor for one in (value if isinstance(value, list) else [value]))


def of_materials(draft: Paper, gold: Gold) -> float:
    """The name, then the copies; null is a number too."""
    names = [gold["name"], gold["quote"]]
    if max(likeness(_bare(draft.name), _bare(name)) for name in names) < 0.6:  # noqa: PLR2004 - the rule's figure
        return 0.0
    return _HALF + (_HALF if draft.copies == gold["copies"] else 0.0)


def _bare(name: str) -> str:
    return re.sub(r"[(（]?附件[0-9]*[)）]?|复印件|原件|[(（][^()（）]*[)）]", "", name)


def of_conditions(draft: Bounded, gold: Gold, facts: Mapping[str, Fact]) -> float:
    """Kind and words, then the rule; a rule where the gold has none is worth nothing. 地区 counts as 其他: both are words to a draft."""
    kind = _KINDS.get(draft.limits[0].kind, draft.limits[0].kind) if draft.limits else "other"
    words = max(likeness(draft.requirement.text, gold["text_short"]), likeness(draft.requirement.text, gold["quote"]))
    expected = "other" if gold["kind"] == "region" else gold["kind"]
    if words < _HALF or (kind != expected and not (gold["rule"] is None and not draft.limits)):
        return 0.0
    if gold["rule"] is None:
        score = 0.0 if draft.limits else _WHOLE
    else:
        score = _HALF + (_HALF if _same_rule(draft.limits, gold["rule"], facts) else 0.0)
    wrong = _role(draft) != _gold_role(gold) or bool(draft.requirement.group or _is_any(draft)) != str(gold.get("group") or "").startswith(
        "any"
    )
    return max(0.0, score - (_QUARTER if wrong else 0.0))


def _is_any(draft: Bounded) -> bool:
    return draft.requirement.rule is not None and "any" in draft.requirement.rule


def _role(draft: Bounded) -> str:
    return _ROLES.get(draft.requirement.role, "")


def _gold_role(gold: Gold) -> str:
    role = str(gold.get("role") or "")
    return "exempt" if role.startswith("exempt") else role if role in {"exclude", "priority"} else ""


def _same_rule(limits: Sequence[Limit], rule: Mapping[str, Any], facts: Mapping[str, Fact]) -> bool:
    value, sign = rule["value"], rule["op"]
    if not limits:
        return False
    if isinstance(value, dict):
        return sorted(Decimal(bound) for limit in limits for _, bound in limit.bounds) == sorted(Decimal(one) for one in value.values())
    bounds = [(_SIGNS[operator], bound) for limit in limits for operator, bound in limit.bounds]
    if sign == "between":
        return len(bounds) == 2 and [Decimal(bound) for _, bound in bounds] == [Decimal(one) for one in value]  # noqa: PLR2004 - two ends
    return len(bounds) == 1 and bounds[0][0] == sign and _same_bound(limits[0], bounds[0][1], rule, facts)


def _same_bound(limit: Limit, bound: str, rule: Mapping[str, Any], facts: Mapping[str, Fact]) -> bool:
    value = rule["value"]
    if isinstance(value, bool | list) or value is None:
        return False
    if isinstance(value, str):
        named = [option.id for option in options_of(facts[limit.fact]) for name in names_of(option) if name == value] if limit.fact else []
        return bound in named or bound == value or (value == "高级" and bound == "associate_senior")
    factor = 12 if limit.kind == "years" and "month" not in rule["fact"] else 10_000 if rule["fact"].endswith("_wan") else 1
    return Decimal(bound) == Decimal(str(value)) * factor


def of_contacts(draft: Contact, gold: Gold) -> float:
    """The digits, or the address; a number that is wrong as printed has to be flagged."""
    theirs = gold.get("phone") or gold.get("email") or gold.get("address") or ""
    if draft.kind in {"phone", "fax"} and gold.get("phone"):
        same = re.sub("[^0-9]", "", draft.value) == re.sub("[^0-9]", "", gold["phone"])
        return _WHOLE if same and (draft.doubt or not gold.get("suspect")) else 0.0
    return _WHOLE if plain(draft.value) == plain(theirs) else 0.0


@dataclass(frozen=True)
class Tally:
    """What one field of some notices came to."""

    score: float = 0.0
    gold: int = 0
    draft: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.score + other.score, self.gold + other.gold, self.draft + other.draft)

    @property
    def recall(self) -> float | None:
        """None where there was nothing to find."""
        return self.score / self.gold if self.gold else None

    @property
    def precision(self) -> float | None:
        """None where nothing was found."""
        return self.score / self.draft if self.draft else None


@dataclass(frozen=True)
class Match:
    """A pair, by index."""

    draft: int
    gold: int
    score: float


def matched(
    drafts: Sequence[Any], places: Sequence[Place], golds: Sequence[Gold], score: Callable[[Any, Gold], float], name: Callable[[Any], str]
) -> tuple[Tally, list[Match]]:
    """Pairs one to one, the best first; a pair needs a near place or a like name. Optional gold counts for neither side."""
    pairs = [
        Match(at, other, worth)
        for at, draft in enumerate(drafts)
        for other, gold in enumerate(golds)
        if (near(places[at], gold) or likeness(name(draft), _named(gold)) >= 0.6)  # noqa: PLR2004 - the rule's figure
        and (worth := score(draft, gold)) > 0
    ]
    taken: list[Match] = []
    for pair in sorted(pairs, key=lambda one: -one.score):
        if not any(pair.draft == one.draft or pair.gold == one.gold for one in taken):
            taken.append(pair)
    optional = {at for at, gold in enumerate(golds) if gold.get("optional")}
    spare = {pair.draft for pair in taken if pair.gold in optional}
    parts = _parts(drafts, places, golds, taken, name)
    counted = [pair for pair in taken if pair.gold not in optional]
    return Tally(sum(pair.score for pair in counted), len(golds) - len(optional), len(drafts) - len(spare) - parts), counted


def _named(gold: Gold) -> str:
    return str(gold.get("name") or gold.get("what") or gold.get("text_short") or gold.get("phone") or "")


def _parts(
    drafts: Sequence[Any], places: Sequence[Place], golds: Sequence[Gold], taken: Sequence[Match], name: Callable[[Any], str]
) -> int:
    """How many draft items are only parts of a gold item that lists several papers."""
    free = set(range(len(drafts))) - {pair.draft for pair in taken}
    return sum(
        any(
            near(places[at], gold)
            and any(likeness(name(drafts[at]), part) >= _HALF for part in gold.get("parts") or () if isinstance(part, str))
            for gold in golds
        )
        for at in free
    )
