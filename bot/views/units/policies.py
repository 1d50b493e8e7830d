"""What a unit follows: the list, what can be added, and one policy's page with all that the unit does about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.callbacks import code, press
from bot.clock import SHANGHAI
from bot.usecases.keeping.withdrawing import are_withdrawn
from bot.usecases.reminding import is_coming
from bot.usecases.units.standing import Standing
from bot.usecases.units.watching import Watching, unit_route
from bot.views.changing import short_text
from bot.views.citing import name_of, source_text
from bot.views.dates import day_text, when_text
from bot.views.message import Block, Button, Keyboard, Message, column
from bot.views.paging import paged
from bot.views.topics.deadlines import actor_text, tracks_text
from bot.views.units.reminders import digest_blocks, filing_rows, forms_text, quota_doubts, quota_lines, route_lines, work_rows
from bot.views.withheld import LEAD, ask_line
from knowledge.base import KnowledgeBase
from knowledge.entries import Stage
from knowledge.policy import Policy

VERIFIED = "日期核实中"
NO_DATE = "单位这边没有还没到的日期。日期一改、一出来，马上告诉您。"


@dataclass(frozen=True)
class Page:
    """A policy as a unit's contacts work on it."""

    watching: Watching
    policy: Policy
    stages: tuple[Stage, ...]
    """The dated stages that can be the unit's."""
    standing: Standing


def followed_message(base: KnowledgeBase, watching: Watching, now: datetime) -> Message:
    """Everything that a unit follows with its next day, a button each."""
    unit = str(watching.unit.id)
    followed = followed_of(base, watching, now)
    lines = followed_lines(base, watching, now)
    blocks = (
        Block((f"单位关注的项目：{watching.unit.name}",), "lead"),
        Block(lines or ("还没有选。选了以后，单位那一步的截止日我按时提醒各位联系人。",)),
    )
    buttons = (Button(short_text(name_of(policy)), press("ju", unit, code("policy", policy.id))) for policy in followed)
    return Message(blocks, (*column(*buttons), (Button("➕ 加一个项目", press("jl", unit)), Button("⬅ 回单位", press("ja", unit)))))


def followed_lines(base: KnowledgeBase, watching: Watching, now: datetime) -> tuple[str, ...]:
    """What a unit follows, a line each with its next day."""
    return tuple(f"· {name_of(policy)}：{next_text(base, policy, watching, now)}" for policy in followed_of(base, watching, now))


def _next(base: KnowledgeBase, policy: Policy, watching: Watching, now: datetime) -> date | None:
    if are_withdrawn(base, policy, ("stages",)):
        return None
    left = (
        stage for stage in unit_route(base, policy, watching).dated if is_coming(stage, now) and (policy.id, stage.id) not in watching.filed
    )
    return min((stage.ends for stage in left if stage.ends), default=None)


def followed_of(base: KnowledgeBase, watching: Watching, now: datetime) -> tuple[Policy, ...]:
    """What a unit follows, as far as this knowledge has it, in the order in which it has to be handed in."""
    policies = (base.policies[one] for one in watching.followed if one in base.policies)
    return tuple(sorted(policies, key=lambda one: (_next(base, one, watching, now) or date.max, one.id)))


def next_text(base: KnowledgeBase, policy: Policy, watching: Watching, now: datetime) -> str:
    """When the unit has to hand in next: 2024年12月10日（周二），还有 3 天."""
    if are_withdrawn(base, policy, ("stages",)):
        return VERIFIED
    day = _next(base, policy, watching, now)
    if day is not None:
        left = (day - now.astimezone(SHANGHAI).date()).days
        return f"{day_text(day)}，{f'还有 {left} 天' if left else '就是今天'}"
    if any(one == policy.id for one, _ in watching.filed):
        return "已报送"
    return "本期已截止" if unit_route(base, policy, watching).dated else "通知没写单位的日期"


def to_add_message(  # noqa: PLR0913 - the list, and where in it somebody is
    base: KnowledgeBase, watching: Watching, policies: Sequence[Policy], page: int, now: datetime, *, everywhere: bool
) -> Message:
    """What else a unit can follow, a page at a time; what is for other places only where it is asked for (``everywhere``)."""
    unit = str(watching.unit.id)
    near = tuple(policy for policy in policies if _is_for(policy, watching.unit.region))
    shown, suffix = (policies, ("a",)) if everywhere or not near else (near, ())
    buttons = tuple(
        Button(
            f"➕ {short_text(name_of(policy))} · {_closing_text(base, policy, watching, now)}", press("jv", unit, code("policy", policy.id))
        )
        for policy in shown
    )
    far = ((Button("外地的项目", press("jl", unit, "0", "a")),),) if len(shown) < len(policies) else ()
    lead = "加哪个项目？" if buttons else "在申报的项目单位都关注了。"
    return Message(
        (Block((lead,), "lead"),),
        (
            *paged(buttons, page, lambda to: press("jl", unit, str(to), *suffix)),
            *far,
            (Button("⬅ 回单位关注的项目", press("jt", unit)),),
        ),
    )


def _is_for(policy: Policy, region: str) -> bool:
    """Whether a unit there can take part: the programme is of the whole country, or of a place that the unit is in."""
    here = tuple(region.split("/"))
    return policy.region == ("全国",) or policy.region == here[: len(policy.region)]


def _closing_text(base: KnowledgeBase, policy: Policy, watching: Watching, now: datetime) -> str:
    """When it closes for the unit or, where the notice says nothing of that, for anybody."""
    if are_withdrawn(base, policy, ("stages",)):
        return VERIFIED
    ends = _next(base, policy, watching, now) or max(
        (stage.ends for stage in policy.stages if stage.ends and is_coming(stage, now)), default=None
    )
    if ends is not None:
        return f"{ends.month}月{ends.day}日截止"
    return "已截止" if any(stage.ends for stage in policy.stages) else "没写日期"


def policy_message(base: KnowledgeBase, page: Page, now: datetime, said: tuple[str, ...] = ()) -> Message:
    """One policy: the unit's steps and days, its own last day, who is ready, how many may be recommended. ``said``: what was just done."""
    policy, watching = page.policy, page.watching
    lines = _dates(base, page, now)
    forms = "" if are_withdrawn(base, policy, ("materials", "documents")) else forms_text(policy, page.stages)
    lines += [forms] if forms else []
    is_counted = not are_withdrawn(base, policy, ("quotas",))
    quota = quota_lines(base, policy, watching) if is_counted else ("能推荐几个人：核实中，先不算。",)
    blocks = (
        *((Block(said[:1], "lead"), Block(said[1:])) if said else ()),
        Block((f"{name_of(policy)} · {watching.unit.name}",), "title" if said else "lead"),
        Block(tuple(lines)),
        *((Block(quota),) if quota else ()),
        *digest_blocks(policy, page.standing),
        Block(quota_doubts(base, policy, watching) if is_counted else (), "folded"),
        Block((source_text(policy),), "small"),
    )
    return Message(tuple(block for block in blocks if block.lines), _page_buttons(base, page, now))


def _dates(base: KnowledgeBase, page: Page, now: datetime) -> list[str]:
    """The unit's steps with their days; while these are being verified, whom to ask."""
    policy, watching = page.policy, page.watching
    if are_withdrawn(base, policy, ("stages",)):
        return [LEAD, ask_line(base, policy)]
    lines = [_stage_line(watching, policy, stage, now) for stage in page.stages]
    coming = any(is_coming(stage, now) for stage in page.stages)
    return [*lines, *(route_lines(base, unit_route(base, policy, watching)) if coming else (NO_DATE,))]


def _stage_line(watching: Watching, policy: Policy, stage: Stage, now: datetime) -> str:
    state = "，已报送 ✔" if (policy.id, stage.id) in watching.filed else "" if is_coming(stage, now) else "，已截止"
    receiver = f"，交到{stage.receiver}" if stage.receiver else ""
    return f"· {tracks_text(policy, stage)}{stage.name}（{actor_text(stage)}）：{when_text(stage)}{state}{receiver}"


def _page_buttons(base: KnowledgeBase, page: Page, now: datetime) -> Keyboard:
    policy, watching = page.policy, page.watching
    unit, coded = str(watching.unit.id), code("policy", policy.id)
    if policy.id not in watching.followed:
        return column(Button("🔔 单位关注这个项目", press("jv", unit, coded)), Button("⬅ 回单位关注的项目", press("jt", unit)))
    done = tuple(stage for stage in page.stages if (policy.id, stage.id) in watching.filed)
    todo = tuple(stage for stage in page.stages if stage not in done and is_coming(stage, now))
    undo = (
        (
            Button(
                short_text(f"↩ 没报送：{tracks_text(policy, stage)}{stage.name}"),
                press("jy", unit, coded, code("entry", f"{policy.id}/{stage.id}")),
            ),
        )
        for stage in done
    )
    return (
        *filing_rows(policy, watching.unit.id, todo),
        *undo,
        *work_rows(base, policy, watching),
        (Button("🔕 单位不再关注", press("jw", unit, coded)), Button("⬅ 回单位关注的项目", press("jt", unit))),
    )


def filed_message(watching: Watching, policy: Policy, stage: Stage, *, already: bool) -> Message:
    """A step was marked as handed in: all contacts hear no more of it."""
    unit, coded = str(watching.unit.id), code("policy", policy.id)
    lead = f"✔ {'早就记下了' if already else '记下了'}，已报送：{tracks_text(policy, stage)}{stage.name}"
    lines = (f"{name_of(policy)}，{watching.unit.name}的各位联系人都不再收到这一步的提醒。", "日期要是改了，还会告诉您一声。回执请留好。")
    undo = Button("↩ 没报送，继续提醒", press("jy", unit, coded, code("entry", f"{policy.id}/{stage.id}")))
    return Message((Block((lead,), "lead"), Block(lines)), ((undo,), (Button("这个项目的安排", press("ju", unit, coded)),)))
