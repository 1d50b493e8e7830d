"""Follow, list, end."""

from bot import texts
from bot.handlers import changing, ticking
from bot.handlers.visit import Outcome, Reply, Visit, redraw, reply
from bot.usecases.following import named
from bot.usecases.reminding import OFFSETS, is_coming, target_of, targets_of_policy
from bot.views.message import say
from bot.views.reminders import followed_message, series_followed_message, subscriptions_message
from eligibility.route import route_of
from storage.records import SubscriptionKind

MOST_DIGITS = 18
"""Of a row's number: a forged button may carry more than a database takes."""


async def on_follow(visit: Visit) -> Outcome:
    """Be reminded of the deadlines of a policy, or of one of its tracks; when they are all past, of the next edition."""
    target = visit.snapshot.codes.find_target(visit.argument())
    if target is None:
        return reply(say(texts.STALE_GONE))
    policy, track = visit.snapshot.base.policies[target[0]], target[1]
    route = route_of(visit.snapshot.base, policy, track, await visit.answers())
    coming = tuple(stage for stage in route.dated if is_coming(stage, visit.now))
    if not coming:
        return await _follow_series(visit, policy.series.id)
    await visit.rows.subscriptions.follow(visit.person.id, visit.chat.id, target_of(policy.id, track), visit.now)
    return reply(followed_message(visit.snapshot.base, route, track, coming, _times()))


async def on_follow_series(visit: Visit) -> Outcome:
    """Be told of a series' next edition."""
    series = visit.snapshot.codes.find("series", visit.argument())
    if series is None:
        return reply(say(texts.STALE_GONE))
    return await _follow_series(visit, series)


async def on_unfollow(visit: Visit) -> Outcome:
    """No more reminders of a policy, its tracks included."""
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
    is_number = number.isdecimal() and len(number) <= MOST_DIGITS
    ended = is_number and await visit.rows.subscriptions.end(int(number), visit.person.id, visit.now)
    followed = named(visit.snapshot.base, await visit.rows.subscriptions.of(visit.person.id))
    return redraw(visit, subscriptions_message(followed), "已取消" if ended else texts.STALE)


async def on_my(visit: Visit) -> Outcome:
    """What is followed, and the questionnaires and checklists that are kept."""
    message = subscriptions_message(named(visit.snapshot.base, await visit.rows.subscriptions.of(visit.person.id)))
    kept = await changing.on_kept(visit)
    return Outcome((Reply(message), *kept.replies, *(await ticking.on_kept(visit)).replies))


async def _follow_series(visit: Visit, series: str) -> Outcome:
    await visit.rows.subscriptions.follow(visit.person.id, visit.chat.id, ("series", series), visit.now)
    return reply(series_followed_message(visit.snapshot.base.series[series].name, series))


async def _end(visit: Visit, targets: frozenset[tuple[SubscriptionKind, str]], name: str) -> Outcome:
    mine = [one for one in await visit.rows.subscriptions.of(visit.person.id) if (one.kind, one.target) in targets]
    if not mine:
        return reply(say("这一项没有在提醒您。", "想要提醒就点“提醒我”。"))
    for one in mine:
        await visit.rows.subscriptions.end(one.id, visit.person.id, visit.now)
    return reply(say(f"已取消，不再提醒您：{name}", "想恢复时再点“提醒我”。"))


def _times() -> str:
    days = "、".join(str(days) for days in OFFSETS if days)
    return f"截止前 {days} 天和当天，早上 9 点（北京时间）发给您。"
