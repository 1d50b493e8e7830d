"""Long polling that confirms nothing before it is written down.

python-telegram-bot's own updater confirms a batch before it is handled, so that a kill loses it. Here a batch goes into the inbox in one
transaction, as it came, and only the next request, with the offset behind it, confirms it.
"""

import asyncio
from typing import NoReturn

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.intake.asking import Asking
from bot.intake.incoming import incoming
from bot.intake.reception import Reception
from storage.errors import StorageError

PAUSE_AFTER_ERROR = 3.0

TWO_POLLERS = "another process polls with the same token; stop one of the two, or run several with --webhook"
WEBHOOK_SET = "another process has set a webhook for the same token, and gets the updates; stop one of the two"

log = structlog.get_logger()


class Poller:
    """Brings updates from Telegram to where they come in."""

    def __init__(self, bot: Bot, asking: Asking, reception: Reception) -> None:
        """Nothing is asked before ``run``."""
        self._bot = bot
        self._asking = asking
        self._reception = reception

    async def run(self) -> NoReturn:
        """Ask, write down, hand on; for ever. A webhook that was set before is taken off, or Telegram would not answer."""
        offset: int | None = None
        has_webhook = True
        while True:
            try:
                if has_webhook:
                    has_webhook = not await self._bot.delete_webhook()
                found = await self._asking.updates(offset)
                updates = [one for one in map(incoming, found) if one is not None]
                await self._reception.receive(updates)
                offset = max((one.update_id + 1 for one in updates), default=offset)
                if len(updates) < len(found):
                    log.error("Telegram sent what is no update", number=len(found) - len(updates))
                    await asyncio.sleep(PAUSE_AFTER_ERROR)  # else we would ask for it again and again, where nothing comes behind it
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
