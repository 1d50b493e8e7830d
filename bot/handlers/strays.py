"""What is neither text nor a button: a short kind answer that says what would work."""

from bot import texts
from bot.handlers.visit import Outcome, Visit, reply
from bot.views.message import say


async def on_stray(visit: Visit) -> Outcome:
    """A picture, a voice note, a sticker, a file, a place, an edited message and the rest; in groups only silence."""
    message = visit.update.effective_message
    is_moving = message is not None and message.location is not None and visit.update.edited_message is not None
    if not visit.is_private or is_moving:
        return Outcome()
    return reply(say(texts.NOT_TEXT[_sort(visit)]))


async def on_stale(_: Visit) -> Outcome:
    """A button that this version does not know, or a forged one."""
    return reply(say(texts.STALE_GONE))


def _sort(visit: Visit) -> str:
    message = visit.update.effective_message
    if visit.update.edited_message is not None:
        return "edited"
    if message is None:
        return "other"
    kinds = {
        "photo": message.photo or message.video or message.animation,
        "voice": message.voice or message.audio or message.video_note,
        "sticker": message.sticker,
        "document": message.document,
        "location": message.location,
    }
    return next((kind for kind, found in kinds.items() if found), "other")
