"""Several questions in one message."""

import asyncio

from bot.clock import SHANGHAI
from bot.handlers.memory import last_told, remember
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.leaning import leaning_of
from bot.usecases.several import questions_in, several
from bot.views.several import several_message


async def on_several(visit: Visit, text: str) -> Outcome | None:
    """Each answered by itself where they are about several things; None where one answer does."""
    if len(questions_in(text)) == 1:  # as most are: no thread is gone to
        return None
    today = visit.now.astimezone(SHANGHAI).date()
    found = await asyncio.to_thread(several, visit.snapshot, text, today, await last_told(visit))
    if found is None:
        return None
    for one in found.told:
        await remember(visit, leaning_of(one))
    return reply(several_message(visit.snapshot.base, found, visit.now, await visit.answers(), inner=await visit.inner_days()))
