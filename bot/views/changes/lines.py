"""The changes of one entry, old → new; what was one change is one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.views.changes.labels import field_label
from bot.views.changes.rules import RULES, rule_change
from bot.views.changes.values import Side, parts_of, title_of, value_text
from bot.views.topics.deadlines import actor_text
from bot.views.topics.section import clause_text
from knowledge.changes.change import Change
from knowledge.closed import Closed
from knowledge.entries import Stage

_LONG = 60
"""From so many characters on, old and new stand below each other."""


@dataclass(frozen=True)
class Sides:
    """Both versions, to name what each of them holds."""

    old: Side
    new: Side


def entry_lines(sides: Sides, changes: Sequence[Change]) -> Iterator[str]:
    """The changes of one entry, under its head; those of the file itself each by itself."""
    first = changes[0]
    old, new = first.entries
    fields = tuple(dict.fromkeys(one.field for one in changes if one.field is not None))
    if old is None or new is None or not fields:
        yield f"· {_whole(sides, first)}"
        return
    told = [_field(sides, old, new, field) for field in fields]
    if first.within and len(told) > 1:
        yield f"· {head_of(sides, first)}"
        yield from (f"  {line}" for lines in told for line in lines)
        return
    head = f"{head_of(sides, first)}，" if first.within else ""
    for lines in told:
        yield from (f"· {head}{lines[0]}", *lines[1:])


def head_of(sides: Sides, change: Change) -> str:
    """Whose entry it is, what it is called, who acts and which clause stands behind it."""
    old, new = change.entries
    side, entry = (sides.old, old) if new is None else (sides.new, new)
    tracks = "、".join(side.name(track) for track in getattr(entry, "tracks", ()))
    who = f"（{actor_text(entry)}）" if isinstance(entry, Stage) else ""
    named = title_of(entry) if entry is not None else ""
    return f"{f'【{tracks}】' if tracks else ''}{named}{who}{clause_text(change.clause) if change.clause else ''}"


def _whole(sides: Sides, change: Change) -> str:
    """An entry that came or went, or became something else (a question of another kind), with what it says."""
    head = head_of(sides, change)
    was, comes = (_held(side, entry) for side, entry in zip((sides.old, sides.new), change.entries, strict=True))
    if was and comes:
        return f"{head}整个换了：{was} → {comes}"
    return f"{'新增' if change.entries[0] is None else '去掉'} {head}{f'：{was or comes}' if was or comes else ''}"


def _held(side: Side, entry: Closed | None) -> str:
    return "，".join(parts_of(side, entry)) if entry is not None else ""


def _field(sides: Sides, old: Closed, new: Closed, field: str) -> tuple[str, ...]:
    """One field of an entry, told once however many of its parts are others."""
    model = type(new)
    label, before, after = field_label(model, field), getattr(old, field), getattr(new, field)
    if isinstance(before, RULES) and isinstance(after, RULES):
        return (f"{label}：{rule_change((sides.old.facts, before), (sides.new.facts, after))}",)
    if isinstance(before, tuple) and isinstance(after, tuple) and before and after:
        return (f"{label}：{_listed(sides, model, field, before, after)}",)
    was, comes = value_text(sides.old, model, field, before), value_text(sides.new, model, field, after)
    if len(was) + len(comes) < _LONG:
        return (f"{label}：{was} → {comes}",)
    return (f"{label}：", f"    原：{was}", f"    现：{comes}")


def _listed(sides: Sides, model: type[Closed], field: str, old: tuple[object, ...], new: tuple[object, ...]) -> str:
    """What came to a list and what went; else in which order it is now."""
    gone = tuple(one for one in old if one not in new)
    come = tuple(one for one in new if one not in old)
    lost, added = value_text(sides.old, model, field, gone), value_text(sides.new, model, field, come)
    if len(gone) == len(come) == 1:
        return f"{lost} → {added}"
    told = [f"加上 {added}" if come else "", f"去掉 {lost}" if gone else ""]
    return "，".join(one for one in told if one) or f"换成这样排：{value_text(sides.new, model, field, new)}"
