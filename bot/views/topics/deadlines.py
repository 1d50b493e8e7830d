"""Dates and the way of an application: deadline and process."""

from bot.views.dates import day_text, state_text, when_text, working_day_advice
from bot.views.topics.section import Section, View, clause_text, standing_text
from knowledge.entries import Duty, Stage

ACTORS = {
    "applicant": "本人",
    "unit": "单位",
    "county": "旗县区",
    "city": "市级人社部门",
    "department": "主管部门",
    "province": "省级人社部门",
    "ministry": "国家有关部委",
    "jury": "评审专家",
}
LIGHTS = {"open": "🟢", "upcoming": "🟡", "closed": "⚪", "none": "⚪"}


def actor_text(stage: Stage) -> str:
    """Who acts, as the notice calls them."""
    return stage.actor_name or ACTORS[stage.actor]


def deadline(view: View) -> Section:
    """State first, then the person's own link, then the others of the chain."""
    if view.policy.applicant is None:
        dated = tuple(stage for stage in view.keep(view.policy.stages) if when_text(stage))
        lead = "这份文件不受理申报，没有申报截止日期。" + ("里面写到的时间：" if dated else "")
        return Section(lead, tuple(_date_line(view, stage) for stage in dated), dated)
    links = view.route.links
    state = view.route.window(view.now)
    if state.stage is None:
        return Section("通知里没有写申报截止日期。", tuple(_date_line(view, stage) for stage in links), links)
    own = view.route.link
    ends = f"，{state.stage.name}截至{day_text(state.ends)}" if state.ends else f"，{state.stage.name}"
    lines: list[str] = []
    if _is_undated_for_the_person(view, own) and not any(absence.topic == "deadline" for absence in view.policy.absences):
        lines.append("本人交给单位的日期通知没写，单位通常会更早收，请马上问单位。")
    advice = working_day_advice(state.ends) if state.ends and state.state != "closed" else None
    lines += [advice] if advice else []
    lines += [_date_line(view, stage) for stage in links]
    return Section(f"{LIGHTS[state.state]} {state_text(state)}{ends}。", tuple(lines), links)


def process(view: View) -> Section:
    """Every stage in order: who does what, when; then what each side must keep to, and what follows when they do not."""
    stages = view.keep(view.policy.stages)
    duties = view.keep(view.policy.duties)
    lines = [f"{number}. {_stage_line(view, stage).removeprefix('· ')}" for number, stage in enumerate(stages, 1)]
    lines += ["各方要做到的：", *(_duty_line(duty) for duty in duties)] if duties else []
    return Section(standing_text(view) + _process_lead(stages, duties), tuple(lines), (*stages, *duties))


def _process_lead(stages: tuple[Stage, ...], duties: tuple[Duty, ...]) -> str:
    if not stages:
        return "通知里没有写办理流程，写了这些要求：" if duties else "通知里没有写办理流程。"
    return f"一共 {len(stages)} 步，从{stages[0].name}到{stages[-1].name}。" if len(stages) > 1 else f"只有一步：{stages[0].name}。"


def _duty_line(duty: Duty) -> str:
    breach = f"；{duty.breach}" if duty.breach else ""
    return f"· {duty.who}：{duty.text}{breach}{clause_text(duty.clause)}"


def _is_undated_for_the_person(view: View, own: Stage | None) -> bool:
    return view.policy.applicant == "person" and own is not None and own.actor != "applicant"


def _date_line(view: View, stage: Stage) -> str:
    receiver = f" → {stage.receiver}" if stage.receiver else ""
    return f"· {when_text(stage) or '日期没写'}：{view.track_names(stage)}{stage.name}{receiver}{clause_text(stage.clause)}"


def _stage_line(view: View, stage: Stage) -> str:
    receiver = f" → {stage.receiver}" if stage.receiver else ""
    when = when_text(stage) or ("日期没写" if stage.applying else "")
    return f"· {view.track_names(stage)}{stage.name}（{actor_text(stage)}{receiver}）：{stage.action}" + (f"；{when}" if when else "")
