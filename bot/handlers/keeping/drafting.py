"""A notice was sent; it is read after the turn, what Telegram says of its size before."""

from pathlib import PurePosixPath

from bot.handlers import strays
from bot.handlers.units.table import on_words
from bot.handlers.visit import Handler, Outcome, Reply, Visit, reply
from bot.usecases.keeping.drafting import wish_of
from bot.usecases.keeping.orders import NoticeOrder
from bot.usecases.rights import may
from bot.views.keeping.drafting import reading_message, unread_message
from bot.views.keeping.proposals import shown_name
from knowledge.drafting.formats import LARGEST, TOO_LARGE

ENDINGS = ("txt", "html", "htm", "docx", "pdf", "doc", "wps", "rtf")
"""Of files that are taken for notices; those that cannot be read are told what to become."""


def noticing(otherwise: Handler) -> Handler:
    """The handler of such files, where a dialog awaits nothing else: to an editor a draft, to anybody else a file like any other.

    ``otherwise``: takes one with words under it.
    """

    async def noticed(visit: Visit) -> Outcome:
        if (awaited := await on_words(visit)) is not None:
            return awaited
        if not await may(visit.rows, visit.person.id, "editor"):
            return await (otherwise if visit.text else strays.on_stray)(visit)
        message = visit.update.effective_message
        assert message is not None  # noqa: S101 - only messages
        assert message.document is not None  # noqa: S101 - and of these only files get here
        document, name = message.document, message.document.file_name or ""
        if document.file_size and document.file_size > LARGEST:
            return reply(unread_message(TOO_LARGE))
        path = PurePosixPath(name)
        order = NoticeOrder(file=document.file_id, suffix=path.suffix.lower(), wish=wish_of(visit.text, path.stem))
        return Outcome((Reply(reading_message(shown_name(name))),), orders=(order,))

    return noticed
