"""Pushes, and what is followed."""

from datetime import datetime

from bot import texts
from bot.callbacks import code, press, target_code
from bot.usecases.following import Followed
from bot.usecases.reminding import Due
from bot.views.citing import caveat_text, name_of, source_text
from bot.views.dates import day_text, when_text, working_day_advice
from bot.views.message import Block, Button, Keyboard, Message, column
from bot.views.next_steps import action_buttons, topic_press
from bot.views.topics.deadlines import actor_text
from bot.views.topics.routes import case_text, fact_names
from eligibility.route import Route, route_of
from knowledge.base import KnowledgeBase
from knowledge.entries import Stage
from knowledge.policy import Policy


def reminder_message(base: KnowledgeBase, due: Due) -> Message:
    """What is due, when, and on which last working day; with the doubts about that date."""
    policy = due.policy
    left = "今天截止" if due.days_left == 0 else f"还有 {due.days_left} 天截止"
    hours = dict.fromkeys(f"{stage.ends_at:%H:%M}" for stage in due.stages if stage.ends_at)
    lines = [f"截止：{day_text(due.ends)}{'、'.join(hours)}", *(_duty_line(base, due.routes, stage) for stage in due.stages)]
    lines += [_hedge(base, due.routes)] if _missing(due.routes) else []
    advice = working_day_advice(due.ends)
    lines += [advice] if advice else []
    if policy.applicant == "person" and all(stage.actor != "applicant" for stage in due.stages):
        lines.append("本人交单位的日期通知没写，请马上问单位。")
    touched = frozenset(stage.id for stage in due.stages)
    small = (*(caveat_text(caveat) for caveat in policy.caveats_on(touched)), source_text(policy))
    return Message(
        (
            Block((f"⏰ {left}：{name_of(policy)}",), "lead"),
            Block(tuple(lines)),
            Block(small, "small"),
        ),
        (
            *_finding(policy, due.routes),
            (Button("要交什么", topic_press(policy, None, ("materials",))), Button("怎么报", topic_press(policy, None, ("how_to_apply",)))),
            (Button("✅ 自测", press("c", code("policy", policy.id))), Button("不再提醒", press("uf", code("policy", policy.id)))),
        ),
    )


def _duty_line(base: KnowledgeBase, routes: tuple[Route, ...], stage: Stage) -> str:
    receiver = f"，交到{stage.receiver}" if stage.receiver else ""
    return f"· {_for_whom(base, routes, stage)}{actor_text(stage)}：{stage.action}{receiver}"


def _for_whom(base: KnowledgeBase, routes: tuple[Route, ...], stage: Stage) -> str:
    """The tracks and, where it hangs on a fact that is not known, the kinds of unit whose link a stage is."""
    case = next((case for route in routes if (case := _case(base, route, stage))), "")
    return f"{tracks_text(routes[0].policy, stage)}{case}"


def _case(base: KnowledgeBase, route: Route, stage: Stage) -> str:
    ways = [way for way in route.ways if way.link is not None and way.link.id == stage.id]
    return case_text(base, route.missing, ways) if len(ways) < len(route.ways) else ""


def _missing(routes: tuple[Route, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for route in routes for fact in route.missing))


def _hedge(base: KnowledgeBase, routes: tuple[Route, ...]) -> str:
    """What is not known of the reader's way, and what holds nevertheless."""
    deciding = fact_names(base, _missing(routes))
    if len({way.ends for route in routes for way in route.ways}) == 1:
        return f"走哪条路看{deciding}，哪条路都是这一天截止。"
    return f"这天是不是您的截止日，看{deciding}，还不知道；先按最早的准备最稳妥。"


def _finding(policy: Policy, routes: tuple[Route, ...]) -> Keyboard:
    return ((Button("📍 哪一步是我的", press("rt", code("policy", policy.id))),),) if _missing(routes) else ()


def new_edition_message(base: KnowledgeBase, policy: Policy, now: datetime) -> Message:
    """A new edition of a followed series is on file."""
    return Message(
        (Block((f"🆕 {name_of(policy)}有新通知了",), "lead"), Block((policy.summary,)), Block((source_text(policy),), "small")),
        ((Button("什么时候截止", topic_press(policy, None, ("deadline",))),), *action_buttons(route_of(base, policy), None, now)),
    )


def followed_message(base: KnowledgeBase, route: Route, track: str | None, stages: tuple[Stage, ...], hour_text: str) -> Message:
    """What was just subscribed to, and when the next push comes; ``stages`` are the links that can be the follower's."""
    policy = route.policy
    name = f"{name_of(policy)}{policy.track(track).name}" if track else name_of(policy)
    whom = {stage.id: _case(base, route, stage) if track else _for_whom(base, (route,), stage) for stage in stages}
    lines = [f"· {whom[stage.id]}{stage.name}（{actor_text(stage)}）：{when_text(stage)}" for stage in stages]
    lines += [_hedge(base, (route,))] if route.missing else []
    lines.append(hour_text)
    return Message(
        (Block((f"🔔 好的，会提醒您：{name}",), "lead"), Block(tuple(lines))),
        _finding(policy, (route,))
        + column(
            Button("下一期通知出来也告诉我", press("fs", code("series", policy.series.id))),
            Button("取消提醒", press("uf", target_code(policy.id, track))),
            Button("我的提醒", press("my")),
        ),
    )


def tracks_text(policy: Policy, stage: Stage) -> str:
    """The names of a stage's tracks in brackets; nothing where it is for all."""
    return "【" + "、".join(policy.track(track).name for track in stage.tracks) + "】" if stage.tracks else ""


def series_followed_message(name: str, series: str) -> Message:
    """A series was just subscribed to."""
    return Message(
        (Block((f"🔔 好的，{name}有下一期通知时告诉您",), "lead"), Block(("我收到新通知、录入以后就发给您。不保证每年都有。",))),
        column(Button("取消", press("us", code("series", series))), Button("我的提醒", press("my"))),
    )


def subscriptions_message(followed: tuple[Followed, ...]) -> Message:
    """Everything that is followed, each with one tap to end it."""
    if not followed:
        lead, hint = texts.NO_SUBSCRIPTIONS
        return Message((Block((lead,), "lead"), Block((hint,))), ((Button("有哪些项目", press("p")),),))
    return Message(
        (
            Block((f"您订阅了 {len(followed)} 个提醒",), "lead"),
            Block(tuple(f"· {one.name}" for one in followed)),
            Block(("点一下就取消：",)),
        ),
        column(*(Button(f"✖ {one.name}", press("e", str(one.subscription.id))) for one in followed)),
    )
