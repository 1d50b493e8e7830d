"""The buttons of a reminder: once more tomorrow, handed in, no more of this step; and back again."""

from bot import texts
from bot.handlers.following import policy_pressed, stage_pressed
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.listening import listener_of, plan
from bot.usecases.reminding import is_coming, last_days, policy_of, routes_of, stages_of
from bot.usecases.rhythms import zone_of
from bot.usecases.snoozing import snoozed, tomorrow
from bot.views.following import done_message, lifted_message, silenced_message, snoozed_message
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
    (last,) = last_days(visit.snapshot.base, policy, (stage,))
    rhythm = visit.person.rhythm
    again = tomorrow(rhythm, last, visit.now)
    if again is None:
        return reply(say(OVER))
    if not again.already:
        await visit.rows.outbox.add(snoozed(policy, stage, again.at, visit.person.id, visit.chat.id), visit.now)
    return reply(snoozed_message(policy, again.at.astimezone(zone_of(rhythm.timezone)), already=again.already))


async def on_done(visit: Visit) -> Outcome:
    """Handed in: no more reminders of this policy."""
    policy = policy_pressed(visit)
    if policy is None:
        return reply(say(texts.STALE_GONE))
    await visit.rows.silences.put(visit.person.id, policy.id, WHOLE, "done", visit.now)
    follows = any(policy_of(one) == policy.id for one in await visit.rows.subscriptions.of(visit.person.id) if one.kind != "unit")
    return reply(done_message(policy, follows=follows))


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
    """Hear of a policy again."""
    policy = policy_pressed(visit)
    if policy is None:
        return reply(say(texts.STALE_GONE))
    await visit.rows.silences.lift(visit.person.id, policy.id)
    await plan(visit.rows, visit.snapshot.base, visit.person.id, visit.now)
    return reply(lifted_message(policy))


async def _together(visit: Visit, policy: Policy, stage: Stage) -> tuple[Stage, ...]:
    """A stage and what one reminder told of beside it."""
    base = visit.snapshot.base
    listener = await listener_of(visit.rows, base, visit.person)
    theirs = stages_of(policy, routes_of(base, policy, listener), listener).values()
    return (stage, *(one for one in theirs if one.ends == stage.ends and one.id != stage.id))
