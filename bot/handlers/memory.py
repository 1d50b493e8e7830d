"""What a person was last told about in a chat, so that half a question can lean on it."""

from bot.handlers.visit import Visit
from bot.usecases.leaning import FADES, read, written
from bot.usecases.tallying import note_asked
from knowledge.search.understanding import Leaning


async def last_told(visit: Visit) -> Leaning | None:
    """What this person was told about here a short while ago; nothing of those who speak without a name of their own."""
    if visit.is_anonymous:
        return None
    about = await visit.rows.topics.since(visit.chat.id, visit.person.id, visit.now - FADES)
    return read(about) if about else None


async def remember(visit: Visit, leaning: Leaning | None) -> None:
    """Keep what this person was told about here, and forget what faded."""
    if leaning is not None:
        await note_asked(visit.rows, leaning, visit.now)
    if leaning is not None and not visit.is_anonymous:
        await visit.rows.topics.keep(visit.chat.id, visit.person.id, written(leaning), visit.now)
        await visit.rows.topics.forget_before(visit.now - FADES)
