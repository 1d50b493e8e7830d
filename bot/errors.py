"""The one place where bugs end up: logged for us, an apology for the person, the update set aside.

A database that is away is no bug: nothing was done, so the update is handled once it is back.
"""

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot import texts
from bot.outbox.courier import Courier
from bot.views.message import say
from storage.database import Database
from storage.errors import DatabaseUnavailableError, StorageError

log = structlog.get_logger()


class Apologies:
    """python-telegram-bot's error handler."""

    def __init__(self, database: Database, courier: Courier) -> None:
        """What setting an update aside and saying sorry need."""
        self._database = database
        self._courier = courier
        self._untouched: set[int] = set()

    def is_untouched(self, update_id: int) -> bool:
        """Whether an update is as if it had not been handled; told once."""
        if update_id not in self._untouched:
            return False
        self._untouched.remove(update_id)
        return True

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the error without the person's words; an update that cannot be set aside now is tried again at the next start."""
        error = context.error
        number = update.update_id if isinstance(update, Update) else None
        if number is not None and isinstance(error, DatabaseUnavailableError):
            log.warning("the database is away; an update is handled once it is back", update=number)
            self._untouched.add(number)
            return
        log.error("an update could not be handled", update=number, error=type(error).__name__, exc_info=error)
        if not isinstance(update, Update):
            return
        try:
            async with self._database.transaction() as rows:
                await rows.inbox.mark_failed_attempt(update.update_id, type(error).__name__, give_up_after=1)
        except StorageError:
            log.exception("the update stays in the inbox for the next start", update=number)
        if update.effective_chat is not None:
            await self._courier.send_untracked(update.effective_chat.id, say(texts.SORRY))
        if update.callback_query is not None:
            try:
                await update.callback_query.answer()
            except TelegramError as failure:
                log.info("a button press could not be acknowledged", reason=type(failure).__name__)
