"""The result of a self-check: the verdict first, every condition with its clause, what to do next, the doubts."""

from datetime import datetime

from bot import texts
from bot.callbacks import press
from bot.clock import SHANGHAI
from bot.usecases.interviewing import Finished
from bot.usecases.scope import scope_code
from bot.views.answer import action_buttons, caveat_text, name_of, source_text, topic_press
from bot.views.dates import day_text, state_text
from bot.views.message import Block, Button, Message
from bot.views.questions import back_button
from bot.views.topics.deadlines import LIGHTS
from bot.views.topics.section import clause_text
from eligibility.answers import Declined
from eligibility.describing import describe
from eligibility.route import Route, route_of
from eligibility.verdict import Reason, Verdict
from knowledge.base import KnowledgeBase
from knowledge.entries import Gate
from knowledge.policy import Policy

LEADS = {
    "eligible": "✅ 硬条件都符合",
    "not_eligible": "❌ 不符合",
    "undetermined": "❓ 还不能确定",
    "not_applicable": "这份文件不受理申报",
}
MOST_NAMED = 2
ORDER = ("failed", "unknown", "document", "met", "judged")
"""What stands in the way comes first."""
MARKS = {"met": "✅ 符合", "failed": "❌ 不符合", "unknown": "❓ 待确认", "judged": "👥 评审认定", "document": "📄 要看附件"}


def result_message(base: KnowledgeBase, finished: Finished, now: datetime) -> Message:
    """The verdicts of one questionnaire; all of one policy."""
    policy = base.policies[finished.verdicts[0].policy]
    blocks = _verdict_blocks(base, policy, finished)
    only = finished.verdicts[0].track if len(finished.verdicts) == 1 else None
    route = route_of(base, policy, only, finished.answers)
    blocks.append(Block(_next(route, only, finished, now)))
    blocks.append(Block(_small_print(base, route, finished, now), "small"))
    return Message(tuple(blocks), _buttons(route, only, finished, now))


def lead_of(verdict: Verdict) -> str:
    """The verdict in one line; what fails is said in words."""
    if verdict.name == "eligible" and verdict.judged:
        return f"{LEADS['eligible']}，其余由评审认定"
    if verdict.name == "not_eligible":
        failed = [reason.condition.text for reason in verdict.reasons if reason.state == "failed" and reason.kind != "preferred"]
        more = f"（共 {len(failed)} 条）" if len(failed) > MOST_NAMED else ""
        return f"{LEADS['not_eligible']}：{'；'.join(failed[:MOST_NAMED])}{more}"
    return LEADS[verdict.name]


def _verdict_blocks(base: KnowledgeBase, policy: Policy, finished: Finished) -> list[Block]:
    """The verdict, or one line a track; then every condition once, whichever tracks share it."""
    verdicts = finished.verdicts
    track = policy.track(verdicts[0].track).name if len(verdicts) == 1 and verdicts[0].track else ""
    leads = (
        [Block((lead_of(verdicts[0]),), "lead")]
        if len(verdicts) == 1
        else [Block(tuple(f"{policy.track(one.track).name}　{lead_of(one)}" for one in verdicts if one.track), "lead")]
    )
    reasons = {(reason.condition.id, reason.state): reason for verdict in verdicts for reason in verdict.reasons}
    hard = [reason for reason in reasons.values() if reason.kind != "preferred" and reason.state in ORDER]
    hard.sort(key=lambda reason: ORDER.index(reason.state))
    lines = [_reason_line(base, policy, reason, finished) for reason in hard]
    blocks = [*leads, Block((f"{name_of(policy)}{' · ' + track if track else ''}", *lines))]
    wishes = _preferences([reason for reason in reasons.values() if reason.kind == "preferred"])
    blocks += [Block(wishes)] if wishes else []
    missing = dict.fromkeys(fact for verdict in verdicts if verdict.name == "undetermined" for fact in verdict.missing)
    blocks += [Block(_what_is_open(base, finished, tuple(missing)))] if missing else []
    return blocks


def _preferences(reasons: list[Reason]) -> tuple[str, ...]:
    """Preferences never decide: those held are named, the others told in one line."""
    held = [f"⭐ 优先条件，符合　{reason.condition.text}{clause_text(reason.clause)}" for reason in reasons if reason.state == "met"]
    others = [
        f"{reason.condition.text}{clause_text(reason.clause)}"
        for reason in reasons
        if reason.state not in {"met", "failed", "not_concerned"}
    ]
    return (*held, *(("☆ 另有优先条件（没有也能报）：" + "；".join(others),) if others else ()))


def _what_is_open(base: KnowledgeBase, finished: Finished, missing: tuple[str, ...]) -> tuple[str, ...]:
    """What is still needed, and who can tell; apart from it what was answered too roughly, and what the person would not say."""
    rough = {fact for verdict in finished.verdicts for fact in verdict.imprecise}
    declined = [fact for fact in missing if isinstance(finished.answers.get(fact), Declined)]
    open_ones = tuple(fact for fact in missing if fact not in rough and fact not in declined)
    lines = [f"还差：{_names(base, open_ones)}。{_who_settles(base, open_ones)}"] if open_ones else []
    lines += [f"{_names(base, tuple(sorted(rough)))}要写到几月几日才判断得了：点“⬅ 上一步”改一下。"] if rough else []
    lines += [f"您没有回答：{_names(base, tuple(declined))}。符合的话就可以报；想回答了点“⬅ 上一步”。"] if declined else []
    return tuple(lines)


def _names(base: KnowledgeBase, facts: tuple[str, ...]) -> str:
    return "、".join(base.facts[fact].name for fact in facts)


def _who_settles(base: KnowledgeBase, missing: tuple[str, ...]) -> str:
    who = {base.facts[fact].settled_by for fact in missing}
    names = {"person": "您自己查一下", "unit": "问单位人事", "authority": "问主管部门"}
    return "、".join(names[one] for one in ("person", "unit", "authority") if one in who) + "就能补上，补好再测。"


def _reason_line(base: KnowledgeBase, policy: Policy, reason: Reason, finished: Finished) -> str:
    answers = finished.answers
    own = "、".join(describe(base.facts[fact], answers[fact]) for fact in reason.facts if fact in answers)
    said = f"（您答：{own}）" if own else ""
    only = len(finished.verdicts) == 1 or not reason.condition.tracks
    tracks = "" if only else "【" + "、".join(policy.track(track).name for track in reason.condition.tracks) + "】"
    return f"{MARKS[reason.state]}　{tracks}{reason.condition.text}{said}{clause_text(reason.clause)}"


def _next(route: Route, track: str | None, finished: Finished, now: datetime) -> tuple[str, ...]:
    policy, lines = route.policy, ["接下来："]
    gates = {gate.id: gate for verdict in finished.verdicts for gate in verdict.gates if gate.topic == "channel"}
    lines += [f"· {_tracks_of(policy, gate, track)}{gate.text}{clause_text(gate.clause)}" for gate in gates.values()]
    state = route.window(now.astimezone(SHANGHAI))
    if state.stage is not None and state.ends is not None:
        lines.append(f"· {LIGHTS[state.state]} {state_text(state)}：{state.stage.name}截至{day_text(state.ends)}")
    if state.state == "closed":
        lines.append("· 本期赶不上了，可以点“下一期提醒我”，条件可能会变")
    elif any(verdict.name == "eligible" for verdict in finished.verdicts):
        step = route.ways[0].step
        lines.append("· 先看要交什么，早点跟单位说" if policy.applicant == "person" or step is None else f"· {step.action}")
    else:
        lines.append("· 拿不准的，问单位人事或发文部门")
    return (*lines, texts.DISCLAIMER)


def _is_timed(base: KnowledgeBase, finished: Finished) -> bool:
    """Whether a condition looks at an age or a length of time."""
    looked_at = {fact for verdict in finished.verdicts for reason in verdict.reasons for fact in reason.facts}
    return any(base.facts[fact].kind in {"age", "duration"} for fact in looked_at)


def _tracks_of(policy: Policy, gate: Gate, track: str | None) -> str:
    return "" if track or not gate.tracks else "【" + "、".join(policy.track(one).name for one in gate.tracks) + "】"


def _small_print(base: KnowledgeBase, route: Route, finished: Finished, now: datetime) -> tuple[str, ...]:
    policy = route.policy
    shown = frozenset(reason.condition.id for verdict in finished.verdicts for reason in verdict.reasons)
    judged = route.judging_day(now.astimezone(SHANGHAI).date())
    own_reading = "（通知没写以哪天为准，这是我们的理解）" if judged.source == "own_reading" else ""
    inexact = () if all(verdict.exact for verdict in finished.verdicts) else ("缺的太多，没有逐一推演，结论偏保守。",)
    return (
        *(caveat_text(caveat) for caveat in policy.caveats_on(shown)),
        *inexact,
        *((f"年龄、年限按{day_text(finished.verdicts[0].day)}算{own_reading}。",) if _is_timed(base, finished) else ()),
        source_text(policy),
        f"资料版本 {base.version}，{day_text(now.astimezone(SHANGHAI).date())}",
    )


def _buttons(route: Route, track: str | None, finished: Finished, now: datetime) -> tuple[tuple[Button, ...], ...]:
    policy = route.policy
    follow = tuple(button for row in action_buttons(route, track, now) for button in row if not (button.data or "").startswith("c:"))
    return (
        (Button("要交什么", topic_press(policy, track, ("materials",))), *follow),
        (back_button(finished), Button("重新自测", press("r", scope_code(finished.scope)))),
    )
