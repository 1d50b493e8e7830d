"""A result on demand in full: every condition with its clause and the person's own answer."""

from bot import texts
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.interviewing import Finished, judged
from bot.usecases.matching import standing_now
from bot.usecases.scope import PolicyScope, find_scope, targets_of
from bot.views.message import say
from bot.views.verdict_details import details_message


async def on_details(visit: Visit) -> Outcome:
    """One policy condition by condition, from the answers as they are stored now; as a screening judges it after one."""
    base = visit.snapshot.base
    scope = find_scope(visit.snapshot.codes, visit.argument())
    if not isinstance(scope, PolicyScope) or base.policies[scope.policy].applicant is None:
        return reply(say(texts.STALE_GONE))
    answers = await visit.answers()
    finished = judged(base, scope, answers, visit.now)
    screened = visit.argument(1) == "s"
    standing = await standing_now(visit.rows, base, visit.person.id, scope, visit.now) if screened else None
    if standing is not None:
        finished = Finished(scope, targets_of(base, scope), standing.verdicts, answers)
    return redraw(visit, details_message(base, finished, visit.now, screened=screened))
