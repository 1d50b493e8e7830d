"""All notices on file, ready to be compared with a text that somebody pastes."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from knowledge.base import KnowledgeBase
from knowledge.drafting.words import Words
from knowledge.pasted.demands import demanded
from knowledge.pasted.differing import Difference, differences
from knowledge.pasted.holding import Group, groups_of
from knowledge.pasted.marks import KINDS, Kind, Sheet, sheet_of
from knowledge.pasted.recognising import Recogniser
from knowledge.search.index import Index
from knowledge.search.regions import COUNTRY
from knowledge.search.understanding import Elsewhere
from knowledge.search.years import find_years

Verdict = Literal["same", "differs", "edition", "elsewhere", "unknown"]
"""``edition``: another year of a programme on file; ``elsewhere``: of a place that we hold nothing for."""

CUT = 4000
"""Characters from which on Telegram has cut a text into several messages, perhaps inside a number."""
_EDGES = re.compile(r"^[0-9.\-]+|[0-9.\-]+$")
_TITLE = re.compile("关于[^。]{4,80}?(?:通知|公告|通告|意见|方案|办法|公示|决定|细则|函)|[^。]{4,60}?(?:的通知|公告|公示)")
_OPENING = 300
"""Characters at the top of a text in which its title stands."""
_ENDS = 400
"""Characters at both ends of a text in which a place names its issuer."""
_STEM = 2
"""Characters of a place's name that people and notices never leave out."""
_SEVERAL = 2
"""Numbered clauses from which on a long text is taken for a notice."""
_DATED = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Pasted:
    """What came of comparing."""

    verdict: Verdict
    policies: tuple[str, ...] = ()
    """Of the notice on file that it is, or that is nearest."""
    differences: tuple[Difference, ...] = ()
    compared: Mapping[Kind, int] | None = None
    """How many different dates, sums and telephones the text holds."""
    elsewhere: Elsewhere | None = None
    """The year or place that is not ours."""


class Notices:
    """The notices of one base."""

    def __init__(self, base: KnowledgeBase, index: Index, words: Words, demands: Collection[str]) -> None:
        """``demands``: words by which a text asks for money. Nothing is built before the first text is pasted."""
        self._base = base
        self._index = index
        self._words = words
        self._demands = demands

    @cached_property
    def _recogniser(self) -> Recogniser:
        return Recogniser(groups_of(self._base.policies.values(), self._base.notices.values()))

    def compare(self, text: str, leaning: str | None = None) -> Pasted | None:
        """Compare a text with the notice on file that it is; None where it looks like no notice. Takes some tens of milliseconds.

        ``leaning``: the policy that was just told about; a text without a title may be the next part of its notice.
        """
        sheet = sheet_of(_EDGES.sub("", text) if len(text) >= CUT else text, self._words)
        title = _title_of(sheet)
        group = self._recogniser.find(sheet, title, leaning) or (self._recogniser.of(leaning) if title is None and sheet.clauses else None)
        if group is None and title is None and len(sheet.clauses) < _SEVERAL:
            return None
        if group is None:
            elsewhere = self._strange_place(title or "", None)
            return Pasted("elsewhere" if elsewhere else "unknown", elsewhere=elsewhere)
        policies = tuple(policy.id for policy in group.policies)
        found = (*demanded(sheet, group, self._demands), *differences(sheet.marks, group))
        counted = _counted(sheet)
        if title is not None and (elsewhere := self._strange_place(title, group) or self._strange_issuer(sheet, group)):
            return Pasted("elsewhere", policies, elsewhere=elsewhere)
        if years := _other_years(title or "", sheet, group):
            return Pasted("edition", policies, found, counted, Elsewhere(years=years))
        return Pasted("differs" if found else "same", policies, found, counted)

    def claimed(self, text: str, policy: str) -> Pasted | None:
        """Hold what is said of one policy against it; None where nothing of it can be compared. ``text``: as people type."""
        group = self._recogniser.of(policy)
        if group is None:
            return None
        alone = Group(tuple(one for one in group.policies if one.id == policy), group.notice)
        sheet = sheet_of(_written(text), self._words)
        found, counted = (*demanded(sheet, alone, self._demands), *differences(sheet.marks, alone)), _counted(sheet)
        if not found and not any(counted.values()):
            return None
        return Pasted("differs" if found else "same", (policy,), found, counted)

    def _strange_place(self, title: str, group: Group | None) -> Elsewhere | None:
        """A place in a title that we hold nothing for; one that a notice on file names in its own title is none."""
        if group is not None and any(policy.region[-1][:_STEM] in title for policy in group.policies):
            return None
        elsewhere = self._index.understand(title).elsewhere
        return Elsewhere(elsewhere.regions) if elsewhere and elsewhere.regions else None

    def _strange_issuer(self, sheet: Sheet, group: Group) -> Elsewhere | None:
        """The place that issued a text in which ours is never spoken of."""
        own = {policy.region[-1] for policy in group.policies}
        text = sheet.page.raw
        if COUNTRY in own or any(place[:_STEM] in text for place in own):
            return None
        regions = tuple(one for one in self._index.understand(text[:_ENDS] + text[-_ENDS:]).regions if one not in own)
        return Elsewhere(regions) if regions else None


def _written(text: str) -> str:
    """Days, sums and telephones as notices write them: 12月8号, 给50万, 打2199488."""
    days = re.sub("(月[0-9]{1,2})号", r"\1日", text)
    sums = re.sub("([0-9一二三四五六七八九十百]万)(?![0-9元人名家个多])", r"\1元", days)
    asked = re.sub("(?<![0-9-])([1-9][0-9]{6,7})(?=(?:这个)?[是的号])", r"电话\1", sums)
    return re.sub("([打拨])(?=[0-9]{7,8})", r"\1电话", asked)


def _title_of(sheet: Sheet) -> str | None:
    """What a text calls itself, where that stands in its opening; over the ends of lines."""
    found = _TITLE.search(re.sub(r"\s+", "", sheet.page.plain[:_OPENING]))
    return found[0] if found else None


def _other_years(title: str, sheet: Sheet, group: Group) -> tuple[int, ...]:
    """The years of another edition: in the title, else in all days that are printed with a year."""
    ours = {policy.year for policy in group.policies}
    named = {year.value for year in find_years(title)}
    if named:
        return () if named & ours else tuple(sorted(named))
    known = {held.reading[:4] for held in group.held if held.kind == "date"} | set(map(str, ours))
    printed = {mark.readings[0][:4] for mark in sheet.marks if mark.kind == "date" and _DATED.fullmatch(mark.readings[0])}
    return tuple(sorted(map(int, printed))) if known and not printed & known else ()


def _counted(sheet: Sheet) -> Mapping[Kind, int]:
    kinds: dict[Kind, set[tuple[str, ...]]] = {kind: set() for kind in KINDS}
    for mark in sheet.marks:
        kinds[mark.kind].add(mark.readings)
    return {kind: len(found) for kind, found in kinds.items()}
