"""The wiring of one running bot: python-telegram-bot's Application between our intake and our outbox."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Update
from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import HTTPXRequest

from bot import texts
from bot.clock import Clock
from bot.errors import Apologies
from bot.handlers.table import handlers
from bot.handlers.turn import Turns
from bot.intake.lanes import Lanes
from bot.intake.poller import Poller
from bot.jobs import Jobs
from bot.outbox.courier import Composer, Courier
from bot.usecases.reminding import NEW_EDITION, REMINDER
from bot.usecases.snapshot import Snapshots
from storage.database import Database
from storage.records import InboxRecord

SLOTS = 32
"""Updates of different people worked on at once."""
GRACE_SECONDS = 10.0
"""How long updates under way may take to finish when the bot is asked to stop."""
PAUSE_UNREACHABLE = 5.0

log = structlog.get_logger()


@dataclass(frozen=True)
class Connection:
    """How Telegram, or what stands in for it, is reached."""

    token: str
    url: str
    proxy: str | None = None


class App:
    """One bot, from its first request to a clean stop."""

    def __init__(self, connection: Connection, database: Database, snapshots: Snapshots, clock: Clock) -> None:
        """Nothing is opened or asked before ``run``."""
        self._database = database
        self._clock = clock
        self._application = _application(connection)
        self.jobs = Jobs(database, snapshots, clock)
        composers: Mapping[str, Composer] = {REMINDER: self.jobs.compose_reminder, NEW_EDITION: self.jobs.compose_news}
        self._courier = Courier(self._application.bot, database, clock, composers)
        for handler in handlers(Turns(database, snapshots, self._courier, clock)):
            self._application.add_handler(handler)
        self._application.add_error_handler(Apologies(database, self._courier).handle)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until ``stop`` is set; then what is under way is finished.

        Raises:
            InvalidToken: Telegram does not know the token.
        """
        await self._reach()
        try:
            async with Lanes[InboxRecord](self._handle, SLOTS) as lanes:
                poller = Poller(self._application.bot, self._database, lanes, self._clock)
                await poller.resume()
                async with asyncio.TaskGroup() as tasks:
                    running = (tasks.create_task(poller.run()), tasks.create_task(self.jobs.run(self._courier)))
                    await stop.wait()
                    for task in running:
                        task.cancel()
                async with asyncio.timeout(GRACE_SECONDS):
                    await lanes.until_empty()
        finally:
            await self._application.shutdown()

    async def _reach(self) -> None:
        """Say hello to Telegram, however long it takes to be reachable."""
        while True:
            try:
                await self._application.initialize()
                await self._introduce()
            except (NetworkError, RetryAfter) as error:
                log.warning("Telegram cannot be reached; trying again. Behind a firewall, set TELEGRAM_PROXY", reason=type(error).__name__)
                await asyncio.sleep(PAUSE_UNREACHABLE)
            else:
                return

    async def _introduce(self) -> None:
        try:
            await self._application.bot.set_my_commands(texts.COMMANDS)
            await self._application.bot.set_my_commands(texts.COMMANDS_EN, language_code="en")
        except NetworkError:
            raise
        except TelegramError as error:
            log.warning("the command menu could not be set", reason=type(error).__name__)

    async def _handle(self, record: InboxRecord) -> None:
        update = Update.de_json(json.loads(record.payload), self._application.bot)
        await self._application.process_update(update)


def _application(connection: Connection) -> "Application[Any, Any, Any, Any, Any, Any]":
    def request(connections: int) -> HTTPXRequest:
        return HTTPXRequest(connection_pool_size=connections, proxy=connection.proxy, read_timeout=20.0, write_timeout=20.0)

    return (
        ApplicationBuilder()
        .token(connection.token)
        .base_url(f"{connection.url}/bot")
        .base_file_url(f"{connection.url}/file/bot")
        .request(request(2 * SLOTS))
        .get_updates_request(request(1))
        .updater(None)
        .build()
    )
