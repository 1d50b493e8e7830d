"""Sends what the outbox holds and marks it; decides what each refusal of Telegram means.

A claim moves a message's next try forward by a lease, so that a killed process's messages come up again. A timeout leaves
open whether Telegram took the message: it is tried again, so that it may come twice but is never lost.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import structlog
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.clock import Clock
from bot.outbox.letter import Letter, letters_of
from bot.outbox.post import post
from bot.views.message import Message
from storage.database import Database, Transaction
from storage.records import OutboxRecord

LEASE = timedelta(minutes=2)
BATCH = 25
"""Pushes claimed and under way at once: the most that may be repeated when a process dies; a batch a second stays under Telegram's 30."""
BATCH_SECONDS = 1.0
FIRST_RETRY = timedelta(seconds=20)

log = structlog.get_logger()

Composer = Callable[[Transaction, OutboxRecord], Awaitable[Letter | None]]
"""Writes the letter of a message that is kept as a reference only; None when it need not be sent any more."""


class Courier:
    """Brings messages from the outbox to Telegram."""

    def __init__(self, bot: Bot, database: Database, clock: Clock, composers: Mapping[str, Composer]) -> None:
        """``composers`` by the kind of message."""
        self._bot = bot
        self._database = database
        self._clock = clock
        self._composers = composers

    async def send_claimed(self, claims: tuple[OutboxRecord, ...]) -> None:
        """Send replies that the transaction which wrote them also claimed, in order."""
        for claim in claims:
            await self._deliver(claim)

    async def send_untracked(self, telegram_chat_id: int, message: Message) -> None:
        """Send what must leave no row: the farewell of someone whose data was deleted, an apology when rows cannot be written."""
        try:
            for letter in letters_of(message):
                await post(self._bot, telegram_chat_id, letter)
        except TelegramError as error:
            log.info("an untracked message did not go through", reason=type(error).__name__)

    async def send_due(self) -> int:
        """Send all that is due, a batch a second; how many were taken up."""
        taken = 0
        while True:
            started = asyncio.get_running_loop().time()
            async with self._database.transaction() as rows:
                claims = await rows.outbox.claim(self._clock.now(), BATCH, LEASE)
            async with asyncio.TaskGroup() as tasks:
                for claim in claims:
                    tasks.create_task(self._deliver(claim))
            taken += len(claims)
            if len(claims) < BATCH:
                return taken
            await asyncio.sleep(max(0.0, started + BATCH_SECONDS - asyncio.get_running_loop().time()))

    async def _deliver(self, claim: OutboxRecord) -> None:
        letter = await self._letter(claim)
        if letter is None:
            return
        try:
            message_id = await post(self._bot, claim.telegram_chat_id, letter)
        except TelegramError as error:
            await self._settle(claim, error)
        else:
            async with self._database.transaction() as rows:
                await rows.outbox.mark_sent(claim, message_id, self._clock.now())

    async def _letter(self, claim: OutboxRecord) -> Letter | None:
        if claim.body is not None:
            return Letter.model_validate_json(claim.body)
        async with self._database.transaction() as rows:
            letter = await self._composers[claim.kind](rows, claim)
            if letter is None:
                await rows.outbox.mark_skipped(claim, "no longer wanted or no longer true", self._clock.now())
        return letter

    async def _settle(self, claim: OutboxRecord, error: TelegramError) -> None:
        now = self._clock.now()
        reason = type(error).__name__
        async with self._database.transaction() as rows:
            match error:
                case RetryAfter():
                    wait = error.retry_after
                    await rows.outbox.postpone(claim, now + (timedelta(seconds=wait) if isinstance(wait, int) else wait))
                case Forbidden():
                    await rows.chats.mark_unreachable(claim.chat_id, now)
                    await rows.outbox.mark_skipped(claim, reason, now)
                case ChatMigrated():
                    await rows.chats.migrate(claim.telegram_chat_id, error.new_chat_id)
                    await rows.outbox.postpone(claim, now)
                case BadRequest():
                    log.error("Telegram refuses a message", outbox=claim.id, kind=claim.kind, reason=error.message)
                    await rows.outbox.mark_dead(claim, error.message, now)
                case _:
                    log.warning("a message did not go through; trying again", outbox=claim.id, kind=claim.kind, reason=reason)
                    await rows.outbox.retry(claim, now + FIRST_RETRY * 2 ** (claim.attempts - claim.postponed - 1), reason, now)
