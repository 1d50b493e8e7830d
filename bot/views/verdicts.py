"""The result of a self-check, short: the verdict, what decides it and by how much, what would do, what to do next.

Every condition, with marks and the person's own answers, stands in ``verdict_details``.
"""

from collections.abc import Iterator
from datetime import datetime

from bot import texts
from bot.callbacks import code, press
from bot.usecases.explaining import Explained, explained
from bot.usecases.interviewing import Finished
from bot.usecases.scope import Screening, scope_code
from bot.views.changing import short_text
from bot.views.citing import caveat_text, name_of, source_text
from bot.views.dates import day_text, state_text
from bot.views.explaining import clash_text, date_wanted_text, names_text, reason_note, time_note, unsettled_text, way_lines
from bot.views.message import Block, Button, Keyboard, Message, column, telling
from bot.views.next_steps import action_buttons, topic_press
from bot.views.questions import back_button
from bot.views.topics.deadlines import LIGHTS
from bot.views.topics.section import clause_text
from eligibility.answers import Declined
from eligibility.nearmiss import MOST_CHANGES
from eligibility.settling import Unsettled
from eligibility.verdict import Reason, Verdict
from knowledge.base import KnowledgeBase
from knowledge.entries import Gate
from knowledge.facts import Subject

LEADS = {
    "eligible": "✅ 硬条件都符合",
    "not_eligible": "❌ 不符合",
    "undetermined": "❓ 还不能确定",
    "not_applicable": "这份文件不受理申报",
}
MOST_NAMED = 2
MOST_DOUBTS = 1
"""Doubts told in full with a verdict; all of them stand in the details."""
MOST_TOLD = 3
"""Failed conditions told at once; the others stand in the details."""
FIXED: dict[Subject, str] = {
    "person": "这样的条件短期里变不了。发一句“我能报什么”，看看别的项目。",
    "unit": "这样的条件短期里变不了。发一句“单位能报什么”，看看别的项目。",
}
FAR = "要改的不止一两处，可以点“逐条看”对照着准备。"


def result_message(base: KnowledgeBase, finished: Finished, now: datetime, *, screened: bool = False) -> Message:
    """The verdicts of one questionnaire, all of one policy, in a few lines; ``screened`` when it is a part of a screening's result."""
    told = explained(base, finished.verdicts, finished.answers, now)
    track = f" · {told.policy.track(told.only).name}" if told.only else ""
    blocks = [
        Block(_leads(told), "lead"),
        Block((f"{name_of(told.policy)}{track}", *_decisive(told))),
        *(Block(lines) for lines in (_ways(told), _open(told), _doubts(told, finished.rough)) if lines),
        Block(_next(told)),
        Block(small_print(told, _uncertain(told)), "small"),
    ]
    return Message(tuple(blocks), _buttons(told, finished, screened=screened), tells=telling(told.policy.id, "conditions", "deadline"))


def lead_of(verdict: Verdict) -> str:
    """The verdict in one line; what fails is said in words."""
    if verdict.name != "not_eligible":
        return headline_of(verdict)
    failed = [reason.condition.text for reason in failed_of(verdict)]
    more = f"（共 {len(failed)} 条）" if len(failed) > MOST_NAMED else ""
    return f"{LEADS['not_eligible']}：{'；'.join(failed[:MOST_NAMED])}{more}"


def headline_of(verdict: Verdict) -> str:
    """The verdict alone."""
    if verdict.name == "eligible" and verdict.judged:
        return f"{LEADS['eligible']}，其余由评审认定"
    if verdict.name == "not_eligible":
        return f"{LEADS['not_eligible']}，卡在 {len(failed_of(verdict))} 条"
    return LEADS[verdict.name]


def failed_of(verdict: Verdict) -> tuple[Reason, ...]:
    """The conditions that stand against the applicant."""
    return tuple(reason for reason in verdict.reasons if reason.state == "failed" and reason.kind != "preferred")


def _leads(told: Explained) -> tuple[str, ...]:
    """The verdict, or one line a track."""
    if len(told.each) == 1:
        return (headline_of(told.verdicts[0]),)
    return tuple(f"{told.policy.track(verdict.track).name}　{lead_of(verdict)}" for verdict in told.verdicts if verdict.track)


def _decisive(told: Explained) -> Iterator[str]:
    """What decides: each failed condition with the person's answer and by how much; what holds but will end; preferences held.

    Where a track fits or may, the others say in their own line why they do not.
    """
    hard = [(one, reason) for one, reason in told.reasons if reason.kind != "preferred"]
    failed = [(one, reason) for one, reason in hard if reason.state == "failed" and one.verdict.name == told.verdicts[0].name]
    for one, reason in failed[:MOST_TOLD]:
        yield f"❌ 不符合　{reason.condition.text}{clause_text(reason.clause)}"
        if note := reason_note(told, one, reason):
            yield f"　{note}"
    if len(failed) > MOST_TOLD:
        yield f"另有 {len(failed) - MOST_TOLD} 条也不符合，点“逐条看”。"
    for one, reason in hard:
        if reason.state == "met" and one.verdict.name != "not_eligible" and (note := time_note(told, one, reason)):
            yield f"⏳ {reason.condition.text}：{note}"
    held = [reason.condition.text for _, reason in told.reasons if reason.kind == "preferred" and reason.state == "met"]
    if held:
        yield f"⭐ 您有优先条件：{'；'.join(held)}"


def _ways(told: Explained) -> tuple[str, ...]:
    """The near misses of the one verdict; of several tracks, where none fits, the smallest of each."""
    if len(told.each) == 1:
        lines = way_lines(told, told.each[0])
        if not lines and told.verdicts[0].name == "not_eligible":
            return (FAR if len(failed_of(told.verdicts[0])) > MOST_CHANGES else FIXED[told.policy.applicant_of(told.only) or "person"],)
    elif any(verdict.name == "eligible" for verdict in told.verdicts):
        lines = ()
    else:
        firsts = ((one.verdict.track, way_lines(told, one)[:1]) for one in told.each)
        lines = tuple(f"【{told.policy.track(track).name}】{line}" for track, first in firsts if track for line in first)
    return ("怎样就够：", *(f"· {line}" for line in lines)) if lines else ()


def _open(told: Explained) -> tuple[str, ...]:
    """What is still open, each with who can tell; apart from it which day is wanted, and what the person would not say."""
    declined = _declined(told)
    wanted = {one.fact: one for each in told.each for one in each.dates_wanted if not one.confirms}
    apart = {*declined, *wanted}
    left = (
        Unsettled(one.by, tuple(fact for fact in one.facts if fact not in apart), one.documents)
        for each in told.each
        for one in each.unsettled
    )
    lines = [*dict.fromkeys(unsettled_text(told, one) for one in left if one.facts or one.documents)]
    lines += [date_wanted_text(told.base, one) for one in wanted.values()]
    lines += [f"您没有回答：{names_text(told, declined)}。符合的话就可以报；想回答了点下面的按钮"] if declined else []
    return ("还缺：", *(f"❓ {line}" for line in lines)) if lines else ()


def _declined(told: Explained) -> tuple[str, ...]:
    """What the person would not say and an undetermined verdict hangs on."""
    missing = dict.fromkeys(fact for verdict in told.verdicts if verdict.name == "undetermined" for fact in verdict.missing)
    return tuple(fact for fact in missing if isinstance(told.answers.get(fact), Declined))


def _doubts(told: Explained, confirmed: frozenset[str]) -> tuple[str, ...]:
    """Answers that cannot all be right, and numbers that were easily meant otherwise and not confirmed; each once, for all tracks."""
    clashes = {clash.id: clash for one in told.each for clash in one.clashes}
    unsure = {wanted.fact: wanted for one in told.each for wanted in one.dates_wanted if wanted.confirms and wanted.fact not in confirmed}
    return (
        *(f"⚠ {clash_text(told.base, clash, told.answers)}" for clash in clashes.values()),
        *(f"⚠ {date_wanted_text(told.base, wanted)}" for wanted in unsure.values()),
    )


DECIDES = {"not_eligible": {"failed"}, "undetermined": {"unknown", "document"}, "eligible": {"met"}}


def _uncertain(told: Explained) -> tuple[str, ...]:
    """The doubts that the verdict hangs on; how many others there are, in one line.

    What holds hangs on our reading only where that is doubtful itself.
    """
    decides = ((one.verdict, reason) for one, reason in told.reasons if one.verdict.name in DECIDES and reason.kind != "preferred")
    decisive = {reason.condition.id: reason.state for verdict, reason in decides if reason.state in DECIDES[verdict.name]}
    every = told.policy.caveats_on(conditions_of(told))
    grave = (one for one in every if one.certainty == "doubtful" or any(decisive.get(entry, "met") != "met" for entry in one.touches))
    hung_on = [one for one in grave if not decisive.keys().isdisjoint(one.touches)]
    told_now = sorted(hung_on, key=lambda one: one.certainty != "doubtful")[:MOST_DOUBTS]
    left = len(every) - len(told_now)
    more = f"⚠ {'另' if told_now else ''}有 {left} 处原文印得不清，或要靠理解，点“逐条看”"
    return (*(caveat_text(caveat) for caveat in told_now), *((more,) if left else ()))


def conditions_of(told: Explained) -> frozenset[str]:
    """All conditions of the verdicts."""
    return frozenset(reason.condition.id for _, reason in told.reasons)


def _next(told: Explained) -> tuple[str, ...]:
    lines = ["接下来："]
    gates = {
        gate.id: gate for verdict in told.verdicts if verdict.name != "not_eligible" for gate in verdict.gates if gate.topic == "channel"
    }
    lines += [f"· {_gate_text(told, gate)}{clause_text(gate.clause)}" for gate in gates.values()]
    for window, tracks in told.windows:
        if window.stage is not None and window.ends is not None:
            named = f"{window.stage.name}截至{day_text(window.ends)}"
            lines.append(f"· {_tracks_of(told, tracks)}{LIGHTS[window.state]} {state_text(window)}：{named}")
    if all(window.state == "closed" for window, _ in told.windows):
        lines.append("· 本期赶不上了，可以点“下一期提醒我”，条件可能会变")
    elif any(verdict.name == "eligible" for verdict in told.verdicts):
        step = told.route.ways[0].step
        lines.append(
            "· 先看要交什么，早点跟单位说" if told.policy.applicant_of(told.only) == "person" or step is None else f"· {step.action}"
        )
    else:
        lines.append("· 拿不准的，问单位人事或发文部门")
    return (*lines, texts.DISCLAIMER)


def _gate_text(told: Explained, gate: Gate) -> str:
    """With the tracks that it holds for, unless it names them itself."""
    names_them = all(told.policy.track(one).name in gate.text for one in gate.tracks)
    return gate.text if names_them else _tracks_of(told, gate.tracks) + gate.text


def _tracks_of(told: Explained, tracks: tuple[str, ...]) -> str:
    return "" if told.only or not tracks else "【" + "、".join(told.policy.track(one).name for one in tracks) + "】"


def small_print(told: Explained, doubts: tuple[str, ...]) -> tuple[str, ...]:
    """Doubts about the notice, the day that counts, and the source with its date."""
    judged = told.route.judging_day(told.today)
    own_reading = "（通知没写以哪天为准，这是我们的理解）" if judged.source == "own_reading" else ""
    inexact = () if all(verdict.exact for verdict in told.verdicts) else ("缺的太多，没有逐一推演，结论偏保守。",)
    looked_at = {told.fact(fact).kind for _, reason in told.reasons for fact in reason.facts}
    return (
        *doubts,
        *inexact,
        *((f"年龄、年限按{day_text(told.verdicts[0].day)}算{own_reading}。",) if looked_at & {"age", "duration"} else ()),
        source_text(told.policy),
    )


def _buttons(told: Explained, finished: Finished, *, screened: bool) -> Keyboard:
    scope = scope_code(finished.scope)
    details = press("v", scope, "s") if screened else press("v", scope)
    around = () if screened else ((back_button(finished), Button("重新自测", press("r", scope))),)
    offered = (button for row in action_buttons(told.route, told.only, told.now) for button in row)
    follow = tuple(button for button in offered if not (button.data or "").startswith("c:"))
    asked_in = scope_code(Screening(told.policy.applicant_of(told.only) or "person")) if screened else scope
    answer = (Button(short_text(f"回答：{told.fact(fact).name}"), press("lc", asked_in, code("fact", fact))) for fact in _declined(told))
    return (
        *column(*answer),
        (Button("逐条看", details), Button("要交什么", topic_press(told.policy, told.only, ("materials",)))),
        *((follow,) if follow else ()),
        *around,
    )
