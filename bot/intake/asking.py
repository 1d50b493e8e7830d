"""Asking Telegram what came, and taking it as it came: the library's own way ends at the first update that it cannot read."""

import json
from collections.abc import Sequence
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot.intake.incoming import ALLOWED

POLL_SECONDS = 30
"""How long Telegram waits for something to come."""
ANSWER_SECONDS = 20
"""How much longer its answer may take."""


class Asking:
    """A transport of its own, so that no answer waits for it."""

    def __init__(self, bot: Bot, transport: BaseRequest) -> None:
        self._bot = bot
        self._transport = transport

    async def updates(self, offset: int | None) -> Sequence[object]:
        """What came, each update as Telegram wrote it; those before ``offset`` are confirmed by it.

        Raises:
            TelegramError: Telegram refuses, is away, or answers what is no list.
        """
        wanted = {"timeout": POLL_SECONDS, "allowed_updates": json.dumps(ALLOWED)} | ({} if offset is None else {"offset": offset})
        try:
            found: object = await self._transport.post(
                f"{self._bot.base_url}/getUpdates?{urlencode(wanted)}", read_timeout=POLL_SECONDS + ANSWER_SECONDS
            )
        except (KeyError, TypeError, RecursionError) as error:  # JSON, but none that the Bot API speaks
            raise TelegramError("an answer of another form") from error
        if not isinstance(found, list):
            raise TelegramError("an answer of another form")
        return found
