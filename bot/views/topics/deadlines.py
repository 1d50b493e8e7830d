"""Dates and the way of an application: deadline and process."""

from datetime import datetime, time
from typing import assert_never

from bot.clock import SHANGHAI
from bot.usecases.units.inner import InnerDay
from bot.views.dates import day_text, state_text, when_text, working_day_advice
from bot.views.topics.absences import nothing_on_file
from bot.views.topics.routes import dated_text, step_lines, way_lines
from bot.views.topics.section import Section, View, clause_text, standing_text
from knowledge.calendar import Window
from knowledge.entries import Duty, Stage
from knowledge.policy import Policy

ACTORS = {
    "applicant": "本人",
    "unit": "单位",
    "county": "县级人社部门",
    "city": "市级人社部门",
    "department": "主管部门",
    "province": "省级人社部门",
    "ministry": "国家有关部委",
    "jury": "评审专家",
}
NOON = time(12)
UNDATED = "本人交单位的日期通知没写，请问单位。"
"""Where a notice gives the unit's date and none for the person: nobody's date is passed on as somebody else's."""
LIGHTS = {"open": "🟢", "upcoming": "🟡", "closed": "⚪", "none": "⚪"}


def undated_text(inner: InnerDay | None) -> str:
    """What to go by in place of the person's own date: their unit's inner deadline where it set one, as the unit's own; else to ask."""
    if inner is None:
        return UNDATED
    return f"本人交单位的日期通知没写；{inner.unit}定的内部截止是{day_text(inner.day)}，是本单位定的。"


def inner_lines(inner: InnerDay | None) -> tuple[str, ...]:
    """The day by which the reader's unit wants it, as the unit's own; nothing where it set none."""
    return (f"本单位内部截止：{day_text(inner.day)}，{inner.unit}定的，不是通知里写的。",) if inner is not None else ()


def actor_text(stage: Stage) -> str:
    """Who acts, as the notice calls them."""
    return stage.actor_name or ACTORS[stage.actor]


def tracks_text(policy: Policy, stage: Stage) -> str:
    """The names of a stage's tracks in brackets; nothing where it is for all."""
    return "【" + "、".join(policy.track(track).name for track in stage.tracks) + "】" if stage.tracks else ""


def deadline(view: View) -> Section:
    """State first, then whose link is whose, then every link that can be theirs, then what else is dated."""
    if view.policy.applicant is None:
        dated = tuple(stage for stage in view.keep(view.policy.stages) if when_text(stage))
        lead = "这份文件不受理申报，没有申报截止日期。" + ("里面写到的时间：" if dated else "")
        return Section(lead, tuple(_date_line(view, stage) for stage in dated), dated)
    links = view.route.links
    later = tuple(stage for stage in view.route.possible if (stage.ends or _held(stage)) and not stage.applying)
    state = view.route.window(view.now)
    of_the_day = _day_text(view)
    lines = [_deadline_lead(view, state)] if of_the_day else []
    lines += [*step_lines(view), *way_lines(view)]
    lines += [undated_text(view.inner)] if _is_undated_for_the_person(view) else []
    advice = working_day_advice(state.ends, view.now.astimezone(SHANGHAI).date()) if state.ends and state.state != "closed" else None
    lines += [advice] if advice else []
    lines += [_date_line(view, stage) for stage in links]
    lines += ["其他写明的日期：", *(_date_line(view, stage) for stage in later)] if later else []
    return Section(of_the_day or _deadline_lead(view, state), tuple(lines), (*links, *later))


def _held(stage: Stage) -> bool:
    """Whether the person takes part then, though only a month is given for it: the contest itself."""
    return stage.actor == "applicant" and stage.about is not None


def _day_text(view: View) -> str:
    """How it will stand on the day that was asked about; nothing where none was, or no date is on file."""
    if view.day is None:
        return ""
    state = view.route.window(datetime.combine(view.day, NOON, SHANGHAI))
    ending = dated_text(tuple(stage for stage in view.route.dated if stage.ends == state.ends))
    match state.state:
        case "open":
            left = f"离截止还有 {state.days} 天" if state.days else "正是最后一天"
            return f"{LIGHTS['open']} {day_text(view.day)}还来得及，{left}：{ending}。"
        case "upcoming":
            return f"{LIGHTS['upcoming']} {day_text(view.day)}还没开始，{state.days} 天后才开始：{ending}。"
        case "closed":
            return f"{LIGHTS['closed']} {day_text(view.day)}就晚了：{ending}。"
        case "none":
            return ""
        case _:
            assert_never(state.state)


def _deadline_lead(view: View, state: Window) -> str:
    """How it stands today, and which links end on the day that counts."""
    if state.stage is None:
        return nothing_on_file(view.policy, "deadline", view.track, "申报截止日期")
    ending = tuple(stage for stage in view.route.dated if stage.ends == state.ends)
    return f"{LIGHTS[state.state]} {state_text(state)}，{dated_text(ending)}。"


def process(view: View) -> Section:
    """Every stage in order: who does what, when; then what each side must keep to, and what follows when they do not."""
    stages = view.route.possible
    duties = view.keep(view.policy.duties)
    lines = [*step_lines(view), *way_lines(view)]
    lines += [f"{number}. {stage_line(view, stage).removeprefix('· ')}" for number, stage in enumerate(stages, 1)]
    lines += ["各方要做到的：", *(duty_line(duty) for duty in duties)] if duties else []
    return Section(standing_text(view) + _process_lead(view, stages, duties), tuple(lines), (*stages, *duties))


def _process_lead(view: View, stages: tuple[Stage, ...], duties: tuple[Duty, ...]) -> str:
    if not stages:
        nothing = nothing_on_file(view.policy, "process", view.track, "办理流程")
        return f"{nothing}写了这些要求：" if duties else nothing
    return f"一共 {len(stages)} 步，从{stages[0].name}到{stages[-1].name}。" if len(stages) > 1 else f"只有一步：{stages[0].name}。"


def duty_line(duty: Duty) -> str:
    """What someone must do, and what follows when they do not."""
    breach = f"；{duty.breach}" if duty.breach else ""
    return f"· {duty.who}：{duty.text}{breach}{clause_text(duty.clause)}"


def _is_undated_for_the_person(view: View) -> bool:
    link = view.route.link
    return view.policy.applicant_of(view.track) == "person" and link is not None and link.actor != "applicant"


def _date_line(view: View, stage: Stage) -> str:
    receiver = f" → {stage.receiver}" if stage.receiver else ""
    return f"· {when_text(stage) or '日期没写'}：{view.track_names(stage)}{stage.name}{receiver}{clause_text(stage.clause)}"


def stage_line(view: View, stage: Stage) -> str:
    """A step: who does what, and when."""
    receiver = f" → {stage.receiver}" if stage.receiver else ""
    when = when_text(stage) or ("日期没写" if stage.applying else "")
    return f"· {view.track_names(stage)}{stage.name}（{actor_text(stage)}{receiver}）：{stage.action}" + (f"；{when}" if when else "")
