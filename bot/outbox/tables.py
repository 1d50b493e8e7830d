"""Tables made when they are sent: fetched, judged and written in a thread, outside of any transaction, and kept nowhere.

What is written down is the order alone. A process that dies begins it anew from the file that Telegram still holds; where that
is gone, the person is asked to send it again. The spreadsheet library is read in the thread that first needs it.
"""

import asyncio

import structlog
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import BadRequest, InvalidToken

from bot import texts
from bot.clock import Clock
from bot.outbox.letter import Letter, letters_of
from bot.tables.opening import MOST_BYTES, TableError, too_large
from bot.usecases.keeping.withdrawing import is_unjudged
from bot.usecases.many import judge_rows
from bot.usecases.orders import TableOrder
from bot.usecases.scope import PolicyScope, read_scope
from bot.usecases.snapshot import Snapshots
from bot.views.citing import name_of
from bot.views.many import column_notes, refusal_message, result_message, template_message
from bot.views.message import Attachment, Message
from bot.views.withheld import LEAD, ask_line
from knowledge.base import KnowledgeBase
from storage.queue_records import OutboxRecord

AT_ONCE = 2
"""Tables worked on at the same time; more would only make everybody wait longer."""

log = structlog.get_logger()


class Tables:
    """Makes the letters of orders."""

    def __init__(self, bot: Bot, snapshots: Snapshots, clock: Clock) -> None:
        """Nothing is fetched before ``letters``."""
        self._bot = bot
        self._snapshots = snapshots
        self._clock = clock
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def letters(self, claim: OutboxRecord) -> tuple[Letter, ...]:
        """The letters of one order.

        Raises:
            TelegramError: Telegram cannot be reached just now.
        """
        order = TableOrder.model_validate_json(claim.body or "{}")
        async with self._slots:
            await self._bot.send_chat_action(claim.telegram_chat_id, ChatAction.UPLOAD_DOCUMENT)
            return letters_of(await self._message(order))

    async def _message(self, order: TableOrder) -> Message:
        try:
            if order.file is None:
                return await asyncio.to_thread(self._empty, order.about or "")
            return await asyncio.to_thread(self._checked, await self._fetch(order.file))
        except TableError as error:
            return refusal_message(str(error))
        except (BadRequest, InvalidToken):  # so the library calls a file that is not there
            return refusal_message(texts.TABLE_GONE)

    async def _fetch(self, file_id: str) -> bytes:
        file = await self._bot.get_file(file_id)
        if file.file_size and file.file_size > MOST_BYTES:
            raise TableError(too_large(file.file_size))
        return bytes(await file.download_as_bytearray())

    def _empty(self, about: str) -> Message:
        from bot.tables.template import file_name, template  # noqa: PLC0415 - see the module's docstring

        base = self._snapshots.current.base
        scope = read_scope(base, about)
        if not isinstance(scope, PolicyScope):
            raise TableError(texts.STALE_GONE)
        _withhold(base, scope)
        content = template(base, scope, self._clock.now())
        return template_message(base, scope, Attachment(file_name(base, scope), content))

    def _checked(self, content: bytes) -> Message:
        from bot.tables.filled import read_filled  # noqa: PLC0415 - see the module's docstring
        from bot.tables.results import RESULT_NAME, results  # noqa: PLC0415 - see the module's docstring

        base, now = self._snapshots.current.base, self._clock.now()
        try:
            filled = read_filled(base, content)
            _withhold(base, filled.scope)
            outcomes = tuple(judge_rows(base, filled.scope, filled.rows, now))
            notes = column_notes(filled.left_out, filled.absent)
            table = results(base, filled.scope, outcomes, notes, now)
        except TableError:
            raise
        except Exception as error:  # noqa: BLE001 - a made-up table may raise anything
            # Neither its words nor its trace: they may hold what somebody filled in.
            log.error("a table could not be checked", reason=type(error).__name__)  # noqa: TRY400
            raise TableError(texts.TABLE_FAILED) from None
        return result_message(base, filled.scope, outcomes, notes, Attachment(RESULT_NAME, table))


def _withhold(base: KnowledgeBase, scope: PolicyScope) -> None:
    """No verdicts where what they stand on is being verified.

    Raises:
        TableError: it is.
    """
    if is_unjudged(base, scope.policy):
        policy = base.policies[scope.policy]
        raise TableError(f"{LEAD}：{name_of(policy)}的条件正在核实，怕判错耽误您的事。核实好了再发一次这个表就行。{ask_line(base, policy)}")
