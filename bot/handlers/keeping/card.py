"""/admin: the card from which all keeping begins."""

from bot.handlers.visit import Outcome, Visit, reply
from bot.usecases.rights import role_of
from bot.views.keeping.card import card_message


async def on_card(visit: Visit) -> Outcome:
    """What this person may do."""
    role = await role_of(visit.rows, visit.person.id)
    return reply(card_message(role, len(await visit.rows.proposals.open()))) if role else Outcome()
