"""What a handler gets and what it gives back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from telegram import Message as TelegramMessage
from telegram import Update

from bot.callbacks import Press
from bot.usecases.answer_rows import answers_of
from bot.usecases.orders import Order
from bot.usecases.snapshot import Snapshot
from bot.usecases.units.audience import inner_days_of
from bot.usecases.units.inner import InnerDays
from bot.views.message import Message
from eligibility.answers import Answers
from knowledge.policy import Policy
from storage.database import Transaction
from storage.records import ChatRecord, PersonRecord


@dataclass(frozen=True)
class Visit:
    """One update of one person in one chat, inside its transaction."""

    rows: Transaction
    snapshot: Snapshot
    person: PersonRecord
    chat: ChatRecord
    now: datetime
    update: Update
    press: Press | None = None

    @property
    def is_private(self) -> bool:
        """Whether only this person reads along."""
        return self.chat.kind == "private"

    @property
    def text(self) -> str:
        """What the person typed, under a picture too; empty when it was something else."""
        message = self.update.effective_message
        return (message.text or message.caption or "") if message and self.update.callback_query is None else ""

    @property
    def is_new(self) -> bool:
        """Whether this is the first that is heard in this chat."""
        return self.chat.created_at == self.now

    @property
    def is_anonymous(self) -> bool:
        """Whether somebody speaks in the name of a group or channel: Telegram then gives many people one and the same user."""
        message = self.update.effective_message
        return self.update.callback_query is None and message is not None and message.sender_chat is not None

    async def answers(self) -> Answers:
        """What the person answered before; nothing where others read along."""
        return answers_of(self.snapshot.base, await self.rows.answers.of(self.person.id)) if self.is_private else {}

    async def inner_days(self) -> InnerDays:
        """By policy, the day by which the person's unit wants it; nothing where others read along."""
        return await inner_days_of(self.rows, self.person.id, self.now) if self.is_private else {}

    def argument(self, position: int = 0) -> str:
        """What the pressed button names; empty where it names nothing."""
        arguments = self.press.arguments if self.press else ()
        return arguments[position] if position < len(arguments) else ""

    def policy(self, position: int = 0) -> Policy | None:
        """The policy that the pressed button names there; None when this knowledge has none such."""
        return self.snapshot.base.policies.get(self.snapshot.codes.find("policy", self.argument(position)) or "")

    @property
    def pressed_text(self) -> str:
        """The words of the message whose button was pressed; empty where Telegram no longer gives them."""
        query = self.update.callback_query
        return (query.message.text or "") if query and isinstance(query.message, TelegramMessage) else ""

    @property
    def pressed_message(self) -> int | None:
        """The message whose button was pressed."""
        query = self.update.callback_query
        return query.message.message_id if query and query.message else None


@dataclass(frozen=True)
class Reply:
    """A message for the chat of the visit; with ``edit`` it takes the place of an earlier one."""

    message: Message
    edit: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What a handler wants said: messages, and a short notice on the button that was pressed."""

    replies: tuple[Reply, ...] = ()
    toast: str | None = None
    orders: tuple[Order, ...] = ()
    """What is to be made and sent once the turn is committed."""
    tells: frozenset[tuple[str, str]] = frozenset()
    """The facts that what is ordered states, as ``Message.tells``."""
    farewell: Message | None = None
    """A last message after everything about the person was deleted; it is sent without leaving a row."""


Handler = Callable[[Visit], Awaitable[Outcome]]


def reply(*messages: Message, toast: str | None = None) -> Outcome:
    """New messages below."""
    return Outcome(tuple(Reply(message) for message in messages), toast)


def redraw(visit: Visit, message: Message, toast: str | None = None) -> Outcome:
    """The message in the place of the one whose button was pressed; below, when nothing was pressed."""
    return Outcome((Reply(message, visit.pressed_message),), toast)
