"""A notice that an editor sent: fetched, read by a process of its own, and sent back as a file to finish. Nothing of it is kept."""

import asyncio

from telegram import Bot
from telegram.constants import ChatAction

from bot.outbox.courier import Letters
from bot.outbox.keeping.fetching import fetched
from bot.outbox.letter import letters_of
from bot.usecases.keeping.apart import drafted_apart
from bot.usecases.keeping.drafting import Asked, same_as
from bot.usecases.keeping.orders import NoticeOrder
from bot.usecases.refusals import lines_of
from bot.usecases.rights import may
from bot.usecases.snapshot import Snapshots
from bot.views.keeping.drafting import draft_message, unread_message
from bot.views.keeping.proposals import gone_message, mistakes_message
from bot.views.message import Message
from knowledge.drafting.formats import LARGEST, UnreadableError
from knowledge.drafting.words import words_for
from knowledge.errors import KnowledgeError
from storage.database import Database
from storage.queue_records import OutboxRecord


class NoticeLetters:
    """Makes the letters. One at a time: each reads as fast as a processor can."""

    def __init__(self, bot: Bot, database: Database, snapshots: Snapshots) -> None:
        """Nothing is fetched before it is ordered."""
        self._bot = bot
        self._database = database
        self._snapshots = snapshots
        self._one_at_a_time = asyncio.Lock()

    async def letters(self, claim: OutboxRecord) -> Letters:
        """The draft, or why there is none; nothing for who is no editor any more.

        Raises:
            TelegramError: Telegram cannot be reached just now.
        """
        order = NoticeOrder.model_validate_json(claim.body or "{}")
        async with self._database.transaction() as rows:
            if not await may(rows, claim.person_id or 0, "editor"):
                return ()
        await self._bot.send_chat_action(claim.telegram_chat_id, ChatAction.TYPING)
        raw = await fetched(self._bot, order.file, LARGEST)
        return letters_of(gone_message() if raw is None else await self._drafted(order, raw))

    async def _drafted(self, order: NoticeOrder, raw: bytes) -> Message:
        base = self._snapshots.current.base
        try:
            words = await asyncio.to_thread(words_for, self._snapshots.folder)
            asked = Asked(suffix=order.suffix, wish=order.wish, taken=frozenset(base.policies), facts=dict(base.facts), words=words)
            async with self._one_at_a_time:
                made = await drafted_apart(asked, raw)
        except KnowledgeError as error:
            return mistakes_message("drafting/words.yaml", lines_of(error.problems))
        except UnreadableError as error:
            return unread_message(str(error))
        same = same_as(base, made)
        return draft_message(made, base.policies[same] if same else base.policies.get(order.wish))
