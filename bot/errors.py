"""The one place where bugs end up: logged for us, an apology for the person, the update set aside.

A database that is away is no bug: nothing was done, so the update is handled once it is back.
"""

from typing import Literal

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot import texts
from bot.outbox.courier import Courier
from bot.views.message import say
from storage.database import Database
from storage.errors import DatabaseUnavailableError, StorageError

Outcome = Literal["handled", "failed", "again"]

log = structlog.get_logger()


class Apologies:
    """python-telegram-bot's error handler."""

    def __init__(self, database: Database, courier: Courier) -> None:
        """What setting an update aside and saying sorry need."""
        self._database = database
        self._courier = courier
        self._outcomes: dict[int, Outcome] = {}

    def outcome_of(self, update_id: int) -> Outcome:
        """How the handling of an update ended: ``again``, it is as if it had not been handled; told once."""
        return self._outcomes.pop(update_id, "handled")

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the error without the person's words; an update that cannot be set aside now is tried again at the next start."""
        error = context.error
        number = update.update_id if isinstance(update, Update) else None
        if number is not None and isinstance(error, DatabaseUnavailableError):
            log.warning("the database is away; an update is handled once it is back", update=number)
            self._outcomes[number] = "again"
            return
        log.error("an update could not be handled", update=number, error=type(error).__name__, exc_info=error)
        if not isinstance(update, Update):
            return
        self._outcomes[update.update_id] = "failed"
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
