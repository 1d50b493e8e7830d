"""What happens without anyone asking: changed files are read, reminders fan out, the outbox is emptied.

The rows are the truth; APScheduler only wakes the bot up every few seconds of real time, and a tick asks the clock what is
due. A clock that is moved wakes it at once, and so does a message whose waiting time ends before the next tick.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.outbox.courier import Courier, Letters
from bot.outbox.letter import letters_of
from bot.usecases.answer_rows import answers_of
from bot.usecases.feedback import forget
from bot.usecases.matching import matching, new_matches, ripening
from bot.usecases.reminding import due_occasions, edition_of, hangs_on_answers, new_editions, still_due
from bot.usecases.snapshot import Snapshots
from bot.views.reminders import new_edition_message, reminder_message
from bot.views.screening import match_message, ripe_message
from knowledge.errors import KnowledgeError
from storage.database import Database, Transaction
from storage.records import Occasion, OutboxRecord

TICK_SECONDS = 15
KEEP_HANDLED = timedelta(days=2)
KNOWN_POLICIES = "known_policies"

log = structlog.get_logger()


class Jobs:
    """The ticks of a running bot."""

    def __init__(self, database: Database, snapshots: Snapshots, clock: Clock) -> None:
        """Nothing ticks before ``run``."""
        self._database = database
        self._snapshots = snapshots
        self._clock = clock
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Tick now; also from a callback of the sandbox's clock."""
        self._woken.set()

    async def run(self, courier: Courier, stop: asyncio.Event) -> None:
        """Tick at once, whenever woken, and every few seconds, until ``stop`` is set and ``wake`` called.

        A tick that fails is logged, and the next one tries again.
        """
        scheduler = AsyncIOScheduler()
        scheduler.add_job(self.wake, "interval", seconds=TICK_SECONDS)
        scheduler.start()
        try:
            while not stop.is_set():
                self._woken.clear()
                try:
                    await self.tick(courier, stop)
                    due = await self._next_due()
                except Exception:
                    log.exception("a tick failed; the next one tries again")
                    due = None
                with suppress(TimeoutError):
                    async with asyncio.timeout(due):
                        await self._woken.wait()
        finally:
            scheduler.shutdown(wait=False)

    async def tick(self, courier: Courier, stop: asyncio.Event) -> None:
        """One round: what is due becomes deliveries, deliveries are sent, old rows go."""
        await self._read_changed_files()
        await self._tell_of_new_editions()
        for occasion in due_occasions(self._snapshots.current.base, self._clock.now()):
            await self._fan_out(occasion)
        await courier.send_due(stop)
        async with self._database.transaction() as rows:
            before = self._clock.now() - KEEP_HANDLED
            await rows.inbox.purge(before)
            await rows.outbox.purge(before)
            await forget(rows, self._clock.now())

    async def _next_due(self) -> float | None:
        """Seconds until the next message can be tried, if that is before the next tick."""
        async with self._database.transaction() as rows:
            due = await rows.outbox.next_due()
        wait = (due - self._clock.now()).total_seconds() if due is not None else TICK_SECONDS
        return max(wait, 0.1) if wait < TICK_SECONDS else None

    async def _read_changed_files(self) -> None:
        try:
            if await asyncio.to_thread(self._snapshots.refresh):
                log.info("the knowledge files were read anew", version=self._snapshots.current.base.version)
        except KnowledgeError as error:
            log.warning("the knowledge files have mistakes; the last good version stays", problems=[str(one) for one in error.problems])

    async def _tell_of_new_editions(self) -> None:
        """At the first start every policy is taken as known."""
        base = self._snapshots.current.base
        async with self._database.transaction() as rows:
            marked = await rows.marks.get(KNOWN_POLICIES)
        now = self._clock.now()
        if marked is not None:
            known_before = frozenset(marked.split())
            for occasion in (*new_editions(base, known_before, now), *new_matches(base, known_before, now)):
                await self._fan_out(occasion)
        known = " ".join(sorted({*(marked or "").split(), *base.policies}))
        if known != marked:
            async with self._database.transaction() as rows:
                await rows.marks.set(KNOWN_POLICIES, known)

    async def _fan_out(self, occasion: Occasion) -> None:
        finished = False
        while not finished:
            async with self._database.transaction() as rows:
                finished = (await rows.schedule.fan_out(occasion, self._clock.now())).finished

    async def compose_reminder(self, rows: Transaction, claim: OutboxRecord) -> Letters:
        """A reminder as the knowledge stands now; nothing when it is no longer wanted or its date moved."""
        base = self._snapshots.current.base
        if claim.person_id is None:
            return ()
        followed = {(one.kind, one.target) for one in await rows.subscriptions.of(claim.person_id)}
        answers = answers_of(base, await rows.answers.of(claim.person_id)) if hangs_on_answers(base, claim) else {}
        due = still_due(base, claim, followed, answers, self._clock.now())
        return letters_of(reminder_message(base, due)) if due is not None else ()

    async def compose_news(self, rows: Transaction, claim: OutboxRecord) -> Letters:
        """The news of a new edition."""
        base = self._snapshots.current.base
        policy = edition_of(base, claim)
        if policy is None or not await rows.subscriptions.still_following([claim.chat_id], [("series", policy.series.id)]):
            return ()
        return letters_of(new_edition_message(base, policy, self._clock.now()))

    async def compose_match(self, rows: Transaction, claim: OutboxRecord) -> Letters:
        """A new policy, told to somebody whom it fits or may fit."""
        base = self._snapshots.current.base
        standing = await matching(rows, base, claim, self._clock.now())
        return letters_of(match_message(base, standing)) if standing is not None else ()

    async def compose_ripe(self, rows: Transaction, claim: OutboxRecord) -> Letters:
        """The day has come from which a policy fits."""
        base = self._snapshots.current.base
        standing = await ripening(rows, base, claim, self._clock.now())
        return letters_of(ripe_message(base, standing)) if standing is not None else ()
