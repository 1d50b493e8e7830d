"""A sheet for the unit: what goes onto it, then a text at once and a picture made when it is sent."""

from bot import texts
from bot.clock import SHANGHAI
from bot.handlers.visit import Outcome, Reply, Visit, redraw, reply
from bot.usecases.orders import SheetOrder
from bot.usecases.scope import PolicyScope
from bot.usecases.sheets import choosable, chosen_of, required
from bot.views.message import Message, say, telling
from bot.views.sheet_choices import sheet_choice_message, sheet_tracks_message
from bot.views.sheets import sheet_message, sheet_of
from bot.views.topics.section import View


async def on_begin(visit: Visit) -> Outcome:
    """Which conditions are to be on it? The question comes below, so that the answer stays."""
    view = await _view(visit)
    return reply(_first(view) if view else say(texts.STALE_GONE))


async def on_choose(visit: Visit) -> Outcome:
    """A condition more or less; in the same place."""
    view = await _view(visit)
    if view is None or not visit.argument(1):
        return redraw(visit, _first(view) if view else say(texts.STALE_GONE))
    chosen = chosen_of(choosable(view.policy, view.track), visit.argument(1), visit.argument(2))
    return redraw(visit, _first(view), texts.STALE) if chosen is None else redraw(visit, sheet_choice_message(view, chosen))


async def on_make(visit: Visit) -> Outcome:
    """The text, and the order of the picture."""
    view = await _view(visit)
    if view is None:
        return reply(say(texts.STALE_GONE))
    chosen = chosen_of(choosable(view.policy, view.track), visit.argument(1), visit.argument(2))
    if chosen is None:
        return redraw(visit, _first(view), texts.STALE)
    order = SheetOrder(about=str(PolicyScope(view.policy.id, view.track)), conditions=tuple(sorted(chosen)))
    tells = telling(view.policy.id, "conditions", "how_to_apply", "deadline", "materials")
    return Outcome((Reply(sheet_message(sheet_of(view, chosen))),), orders=(order,), tells=tells)


def _first(view: View) -> Message:
    if view.policy.tracks and view.track is None:
        return sheet_tracks_message(view.policy)
    return sheet_choice_message(view, required(choosable(view.policy, view.track)))


async def _view(visit: Visit) -> View | None:
    """What the pressed button is about; None where this knowledge has it no more, or nobody can apply for it."""
    target = visit.snapshot.codes.find_target(visit.argument())
    policy = visit.snapshot.base.policies[target[0]] if target else None
    if target is None or policy is None or policy.applicant is None:
        return None
    return View(visit.snapshot.base, policy, target[1], visit.now.astimezone(SHANGHAI), await visit.answers())
