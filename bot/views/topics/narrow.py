"""A narrow question first: only the entries that say so of themselves (路费 of the benefits), or that none does."""

from collections.abc import Iterable

from bot.views.topics.absences import absence_text
from bot.views.topics.deadlines import duty_line, stage_line
from bot.views.topics.money import benefit_lines
from bot.views.topics.requirements import condition_line
from bot.views.topics.section import Section, View, standing_text
from knowledge.conditions import Condition, facts_in
from knowledge.entries import Absence, Benefit, Duty, Stage, Topic
from knowledge.search.understanding import Narrow

Shown = Condition | Benefit | Duty | Stage


def narrow(view: View, topic: Topic, asked: Iterable[Narrow]) -> Section | None:
    """What a notice says on what is asked of a topic more narrowly; None where nothing is."""
    mine = tuple(one for one in asked if one.topic == topic)
    if not mine:
        return None
    found = {one: _entries(view, one) for one in mine}
    missing = {one: _absences(view, one) for one in mine}
    lines: list[str] = []
    for one in mine:
        lines += [f"{one.name}："] if len(mine) > 1 and (found[one] or missing[one]) else []
        lines += [line for entry in found[one] for line in _lines(view, entry)]
        lines += [f"· {absence_text(view.policy, absence)}" for absence in missing[one]]
        lines += [f"· {_nothing(one)}"] if len(mine) > 1 and not (found[one] or missing[one]) else []
    entries = {entry.id: entry for one in mine for entry in found[one]}
    return Section(standing_text(view) + _lead(view, mine, found, missing), tuple(dict.fromkeys(lines)), tuple(entries.values()))


def _lead(view: View, mine: tuple[Narrow, ...], found: dict[Narrow, tuple[Shown, ...]], missing: dict[Narrow, tuple[Absence, ...]]) -> str:
    names = "、".join(one.name for one in mine)
    free = "；".join(text for asked in mine if (text := _free_text(view, asked)))
    shown = [entry for entries in found.values() for entry in entries]
    if len(shown) == 1 and not any(missing.values()):
        (one,) = shown
        text = one.action if isinstance(one, Stage) else one.text
        return f"{names}：{view.track_names(one).strip('【】')}要{text}；{free}。" if free else f"{names}：{text}。"
    if shown:
        return f"{names}，通知是这样写的{f'（{free}）' if free else ''}："
    if free:
        return f"{free}。"
    return f"{names}，通知里查到的只有这些：" if any(missing.values()) else "".join(map(_nothing, mine))


def _nothing(asked: Narrow) -> str:
    return f"我这里没有“{asked.name}”的内容；通知写没写，请看原件，或者打电话问。"


def _free_text(view: View, asked: Narrow) -> str:
    """That no such condition is written for a track, where there is one for another: 少数民族 is not asked of all; else nothing."""
    conditions = _conditions(view, asked)
    if not conditions or not all(one.tracks for one in conditions):
        return ""
    bound = {track for one in conditions for track in one.tracks}
    free = "、".join(one.name for one in view.policy.tracks if one.id not in bound and view.track in {None, one.id})
    return f"{free}没写{asked.name}限制" if free else ""


def is_answered(view: View, asked: Narrow) -> bool:
    """Whether the file holds anything on it: an entry, or why there is none."""
    return bool(_entries(view, asked) or _absences(view, asked))


def _entries(view: View, asked: Narrow) -> tuple[Shown, ...]:
    """The entries marked with the slot, and the conditions on its facts."""
    policy = view.policy
    marked: tuple[Benefit | Duty | Stage, ...] = (*policy.benefits, *policy.duties, *policy.stages)
    return (*view.concerning(_conditions(view, asked)), *view.concerning(one for one in marked if asked.slot in one.slots))


def _conditions(view: View, asked: Narrow) -> tuple[Condition, ...]:
    return tuple(one for one in view.policy.conditions if not frozenset(asked.facts).isdisjoint(facts_in(one.rule)))


def _absences(view: View, asked: Narrow) -> tuple[Absence, ...]:
    return tuple(
        one
        for one in view.policy.absences
        if asked.slot in one.slots and (view.track is None or not one.tracks or view.track in one.tracks)
    )


def _lines(view: View, entry: Shown) -> list[str]:
    match entry:
        case Condition():
            return [condition_line(view, entry)]
        case Benefit():
            return benefit_lines(view, entry, None)
        case Duty():
            return [duty_line(entry)]
        case Stage():
            return [stage_line(view, entry)]
