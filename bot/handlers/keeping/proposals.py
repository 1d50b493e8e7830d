"""A change that waits: shown, explained, agreed to, published, let go."""

from bot.handlers.visit import Outcome, Visit
from bot.usecases.keeping.orders import CardOrder


async def show(visit: Visit, number: int) -> Outcome:  # noqa: ARG001 - as every handler
    """The card of a proposal; what would come of it is worked out after the turn."""
    return Outcome(orders=(CardOrder(proposal=number),))
