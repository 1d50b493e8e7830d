"""Long polling that confirms nothing before it is written down.

python-telegram-bot's own updater confirms a batch before it is handled, so that a kill loses it. Here a batch goes into the inbox in one
transaction, and only the next request, with the offset behind it, confirms it.
"""

import asyncio
from typing import NoReturn

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.intake.incoming import ALLOWED, incoming
from bot.intake.reception import Reception
from storage.errors import StorageError

POLL_SECONDS = 30
PAUSE_AFTER_ERROR = 3.0

TWO_POLLERS = "another process polls with the same token; stop one of the two, or run several with --webhook"
WEBHOOK_SET = "another process has set a webhook for the same token, and gets the updates; stop one of the two"

log = structlog.get_logger()


class Poller:
    """Brings updates from Telegram to where they come in."""

    def __init__(self, bot: Bot, reception: Reception) -> None:
        """Nothing is asked before ``run``."""
        self._bot = bot
        self._reception = reception

    async def run(self) -> NoReturn:
        """Ask, write down, hand on; for ever. A webhook that was set before is taken off, or Telegram would not answer."""
        offset: int | None = None
        has_webhook = True
        while True:
            try:
                if has_webhook:
                    has_webhook = not await self._bot.delete_webhook()
                updates = await self._bot.get_updates(offset=offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED)
                await self._reception.receive([incoming(update) for update in updates])
                offset = updates[-1].update_id + 1 if updates else offset
            except InvalidToken:
                raise
            except Conflict as error:
                log.warning(WEBHOOK_SET if "webhook" in error.message.lower() else TWO_POLLERS)
                await asyncio.sleep(PAUSE_AFTER_ERROR)
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error))
            except TelegramError as error:
                log.warning("Telegram does not answer; trying again", error=type(error).__name__)
                await asyncio.sleep(PAUSE_AFTER_ERROR)
            except StorageError:
                log.exception("updates could not be written down; they are asked for again")
                await asyncio.sleep(PAUSE_AFTER_ERROR)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
