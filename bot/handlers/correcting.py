"""/changes, 更正记录: what was put right, for everybody."""

from typing import Final

from bot.handlers import commands
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.correcting import corrections_of, lately_corrected
from bot.views.correcting import corrections_message, lately_message
from bot.views.message import Message
from bot.views.withheld import withheld_message
from knowledge.policy import Policy

VERB: Final = "zh"
MOST_POLICIES, MOST_VERSIONS = 8, 5


async def on_changes(visit: Visit) -> Outcome:
    """Of the policy that is named, else of all."""
    if not commands.argument(visit):
        return await _lately(visit)
    named = await commands.named_press(visit, (VERB, VERB))
    if isinstance(named, Message):
        return reply(named)
    target = visit.snapshot.codes.find_target(named.arguments[0])
    return await _of(visit, visit.snapshot.base.policies[target[0]]) if target else await _lately(visit)


async def on_press(visit: Visit) -> Outcome:
    """Of the policy on the button, else of all."""
    target = visit.snapshot.codes.find_target(visit.argument())
    return await _of(visit, visit.snapshot.base.policies[target[0]]) if target else await _lately(visit)


async def _of(visit: Visit, policy: Policy) -> Outcome:
    base = visit.snapshot.base
    if policy.id in base.withdrawn:  # a correction would tell what is being verified
        return reply(withheld_message(base, policy))
    return reply(corrections_message(base, policy, await corrections_of(visit.rows, base.facts, policy.id, MOST_VERSIONS)))


async def _lately(visit: Visit) -> Outcome:
    return reply(lately_message(visit.snapshot.base, await lately_corrected(visit.rows, MOST_POLICIES)))
