"""The buttons of a reminder: once more tomorrow, handed in, no more of this step; and back again."""

from collections.abc import Mapping

from bot import texts
from bot.handlers.following import policy_pressed, stage_pressed
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.listening import listener_of, plan
from bot.usecases.reminding import SNOOZE, is_coming, last_days, policy_of, routes_of, stages_of
from bot.usecases.rhythms import LastDay, zone_of
from bot.usecases.snoozing import Step, snoozed, tomorrow
from bot.usecases.units.audience import own_days_to_come
from bot.usecases.units.inner import last_day_of
from bot.views.following import done_message, lifted_message, muted_message, silenced_message, snoozed_message, unheard_message
from bot.views.message import say
from knowledge.entries import Stage
from knowledge.policy import Policy
from storage.silences import WHOLE

OVER = "今天就到期了，请马上办，来不及的先打电话问。"


async def on_tomorrow(visit: Visit) -> Outcome:
    """Be reminded once more tomorrow, at one's own hour."""
    policy = policy_pressed(visit)
    stage = stage_pressed(visit, policy)
    if policy is None or stage is None or not is_coming(stage, visit.now):
        return reply(say(texts.STALE_GONE))
    if stage.id not in await _theirs(visit, policy):
        return reply(muted_message(policy) if await _follows(visit, policy) else unheard_message(policy))
    (last,) = last_days(visit.snapshot.base, policy, (stage,))
    rhythm = visit.person.rhythm
    again = tomorrow(rhythm, last, visit.now)
    if again is None:
        return reply(say(OVER))
    if not again.already:
        step = Step(SNOOZE, policy.id, stage.id, stage.ends)
        await visit.rows.outbox.add(snoozed(step, again.at, visit.person.id, visit.chat.id), visit.now)
    return reply(snoozed_message(policy, again.at.astimezone(zone_of(rhythm.timezone)), already=again.already))


async def on_done(visit: Visit) -> Outcome:
    """Handed in: no more reminders of this policy."""
    policy = policy_pressed(visit)
    if policy is None:
        return reply(say(texts.STALE_GONE))
    await visit.rows.silences.put(visit.person.id, policy.id, WHOLE, "done", visit.now)
    return reply(done_message(policy, follows=await _follows(visit, policy)))


async def on_enough(visit: Visit) -> Outcome:
    """No more reminders of a stage, and of what else of theirs ends on the same day."""
    policy = policy_pressed(visit)
    stage = stage_pressed(visit, policy)
    if policy is None or stage is None:
        return reply(say(texts.STALE_GONE))
    together = await _together(visit, policy, stage)
    for one in together:
        await visit.rows.silences.put(visit.person.id, policy.id, one.id, "enough", visit.now)
    return reply(silenced_message(policy, together))


async def on_lift(visit: Visit) -> Outcome:
    """Hear of a policy again; whoever has nothing more to come of it is told so."""
    policy = policy_pressed(visit)
    if policy is None:
        return reply(say(texts.STALE_GONE))
    await visit.rows.silences.lift(visit.person.id, policy.id)
    await plan(visit.rows, visit.snapshot.base, visit.person.id, visit.now)
    lasts = (*await _coming(visit, policy), *await _own_days(visit, policy))
    if not lasts and not await _follows(visit, policy):
        return reply(unheard_message(policy))
    return reply(lifted_message(policy, lasts, visit.person.rhythm, visit.now))


async def _follows(visit: Visit, policy: Policy) -> bool:
    """Whether they hear of the notice's own dates, and not for a unit."""
    return any(policy_of(one) == policy.id for one in await visit.rows.subscriptions.of(visit.person.id) if one.kind != "unit")


async def _coming(visit: Visit, policy: Policy) -> tuple[LastDay, ...]:
    """The last days of theirs that are not over."""
    theirs = (await _theirs(visit, policy)).values()
    return last_days(visit.snapshot.base, policy, (stage for stage in theirs if is_coming(stage, visit.now)))


async def _own_days(visit: Visit, policy: Policy) -> tuple[LastDay, ...]:
    """The same of the days by which their units want it."""
    records = await own_days_to_come(visit.rows, visit.person.id, visit.now)
    return tuple(last_day_of(record) for record in records if record.policy == policy.id)


async def _together(visit: Visit, policy: Policy, stage: Stage) -> tuple[Stage, ...]:
    """A stage and what one reminder told of beside it."""
    theirs = (await _theirs(visit, policy)).values()
    return (stage, *(one for one in theirs if one.ends == stage.ends and one.id != stage.id))


async def _theirs(visit: Visit, policy: Policy) -> Mapping[str, Stage]:
    """The stages of which they are reminded, by id."""
    base = visit.snapshot.base
    listener = await listener_of(visit.rows, base, visit.person)
    return stages_of(policy, routes_of(base, policy, listener), listener)
