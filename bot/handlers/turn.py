"""The frame around every handler: one update, one transaction, sending after its commit."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram import CallbackQuery, ChatMember, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.callbacks import read_press
from bot.clock import Clock
from bot.handlers.braking import hold_back
from bot.handlers.inline import answer_inline
from bot.handlers.visit import Handler, Outcome, Visit
from bot.outbox.courier import LEASE, UPDATE, Courier
from bot.outbox.letter import Letter, letters_of
from bot.usecases.braking import Paces
from bot.usecases.keeping.withdrawing import heed
from bot.usecases.listening import plan
from bot.usecases.snapshot import Snapshots
from bot.usecases.telling import note_told
from bot.usecases.units.attending import come_back, thrown_out
from storage.database import Database, Transaction
from storage.queue_records import Message, OutboxRecord
from storage.records import ChatKind, ChatRecord

log = structlog.get_logger()

TelegramHandler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]

KINDS: dict[str, ChatKind] = {"private": "private", "group": "group", "supergroup": "supergroup", "channel": "channel"}


class AlreadyHandledError(Exception):
    """Another worker was faster; this transaction is rolled back."""


class Turns:
    """Makes handlers of ours into handlers of python-telegram-bot."""

    def __init__(  # noqa: PLR0913  (what a turn needs; there is no smaller whole in it)
        self,
        database: Database,
        snapshots: Snapshots,
        courier: Courier,
        clock: Clock,
        *,
        paces: Paces | None = None,
        on_push: Callable[[], None] = lambda: None,
    ) -> None:
        """What every turn needs; ``paces``: how fast one person is answered; ``on_push``: called when a turn leaves pushes to send now."""
        self._database = database
        self._snapshots = snapshots
        self._courier = courier
        self._clock = clock
        self._paces = paces or Paces()
        self._on_push = on_push

    def take(self, handler: Handler) -> TelegramHandler:
        """The handler in its frame."""

        async def framed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            await self._run(handler, update)

        return framed

    async def look_up(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what is typed behind the bot's name in any chat; nothing is kept of it, and too late nobody waits for it."""
        async with self._database.brief() as rows:
            is_new = await rows.inbox.mark_handled(update.update_id, self._clock.now())
        if not is_new or update.inline_query is None:
            return
        try:
            await answer_inline(update.inline_query, self._snapshots.current, self._clock.now())
        except TelegramError as error:
            log.info("an inline query could not be answered", reason=type(error).__name__)

    async def skip(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Note an update that nobody needs to answer."""
        async with self._database.brief() as rows:
            await rows.inbox.mark_handled(update.update_id, self._clock.now())

    async def _run(self, handler: Handler, update: Update) -> None:
        try:
            async with self._database.brief() as rows:
                outcome, claims = await self._act(handler, update, rows)
        except AlreadyHandledError:
            return
        if rows.outbox.has_due_push or rows.broadcasts.has_turned:
            self._on_push()
        await self._courier.send_claimed(claims)
        if outcome.farewell is not None and update.effective_chat is not None:
            await self._courier.send_untracked(update.effective_chat.id, outcome.farewell)
        if update.callback_query is not None:
            await _acknowledge(update.callback_query, outcome.toast)

    async def _act(self, handler: Handler, update: Update, rows: Transaction) -> tuple[Outcome, tuple[OutboxRecord, ...]]:
        now = self._clock.now()
        if not await rows.inbox.mark_handled(update.update_id, now):
            raise AlreadyHandledError
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None:
            return Outcome(), ()
        if _has_left(update):
            await rows.chats.mark_unreachable_there(chat.id, now)
            await thrown_out(rows, chat.id, now)
            return Outcome(), ()
        person = await rows.people.ensure(user.id, now)
        place = await rows.chats.ensure(chat.id, KINDS[chat.type], person.id if chat.type == "private" else None, now)
        if place.unreachable_since is not None:
            await rows.chats.mark_reachable(place.id)
            if place.kind == "private":
                await plan(rows, self._snapshots.current.base, person.id, now, away=place)
            else:
                await come_back(rows, self._snapshots.current.base, place.id, now)
        press = read_press(update.callback_query.data or "") if update.callback_query else None
        await heed(rows, self._snapshots)
        visit = Visit(rows, self._snapshots.current, person, place, now, update, press)
        outcome = await hold_back(visit, await handler(visit), self._paces)
        if visit.is_private and outcome.farewell is None:
            await note_told(rows, person.id, _told(outcome), visit.snapshot.base.version, now)
        asked = update.effective_message
        reply_to = asked.message_id if asked is not None and place.kind != "private" else None
        return outcome, await self._write(rows, place, person.id, outcome, update.update_id, reply_to)

    async def _write(  # noqa: PLR0913, PLR0917 - what is said, to whom, and what it answers
        self, rows: Transaction, place: ChatRecord, person_id: int, outcome: Outcome, update_id: int, reply_to: int | None
    ) -> tuple[OutboxRecord, ...]:
        """Put the replies in the outbox and claim them at once, so that only a crash makes somebody else send them."""
        now = self._clock.now()
        origin = json.dumps({UPDATE: update_id})
        written = [("reply", letter.model_dump_json(exclude_defaults=True)) for letter in _letters(outcome, reply_to)]
        written += [(order.kind, order.model_dump_json(exclude_defaults=True)) for order in outcome.orders]
        claims: list[OutboxRecord] = []
        for kind, body in written:
            message = Message(kind=kind, chat_id=place.id, person_id=person_id, due_at=now, body=body, reference=origin)
            claim = await rows.outbox.add_claimed(message, place.telegram_chat_id, now, LEASE)
            claims += [claim] if claim is not None else []
        return tuple(claims)


def _told(outcome: Outcome) -> frozenset[tuple[str, str]]:
    """The facts that an outcome states."""
    return outcome.tells.union(*(one.message.tells for one in outcome.replies))


def _letters(outcome: Outcome, reply_to: int | None) -> tuple[Letter, ...]:
    """What to send; ``reply_to``: the message that the first of them answers."""
    letters = [letter for reply in outcome.replies for letter in letters_of(reply.message, reply.edit)]
    return (letters[0].model_copy(update={"reply_to": reply_to}), *letters[1:]) if letters else ()


def _has_left(update: Update) -> bool:
    """Whether the bot was blocked or sent away: noted where a row is, without making one for somebody who goes."""
    change = update.my_chat_member
    return change is not None and change.new_chat_member.status in {ChatMember.BANNED, ChatMember.LEFT}


async def _acknowledge(query: CallbackQuery, toast: str | None) -> None:
    """Stop the button's spinner; when it is too late for that, nobody misses it."""
    try:
        await query.answer(toast)
    except TelegramError as error:
        log.info("a button press could not be acknowledged", reason=type(error).__name__)
