"""处理好了: a report was looked into; who reported it is told, and the others who keep the knowledge need not look."""

from collections.abc import Mapping
from typing import Final

from bot.handlers.keeping.allowed import pressing
from bot.handlers.units.pressed import number_of
from bot.handlers.units.telling import tell
from bot.handlers.visit import Handler, Outcome, Visit, redraw
from bot.usecases.feedback import Shown, settle
from bot.views.message import say
from bot.views.reporting import looked_into_message, settled_message


async def on_settled(visit: Visit) -> Outcome:
    """Once; of two who press it one is told that somebody did already."""
    report = await settle(visit.rows, number_of(visit.argument()), visit.person.id, visit.now)
    if report is None:
        return redraw(visit, say("这一条已经有人处理了，或者说的人撤回了。"))
    if report.person_id != visit.person.id:
        await tell(visit, report.person_id, looked_into_message(visit.snapshot.base, Shown.model_validate_json(report.about)))
    return redraw(visit, settled_message(report.id))


PRESSES: Final[Mapping[str, Handler]] = {"vw": pressing("editor", on_settled)}
