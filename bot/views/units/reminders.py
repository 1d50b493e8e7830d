"""A reminder worded for a unit's contacts, with the digest of where the unit stands; and what its group hears: public dates only."""

from dataclasses import replace
from datetime import timedelta

from bot.callbacks import code, press
from bot.usecases.units.reminding import UnitDue
from bot.usecases.units.seen import can_be_shared
from bot.usecases.units.standing import Standing
from bot.usecases.units.watching import Watching
from bot.views.changing import short_text
from bot.views.citing import caveat_text, name_of, source_text
from bot.views.counts import doubt_lines, number_lines
from bot.views.dates import day_text, working_day_advice
from bot.views.message import Block, Button, Keyboard, Message
from bot.views.next_steps import topic_press
from bot.views.reminders import late_line
from bot.views.topics.deadlines import actor_text, tracks_text
from bot.views.topics.routes import fact_names
from bot.views.undated import whose_step
from bot.views.units.seen import counts_text, seen_lines
from eligibility.quota import Recommendations, counted_quotas, recommendations
from eligibility.route import Route
from knowledge.base import KnowledgeBase
from knowledge.entries import Quota, Stage
from knowledge.policy import Policy

MOST_NAMED = 6
"""Members named in a digest; the button below shows the others."""
UNDATED = "单位自己交的日期通知没写，请问收材料的部门。"
"""Where a notice dates only the steps behind the unit's own: nobody's date is passed on as the unit's."""


def unit_reminder_message(base: KnowledgeBase, due: UnitDue, standing: Standing) -> Message:
    """What the unit has to hand in, to whom, with which forms, how many it may recommend; who is ready, and what is still missing."""
    policy = due.policy
    lines = [late_line(due.late)] if due.late else []
    lines += [_date_line(due), *(_duty_line(policy, stage) for stage in due.stages), *route_lines(base, due.route)]
    forms = forms_text(policy, due.stages)
    lines += [forms] if forms else []
    lines += _working_days(due)
    tracks = frozenset(track for stage in due.stages for track in stage.tracks) if all(stage.tracks for stage in due.stages) else None
    quota = quota_lines(base, policy, due.watching, tracks)
    touched = frozenset(stage.id for stage in due.stages)
    blocks = (
        Block((f"⏰ {_left(due)}：{name_of(policy)}",), "lead"),
        Block((f"单位：{due.watching.unit.name}", *lines)),
        *((Block(quota),) if quota else ()),
        *digest_blocks(policy, _within(standing, tracks)),
        Block((*(caveat_text(caveat) for caveat in policy.caveats_on(touched)), source_text(policy)), "small"),
    )
    return Message(blocks, _buttons(base, due))


def _within(standing: Standing, tracks: frozenset[str] | None) -> Standing:
    """The standing of those alone who go for these tracks, or for whom there was none to choose; None: of all."""
    sharers = tuple(one for one in standing.sharers if tracks is None or one.seen.track is None or one.seen.track in tracks)
    return replace(standing, sharers=sharers)


def digest_blocks(policy: Policy, standing: Standing) -> tuple[Block, ...]:
    """The unit's own last day, and those who agreed to be seen, the less ready first."""
    inner = (f"本单位内部截止：{day_text(standing.inner)}",) if standing.inner else ()
    seen = tuple(one.seen for one in standing.sharers)
    if not seen:
        return (Block(inner),) if inner else ()
    shown = seen[:MOST_NAMED]
    lines = tuple(line for one in shown for line in seen_lines(policy, one))
    more = (f"另有 {len(seen) - len(shown)} 人，点“谁有意报”看全。",) if len(seen) > len(shown) else ()
    return (Block((*inner, f"同意告诉单位的：{counts_text(seen)}")), Block((*lines, *more)))


def quota_lines(base: KnowledgeBase, policy: Policy, watching: Watching, tracks: frozenset[str] | None = None) -> tuple[str, ...]:
    """How many may be recommended, of these tracks or of all, where this notice sets a ratio for this unit; else nothing."""
    part = policy if tracks is None else policy.model_copy(update={"quotas": _quotas_of(policy, tracks)})
    found = quota_of(base, part, watching)
    if found is None:
        return ()
    if not found.given:
        return ("能推荐几个人，按单位人数算：点“算名额”填一次就行。",)
    return ("能推荐几个人：", *number_lines(base, part, None, found, watching.answers)[1:])


def _quotas_of(policy: Policy, tracks: frozenset[str]) -> tuple[Quota, ...]:
    return tuple(quota for quota in policy.quotas if not quota.tracks or tracks.intersection(quota.tracks))


def quota_doubts(base: KnowledgeBase, policy: Policy, watching: Watching) -> tuple[str, ...]:
    """What is not certain about these numbers."""
    found = quota_of(base, policy, watching)
    return doubt_lines(policy, found) if found is not None else ()


def quota_of(base: KnowledgeBase, policy: Policy, watching: Watching) -> Recommendations | None:
    """What this notice gives this unit by its head counts; None where it sets no ratio for it."""
    if not counted_quotas(policy, None):
        return None
    found = recommendations(base.facts, policy, None, watching.answers)
    return found if found.given or (found.missing and not found.not_theirs) else None


def forms_text(policy: Policy, stages: tuple[Stage, ...]) -> str:
    """Which forms go with these steps, or are the unit's to prepare."""
    ids = {stage.id for stage in stages}
    wanted = [one for one in policy.materials if one.form and (one.stage in ids or (one.stage is None and one.prepared_by == "unit"))]
    names = dict.fromkeys(one.name for one in wanted)
    return f"要用的表：{'、'.join(names)}" if names else ""


def route_lines(base: KnowledgeBase, route: Route) -> tuple[str, ...]:
    """What is not settled about the unit's own way: on what it hangs, and that its own step has no date."""
    hedge = (f"这天是不是单位的截止日，看{fact_names(base, route.missing)}，还没填；先按最早的准备最稳妥。",) if route.missing else ()
    return (*hedge, *((UNDATED,) if is_undated(route) else ()))


def is_undated(route: Route) -> bool:
    """Whether the days on a unit's way are others' than its own."""
    ways = [way for way in route.ways if way.links]
    return any(way.step is None or way.step.ends is None for way in ways)


def group_reminder_message(due: UnitDue) -> Message:
    """What everybody in a unit's group may read: the notice's own dates, no name, no count."""
    policy = due.policy
    late = (late_line(due.late),) if due.late else ()
    lines = (*late, _date_line(due), *(_duty_line(policy, stage) for stage in due.stages), *_working_days(due))
    blocks = (Block((f"⏰ {_left(due)}：{name_of(policy)}",), "lead"), Block(lines), Block((source_text(policy),), "small"))
    return for_group(Message(blocks), policy)


def for_group(message: Message, policy: Policy | None = None) -> Message:
    """The same words without the buttons that are somebody's own; ``policy``: whose dates can be looked up."""
    buttons = ((Button("什么时候截止", topic_press(policy, None, ("deadline",))),),) if policy else ()
    return replace(message, keyboard=buttons)


def moved_rows(policy: Policy | None, watchings: tuple[Watching, ...]) -> Keyboard:
    """What a contact can do about a date that moved: look it up, and go to the unit's own page of it; None: the notice is gone."""
    if policy is None:
        return ((Button("我的单位", press("ja")),),)
    coded = code("policy", policy.id)
    theirs = [one.unit for one in watchings if policy.id in one.followed]
    pages = tuple(
        (Button("这个项目的安排" if len(theirs) == 1 else short_text(f"安排：{unit.name}"), press("ju", str(unit.id), coded)),)
        for unit in theirs
    )
    return ((Button("什么时候截止", topic_press(policy, None, ("deadline",))),), *pages)


def _left(due: UnitDue) -> str:
    left = "今天" if due.days_left == 0 else f"还有 {due.days_left} 天"
    return f"{left}截止" if _is_own(due) else f"{left}，{whose_step(due.stages)}截止"


def _date_line(due: UnitDue) -> str:
    hours = "、".join(dict.fromkeys(f" {stage.ends_at:%H:%M}" for stage in due.stages if stage.ends_at))
    whose = "单位截止" if _is_own(due) else f"{whose_step(due.stages)}的截止日"
    return f"{whose}：{day_text(due.ends)}{hours}"


def _working_days(due: UnitDue) -> tuple[str, ...]:
    """What to do where the last day is a day off."""
    advice = working_day_advice(due.ends, due.ends - timedelta(days=due.days_left))
    return (advice,) if advice else ()


def _is_own(due: UnitDue) -> bool:
    return any(stage.actor == "unit" for stage in due.stages)


def _duty_line(policy: Policy, stage: Stage) -> str:
    receiver = f"，交到{stage.receiver}" if stage.receiver else ""
    return f"· {tracks_text(policy, stage)}{actor_text(stage)}：{stage.action}{receiver}"


def _buttons(base: KnowledgeBase, due: UnitDue) -> Keyboard:
    policy, unit, coded = due.policy, str(due.watching.unit.id), code("policy", due.policy.id)
    first = code("entry", f"{policy.id}/{due.stages[0].id}")
    again = ((Button("⏰ 明天再提醒", press("jz", unit, coded, first)),),) if due.days_left else ()
    return (
        *filing_rows(policy, due.watching.unit.id, due.stages),
        *again,
        *work_rows(base, policy, due.watching),
        (Button("这个项目的安排", press("ju", unit, coded)),),
    )


def work_rows(base: KnowledgeBase, policy: Policy, watching: Watching) -> Keyboard:
    """What a contact does about a policy beside handing in: who goes for it, until when they hand in, how many there may be."""
    unit, coded = str(watching.unit.id), code("policy", policy.id)
    people = (Button("👥 谁有意报", press("jr", unit, coded)), Button("📅 内部截止", press("ji", unit, coded)))
    counting = (Button("🧮 算名额", press("jh", unit, coded)),) if quota_of(base, policy, watching) is not None else ()
    papers = (*counting, Button("要交什么", topic_press(policy, None, ("materials",))))
    return (people, papers) if can_be_shared(base, policy.id) else (papers,)


def filing_rows(policy: Policy, unit_id: int, stages: tuple[Stage, ...]) -> Keyboard:
    """One button for each step that can be marked as handed in."""
    coded = code("policy", policy.id)
    names = {stage.id: f"✔ 已报送：{tracks_text(policy, stage)}{stage.name}" if len(stages) > 1 else "✔ 已报送" for stage in stages}
    return tuple(
        (Button(short_text(names[stage.id]), press("jx", str(unit_id), coded, code("entry", f"{policy.id}/{stage.id}"))),)
        for stage in stages
    )
