"""Follow, list, end."""

from bot import texts
from bot.callbacks import code
from bot.handlers import changing, ticking
from bot.handlers.visit import Outcome, Reply, Visit, redraw, reply
from bot.usecases.choosing import WHOLE, track_chosen
from bot.usecases.following import days_ahead, named, policies_followed
from bot.usecases.keeping.withdrawing import are_withdrawn
from bot.usecases.listening import listener_of, plan
from bot.usecases.reminding import Target, is_coming, last_days, target_of, target_of_stage, targets_of_policy
from bot.usecases.units.audience import own_days_to_come
from bot.usecases.units.watching import watchings_of
from bot.views.citing import name_of
from bot.views.following import Mine, my_message, stage_followed_message, stages_message
from bot.views.message import Message, say
from bot.views.paging import page_of
from bot.views.reminders import followed_message, series_followed_message, times_text
from bot.views.units.policies import followed_of, next_text
from bot.views.withheld import followed_meanwhile_message
from eligibility.route import route_of
from knowledge.entries import Stage
from knowledge.policy import Policy

MOST_DIGITS = 18
"""Of a row's number: a forged button may carry more than a database takes."""


async def on_follow(visit: Visit) -> Outcome:
    """Be reminded of the deadlines of a policy, or of one of its tracks; when they are all past, of the next edition.

    Who has chosen a track of it elsewhere follows that, unless the button says ``WHOLE``.
    """
    target = visit.snapshot.codes.find_target(visit.argument())
    if target is None:
        return reply(say(texts.STALE_GONE))
    policy, named = visit.snapshot.base.policies[target[0]], target[1]
    if visit.argument(1) == WHOLE:
        await _end_tracks(visit, policy)
    chosen = await _chosen(visit, policy) if named is None and visit.argument(1) != WHOLE else None
    track = named or chosen
    if are_withdrawn(visit.snapshot.base, policy, ("stages",)):
        await _follow(visit, policy, target_of(policy.id, track))
        return reply(followed_meanwhile_message(policy))
    route = route_of(visit.snapshot.base, policy, track, await visit.answers())
    coming = tuple(stage for stage in route.dated if is_coming(stage, visit.now))
    if not coming:
        return await _follow_series(visit, policy.series.id)
    await _follow(visit, policy, target_of(policy.id, track))
    inner = (await visit.inner_days()).get(policy.id)
    times = _times(visit, policy, coming)
    return reply(followed_message(visit.snapshot.base, route, track, coming, times, inner=inner, is_chosen=chosen is not None))


async def on_stages(visit: Visit) -> Outcome:
    """The steps of a policy, to be reminded of one alone."""
    policy = policy_pressed(visit)
    return reply(stages_message(policy, visit.now) if policy else say(texts.STALE_GONE))


async def on_follow_stage(visit: Visit) -> Outcome:
    """Be reminded of one stage, whosever it is."""
    policy = policy_pressed(visit)
    stage = stage_pressed(visit, policy)
    if policy is None or stage is None or not is_coming(stage, visit.now):
        return await on_stages(visit)
    await _follow(visit, policy, target_of_stage(policy.id, stage.id))
    return reply(stage_followed_message(policy, stage, _times(visit, policy, (stage,))))


async def on_unfollow_stage(visit: Visit) -> Outcome:
    """No more reminders of one stage that was followed by itself."""
    policy = policy_pressed(visit)
    stage = stage_pressed(visit, policy)
    if policy is None or stage is None:
        return reply(say(texts.STALE_GONE))
    return await _end(visit, frozenset({target_of_stage(policy.id, stage.id)}), f"{policy.short_title} {stage.name}")


async def on_follow_series(visit: Visit) -> Outcome:
    """Be told of a series' next edition."""
    series = visit.snapshot.codes.find("series", visit.argument())
    if series is None:
        return reply(say(texts.STALE_GONE))
    return await _follow_series(visit, series)


async def on_unfollow(visit: Visit) -> Outcome:
    """No more reminders of a policy, its tracks and stages included."""
    target = visit.snapshot.codes.find_target(visit.argument())
    if target is None:
        return reply(say(texts.STALE_GONE))
    policy = visit.snapshot.base.policies[target[0]]
    return await _end(visit, frozenset(targets_of_policy(policy)), policy.short_title)


async def on_unfollow_series(visit: Visit) -> Outcome:
    """No more news of a series."""
    series = visit.snapshot.codes.find("series", visit.argument())
    if series is None:
        return reply(say(texts.STALE_GONE))
    return await _end(visit, frozenset({("series", series)}), visit.snapshot.base.series[series].name)


async def on_end(visit: Visit) -> Outcome:
    """One subscription of the list is ended; only its owner can do that."""
    number = visit.argument()
    is_number = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
    ended = is_number and await visit.rows.subscriptions.end(int(number), visit.person.id, visit.now)
    return redraw(visit, await _mine(visit), "已取消" if ended else texts.STALE)


async def on_my(visit: Visit) -> Outcome:
    """What is followed, and the questionnaires and checklists that are kept; a page of the list in its place."""
    if visit.argument():
        return redraw(visit, await _mine(visit, page_of(visit.argument())))
    kept = await changing.on_kept(visit)
    return Outcome((Reply(await _mine(visit)), *kept.replies, *(await ticking.on_kept(visit)).replies))


def stage_pressed(visit: Visit, policy: Policy | None) -> Stage | None:
    """The stage that a button names behind its policy; None when this knowledge has none such."""
    coded = visit.argument(1)
    return next((one for one in policy.stages if code("entry", f"{policy.id}/{one.id}") == coded), None) if policy else None


async def _mine(visit: Visit, page: int = 0) -> Message:
    base = visit.snapshot.base
    listener = await listener_of(visit.rows, base, visit.person)
    silent = await visit.rows.silences.of(visit.person.id)
    mine = Mine(
        named(base, await visit.rows.subscriptions.of(visit.person.id)),
        days_ahead(base, listener, visit.now),
        tuple((base.policies[one.policy], one) for one in silent if one.policy in base.policies),
        visit.person.rhythm,
        await visit.inner_days(),
        await _own(visit),
        await _units(visit),
        tuple(policy for policy in policies_followed(base, listener) if are_withdrawn(base, policy, ("stages",))),
    )
    return my_message(mine, visit.now, page)


async def _own(visit: Visit) -> tuple[Policy, ...]:
    """The policies of whose inner day somebody is reminded; none that is being verified."""
    base = visit.snapshot.base
    records = await own_days_to_come(visit.rows, visit.person.id, visit.now) if visit.is_private else ()
    policies = {one.policy: base.policies[one.policy] for one in records if one.policy in base.policies}
    return tuple(policy for policy in policies.values() if not are_withdrawn(base, policy, ("stages",)))


async def _units(visit: Visit) -> tuple[str, ...]:
    """The units whose contact somebody is, each with what it has to hand in next."""
    base, lines = visit.snapshot.base, []
    for watching in await watchings_of(visit.rows, base, visit.person.id, visit.chat) if visit.chat.kind == "private" else ():
        nearest = next(iter(followed_of(base, watching, visit.now)), None)
        told = f"{name_of(nearest)}：{next_text(base, nearest, watching, visit.now)}" if nearest else "还没有选关注的项目"
        lines.append(f"· {watching.unit.name}（您是联系人）：{told}")
    return tuple(lines)


def policy_pressed(visit: Visit) -> Policy | None:
    """The policy that a button names first, by itself or by one of its tracks; None when this knowledge has none such."""
    target = visit.snapshot.codes.find_target(visit.argument())
    return visit.snapshot.base.policies[target[0]] if target else None


def _times(visit: Visit, policy: Policy, stages: tuple[Stage, ...]) -> str:
    return times_text(visit.person.rhythm, last_days(visit.snapshot.base, policy, stages), visit.now)


async def _chosen(visit: Visit, policy: Policy) -> str | None:
    """The track that somebody chose elsewhere and is to hear of alone; None for who hears of all of it."""
    if not visit.is_private or target_of(policy.id, None) in await _followed(visit):
        return None
    return await track_chosen(visit.rows, visit.snapshot.base, visit.person.id, visit.chat.id, policy.id)


async def _followed(visit: Visit) -> set[Target]:
    return {(one.kind, one.target) for one in await visit.rows.subscriptions.of(visit.person.id)}


async def _end_tracks(visit: Visit, policy: Policy) -> None:
    """What is followed of single tracks goes: all of it takes their place."""
    tracks = {target_of(policy.id, track.id) for track in policy.tracks}
    for one in await visit.rows.subscriptions.of(visit.person.id):
        if (one.kind, one.target) in tracks:
            await visit.rows.subscriptions.end(one.id, visit.person.id, visit.now)


async def _follow(visit: Visit, policy: Policy, target: Target) -> None:
    """Follow something of a policy: what was silent of it is heard again, and what is to come within a day is planned."""
    await visit.rows.subscriptions.follow(visit.person.id, visit.chat.id, target, visit.now)
    await visit.rows.silences.lift(visit.person.id, policy.id)
    await plan(visit.rows, visit.snapshot.base, visit.person.id, visit.now)


async def _follow_series(visit: Visit, series: str) -> Outcome:
    await visit.rows.subscriptions.follow(visit.person.id, visit.chat.id, ("series", series), visit.now)
    return reply(series_followed_message(visit.snapshot.base.series[series].name, series))


async def _end(visit: Visit, targets: frozenset[Target], name: str) -> Outcome:
    mine = [one for one in await visit.rows.subscriptions.of(visit.person.id) if (one.kind, one.target) in targets]
    if not mine:
        return reply(say("这一项没有在提醒您。", "想要提醒就点“提醒我”。"))
    for one in mine:
        await visit.rows.subscriptions.end(one.id, visit.person.id, visit.now)
    return reply(say(f"已取消，不再提醒您：{name}", "想恢复时再点“提醒我”。"))
