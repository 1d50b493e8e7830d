"""Whose link is mine: asked with a button, stored like any answer, told with the deadline."""

from bot import texts
from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.usecases.answer_rows import row_of
from bot.usecases.routing import asked_about, open_question
from bot.usecases.scope import PolicyScope, find_scope
from bot.views.answer import policy_answer
from bot.views.message import Message, say
from bot.views.routes import answers_by_mark, route_consent, route_question
from bot.views.topics.section import View


async def on_route(visit: Visit) -> Outcome:
    """Which step is mine? The answer comes below, so that the earlier one stays."""
    scope = _scope(visit)
    if scope is None:
        return reply(say(texts.STALE_GONE))
    if visit.person.consented_at is None:
        return reply(route_consent(await _view(visit, scope)))
    return reply(await _next(visit, scope))


async def on_route_consent(visit: Visit) -> Outcome:
    """The person agreed to have their answers stored; on with the question."""
    scope = _scope(visit)
    if scope is None:
        return reply(say(texts.STALE_GONE))
    await visit.rows.people.give_consent(visit.person.id, "answers", visit.now)
    return redraw(visit, await _next(visit, scope))


async def on_route_answer(visit: Visit) -> Outcome:
    """A button of the question: taken if that question is the one that is open, else drawn anew."""
    scope = _scope(visit)
    if scope is None:
        return reply(say(texts.STALE_GONE))
    base = visit.snapshot.base
    if visit.person.consented_at is None:
        return redraw(visit, route_consent(await _view(visit, scope)), texts.STALE)
    fact = open_question(base, scope, await visit.answers())
    answer = answers_by_mark(fact).get(visit.argument(2)) if fact else None
    if fact is None or answer is None or visit.snapshot.codes.find("fact", visit.argument(1)) != fact.id:
        return redraw(visit, await _next(visit, scope), texts.STALE)
    await visit.rows.answers.put(visit.person.id, row_of(base, fact.id, answer), visit.now)
    return redraw(visit, await _next(visit, scope))


async def on_route_again(visit: Visit) -> Outcome:
    """Asked anew: what was answered about the way is forgotten."""
    scope = _scope(visit)
    if scope is None:
        return reply(say(texts.STALE_GONE))
    for fact in asked_about(visit.snapshot.base, scope):
        await visit.rows.answers.remove(visit.person.id, fact)
    return await on_route(visit)


async def _next(visit: Visit, scope: PolicyScope) -> Message:
    """The question that is open; with none left, the deadline."""
    view = await _view(visit, scope)
    fact = open_question(view.base, scope, view.answers)
    return route_question(view, fact) if fact else policy_answer(view, ("deadline",))


async def _view(visit: Visit, scope: PolicyScope) -> View:
    base = visit.snapshot.base
    return View(base, base.policies[scope.policy], scope.track, visit.now, await visit.answers())


def _scope(visit: Visit) -> PolicyScope | None:
    """What the pressed button is about."""
    scope = find_scope(visit.snapshot.codes, visit.argument())
    return scope if isinstance(scope, PolicyScope) else None
