"""接收通知: switched in the settings, and off under every such message."""

from bot.handlers.visit import Outcome, Visit, redraw, reply
from bot.views.notices import changed_message, notices_message
from storage.wishes import NOTICES

ON, OFF = "1", "0"


async def on_notices(visit: Visit) -> Outcome:
    """How it stands; or the switch. What was read stays, so that the answer comes below."""
    match visit.argument():
        case "1" | "0" as said:
            await visit.rows.wishes.put(visit.person.id, NOTICES, visit.now, wanted=said == ON)
            return reply(changed_message(wanted=said == ON))
    return redraw(visit, notices_message(await visit.rows.wishes.of(visit.person.id, NOTICES)))
