"""Blank forms: the file where one is attached, else whom to ask for it."""

from collections.abc import Sequence

from bot import texts
from bot.callbacks import code
from bot.clock import SHANGHAI
from bot.handlers.visit import Outcome, Reply, Visit, reply
from bot.usecases.forms import asks_for_form, forms_of, wanted_forms
from bot.usecases.orders import FormOrder
from bot.views.answer import only_track
from bot.views.forms import forms_message, has_forms, which_forms_message
from bot.views.message import say
from bot.views.next_steps import MOST_CHOICES
from bot.views.topics.section import View
from knowledge.entries import Document
from knowledge.search.understanding import Understanding

MOST_AT_ONCE = 3
"""Files sent without being asked for one by one."""


async def on_asked(visit: Visit, understood: Understanding) -> Outcome | None:
    """A question that wants forms themselves; None for all others."""
    if understood.action == "none" or "materials" not in understood.intents:
        return None
    text = understood.read_as or understood.question
    if not asks_for_form(text):
        return None
    base = visit.snapshot.base
    having = tuple(one for one in understood.policies if has_forms(base.policies[one]))
    if understood.action == "answer" and len(understood.policies) == 1:
        policy = base.policies[understood.policies[0]]
        track = only_track(policy, understood.tracks)
        return _handed(await _view(visit, policy.id, track), wanted_forms(policy, track, text))
    return reply(which_forms_message(base, having[:MOST_CHOICES])) if having else None


async def on_press(visit: Visit) -> Outcome:
    """All forms of a policy, or the one that the button names."""
    target = visit.snapshot.codes.find_target(visit.argument())
    if target is None:
        return reply(say(texts.STALE_GONE))
    view = await _view(visit, *target)
    forms = forms_of(view.policy, view.track)
    wanted = tuple(one for one in forms if code("entry", f"{view.policy.id}/{one.id}") == visit.argument(1))
    if wanted and wanted[0].file is not None:
        return Outcome(orders=(_order(view, wanted[0]),))
    return _handed(view, wanted or forms, toast=texts.STALE if visit.argument(1) else None)


def _handed(view: View, wanted: Sequence[Document], toast: str | None = None) -> Outcome:
    """Said what comes, and ordered; of many files a button each."""
    held = [one for one in wanted if one.file is not None]
    sent, offered = (held, []) if len(held) <= MOST_AT_ONCE else ([], held)
    lacking = [one for one in wanted if one.file is None]
    told = forms_message(view, sent, offered, lacking)
    return Outcome((Reply(told),), toast, tuple(_order(view, one) for one in sent))


def _order(view: View, document: Document) -> FormOrder:
    return FormOrder(policy=view.policy.id, document=document.id)


async def _view(visit: Visit, policy: str, track: str | None) -> View:
    base = visit.snapshot.base
    return View(base, base.policies[policy], track, visit.now.astimezone(SHANGHAI), await visit.answers())
