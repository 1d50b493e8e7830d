"""A long text: the notice that it is, held against the one on file."""

import asyncio
import re

from bot import texts
from bot.handlers import parts
from bot.handlers.memory import last_told, remember
from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.claiming import claimed, is_doubted, is_passed_on, strange_number
from bot.views.message import Message, say
from bot.views.pasted import claim_message, pasted_message, strange_number_message
from bot.views.warning import warning_message
from knowledge.pasted.notices import Pasted
from knowledge.search.understanding import Leaning, Understanding

_ASKING = re.compile("[?？][^?？]+[?？]")
"""A list of questions, not a notice."""


async def on_pasted(visit: Visit, text: str) -> Outcome:
    """Compare it; what is no notice is too long for a question."""
    last = await last_told(visit)
    # In a thread: reading a long text takes a while, and the first one builds what it is compared with.
    pasted = await asyncio.to_thread(visit.snapshot.notices.compare, text, last.policy if last else None)
    asks = pasted is None or (pasted.verdict == "unknown" and _ASKING.search(text) is not None)
    if asks and (told := await parts.on_several(visit, text)):
        return told
    if pasted is None:
        return reply(say(texts.TOO_LONG))
    if pasted.verdict in {"same", "differs"}:
        await remember(visit, Leaning(pasted.policies[0]))
    return reply(pasted_message(visit.snapshot.base, pasted, len(text), _warning(visit, pasted)))


async def on_claimed(visit: Visit, text: str, understood: Understanding) -> Outcome | None:
    """What is said, or pasted in few lines, of one policy: compared figure by figure; None where it is none."""
    if not is_passed_on(text):
        return None
    last = await last_told(visit)
    pasted = await asyncio.to_thread(claimed, visit.snapshot, text, understood, last.policy if last else None)
    if pasted is None:
        number = strange_number(text, understood)
        return reply(strange_number_message(number)) if number else None
    warning = _warning(visit, pasted)
    await remember(visit, Leaning(pasted.policies[0]))
    base = visit.snapshot.base
    if is_doubted(text):
        return reply(claim_message(base, pasted, warning))
    return reply(pasted_message(base, pasted, len(text), warning))


def _warning(visit: Visit, pasted: Pasted) -> Message | None:
    """What is said first of a text that asks for money."""
    if not any(one.kind == "fee" for one in pasted.differences):
        return None
    base = visit.snapshot.base
    return warning_message(base, visit.snapshot.shortcuts.warning, base.policies[pasted.policies[0]], visit.now)
