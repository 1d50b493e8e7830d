"""Sends what the outbox holds and marks it; decides what each refusal of Telegram means.

A claim moves a message's next try forward by a lease, so that a killed process's messages come up again. Nothing that is
wrong with one message stops the others.

The rule for timeouts: where no connection came about, nothing was sent, and it is tried again for as long as that takes. Where the
answer did not come, Telegram may have taken the message: it is tried once more, so that it may come twice but not three times; when
that is left open too, it is set aside, and the log says so.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from aiohttp import ClientConnectorError, ConnectionTimeoutError
from structlog.contextvars import bound_contextvars
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.clock import Clock
from bot.gathering import Gathered
from bot.outbox.budget import PUSHES_AHEAD, AnswersFirstError, Budget, Place
from bot.outbox.letter import Letter, letters_of
from bot.outbox.limits import UNLIMITED, Limits
from bot.outbox.post import post
from bot.views.message import Message
from bot.vitals import Vitals
from storage.database import Database, Transaction
from storage.errors import DatabaseUnavailableError, StorageError
from storage.outbox import MAX_ATTEMPTS, REPLY, priority_of
from storage.queue_records import OutboxRecord

LEASE = timedelta(minutes=2)
BATCH = 25
"""Pushes claimed and under way at once: the most that may be repeated when a process dies."""
SENDING_SECONDS = 30.0
"""After this other work of a tick has its turn, too."""
FIRST_RETRY = timedelta(seconds=20)
LONGEST_WAIT = timedelta(minutes=10)
"""Between two tries to reach a Telegram that cannot be connected to."""
UPDATE = "update"
"""What a row of an answer calls the update that it answers, so that whoever sends it can say so in the log."""
MARKING_PAUSES = (0.2, 1.0, 3.0, 6.0)
"""Seconds after which it is tried again to mark what was sent, well before its lease ends."""
UNSETTLED = "unsettled"
"""How the error of a message begins of which it is open whether Telegram took it."""

log = structlog.get_logger()

Letters = tuple[Letter, ...]


@dataclass(frozen=True)
class Later:
    """A message is not to be sent before ``at``: its reader sleeps."""

    at: datetime


Composer = Callable[[Transaction, OutboxRecord], Awaitable[Letters | Later]]
"""Writes the letters of a message that is kept as a reference only; none when it need not be sent any more."""

Maker = Callable[[OutboxRecord], Awaitable[Letters]]
"""Makes the letters of a message of which the row holds only an order: outside of any transaction, and TelegramError means later."""


class Courier:
    """Brings messages from the outbox to Telegram."""

    def __init__(  # noqa: PLR0913 - who sends, what, when, and how fast
        self,
        bot: Bot,
        database: Database,
        clock: Clock,
        composers: Mapping[str, Composer],
        makers: Mapping[str, Maker] | None = None,
        *,
        limits: Limits = UNLIMITED,
        vitals: Vitals | None = None,
    ) -> None:
        """``composers`` and ``makers`` by the kind of message; ``limits``: what Telegram takes; ``vitals``: where tries are counted."""
        self._vitals = vitals or Vitals()
        self._budget = Budget(database, limits, waited=self._vitals.waits.add)
        self._paid = limits.paid
        self._bot = bot
        self._database = database
        self._clock = clock
        self._composers = composers
        self._makers = makers or {}
        self._under_way: set[int] = set()
        self._mark_sent = Gathered(self._mark_all_sent)

    async def send_claimed(self, claims: tuple[OutboxRecord, ...]) -> None:
        """Send replies that the transaction which wrote them also claimed, in order; after one that waits, the others wait too."""
        self._under_way.update(claim.id for claim in claims)
        through = True
        for claim in claims:
            through = through and await self._deliver(claim)
            self._under_way.discard(claim.id)

    async def send_untracked(self, telegram_chat_id: int, message: Message) -> None:
        """Send what must leave no row: the farewell of someone whose data was deleted, an apology when rows cannot be written."""
        try:
            for letter in letters_of(message):
                with suppress(StorageError):  # then Telegram itself says when it is too much
                    await self._budget.wait(telegram_chat_id)
                await post(self._bot, telegram_chat_id, letter)
        except TelegramError as error:
            log.info("an untracked message did not go through", reason=type(error).__name__)

    async def send_due(self, stop: asyncio.Event) -> None:
        """Send what is due, for a while at most, as fast as Telegram takes it; after ``stop`` only the batch under way."""
        ends_at = asyncio.get_running_loop().time() + SENDING_SECONDS
        at_once = min(BATCH, self._budget.pushes_at_once)
        while not stop.is_set() and asyncio.get_running_loop().time() < ends_at:
            batch = await self._claim(at_once)
            if batch is None:
                await asyncio.sleep(PUSHES_AHEAD)
                continue
            # A clock that was moved can end the lease of what this very process is still sending.
            free = [(claim, place) for claim, place in batch if claim.id not in self._under_way]
            async with asyncio.TaskGroup() as tasks:
                for claim, place in free:
                    tasks.create_task(self._push(claim, place))
            if len(batch) < at_once:
                return

    async def _claim(self, at_once: int) -> list[tuple[OutboxRecord, Place]] | None:
        """What is due, each with its place among all messages; None while answers wait for theirs."""
        try:
            async with self._database.transaction() as rows:
                claims = await rows.outbox.claim(self._clock.now(), at_once, LEASE)
                places = await self._budget.places_for_pushes(rows, len(claims)) if claims else ()
        except AnswersFirstError:
            return None
        return list(zip(claims, places, strict=True))

    async def _push(self, claim: OutboxRecord, place: Place) -> None:
        """Send one message at its place; where its chat has had enough for now, a little later."""
        try:
            again = await self._budget.place_for_push(claim.telegram_chat_id)
            if again is not None:
                await self._postpone(claim, self._clock.now() + timedelta(seconds=again))
                return
        except StorageError:
            log.exception("a message could not be sent now; it comes up again when its lease ends", outbox=claim.id)
            return
        await self._deliver(claim, place)

    async def _deliver(self, claim: OutboxRecord, place: Place | None = None) -> bool:
        """Send one message and mark it, whatever happens; whether it need not be tried again. What is logged names what it answers."""
        with bound_contextvars(**_origin(claim)):
            return await self._try(claim, place)

    async def _try(self, claim: OutboxRecord, place: Place | None) -> bool:
        try:
            return await self._send(claim, place)
        except StorageError:
            log.exception("a message could not be marked; it comes up again when its lease ends", outbox=claim.id)
        except Exception as error:
            log.exception("a message cannot be made; it is set aside", outbox=claim.id, kind=claim.kind)
            await self._set_aside(claim, error)
        return False

    async def _send(self, claim: OutboxRecord, place: Place | None) -> bool:
        message_id: int | None = None
        try:
            letters = await self._letters(claim)
            if isinstance(letters, Later):
                return await self._postpone(claim, letters.at)
            for number, letter in enumerate(letters):
                if number:
                    await self._budget.wait(claim.telegram_chat_id)
                elif (seconds := await self._budget.room(claim.telegram_chat_id, place)) is not None:
                    return await self._postpone(claim, self._clock.now() + timedelta(seconds=seconds))
                message_id = await post(self._bot, claim.telegram_chat_id, letter, paid=self._paid and priority_of(claim.kind) != REPLY)
        except TelegramError as error:
            self._tell(claim, type(error).__name__)
            return await self._settle(claim, error)
        self._tell(claim, "sent" if letters else "skipped")
        return await self._mark(claim, message_id, is_sent=bool(letters))

    async def _mark(self, claim: OutboxRecord, message_id: int | None, *, is_sent: bool) -> bool:
        """Note that it went out, or that it need not; a database that is away for a moment makes nobody read it twice."""
        was_open = False
        for pause in (*MARKING_PAUSES, None):
            try:
                if is_sent:
                    return await self._mark_sent((claim, message_id)) or was_open
                async with self._database.transaction() as rows:
                    return await rows.outbox.mark_skipped(claim, "no longer wanted or no longer true", self._clock.now()) or was_open
            except DatabaseUnavailableError:
                if pause is None:
                    raise
                was_open = True  # it may be marked without our knowing
                await asyncio.sleep(pause)
        return False

    async def _mark_all_sent(self, sent: Sequence[tuple[OutboxRecord, int | None]]) -> list[bool]:
        async with self._database.brief() as rows:
            marked = await rows.outbox.mark_all_sent(sent, self._clock.now())
        return [claim.id in marked for claim, _ in sent]

    def _tell(self, claim: OutboxRecord, outcome: str) -> None:
        self._vitals.sends[claim.kind, outcome] += 1
        log.info("a message was tried", outbox=claim.id, kind=claim.kind, tries=claim.attempts, outcome=outcome)

    async def _postpone(self, claim: OutboxRecord, at: datetime) -> bool:
        self._tell(claim, "later")
        async with self._database.transaction() as rows:
            await rows.outbox.postpone(claim, at)
        return False

    async def _letters(self, claim: OutboxRecord) -> Letters | Later:
        if claim.kind in self._makers:
            return await self._makers[claim.kind](claim)
        if claim.body is not None:
            return (Letter.model_validate_json(claim.body),)
        async with self._database.transaction() as rows:
            return await self._composers[claim.kind](rows, claim)

    async def _set_aside(self, claim: OutboxRecord, error: Exception) -> None:
        self._tell(claim, "broken")
        try:
            async with self._database.transaction() as rows:
                await rows.outbox.mark_dead(claim, type(error).__name__, self._clock.now())
        except StorageError:
            log.exception("a message could not be set aside", outbox=claim.id)

    async def _settle(self, claim: OutboxRecord, error: TelegramError) -> bool:
        """What a refusal means for the message; whether it is settled for good."""
        now = self._clock.now()
        reason = type(error).__name__
        async with self._database.transaction() as rows:
            match error:
                case RetryAfter():
                    wait = error.retry_after if isinstance(error.retry_after, timedelta) else timedelta(seconds=error.retry_after)
                    await self._budget.hold(rows, claim.telegram_chat_id, wait.total_seconds())
                    await rows.outbox.postpone(claim, now + wait)
                    return False
                case Forbidden():
                    await rows.chats.mark_unreachable(claim.chat_id, now)
                    return await rows.outbox.mark_skipped(claim, reason, now)
                case ChatMigrated():
                    await rows.chats.migrate(claim.telegram_chat_id, error.new_chat_id)
                    await rows.outbox.postpone(claim, now)
                    return False
                case BadRequest():
                    log.error("Telegram refuses a message", outbox=claim.id, kind=claim.kind, reason=error.message)
                    return await rows.outbox.mark_dead(claim, error.message, now)
                case NetworkError() if isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError):
                    log.warning("Telegram cannot be reached; trying again", outbox=claim.id, kind=claim.kind, reason=reason)
                    await rows.outbox.postpone(claim, now + min(FIRST_RETRY * 2 ** min(claim.postponed, 9), LONGEST_WAIT))
                    return False
                case _:
                    return await self._retry(rows, claim, error, now)

    async def _retry(self, rows: Transaction, claim: OutboxRecord, error: TelegramError, now: datetime) -> bool:
        """Try again after a while, unless it is open for a second time whether Telegram took it; whether that settles it."""
        was_open = (claim.error or "").startswith(UNSETTLED)
        is_open = isinstance(error, TimedOut) or (isinstance(error, NetworkError) and error.__cause__ is not None)
        reason = f"{UNSETTLED}: {type(error).__name__}" if is_open or was_open else type(error).__name__
        if is_open and was_open:
            log.error("it is open twice over whether a message arrived; it is set aside", outbox=claim.id, kind=claim.kind, reason=reason)
            return await rows.outbox.mark_dead(claim, reason, now)
        if claim.attempts - claim.postponed >= MAX_ATTEMPTS:
            log.error("a message did not go through after many tries; it is set aside", outbox=claim.id, kind=claim.kind, reason=reason)
        else:
            log.warning("a message did not go through; trying again", outbox=claim.id, kind=claim.kind, reason=reason)
        await rows.outbox.retry(claim, now + FIRST_RETRY * 2 ** (claim.attempts - claim.postponed - 1), reason, now)
        return False


def _origin(claim: OutboxRecord) -> dict[str, int]:
    """The update that a message answers, where it does."""
    about = json.loads(claim.reference)
    return {UPDATE: about[UPDATE]} if UPDATE in about else {}
