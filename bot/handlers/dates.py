"""Dates to take along: a calendar file, a picture of who does what when."""

from bot import texts
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.following import policies_followed, tracks_followed
from bot.usecases.listening import listener_of
from bot.usecases.orders import TimelineOrder
from bot.usecases.reminding import Listener
from bot.usecases.scope import PolicyScope
from bot.usecases.versions import Versions
from bot.views.calendar import Reader, calendar_file, dated_stages
from bot.views.calendar_words import all_calendar_message, calendar_message, no_dates_message
from bot.views.message import say
from eligibility.route import route_of
from knowledge.entries import Stage
from knowledge.policy import Policy


async def on_calendar(visit: Visit) -> Outcome:
    """A calendar file: of the policy or track that the button names, by the person's own way through it; else of all that they follow."""
    if not visit.argument():
        return await _all_followed(visit)
    target = visit.snapshot.codes.find_target(visit.argument())
    if target is None:
        return reply(say(texts.STALE_GONE))
    policy, track = visit.snapshot.base.policies[target[0]], target[1]
    listener = await listener_of(visit.rows, visit.snapshot.base, visit.person)
    stages = _of_policy(visit, policy, (track,), listener)
    if not stages:
        return reply(no_dates_message(policy))
    return reply(calendar_message(policy, track, await _file(visit, [(policy, stage) for stage in stages])))


async def on_timeline(visit: Visit) -> Outcome:
    """A picture: of the policy or track that the button names, else of all that is followed; drawn and sent once the turn is over."""
    if not visit.argument():
        listener = await listener_of(visit.rows, visit.snapshot.base, visit.person)
        followed = policies_followed(visit.snapshot.base, listener)
        about = tuple(str(PolicyScope(policy.id, track)) for policy in followed for track in tracks_followed(policy, listener))
        return Outcome(orders=(TimelineOrder(about=about),)) if about else reply(say(*texts.NO_SUBSCRIPTIONS))
    target = visit.snapshot.codes.find_target(visit.argument())
    if target is None:
        return reply(say(texts.STALE_GONE))
    return Outcome(orders=(TimelineOrder(about=(str(PolicyScope(*target)),)),))


async def _all_followed(visit: Visit) -> Outcome:
    base = visit.snapshot.base
    listener = await listener_of(visit.rows, base, visit.person)
    wanted = [
        (policy, stage)
        for policy in policies_followed(base, listener)
        for stage in _of_policy(visit, policy, tracks_followed(policy, listener), listener)
    ]
    if not wanted:
        return reply(say(*texts.NO_SUBSCRIPTIONS))
    return reply(all_calendar_message(len({policy.id for policy, _ in wanted}), await _file(visit, wanted)))


def _of_policy(visit: Visit, policy: Policy, tracks: tuple[str | None, ...], listener: Listener) -> tuple[Stage, ...]:
    """The dated stages that can concern the person, by what they answered."""
    routes = [route_of(visit.snapshot.base, policy, track, listener.answers) for track in tracks]
    possible = {stage.id for route in routes for stage in route.possible}
    return tuple(stage for stage in dated_stages(policy) if stage.id in possible)


async def _file(visit: Visit, wanted: list[tuple[Policy, Stage]]) -> bytes:
    versions = Versions(await visit.rows.deadlines.of({policy.id for policy, _ in wanted}))
    return calendar_file(visit.snapshot.base, wanted, Reader(visit.now, visit.person.rhythm, versions, await visit.inner_days()))
