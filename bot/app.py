"""The wiring of one running bot: python-telegram-bot's Application between our intake and our outbox."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram.error import NetworkError, RetryAfter
from telegram.ext import Application, ApplicationBuilder

from bot.clock import Clock
from bot.errors import Apologies
from bot.handlers.table import PERSONAL_COMMANDS, handlers
from bot.handlers.turn import Turns
from bot.intake.asking import Asking
from bot.intake.incoming import read
from bot.intake.poller import Poller
from bot.intake.reception import Reception
from bot.intake.webhook import Address, Webhook
from bot.jobs import Jobs
from bot.menu import introduce
from bot.outbox.courier import LEASE, Courier, Maker
from bot.outbox.keeping.broadcasting import broadcast_composers
from bot.outbox.keeping.makers import keeping_makers
from bot.outbox.limits import Limits
from bot.outbox.papers import Papers
from bot.outbox.pushes import Pushes
from bot.outbox.rectifying import Rectifying
from bot.outbox.reports import report_composer
from bot.outbox.requests import request_composer
from bot.outbox.tables import Tables
from bot.outbox.timelines import Timelines
from bot.transport import AiohttpRequest
from bot.usecases.braking import Paces
from bot.usecases.differing import Differences
from bot.usecases.feedback import REPORT
from bot.usecases.keeping.consenting import set_needed
from bot.usecases.orders import FORM, INVITATION, SHEET, TABLE, TIMELINE
from bot.usecases.publishing import Publisher
from bot.usecases.rights import name_owners
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.registering import REQUEST
from bot.vitals import Vitals
from bot.watching import Watch
from storage.database import Database
from storage.errors import DatabaseUnavailableError
from storage.presence import PUBLISHED, TURNED, Presence
from storage.queue_records import InboxRecord

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

    def __init__(  # noqa: PLR0913 - what a bot is made of
        self,
        connection: Connection,
        database: Database,
        snapshots: Snapshots,
        clock: Clock,
        admins: tuple[int, ...] = (),
        *,
        paces: Paces | None = None,
        limits: Limits | None = None,
        consents: int = 1,
        webhook: Address | None = None,
        vitals: Vitals | None = None,
    ) -> None:
        """Nothing is opened or asked before ``run``.

        ``admins``: Telegram's numbers of those whom the settings name; ``consents``: how many have to agree before the knowledge changes
        from the chat. ``paces``: how fast one person is answered; ``limits``: how much
        Telegram takes. ``webhook``: where Telegram calls us; without one we ask. ``vitals``: where this process is counted.
        """
        self._admins = admins
        self._consents = consents
        self._webhook = webhook
        self._vitals = vitals or Vitals()
        self._database = database
        self._clock = clock
        self._transports = _transports(connection)
        self._application = _application(connection, *self._transports)
        publisher = Publisher(database, snapshots, clock)
        self._watch = Watch(database, publisher, clock)
        self.jobs = Jobs(database, snapshots, clock, self._watch, self._vitals)
        papers = Papers(database, snapshots, clock)
        makers: Mapping[str, Maker] = {
            TABLE: Tables(self._application.bot, snapshots, clock).letters,
            TIMELINE: Timelines(database, snapshots, clock).letters,
            SHEET: papers.sheet,
            FORM: papers.form,
            INVITATION: papers.invitation,
            **keeping_makers(self._application.bot, database, snapshots, publisher, clock),
        }
        told_otherwise = Rectifying(snapshots, clock, Differences()).composers
        composers = {
            **Pushes(snapshots, clock).composers,
            **told_otherwise,
            **broadcast_composers(snapshots, clock),
            REPORT: report_composer(snapshots),
            REQUEST: request_composer(snapshots),
        }
        self._courier = Courier(self._application.bot, database, clock, composers, makers, limits=limits or Limits(), vitals=self._vitals)
        for handler in handlers(Turns(database, snapshots, self._courier, clock, paces=paces, on_push=self.jobs.wake)):
            self._application.add_handler(handler)
        self._apologies = Apologies(database, self._courier)
        self._application.add_error_handler(self._apologies.handle)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until ``stop`` is set; then what is under way is finished.

        Raises:
            InvalidToken: Telegram does not know the token (in a group of errors).
        """
        try:
            if await self._reach(stop):
                await self._serve(stop)
        finally:
            await self._application.shutdown()
            for transport in self._transports:  # which the line above leaves open where Telegram was not reached
                await transport.shutdown()

    async def _serve(self, stop: asyncio.Event) -> None:
        async with self._database.transaction() as rows:
            await name_owners(rows, self._admins, self._clock.now())
            await set_needed(rows, self._consents)
        await self._watch.look()
        async with self._database.presence() as presence, self._reception(presence) as reception:
            await reception.take_up()
            await presence.listen({PUBLISHED: self._watch.wake, TURNED: self.jobs.wake})
            async with asyncio.TaskGroup() as tasks:
                receiving = tasks.create_task(self._source(reception).run())
                looking = tasks.create_task(reception.run())
                ticking = tasks.create_task(self.jobs.run(self._courier, stop, presence))
                tasks.create_task(self._watch.run(stop, self.jobs.wake))
                self._vitals.lanes, self._vitals.phase = lambda: reception.busy, "serving"
                await stop.wait()
                self._vitals.phase = "stopping"
                receiving.cancel()
                looking.cancel()
                reception.close()
                self.jobs.wake()
                self._watch.wake()
                await self._finish(ticking, reception)

    def _reception(self, presence: Presence) -> Reception:
        return Reception(self._database, presence, self._clock, self._handle, self._courier.send_claimed, slots=SLOTS, lease=LEASE)

    def _source(self, reception: Reception) -> Poller | Webhook:
        bot = self._application.bot
        if self._webhook is None:
            return Poller(bot, Asking(bot, self._transports[1]), reception)
        return Webhook(bot, reception, self._webhook)

    async def _finish(self, ticking: asyncio.Task[None], reception: Reception) -> None:
        """Let the batch and the updates under way come to their end; what does not is taken up at the next start."""
        try:
            async with asyncio.timeout(GRACE_SECONDS):
                await asyncio.wait([ticking])
                await reception.until_empty()
        except TimeoutError:
            log.warning("stopping with work under way; it is taken up at the next start")
            ticking.cancel()
            reception.cancel()

    async def _reach(self, stop: asyncio.Event) -> bool:
        """Say hello to Telegram, however long it takes to be reachable; False when told to stop before."""
        async with asyncio.TaskGroup() as tasks:
            greeting, stopping = tasks.create_task(self._greet()), tasks.create_task(stop.wait())
            await asyncio.wait((greeting, stopping), return_when=asyncio.FIRST_COMPLETED)
            greeting.cancel()
            stopping.cancel()
        return not greeting.cancelled()

    async def _greet(self) -> None:
        is_through = False
        while not is_through:
            try:
                await self._application.initialize()
                await introduce(self._application.bot, PERSONAL_COMMANDS)
                is_through = True
            except (NetworkError, RetryAfter) as error:
                log.warning("Telegram cannot be reached; trying again. Behind a firewall, set TELEGRAM_PROXY", reason=type(error).__name__)
                await asyncio.sleep(PAUSE_UNREACHABLE)

    async def _handle(self, record: InboxRecord) -> None:
        """Hand a written-down update to its handler; one that cannot be read is set aside.

        Raises:
            DatabaseUnavailableError: nothing was done with it; try again.
        """
        try:
            update = read(json.loads(record.payload), self._application.bot)
        except Exception as error:
            log.exception("an update in the inbox cannot be read; it is set aside")
            self._vitals.updates["failed"] += 1
            async with self._database.transaction() as rows:
                await rows.inbox.mark_failed_attempt(record.update_id, type(error).__name__, give_up_after=1)
            return
        await self._application.process_update(update)
        outcome = self._apologies.outcome_of(record.update_id)
        self._vitals.updates[outcome] += 1
        if outcome == "again":
            raise DatabaseUnavailableError("the database was away")
        seconds = (self._clock.now() - record.received_at).total_seconds()
        self._vitals.answers.add(seconds)
        log.info("an update is done", outcome=outcome, seconds=round(seconds, 3))


def _transports(connection: Connection) -> tuple[AiohttpRequest, AiohttpRequest]:
    """For all that is sent, and for asking what came."""
    # A proxy named in the environment is for the world outside, not for what runs on this machine.
    own_machine = urlsplit(connection.url).hostname in {"127.0.0.1", "localhost", "::1"}
    sending, asking = (AiohttpRequest(many, proxy=connection.proxy, trust_env=not own_machine) for many in (2 * SLOTS, 1))
    return sending, asking


def _application(connection: Connection, sending: AiohttpRequest, asking: AiohttpRequest) -> "Application[Any, Any, Any, Any, Any, Any]":
    return (
        ApplicationBuilder()
        .token(connection.token)
        .base_url(f"{connection.url}/bot")
        .base_file_url(f"{connection.url}/file/bot")
        .request(sending)
        .get_updates_request(asking)
        .updater(None)
        .build()
    )
