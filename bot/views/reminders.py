"""A reminder, and what is said when somebody begins to follow something or has done with it."""

from datetime import date, datetime

from bot.callbacks import code, press, target_code
from bot.clock import SHANGHAI
from bot.usecases.choosing import WHOLE
from bot.usecases.lacking import Lacks
from bot.usecases.reminding import Due
from bot.usecases.rhythms import LastDay, moment_before, wanted_days
from bot.usecases.units.inner import InnerDay
from bot.views.citing import caveat_text, name_of, source_text
from bot.views.date_steps import calendar_button, options_button, timeline_button
from bot.views.dates import day_text, when_text, working_day_advice
from bot.views.message import Block, Button, Keyboard, Message, column
from bot.views.preparing import lacking_lines, lacking_view, preparing_buttons
from bot.views.topics.deadlines import actor_text, tracks_text, undated_text
from bot.views.topics.routes import case_text, fact_names
from bot.views.undated import is_own, undated_for_the_person, whose_step
from eligibility.route import Route
from knowledge.base import KnowledgeBase
from knowledge.entries import Stage
from knowledge.policy import Policy
from storage.records import Rhythm


def reminder_message(base: KnowledgeBase, due: Due, lacks: Lacks, now: datetime, inner: InnerDay | None = None) -> Message:
    """What is due, when, and on which last working day; whose date it is; what the reader still lacks; the doubts about that date.

    ``inner``: the day by which their unit wants it.
    """
    policy = due.policy
    lines = [late_line(due.late)] if due.late else []
    lines += [_date_line(due), *(_duty_line(base, due.routes, stage) for stage in due.stages)]
    lines += [_hedge(base, due.routes)] if _missing(due.routes) else []
    lines += [undated_text(inner)] if undated_for_the_person(due.routes) else []
    advice = working_day_advice(due.ends, now.astimezone(SHANGHAI).date())
    lines += [advice] if advice else []
    lacking = lacking_lines(lacking_view(base, policy, lacks, now, due.answers), lacks)
    touched = frozenset(stage.id for stage in due.stages)
    small = (*(caveat_text(caveat) for caveat in policy.caveats_on(touched)), source_text(policy))
    blocks = (
        Block((f"⏰ {_left(due)}：{name_of(policy)}",), "lead"),
        Block(tuple(lines)),
        *((Block(lacking),) if lacking else ()),
        Block(small, "small"),
    )
    return Message(blocks, _reminder_buttons(due, lacks))


def _left(due: Due) -> str:
    """How many days are left, and of whose step where it is not the reader's own."""
    left = "今天" if due.days_left == 0 else f"还有 {due.days_left} 天"
    if any(is_own(due.policy, stage) for stage in due.stages):
        return f"{left}截止"
    return f"{left}，{whose_step(due.stages)}截止"


def _date_line(due: Due) -> str:
    hours = dict.fromkeys(f" {stage.ends_at:%H:%M}" for stage in due.stages if stage.ends_at)
    whose = "截止" if any(is_own(due.policy, stage) for stage in due.stages) else f"{whose_step(due.stages)}的截止日"
    return f"{whose}：{day_text(due.ends)}{'、'.join(hours)}"


def late_line(was_due: datetime) -> str:
    """That a reminder comes late."""
    return f"这条本该{_short(was_due.astimezone(SHANGHAI).date())}发给您，晚到了，抱歉。"


def _duty_line(base: KnowledgeBase, routes: tuple[Route, ...], stage: Stage) -> str:
    receiver = f"，交到{stage.receiver}" if stage.receiver else ""
    return f"· {_for_whom(base, routes, stage)}{actor_text(stage)}：{stage.action}{receiver}"


def _for_whom(base: KnowledgeBase, routes: tuple[Route, ...], stage: Stage) -> str:
    """The tracks and, where it hangs on a fact that is not known, the kinds of unit whose link a stage is."""
    case = next((case for route in routes if (case := _case(base, route, stage))), "")
    return f"{tracks_text(routes[0].policy, stage) if routes else ''}{case}"


def _case(base: KnowledgeBase, route: Route, stage: Stage) -> str:
    ways = [way for way in route.ways if way.link is not None and way.link.id == stage.id]
    return case_text(base, route.missing, ways) if len(ways) < len(route.ways) else ""


def _missing(routes: tuple[Route, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for route in routes for fact in route.missing))


def _hedge(base: KnowledgeBase, routes: tuple[Route, ...]) -> str:
    """What is not known of the reader's way, and what holds nevertheless."""
    deciding = fact_names(base, _missing(routes))
    if len({way.ends for route in routes for way in route.ways}) == 1:
        return f"走哪条路，看{deciding}，哪条路都是这一天截止。"
    return f"这天是不是您的截止日，看{deciding}，还不知道；先按最早的准备最稳妥。"


def _finding(policy: Policy, routes: tuple[Route, ...]) -> Keyboard:
    return ((Button("📍 哪一步是我的", press("rt", code("policy", policy.id))),),) if _missing(routes) else ()


def _reminder_buttons(due: Due, lacks: Lacks) -> Keyboard:
    policy, coded = due.policy, code("policy", due.policy.id)
    stage = code("entry", f"{policy.id}/{due.stages[0].id}")
    again = (Button("⏰ 明天再提醒", press("os", coded, stage)),) if due.days_left else ()
    return (
        *_finding(policy, due.routes),
        preparing_buttons(policy, lacks),
        (*again, done_button(policy)),
        (Button("🔕 这一步不用提醒", press("oq", coded, stage)), options_button()),
        (calendar_button(policy), Button("不再提醒", press("uf", coded))),
    )


def done_button(policy: Policy) -> Button:
    """Handed in: no more reminders of the policy."""
    return Button("✔ 我已提交", press("ox", code("policy", policy.id)))


def followed_message(  # noqa: PLR0913 - what, whose, when
    base: KnowledgeBase,
    route: Route,
    track: str | None,
    stages: tuple[Stage, ...],
    times: str,
    *,
    inner: InnerDay | None = None,
    is_chosen: bool = False,
) -> Message:
    """What was just subscribed to, and when the pushes come; ``stages`` are the links that can be the follower's.

    ``inner``: the day by which their unit wants it. ``is_chosen``: the track is the one that they chose elsewhere, not here.
    """
    policy = route.policy
    name = f"{name_of(policy)}{policy.track(track).name}" if track else name_of(policy)
    whom = {stage.id: _case(base, route, stage) if track else _for_whom(base, (route,), stage) for stage in stages}
    lines = [f"· {whom[stage.id]}{stage.name}（{actor_text(stage)}）：{when_text(stage)}" for stage in stages]
    lines += [undated_text(inner)] if undated_for_the_person((route,)) else []
    lines += [_hedge(base, (route,))] if route.missing else []
    lines.append(times)
    lines += [f"您选过{policy.track(track).name}，就只提醒这一类的日子。"] if track and is_chosen else []
    whole = ((Button("换成整个项目", press("f", code("policy", policy.id), WHOLE)),),) if is_chosen else ()
    single = any(stage.ends and not stage.applying for stage in policy.stages) or len(stages) > 1
    others = (Button("只提醒其中一步", press("fl", code("policy", policy.id))),) if single else ()
    return Message(
        (Block((f"🔔 好的，会提醒您：{name}",), "lead"), Block(tuple(lines))),
        (
            *_finding(policy, (route,)),
            *whole,
            (calendar_button(policy, track), timeline_button(policy, track)),
            (options_button(), *others),
            (Button("下一期通知出来也告诉我", press("fs", code("series", policy.series.id))),),
            (Button("取消提醒", press("uf", target_code(policy.id, track))), Button("我的提醒", press("my"))),
        ),
    )


def times_text(rhythm: Rhythm, lasts: tuple[LastDay, ...], now: datetime) -> str:
    """When the pushes of these last days come, as far as they are still to come."""
    coming = {day for last in lasts for day in wanted_days(rhythm, last) if moment_before(rhythm, last, day) > now}
    days = sorted(coming, reverse=True)
    if not days:
        return "日子已经到跟前了，不会再另外提醒，请马上办。"
    before = "、".join(str(day) for day in days if day)
    told = f"截止前 {before} 天" if before else ""
    both = "和当天" if before and 0 in days else "截止当天" if 0 in days else ""
    return f"{told}{both}，{hour_text(rhythm)}发给您。"


def hour_text(rhythm: Rhythm) -> str:
    """早上 9 点（北京时间）."""
    parts = ((6, "凌晨"), (12, "早上"), (13, "中午"), (18, "下午"), (24, "晚上"))
    part = next(name for until, name in parts if rhythm.remind_hour < until)
    hour = rhythm.remind_hour if rhythm.remind_hour <= 12 else rhythm.remind_hour - 12  # noqa: PLR2004 - of a clock face
    zone = "北京时间" if rhythm.timezone == str(SHANGHAI) else f"{rhythm.timezone.partition('/')[2].replace('_', ' ')} 时间"
    return f"{part} {hour} 点（{zone}）"


def series_followed_message(name: str, series: str) -> Message:
    """A series was just subscribed to."""
    return Message(
        (Block((f"🔔 好的，{name}有下一期通知时告诉您",), "lead"), Block(("我收到新通知、录入以后就发给您。不保证每年都有。",))),
        column(Button("取消", press("us", code("series", series))), Button("我的提醒", press("my"))),
    )


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
