"""Figures asked for in a sentence: “5个学员三年多少钱”, “分几次给”, “一个班多少人”, “工资总额1000万提多少”."""

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.usecases.snapshot import Snapshot
from eligibility.answers import Answers, Given
from eligibility.figures import Figures, Kind, figures, held_kinds, shares
from eligibility.money import MOST, Wanted, units_of
from eligibility.numerals import arabic, plain
from eligibility.reading import read_answer
from knowledge.base import KnowledgeBase
from knowledge.policy import Policy
from knowledge.search.understanding import Leaning, Understanding

_CLASSES = re.compile("[1一每几]个?班|班额|多少个班|小班|课时|学时|几节课|多少节课|[上学]几天")
_PARTS = re.compile(
    r"分(?:几|多少|\d)(?:次|笔|期|批)|每(?:次|笔|期|批)(?:给|拨|付|发|打|各)*多少|[几\d](?:次|笔|期)(?:给|拨|付)|首(?:笔|付|批)|尾款"
)
_MONEY = re.compile("钱|费|补贴|补助|花销|开支|成本|多少元|几万|多少万|各出|预算")
_COUNTS = re.compile(rf"{_CLASSES.pattern}|{_PARTS.pattern}|{_MONEY.pattern}|总额")
"""What a sentence says that asks for any of these figures; all others need no look at the policies."""
_YEARS = re.compile(r"(?<![\d第])(\d{1,2})个?年(?![级度底初代前月以半内])")
_WORKED = re.compile("工作|从业|工龄|干了|干满|满|入职|毕业")
PERSON = "人"
_PEOPLE = (PERSON, "名", "位", "学员", "学生", "学徒", "徒弟", "人员", "职工", "员工")
_MOST_YEARS = 10
"""More than this is a year of the calendar (23年) or somebody's age."""
_BEFORE = r"(?<![\d.])(\d{{1,7}})[个名位家座]?(?:{})(?!次)"
_BEHIND = r"(?:{})(\d{{1,7}})[个名位家座]"
_SUM = r"\D{0,4}?(\d+(?:\.\d+)?[千万亿]?)"


@dataclass(frozen=True)
class Asked:
    """The figures that a sentence asks of one policy."""

    kinds: tuple[Kind, ...]
    wanted: Wanted
    answers: Answers

    def of(self, policy: Policy, track: str | None) -> Figures:
        """Count them."""
        return figures(policy, track, self.wanted, self.answers)


def figures_asked(base: KnowledgeBase, policy: Policy, text: str, today: date) -> Asked | None:
    """What a sentence asks to be counted, where this policy gives the numbers for it; None where it does not."""
    said = arabic(plain(text))
    answers = _sums(base, policy, said, today)
    count, unit = _counted(policy, said)
    years = _years(said)
    split = dict.fromkeys(benefit.unit for benefit in policy.benefits if benefit.instalments) if _PARTS.search(said) else {}
    wanted = Wanted(count, years, unit or (next(iter(split)) if len(split) == 1 else None))
    money = bool(split) or ((count > 1 or unit is not None or years is not None) and _MONEY.search(said) is not None)
    held = held_kinds(figures(policy, None, wanted, answers))
    meant: dict[Kind, bool] = {"money": money, "classes": _CLASSES.search(said) is not None, "shares": bool(answers)}
    kinds = tuple(kind for kind in held if meant.get(kind))
    return Asked(kinds, wanted, answers) if kinds else None


def understand(snapshot: Snapshot, text: str, today: date, topic: Leaning | None = None) -> Understanding:
    """What was asked; of several policies that it may be about, those that hold the figures asked for."""
    understood = snapshot.index.understand(text, topic=topic)
    unclear = understood.action == "clarify" or (understood.action == "none" and understood.elsewhere is None)
    if not unclear or not _COUNTS.search(arabic(plain(text))):
        return understood
    asked = {
        one: found.kinds
        for one in snapshot.base.policies
        if (found := figures_asked(snapshot.base, snapshot.base.policies[one], text, today))
    }
    if understood.action == "none":
        shared = tuple(one for one, kinds in asked.items() if "shares" in kinds)
        return replace(understood, action="clarify", policies=shared, intents=("benefit",)) if shared else understood
    named = tuple(one for one in understood.policies if one in asked)
    fitting = named or (tuple(asked) if understood.only_intent else ())
    return replace(understood, policies=fitting) if fitting else understood


def _counted(policy: Policy, said: str) -> tuple[int, str | None]:
    """How many of what: of a thing that money is paid for, or of the people in a class; (1, None) where nothing is counted.

    “10个学徒” is meant before “工坊10个”, which may only be a name and the number behind it.
    """
    nouns: dict[str | None, tuple[str, ...]]
    nouns = {unit: _PEOPLE if unit == PERSON else (unit.lstrip("个家座"),) for unit in units_of(policy, None)}
    if any(stage.course for stage in policy.stages):
        nouns[None] = _PEOPLE
    for pattern in (_BEFORE, _BEHIND):
        for unit, names in nouns.items():
            found = re.search(pattern.format("|".join(sorted(names, key=len, reverse=True))), said)
            if found and 0 < int(found[1]) <= MOST:
                return int(found[1]), unit
    return 1, None


def _years(said: str) -> int | None:
    """For how many years; years of work are none to pay for."""
    found = _YEARS.search(said)
    if found is None or _WORKED.search(said[: found.start()][-4:]):
        return None
    return int(found[1]) if 0 < int(found[1]) <= _MOST_YEARS else None


def _sums(base: KnowledgeBase, policy: Policy, said: str, today: date) -> Answers:
    """The sums of money that the policy's shares are taken of."""
    found: dict[str, Given] = {}
    for fact in dict.fromkeys(share.of for share in shares(policy, None) if share.of):
        names = "|".join(re.escape(name) for name in sorted(base.facts[fact].told, key=len, reverse=True))
        match = re.search(f"(?:{names}){_SUM}", said) if names else None
        answer = read_answer(base.facts[fact], match[1], today=today) if match else None
        if isinstance(answer, Given):
            found[fact] = answer
    return found
