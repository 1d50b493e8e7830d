"""Dates to take along: a calendar file, a picture of who does what when."""

from bot import texts
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.following import ids_followed, policies_followed, tracks_followed
from bot.usecases.keeping.withdrawing import are_withdrawn
from bot.usecases.listening import listener_of
from bot.usecases.orders import TimelineOrder
from bot.usecases.reminding import Listener
from bot.usecases.scope import PolicyScope
from bot.usecases.units.audience import withdrawn_days_of
from bot.usecases.versions import Versions
from bot.views.calendar import Reader, calendar_file, cancellations, dated_stages
from bot.views.calendar_words import all_calendar_message, calendar_message, no_dates_message
from bot.views.message import say, telling
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
    file = await _file(visit, [(policy, stage) for stage in stages], frozenset({policy.id}))
    return reply(calendar_message(policy, track, file) if file else no_dates_message(policy))


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
    return Outcome(orders=(TimelineOrder(about=(str(PolicyScope(*target)),)),), tells=telling(target[0], "deadline"))


async def _all_followed(visit: Visit) -> Outcome:
    """The file of everything; what is being verified is left out, and no calendar is told anything of it."""
    base = visit.snapshot.base
    listener = await listener_of(visit.rows, base, visit.person)
    held = {policy.id for policy in policies_followed(base, listener) if are_withdrawn(base, policy, ("stages",))}
    wanted = [
        (policy, stage)
        for policy in policies_followed(base, listener)
        if policy.id not in held
        for stage in _of_policy(visit, policy, tracks_followed(policy, listener), listener)
    ]
    followed = ids_followed(listener) - held
    file = await _file(visit, wanted, followed)
    return reply(all_calendar_message(len(followed), file) if file else say(*texts.NO_SUBSCRIPTIONS))


def _of_policy(visit: Visit, policy: Policy, tracks: tuple[str | None, ...], listener: Listener) -> tuple[Stage, ...]:
    """The dated stages that can concern the person, by what they answered."""
    routes = [route_of(visit.snapshot.base, policy, track, listener.answers) for track in tracks]
    possible = {stage.id for route in routes for stage in route.possible}
    return tuple(stage for stage in dated_stages(policy) if stage.id in possible)


async def _file(visit: Visit, wanted: list[tuple[Policy, Stage]], about: frozenset[str]) -> bytes | None:
    """The file, with what was cancelled of these policies; None where there is nothing to put in it."""
    base, versions = visit.snapshot.base, Versions(await visit.rows.deadlines.of(about))
    withdrawn = await withdrawn_days_of(visit.rows, visit.person.id) if visit.is_private else {}
    reader = Reader(visit.now, visit.person.rhythm, versions, await visit.inner_days(), withdrawn)
    if not wanted and not any(cancellations(base, about, reader)):
        return None
    return calendar_file(base, wanted, reader, about=about)
