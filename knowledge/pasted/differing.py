"""The marks of a text that we hold otherwise, or not at all."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from knowledge.pasted.holding import Group, Held
from knowledge.pasted.marks import MOBILE, Kind, Mark, is_opening

_SAME_CLAUSE = 2.0
_SAME_HEADING = 0.5
_SAME_MONTH = 0.8
_NEAR = 0.1
"""More for the nearest of several days that are otherwise alike."""
_PRINTED = 0.5
"""Less for what the text prints in another place."""
_DEADLINE = 1.0
"""For the end of a step, where the text speaks of one."""
_TIMES = 10
_SHARED = 0.2
"""Less than this part of the words is alike by chance."""
_CALLED = 0.5
"""For each character right before a number that is the same."""
_NAMED = 3
"""Characters right before a number from which on they name the very same thing."""
_COPIES = "份"
_ENOUGH = 0.8
"""From which likeness on two marks are taken for the same thing said otherwise."""


_OF_QUOTA = re.compile("(?:名额|指标)[^0-9，,。;；]{0,6}$")
_BOUND = re.compile("以[上下内]|及以|的")
"""Behind a number that only bounds or describes a bracket."""
_DUE = re.compile("截止|截至|止|日前|之前|以前|前[报交送将完]")


@dataclass(frozen=True)
class Difference:
    """What a text says, and what we hold in its place; None where we hold nothing of the kind."""

    kind: Kind
    printed: str
    clause: str
    ours: Held | None


def differences(marks: Iterable[Mark], group: Group) -> tuple[Difference, ...]:
    """Each once, in the order of the text."""
    marks = tuple(marks)
    printed = {reading for mark in marks for reading in mark.readings}
    found: dict[tuple[Kind, tuple[str, ...]], Difference] = {}
    for mark in marks:
        if (mark.kind, mark.readings) in found or _is_ours(mark, group):
            continue
        clause = "" if is_opening(mark.clause) else mark.clause
        if _tells_quota(mark):
            found[mark.kind, mark.readings] = Difference(mark.kind, mark.shown, clause, next(iter(_quotas(mark, group)), None))
            continue
        alike = {one: _is_printed(one, printed) for one in group.held if _is_alike(one, mark)}
        found[mark.kind, mark.readings] = Difference(mark.kind, mark.shown, clause, _meant(mark, alike))
    return tuple(found.values())


def _is_ours(mark: Mark, group: Group) -> bool:
    """Whether we hold it: a quota among quotas, a head count for what the words before it name, copies as copies, the rest anywhere."""
    if _tells_quota(mark):
        return any(one.reading == mark.readings[0] for one in _quotas(mark, group))
    if mark.kind == "count":
        bare, is_copies = mark.readings[0][:-1], mark.readings[0].endswith(_COPIES)
        alike = [one for one in group.held if _is_alike(one, mark)]
        nearest = max((_called_alike(mark.before, one.before) for one in alike), default=0)
        named = [one for one in alike if _called_alike(mark.before, one.before) == nearest >= _NAMED]
        if named or (is_copies and alike):
            return any(one.reading == mark.readings[0] for one in (alike if is_copies else named))
        return bare in group.known
    return bool(group.known.intersection(mark.readings))


def _tells_quota(mark: Mark) -> bool:
    """Whether a head count is said to be the quota: 名额是100人."""
    before, shown, behind = mark.sentence.partition(mark.shown)
    return mark.kind == "count" and bool(shown and _OF_QUOTA.search(before)) and _BOUND.match(behind) is None


def _quotas(mark: Mark, group: Group) -> tuple[Held, ...]:
    """The quotas that it may be: of the track that the words name, else all, as the files have them."""
    quotas = tuple(one for one in group.held if one.is_quota)
    return tuple(one for one in quotas if one.before and one.before in mark.sentence) or quotas


def _is_alike(held: Held, mark: Mark) -> bool:
    return held.kind == mark.kind and (mark.kind != "count" or held.reading[-1] == mark.readings[0][-1])


def _names(mark: Mark, held: Held) -> bool:
    return _called_alike(mark.before, held.before) >= _NAMED


def _called_alike(one: str, other: str) -> int:
    """How many characters two texts end in alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(reversed(one), reversed(other), strict=False)))


def _is_printed(held: Held, printed: set[str]) -> bool:
    """Whether the text holds it as well; a day may be printed without its year."""
    return held.reading in printed or (held.kind == "date" and held.reading[5:] in printed)


def _meant(mark: Mark, candidates: Mapping[Held, bool]) -> Held | None:
    """What of ours a mark stands in the place of; of each whether the text prints it too."""
    if mark.kind == "phone":
        missing = [held for held, is_printed in candidates.items() if not is_printed]
        return missing[0] if len(missing) == 1 and len(mark.readings[0]) < MOBILE else None
    if mark.kind == "money" and len({held.reading for held in candidates}) == 1 and _is_near(mark, next(iter(candidates))):
        return next(iter(candidates))
    common: set[str] = set.intersection(*(_pairs(held.what) for held in candidates)) if candidates else set()
    likeness = {
        held: _likeness(mark, held, common) - (_PRINTED if is_printed and not _names(mark, held) else 0.0)
        for held, is_printed in candidates.items()
    }
    best = max(candidates, key=likeness.__getitem__, default=None)
    return best if best is not None and likeness[best] >= _ENOUGH else None


def _is_near(mark: Mark, held: Held) -> bool:
    """Whether one sum may have been made of the other: a fee of 200 yuan stands in place of no grant."""
    one, other = Decimal(mark.readings[0]), Decimal(held.reading)
    return max(one, other) <= _TIMES * min(one, other)


def _likeness(mark: Mark, held: Held, common: set[str]) -> float:
    """How alike the clause and the words around are, and for days the month."""
    # A copy loses the numbers of its headings: （一）1 may be 三（一）1.
    same = bool(mark.clause) and not is_opening(mark.clause) and held.clause.endswith(mark.clause)
    placed = _SAME_CLAUSE if same else _SAME_HEADING if mark.clause[:1] == held.clause[:1] else 0.0
    ours, theirs = _pairs(held.what) - common, _pairs(mark.sentence) - common
    shared = len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0
    shared = shared if shared >= _SHARED else 0.0
    called = _CALLED * _called_alike(mark.before, held.before)
    if mark.kind != "date":
        return placed + shared + called
    if _DUE.search(mark.sentence):
        # The first of several ends is the reader's own; the day of signing is none.
        return placed + shared + _DEADLINE if held.is_end else 0.0 if is_opening(held.clause) else placed + shared
    return placed + shared + _in_time(mark.readings[0], held.reading)


def _in_time(printed: str, ours: str) -> float:
    """How near two days are, whatever their years."""
    if printed[-5:-3] != ours[5:7]:
        return 0.0
    return _SAME_MONTH + _NEAR / (1 + abs(int(printed[-2:]) - int(ours[8:])))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1) if not text[at : at + 2].isascii() and text[at : at + 2].isalpha()}
