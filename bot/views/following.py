"""What somebody follows, on one screen: the next days, each subscription with one tap to look and one to end, and the settings."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot import texts
from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.usecases.following import Ahead, Followed
from bot.usecases.reminding import is_coming
from bot.usecases.rhythms import LastDay, chosen_days
from bot.usecases.snoozing import is_to_come
from bot.usecases.units.inner import InnerDays, own_day_in
from bot.views.citing import name_of
from bot.views.date_steps import all_dates_buttons, calendar_button, options_button
from bot.views.dates import day_text, when_text
from bot.views.message import Block, Button, Keyboard, Message, column
from bot.views.next_steps import topic_press
from bot.views.reminders import hour_text, times_text
from bot.views.topics.deadlines import actor_text, tracks_text
from knowledge.entries import Stage
from knowledge.policy import Policy
from storage.records import Rhythm, SilenceRecord
from storage.silences import WHOLE

NEXT = 3
UNIT = (Button("我的单位", press("ja")),)
PAGE = 5
FOLLOWED = frozenset({"policy", "track", "stage"})
REASONS = {"done": "已提交", "enough": "不用提醒"}


@dataclass(frozen=True)
class Mine:
    """All that somebody follows, and how they are reminded."""

    followed: tuple[Followed, ...]
    ahead: tuple[Ahead, ...]
    silent: tuple[tuple[Policy, SilenceRecord], ...]
    rhythm: Rhythm
    inner: InnerDays = field(default_factory=dict)
    """By policy, the day by which their unit wants it."""
    own: tuple[Policy, ...] = ()
    """Those of whose inner day they are reminded, followed by themselves or not."""
    units: tuple[str, ...] = ()
    """A line for each unit whose contact they are."""
    verified: tuple[Policy, ...] = ()
    """Those of the followed whose days are being verified, so that none of them is ahead."""


def my_message(mine: Mine, now: datetime, page: int = 0) -> Message:
    """Everything that is followed, the next days first; what a unit tells stands there though nothing is followed."""
    today = now.astimezone(SHANGHAI).date()
    told = sorted([(one.ends, _ahead_line(one, today)) for one in mine.ahead] + _inner_days(mine, today), key=lambda pair: pair[0])
    quiet = [(policy, one) for policy, one in mine.silent if _would_be_heard(mine, policy, one, now)]
    if not mine.followed and not mine.units and not told and not quiet:
        lead, hint = texts.NO_SUBSCRIPTIONS
        return Message((Block((lead,), "lead"), Block((hint,))), ((Button("有哪些项目", press("p")), options_button("⚙ 提醒时间")), UNIT))
    silent = tuple(dict.fromkeys(f"· 不再提醒：{name_of(policy)}（{_reason(one)}）" for policy, one in quiet))
    lifted = tuple(
        (Button(f"↩ 恢复提醒：{policy.short_title}", press("ol", code("policy", policy.id))),)
        for policy in {policy.id: policy for policy, _ in quiet}.values()
    )[:PAGE]
    small = (Block(silent, "small"),) if silent else ()
    if not mine.followed:
        own = "自己还没有订提醒：问一个项目，再点“提醒我”就行。"
        lines = (*_next_days(told, "我的单位"), *mine.units, "点“我的单位”看全、办下一步。")
        blocks = (Block(("单位的提醒",), "lead"), Block(lines), *small, Block((own,), "small"))
        return Message(blocks, (UNIT, *lifted, (Button("有哪些项目", press("p")), options_button("⚙ 提醒时间"))))
    blocks = (
        Block((f"您订阅了 {len(mine.followed)} 个提醒",), "lead"),
        Block((*_next_days(told, "一张时间表"), *_verified(mine)) or ("订阅的项目眼下没有要到的日子。",)),
        *((Block(("单位的提醒：", *mine.units)),) if mine.units else ()),
        *small,
        Block((f"{_days_text(mine.rhythm)}，{hour_text(mine.rhythm)}提醒。点名称看详情，点 ✖ 取消。",)),
    )
    dated = (all_dates_buttons(),) if mine.ahead else ()
    return Message(blocks, (*_rows(mine, page), *lifted, *dated, (options_button("⚙ 提醒时间"), *UNIT)))


def _next_days(told: list[tuple[date, str]], whole: str) -> tuple[str, ...]:
    """The nearest days, and how many more there are; nothing where there is none. ``whole``: the button that shows them all."""
    days = tuple(line for _, line in told[:NEXT])
    more = (f"往后还有 {len(told) - NEXT} 个日子，点“{whole}”看全。",) if len(told) > NEXT else ()
    return ("最近的日子：", *days, *more) if days else ()


def _verified(mine: Mine) -> tuple[str, ...]:
    """Days that are not told for now: nobody shall take it that there are none."""
    names = "、".join(name_of(policy) for policy in mine.verified)
    return (f"⏸ 日期核实中，先不说：{names}。核实好了再提醒。",) if names else ()


def _rows(mine: Mine, page: int) -> Keyboard:
    """A page of what is followed, each with one tap to look and one to end."""
    last = max(0, (len(mine.followed) - 1) // PAGE)
    here = min(max(page, 0), last)
    shown = tuple(_row(one) for one in mine.followed[here * PAGE : (here + 1) * PAGE])
    back = (Button("‹ 前面的", press("my", str(here - 1))),) if here > 0 else ()
    on = (Button(f"后面的 {here + 2}/{last + 1} ›", press("my", str(here + 1))),) if here < last else ()
    return (*shown, (*back, *on)) if back or on else shown


def _would_be_heard(mine: Mine, policy: Policy, one: SilenceRecord, now: datetime) -> bool:
    """Whether anything could come of what is silent, were it not: what is over, or followed no more, needs no silence."""
    own = mine.inner.get(policy.id)
    is_followed = any(one.policy == policy and one.subscription.kind in FOLLOWED for one in mine.followed)
    today = now.astimezone(SHANGHAI).date()
    if (day := own_day_in(one.stage)) is not None:
        return day >= today
    if one.stage == WHOLE and own is not None and own.day >= today:
        return True
    return is_followed and any(is_coming(stage, now) for stage in policy.stages if one.stage in {WHOLE, stage.id})


def _inner_days(mine: Mine, today: date) -> list[tuple[date, str]]:
    """What the reader's unit set for what they are still reminded of, as the unit's own."""
    policies = {policy.id: policy for policy in (*mine.own, *(one.policy for one in mine.ahead))}
    days = ((policies[name], inner.day) for name, inner in mine.inner.items() if name in policies and inner.day >= today)
    return [(day, f"· {day_text(day)}，{_left(day, today)}：{name_of(policy)} 本单位内部截止（本单位定的）") for policy, day in days]


def _reason(one: SilenceRecord) -> str:
    """Why it is silent, and where that is one day of their unit's, which."""
    day = own_day_in(one.stage)
    return f"本单位内部截止{day_text(day)}，{REASONS[one.reason]}" if day else REASONS[one.reason]


def _left(day: date, today: date) -> str:
    left = (day - today).days
    return f"还有 {left} 天" if left else "就是今天"


def _ahead_line(one: Ahead, today: date) -> str:
    steps = "、".join(dict.fromkeys(f"{stage.name}（{actor_text(stage)}）" for stage in one.stages))
    return f"· {day_text(one.ends)}，{_left(one.ends, today)}：{name_of(one.policy)} {steps}"


def _days_text(rhythm: Rhythm) -> str:
    chosen = chosen_days(rhythm)
    days = "、".join(str(day) for day in chosen if day)
    return f"截止前 {days} 天{'和当天' if 0 in chosen else ''}" if days else ("截止当天" if chosen else "按时间长短提前几天")


def _row(one: Followed) -> tuple[Button, ...]:
    end = Button("✖ 取消", press("e", str(one.subscription.id)))
    if one.policy is None:
        return (Button(f"✖ {one.name}", press("e", str(one.subscription.id))),)
    return (Button(one.name, topic_press(one.policy, one.track, ("deadline",))), end)


def stages_message(policy: Policy, now: datetime) -> Message:
    """The steps to come of a policy, to be reminded of one alone."""
    coming = [stage for stage in policy.stages if is_coming(stage, now)]
    if not coming:
        return Message(
            (Block((f"{name_of(policy)}没有还没到的日子",), "lead"), Block((*_endless(policy), "可以订下一期的提醒。"))),
            column(_series(policy)),
        )
    lines = tuple(f"· {tracks_text(policy, stage)}{stage.name}（{actor_text(stage)}）：{when_text(stage)}" for stage in coming)
    lines += _endless(policy)
    buttons = tuple(
        Button(f"🔔 {stage.name}", press("fo", code("policy", policy.id), code("entry", f"{policy.id}/{stage.id}"))) for stage in coming
    )
    return Message((Block((f"{name_of(policy)}：只提醒哪一步？",), "lead"), Block(lines)), column(*buttons))


def _endless(policy: Policy) -> tuple[str, ...]:
    """The steps of which the notice says when they begin and not when they end: there is no last day to be reminded of."""
    names = "、".join(dict.fromkeys(stage.name for stage in policy.stages if stage.starts and not stage.ends))
    return (f"{names}：通知只写了开始，没写截止，没法到期提醒；想报请早问受理部门。",) if names else ()


def stage_followed_message(policy: Policy, stage: Stage, times: str) -> Message:
    """One stage was just subscribed to."""
    lines = (f"· {tracks_text(policy, stage)}{stage.name}（{actor_text(stage)}）：{when_text(stage)}", times)
    return Message(
        (Block((f"🔔 好的，会提醒您这一步：{name_of(policy)}",), "lead"), Block(lines)),
        (
            (calendar_button(policy), options_button()),
            (
                Button("取消提醒", press("uo", code("policy", policy.id), code("entry", f"{policy.id}/{stage.id}"))),
                Button("我的提醒", press("my")),
            ),
        ),
    )


def done_message(policy: Policy, *, follows: bool = True) -> Message:
    """Handed in: no more reminders of this policy. ``follows``: the notice's own dates, not their unit's alone."""
    which = "日期" if follows else "本单位内部截止"
    return Message(
        (
            Block((f"✔ 记下了，不再提醒您：{name_of(policy)}",), "lead"),
            Block((f"{which}要是改了、取消了，还会告诉您一声。交上去的回执、照片请留好。",)),
        ),
        ((Button("↩ 没交，继续提醒", press("ol", code("policy", policy.id))),), (_series(policy), Button("我的提醒", press("my")))),
    )


def silenced_message(policy: Policy, stages: tuple[Stage, ...]) -> Message:
    """No more reminders of these stages."""
    names = "、".join(dict.fromkeys(stage.name for stage in stages))
    return Message(
        (Block((f"🔕 这一步不再提醒：{names}",), "lead"), Block((f"{name_of(policy)}别的步骤照常提醒。",))),
        ((Button("↩ 恢复提醒", press("ol", code("policy", policy.id))), Button("我的提醒", press("my"))),),
    )


def lifted_message(policy: Policy, lasts: tuple[LastDay, ...], rhythm: Rhythm, now: datetime) -> Message:
    """Reminders of these last days go on, as far as any is still to come."""
    goes_on = any(is_to_come(rhythm, last, now) for last in lasts)
    lead = f"🔔 好的，继续提醒：{name_of(policy)}" if goes_on else f"↩ 好的，恢复了：{name_of(policy)}"
    times = times_text(rhythm, lasts, now) if lasts else "现在没有要到的日子，日期定了、改了会告诉您。还没交的，请马上打电话问还收不收。"
    dates = Button("什么时候截止", topic_press(policy, None, ("deadline",)))
    return Message((Block((lead,), "lead"), Block((times,))), ((dates, Button("取消提醒", press("uf", code("policy", policy.id)))),))


def muted_message(policy: Policy) -> Message:
    """Nothing can be put off until tomorrow of what they wanted to hear no more of."""
    buttons = (Button("↩ 恢复提醒", press("ol", code("policy", policy.id))), Button("我的提醒", press("my")))
    return Message((Block((f"🔕 您说过这个不用提醒了：{name_of(policy)}",), "lead"), Block(("要提醒，先点“恢复提醒”。",))), (buttons,))


def unheard_message(policy: Policy) -> Message:
    """Nothing keeps silent, and nothing is followed either."""
    line = "您没有订这个项目的提醒；要提醒，点“提醒我”。"
    buttons = (Button("🔔 提醒我", press("f", code("policy", policy.id))), Button("什么时候截止", topic_press(policy, None, ("deadline",))))
    return Message((Block((f"没有要提醒的：{name_of(policy)}",), "lead"), Block((line,))), (buttons,))


def snoozed_message(policy: Policy, at: datetime, *, already: bool) -> Message:
    """Once more tomorrow; ``already``: there was to be a reminder about then anyway."""
    when = f"{at.month}月{at.day}日 {at:%H:%M}"
    lead = f"⏰ {when} 本来就会提醒您：{name_of(policy)}" if already else f"⏰ 好的，{when} 再提醒您：{name_of(policy)}"
    return Message((Block((lead,), "lead"),), ((Button("我的提醒", press("my")),),))


def _series(policy: Policy) -> Button:
    return Button("🔔 下一期提醒我", press("fs", code("series", policy.series.id)))
