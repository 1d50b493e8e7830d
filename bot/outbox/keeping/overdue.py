"""What is to be checked, once a week, as it stands when it is sent."""

from bot.clock import SHANGHAI
from bot.outbox.pushing import Pushing
from bot.usecases.keeping.stewarding import names_of, overdue_for
from bot.views.keeping.stewarding import overdue_message
from bot.views.message import Message


async def overdue(push: Pushing) -> Message | None:
    """The list of its reader; nothing where all was checked meanwhile, or they keep nothing any more."""
    late = await overdue_for(push.rows, push.base, push.person.id, push.now)
    return overdue_message(push.base, late, await names_of(push.rows, late), push.now.astimezone(SHANGHAI).date()) if late else None
