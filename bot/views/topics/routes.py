"""Whose link is mine, in words: the ways that are still possible, what decides between them, and the step that is the reader's."""

from collections.abc import Sequence

from bot.callbacks import press, target_code
from bot.usecases.routing import asked_about, open_question
from bot.usecases.scope import PolicyScope
from bot.views.dates import day_text, when_text
from bot.views.message import Button, Keyboard
from bot.views.topics.section import View
from eligibility.answers import Given
from eligibility.crossing import buttons_of
from eligibility.describing import describe
from eligibility.route import Way
from eligibility.truth import Truth
from knowledge.base import KnowledgeBase
from knowledge.entries import Stage

NO_LINK = "没有轮到的申报环节"


def fact_names(base: KnowledgeBase, facts: Sequence[str]) -> str:
    """Facts by their short names: 单位隶属、单位类型."""
    return "、".join(base.facts[fact].name for fact in facts)


def dated_text(stages: Sequence[Stage]) -> str:
    """Links with their last days, those of one day together: 盟市报送、厅局（高校）报送截至2023年3月20日（周一）."""
    days = dict.fromkeys(stage.ends for stage in stages if stage.ends)
    return "；".join("、".join(dict.fromkeys(one.name for one in stages if one.ends == day)) + f"截至{day_text(day)}" for day in days)


def way_lines(view: View) -> tuple[str, ...]:
    """Which ways there are and what decides between them; nothing where the answers, or the notice alone, settle it."""
    route = view.route
    if not route.missing or view.policy.applicant is None:
        return ()
    grouped: dict[str, list[Way]] = {}
    for way in route.ways:
        grouped.setdefault(_way_text(view, way), []).append(way)
    deciding = fact_names(view.base, route.missing)
    if len({way.ends for way in route.ways}) > 1:
        lead = f"您走哪条路，看{deciding}，还不知道。截止日不一样，先按最早的准备最稳妥："
    else:
        lead = f"您走哪条路，看{deciding}" + ("，截止日都一样：" if route.link else "：")
    return (lead, *(f"· {case_text(view.base, route.missing, ways)}{text}" for text, ways in grouped.items()))


def _way_text(view: View, way: Way) -> str:
    """What is particular to a way: its own links with their dates, else the first stage that others lack, else its first link."""
    own = [stage for stage in way.stages if view.route.concerns[stage.id] is Truth.UNKNOWN]
    links = [stage for stage in own if stage.applying]
    if not way.links:
        return NO_LINK
    return " → ".join(_stage_text(stage) for stage in links or own[:1] or way.links[:1])


def _stage_text(stage: Stage) -> str:
    return f"{stage.name}（{when_text(stage) or '日期没写'}）"


def case_text(base: KnowledgeBase, missing: Sequence[str], ways: Sequence[Way]) -> str:
    """For whom it is, where one fact decides: 市（地州盟）直属、县（市区旗）及以下：; nothing where several do, or it takes no button."""
    if len(missing) != 1:
        return ""
    (name,) = missing
    fact = base.facts[name]
    chosen = {answer for way in ways for answer in way.given.get(name, ())}
    labels = [describe(fact, answer) for answer in buttons_of(fact) if answer in chosen]
    return "、".join(labels) + "：" if labels else ""


def step_lines(view: View) -> tuple[str, ...]:
    """The reader's own step, once their answers settle which it is; where none is theirs, for whom it is and whom to ask."""
    said = answers_used(view)
    if not said or view.route.missing or view.policy.applicant is None:
        return ()
    (way, *_) = view.route.ways
    known = "，".join(f"{view.base.facts[fact].name}：{describe(view.base.facts[fact], answer)}" for fact, answer in said.items())
    onward = () if way.links else (f"　谁能报：{view.policy.audience}", f"　拿不准先问：{_whom_to_ask(view)}")
    return (f"📍 您的这一步（{known}）：{_step_text(way)}", *onward)


def _whom_to_ask(view: View) -> str:
    """The first office that the notice gives a telephone of, else who issued it."""
    offices = (f"{one.office}（{one.phones[0]}）" for one in view.policy.contacts if one.phones)
    return next(offices, "、".join(view.policy.issuers))


def _step_text(way: Way) -> str:
    """The own step, what has to come before it, and the date to keep to."""
    if not way.links:
        return NO_LINK
    step = way.step or way.links[0]
    before = [stage.name for stage in way.links[: [stage.id for stage in way.links].index(step.id)]]
    first = f"先过{'、'.join(before)}，然后" if before else ""
    if way.link is None or way.link is step:
        return f"{first}{_stage_text(step)}"
    return f"{first}{step.name}，自己的日期没写；要赶上{_stage_text(way.link)}"


def answers_used(view: View) -> dict[str, Given]:
    """The answers on which the reader's way hangs, by fact."""
    return {fact: answer for fact in view.route.facts if isinstance(answer := view.answers.get(fact), Given)}


def route_buttons(view: View) -> Keyboard:
    """The question that finds the reader's step; once it is answered, a way to answer it anew."""
    if view.policy.applicant is None:
        return ()
    scope = PolicyScope(view.policy.id, view.track)
    target = target_code(view.policy.id, view.track)
    if open_question(view.base, scope, view.answers) is not None:
        return ((Button("📍 哪一步是我的", press("rt", target)),),)
    answered = any(fact in view.answers for fact in asked_about(view.base, scope))
    return ((Button("📍 换个情况再看", press("rc", target)),),) if answered else ()
