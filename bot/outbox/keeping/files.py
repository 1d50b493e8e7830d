"""A file that an editor sent: fetched, checked with the whole base, kept as a proposal, and its card."""

import asyncio
from collections.abc import Mapping

from telegram import Bot
from telegram.constants import ChatAction

from bot.outbox.courier import Letters
from bot.outbox.keeping.cards import Cards
from bot.outbox.keeping.fetching import fetched
from bot.outbox.letter import letters_of
from bot.usecases.keeping.orders import FileOrder
from bot.usecases.keeping.placing import place_of, taken_from
from bot.usecases.refusals import PublishingError, lines_of
from bot.usecases.rights import may
from bot.views.keeping.proposals import gone_message, mistakes_message, refused_message, shown_name, unknown_version
from bot.views.message import Message
from knowledge.checks.names import name_problems
from knowledge.errors import KnowledgeError
from knowledge.reading.source import LARGEST
from storage.database import Database
from storage.queue_records import OutboxRecord


class Files:
    """Makes the letters."""

    def __init__(self, bot: Bot, database: Database, cards: Cards) -> None:
        """Nothing is fetched before it is ordered."""
        self._bot = bot
        self._database = database
        self._cards = cards

    async def letters(self, claim: OutboxRecord) -> Letters:
        """The card of what a file became, or what is wrong with it; none for who is no editor any more.

        Raises:
            TelegramError: Telegram cannot be reached just now.
        """
        order = FileOrder.model_validate_json(claim.body or "{}")
        await self._bot.send_chat_action(claim.telegram_chat_id, ChatAction.TYPING)
        raw = await fetched(self._bot, order.file, LARGEST)
        if raw is None:
            return letters_of(gone_message())
        message = await self._kept(order, raw, claim.person_id)
        return letters_of(message) if message else ()

    async def _kept(self, order: FileOrder, raw: bytes, person_id: int | None) -> Message | None:
        async with self._database.transaction() as rows:
            if person_id is None or not await may(rows, person_id, "editor"):
                return None
            latest = await rows.publications.latest_number()
            there = await rows.publications.digests(latest)
        if (taken := taken_from(order.name) or latest) > latest:
            return refused_message(f"{shown_name(order.name)} 没有收下", unknown_version(taken, latest))
        try:
            changes = {await asyncio.to_thread(_placed, order.name, raw, there): raw}
            if order.album is not None:
                return await self._cards.kept_together(taken, changes, order.why, person_id, order.album)
            return await self._cards.kept(taken, changes, order.why, person_id)
        except KnowledgeError as error:
            return mistakes_message(order.name, lines_of(error.problems), tuple(map(str, error.problems)))
        except PublishingError as error:
            return refused_message(f"{shown_name(order.name)} 没有收下", str(error))


def _placed(name: str, raw: bytes, there: Mapping[str, str]) -> str:
    """The place of a file.

    Raises:
        KnowledgeError: it has none, or cannot be read.
    """
    place = place_of(name, raw, there)
    problems = tuple(name_problems([place]))
    if problems:
        raise KnowledgeError(problems)
    return place
