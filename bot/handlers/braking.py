"""The brake on what is said: whoever writes faster than anybody reads is answered for a while, told once, then left to ease off."""

from dataclasses import replace

from bot import texts
from bot.handlers.visit import Outcome, Reply, Visit
from bot.usecases.braking import FADES, Going, Paces, braked
from bot.views.message import say


async def hold_back(visit: Visit, outcome: Outcome, paces: Paces) -> Outcome:
    """The outcome as far as it is said now; what the update did is done, and a farewell always goes out."""
    if not (outcome.replies or outcome.orders):
        return outcome
    stood = await visit.rows.brakes.of(visit.chat.id, visit.person.id)
    going, brake = braked(paces.private if visit.is_private else paces.group, stood, visit.now)
    await visit.rows.brakes.put(visit.chat.id, visit.person.id, brake)
    await visit.rows.brakes.forget_before(visit.now - FADES)
    return outcome if going == "on" else _held(visit, outcome, going)


def _held(visit: Visit, outcome: Outcome, going: Going) -> Outcome:
    """The one word, below what was pressed or written; every button that is pressed too fast says it by itself."""
    toast = texts.SLOWLY[0] if visit.update.callback_query else None
    return replace(outcome, replies=(Reply(say(*texts.SLOWLY)),) if going == "warn" else (), orders=(), toast=toast)
