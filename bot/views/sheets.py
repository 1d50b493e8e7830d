"""A sheet for the unit to read, forward or print: what must be met, what the unit does, the way with its dates, the papers, whom to ask.

It is one value that becomes a text and a picture, so that both say the same; nothing in it counts days.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.usecases.sheets import choosable
from bot.views.citing import name_of, source_text
from bot.views.dates import when_text, working_day_advice
from bot.views.forwarding import ending_lines, version_text
from bot.views.message import Block, Message
from bot.views.topics.deadlines import actor_text
from bot.views.topics.papers import details_text, only_text
from bot.views.topics.people import contact
from bot.views.topics.requirements import condition_text
from bot.views.topics.routes import way_lines
from bot.views.topics.section import View, clause_text
from knowledge.conditions import Condition
from knowledge.entries import Caveat, Entry, Material, Stage

NOT_OFFICIAL = "本页由申报助手按通知整理，不是公文；条件、材料和日期以主管部门审核、发文单位原件为准。"

DOUBTS = "通知有缺字、含糊的地方，我们这样理解，可向上面的单位核实："


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it."""

    heading: str
    lines: tuple[str, ...]
    boxed: bool = False
    """Whether each line is to be ticked by hand on paper."""


@dataclass(frozen=True)
class Sheet:
    """What the unit is shown."""

    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]
    small: tuple[str, ...]


def sheet_of(view: View, chosen: frozenset[str]) -> Sheet:
    """The sheet of a policy or one of its tracks, with the conditions of these ids."""
    policy = view.policy
    conditions = tuple(one for one in view.concerning(choosable(policy, view.track)) if one.id in chosen)
    papers = view.concerning(policy.materials)
    stages = tuple(stage for stage in view.route.possible if stage.applying or stage.ends)
    gates = tuple(gate for gate in view.concerning(policy.gates) if gate.topic != "conduct")
    parts = (
        Part("请对照这些条件", tuple(condition_text(view, one) for one in conditions), boxed=True),
        Part("怎么报", tuple(f"· {gate.text}{clause_text(gate.clause)}" for gate in gates)),
        Part("单位要做的", _unit_lines(view, stages, papers)),
        Part("路线和日期", _route_lines(view, stages)),
        Part("材料，谁准备", tuple(_paper_line(view, number, one) for number, one in enumerate(papers, 1)), boxed=True),
        Part("问谁", _office_lines(view)),
    )
    shown: tuple[Condition | Entry, ...] = (*conditions, *gates, *stages, *papers)
    return Sheet(
        f"{name_of(policy)}{f' · {policy.track(view.track).name}' if view.track else ''}",
        (policy.summary, *_ending(view)),
        tuple(part for part in parts if part.lines),
        _small(view, shown),
    )


def _ending(view: View) -> tuple[str, ...]:
    lines = ending_lines(view)
    window = view.route.window(view.now)
    advice = working_day_advice(window.ends) if window.ends and window.state != "closed" else None
    return (*(f"申报截止：{line}" for line in lines), *((advice,) if advice else ()))


def _unit_lines(view: View, stages: Iterable[Stage], papers: Iterable[Material]) -> tuple[str, ...]:
    """The unit's own links and, where a person applies, the papers that the unit adds; where it has neither, what follows from that."""
    own = [stage for stage in stages if stage.actor == "unit"]
    lines = [f"· {view.track_names(one)}{one.name}：{one.action}{_to(one)}，{_when(one)}{clause_text(one.clause)}" for one in own]
    added = papers if view.policy.applicant_of(view.track) == "person" else ()
    lines += [f"· 准备{one.name}{only_text(view, one)}{clause_text(one.clause)}" for one in added if one.prepared_by == "unit"]
    if not lines:
        return ("通知没有单列单位的环节；本人的申请要先过单位的，请按下面的路线办。",)
    return tuple(lines)


def _to(stage: Stage) -> str:
    return f"（交到：{stage.receiver}）" if stage.receiver else ""


def _from_to(stage: Stage) -> str:
    return f"{actor_text(stage)} → {stage.receiver}" if stage.receiver else actor_text(stage)


def _when(stage: Stage) -> str:
    return when_text(stage) or "日期通知没写"


def _route_lines(view: View, stages: tuple[Stage, ...]) -> tuple[str, ...]:
    steps = (
        f"{number}. {view.track_names(stage)}{stage.name}（{_from_to(stage)}）：{_when(stage)}" for number, stage in enumerate(stages, 1)
    )
    return (*(line.removeprefix("您") for line in way_lines(view)), *steps)


def _paper_line(view: View, number: int, material: Material) -> str:
    note = f" {material.note}" if material.note else ""
    return f"{number}. {material.name}{only_text(view, material)}{details_text(view, material)}{clause_text(material.clause)}{note}"


def _office_lines(view: View) -> tuple[str, ...]:
    """Each office with its numbers on one line; without one whom to ask instead."""
    office = contact(view)
    lines: list[str] = []
    for line in office.lines:
        if line.startswith("　") and lines:
            lines[-1] += f"，{line.strip()}"
        else:
            lines.append(line)
    return tuple(lines) or (office.lead,)


def _small(view: View, shown: Iterable[Condition | Entry]) -> tuple[str, ...]:
    """Where it stands, of which day and version it is, and the doubts: all about dates, of the others what is not certain."""
    dated = frozenset(stage.id for stage in view.policy.stages if stage.starts or stage.ends)
    caveats = view.policy.caveats_on(frozenset(entry.id for entry in shown))
    doubts = tuple(_doubt_text(one) for one in caveats if one.certainty != "sure" or dated.intersection(one.touches))
    return (source_text(view.policy), version_text(view, "打印"), NOT_OFFICIAL, *((DOUBTS, *doubts) if doubts else ()))


def _doubt_text(caveat: Caveat) -> str:
    """A doubt in short, for the heading above it says the rest."""
    hedge = "（没有把握）" if caveat.certainty == "doubtful" else ""
    return f"※ {caveat.clause}「{caveat.printed}」：{caveat.reading}{hedge}"


def sheet_message(sheet: Sheet) -> Message:
    """The sheet as text."""
    blocks = [Block((f"给单位看：{sheet.title}",), "lead"), Block(sheet.lines)]
    for part in sheet.parts:
        sign = "☐ " if part.boxed else ""
        blocks += [Block((part.heading,), "title"), Block(tuple(f"{sign}{line}" for line in part.lines))]
    return Message((*blocks, Block(sheet.small, "small")))
