"""/admin: the card from which all keeping begins."""

from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.keeping.stewarding import overdue_for
from bot.usecases.rights import role_of
from bot.views.keeping.card import card_message


async def on_card(visit: Visit) -> Outcome:
    """What this person may do."""
    role, person = await role_of(visit.rows, visit.person.id), visit.person.id
    overdue = await overdue_for(visit.rows, visit.snapshot.base, person, visit.now)
    return reply(card_message(role, len(await visit.rows.proposals.open()), len(overdue))) if role else Outcome()
