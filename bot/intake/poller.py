"""Long polling that confirms nothing before it is written down.

python-telegram-bot's own updater confirms a batch before it is handled, so that a kill loses it. Here a batch goes into the inbox in one
transaction, and only the next request, with the offset behind it, confirms it.
"""

import asyncio
from typing import NoReturn

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.intake.lanes import Lanes
from storage.database import Database
from storage.errors import StorageError
from storage.records import InboxRecord, IncomingUpdate

POLL_SECONDS = 30
PAUSE_AFTER_ERROR = 3.0
ALLOWED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER)

log = structlog.get_logger()


class Poller:
    """Brings updates from Telegram to the lanes, by way of the inbox."""

    def __init__(self, bot: Bot, database: Database, lanes: Lanes[InboxRecord], clock: Clock) -> None:
        """Nothing is asked before ``run``."""
        self._bot = bot
        self._database = database
        self._lanes = lanes
        self._clock = clock

    async def resume(self) -> None:
        """Take up what was written down but not handled when the last process ended."""
        async with self._database.transaction() as rows:
            waiting = await rows.inbox.waiting()
        for record in waiting:
            self._lanes.add(record.lane, record)

    async def run(self) -> NoReturn:
        """Ask, write down, hand on; for ever."""
        offset: int | None = None
        while True:
            try:
                updates = await self._bot.get_updates(offset=offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED)
                await self.receive(updates)
                offset = updates[-1].update_id + 1 if updates else offset
            except InvalidToken:
                raise
            except Conflict:
                log.warning("another process polls with the same token; stop one of the two")
                await asyncio.sleep(PAUSE_AFTER_ERROR)
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error))
            except TelegramError as error:
                log.warning("Telegram does not answer; trying again", error=type(error).__name__)
                await asyncio.sleep(PAUSE_AFTER_ERROR)
            except StorageError:
                log.exception("updates could not be written down; they are asked for again")
                await asyncio.sleep(PAUSE_AFTER_ERROR)

    async def receive(self, updates: tuple[Update, ...]) -> None:
        """Write a batch down and hand on what is new in it."""
        if not updates:
            return
        now = self._clock.now()
        incoming = {update.update_id: _incoming(update) for update in updates}
        async with self._database.transaction() as rows:
            new = await rows.inbox.receive(incoming.values(), now)
        for update_id in new:
            one = incoming[update_id]
            self._lanes.add(one.lane, InboxRecord(update_id=update_id, lane=one.lane, payload=one.payload, received_at=now, attempts=0))


def _incoming(update: Update) -> IncomingUpdate:
    user = update.effective_user
    chat = update.effective_chat
    lane = f"user:{user.id}" if user else f"chat:{chat.id}" if chat else "nobody"
    return IncomingUpdate(update_id=update.update_id, lane=lane, telegram_user_id=user.id if user else None, payload=update.to_json())


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
