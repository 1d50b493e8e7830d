"""Many people at once: a template on request, and the filled-in table, which is only noted here and worked on after the turn."""

from bot import texts
from bot.handlers.visit import Outcome, Visit, reply
from bot.tables.opening import MOST_BYTES, too_large
from bot.usecases.orders import TableOrder
from bot.usecases.scope import PolicyScope
from bot.views.many import policies_message, refusal_message, tracks_message
from bot.views.message import say

ENDINGS = ("xlsx", "xls", "xlsm", "xlsb", "csv", "et", "ods", "numbers")
"""Of files that are taken for tables; whether they can be read is told from their bytes."""


async def on_list(visit: Visit) -> Outcome:
    """Whose template?"""
    return reply(policies_message(visit.snapshot.base))


async def on_policy(visit: Visit) -> Outcome:
    """A policy was chosen; where it has tracks, which?"""
    policy = visit.policy()
    if policy is not None and policy.tracks:
        return reply(tracks_message(policy))
    return await on_template(visit)


async def on_template(visit: Visit) -> Outcome:
    """The template of a policy or one of its tracks."""
    target = visit.snapshot.codes.find_target(visit.argument())
    if target is None or visit.snapshot.base.policies[target[0]].applicant is None:
        return reply(say(texts.STALE_GONE))
    return Outcome(orders=(TableOrder(about=str(PolicyScope(*target))),))


async def on_table(visit: Visit) -> Outcome:
    """A table was sent; what stands in it is looked at after the turn, what Telegram says of its size before."""
    message = visit.update.effective_message
    assert message is not None  # noqa: S101 - only messages
    assert message.document is not None  # noqa: S101 - and of these only files get here
    document = message.document
    if document.file_size and document.file_size > MOST_BYTES:
        return reply(refusal_message(too_large(document.file_size)))
    return Outcome(orders=(TableOrder(file=document.file_id),))
