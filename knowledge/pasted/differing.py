"""The marks of a text that we hold otherwise, or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.pasted.holding import Group, Held
from knowledge.pasted.marks import Kind, Mark

_SAME_CLAUSE = 2.0
_SAME_HEADING = 0.5
_SAME_MONTH = 0.8
_NEAR = 0.3
"""More for the nearest of several days."""
_ENOUGH = 0.8
"""From which likeness on two marks are taken for the same thing said otherwise."""


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
        if group.known.intersection(mark.readings) or (mark.kind, mark.readings) in found:
            continue
        unprinted = [one for one in group.held if one.kind == mark.kind and not _is_printed(one, printed)]
        found[mark.kind, mark.readings] = Difference(mark.kind, mark.shown, mark.clause, _meant(mark, unprinted))
    return tuple(found.values())


def _is_printed(held: Held, printed: set[str]) -> bool:
    """Whether the text holds it as well; a day may be printed without its year."""
    return held.reading in printed or (held.kind == "date" and held.reading[5:] in printed)


def _meant(mark: Mark, candidates: list[Held]) -> Held | None:
    """What of ours a mark stands in the place of."""
    if mark.kind == "phone" and len(candidates) == 1:
        return candidates[0]
    likeness = {held: _likeness(mark, held) for held in candidates}
    best = max(candidates, key=likeness.__getitem__, default=None)
    return best if best is not None and likeness[best] >= _ENOUGH else None


def _likeness(mark: Mark, held: Held) -> float:
    """How alike the clause and the words around are, and for days the month."""
    placed = _SAME_CLAUSE if mark.clause == held.clause else _SAME_HEADING if mark.clause[:1] == held.clause[:1] else 0.0
    ours, theirs = _pairs(held.what), _pairs(mark.sentence)
    shared = len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0
    return placed + shared + (_in_time(mark.readings[0], held.reading) if mark.kind == "date" else 0.0)


def _in_time(printed: str, ours: str) -> float:
    """How near two days are, whatever their years."""
    if printed[-5:-3] != ours[5:7]:
        return 0.0
    return _SAME_MONTH + _NEAR / (1 + abs(int(printed[-2:]) - int(ours[8:])))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalpha()}
