"""What is neither text nor a button: a short kind answer that says what would work."""

from bot import texts
from bot.handlers.units.table import on_words
from bot.handlers.visit import Handler, Outcome, Visit, reply
from bot.views.message import say


async def on_stray(visit: Visit) -> Outcome:
    """A picture, a voice note, a sticker, a file, a place, an edited message and the rest; in groups only silence."""
    if (awaited := await on_words(visit)) is not None:
        return awaited
    message = visit.update.effective_message
    is_moving = message is not None and message.location is not None and visit.update.edited_message is not None
    if not visit.is_private or is_moving or not await _is_first(visit):
        return Outcome()
    return reply(say(texts.NOT_TEXT[_sort(visit)]))


def noting_albums(handler: Handler) -> Handler:
    """The handler of what has words, which answers each of them; what is in the same album without any is then passed over."""

    async def noted(visit: Visit) -> Outcome:
        await _is_first(visit)
        return await handler(visit)

    return noted


async def _is_first(visit: Visit) -> bool:
    """Whether it is not one more of an album that was spoken of already."""
    message = visit.update.effective_message
    album = message.media_group_id if message else None
    return album is None or await visit.rows.brakes.is_first_of(album, visit.chat.id, visit.person.id, visit.now)


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
