"""What happens without anyone asking: changed files are read, reminders fan out, the outbox is emptied.

The rows are the truth; APScheduler only wakes the bot up every few seconds of real time, and a tick asks the clock what is
due. A clock that is moved wakes it at once, and so does a message whose waiting time ends before the next tick.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import SHANGHAI, Clock
from bot.outbox.courier import Courier
from bot.outbox.keeping.aside import tell_set_aside
from bot.outbox.keeping.broadcasting import Broadcasting
from bot.outbox.keeping.fading import put_away
from bot.usecases import rectifying, telling, transferring
from bot.usecases.differing import Differences
from bot.usecases.feedback import forget, widen
from bot.usecases.forgetting import forget_ended, forget_unseen
from bot.usecases.keeping.stewarding import plan_unplanned, tell_overdue
from bot.usecases.matching import new_matches
from bot.usecases.missing import gap
from bot.usecases.moving import moves, told_at
from bot.usecases.rectifying import rectify
from bot.usecases.reminding import Reminder, new_editions, upcoming, upcoming_for_units
from bot.usecases.rhythms import awake
from bot.usecases.snapshot import Snapshots
from bot.usecases.tallying import add_up, tell_weekly
from bot.usecases.units.audience import remind, sum_up
from bot.usecases.units.fading import fade
from bot.usecases.units.inner import inner_reminders
from bot.usecases.versions import Versions, noticed
from bot.vitals import Vitals
from bot.watching import Watch
from storage.database import Database
from storage.presence import Presence
from storage.queue_records import Occasion
from storage.records import Rhythm
from storage.schedule import When

TICK_SECONDS = 15
AT_ONCE = 0.1
"""Seconds between a tick and another that is wanted at once."""
KEEP_HANDLED = timedelta(days=2)
KNOWN_POLICIES = "known_policies"
PLANNING = "planning"
"""The lane of whoever plans: one process of all."""
LAST_TICK = "last_tick"
TICKS_NOTED = timedelta(minutes=5)
"""How far apart ticks are written down, so that a start knows how long there were none."""

log = structlog.get_logger()


class Jobs:
    """The ticks of a running bot."""

    def __init__(self, database: Database, snapshots: Snapshots, clock: Clock, watch: Watch, vitals: Vitals | None = None) -> None:
        """Nothing ticks before ``run``."""
        self._watch = watch
        self._vitals = vitals or Vitals()
        self._database = database
        self._snapshots = snapshots
        self._clock = clock
        self._woken = asyncio.Event()
        self._versions: tuple[str, Versions] | None = None
        self._differences = Differences()
        self._fanned_out: set[Occasion] = set()
        self._broadcasting = Broadcasting(database, snapshots, clock)
        self._more_to_feed = False

    def wake(self) -> None:
        """Tick now; also from a callback of the sandbox's clock."""
        self._woken.set()

    async def run(self, courier: Courier, stop: asyncio.Event, presence: Presence) -> None:
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
                    await self.tick(courier, stop, plans=PLANNING in await presence.hold([PLANNING]))
                    due = await self._next_due()
                    self._vitals.ticked()
                except Exception:
                    log.exception("a tick failed; the next one tries again")
                    due = None
                with suppress(TimeoutError):
                    async with asyncio.timeout(due):
                        await self._woken.wait()
        finally:
            scheduler.shutdown(wait=False)

    async def tick(self, courier: Courier, stop: asyncio.Event, *, plans: bool = True) -> None:
        """One round: what is due becomes deliveries where we are the process that ``plans``, deliveries are sent, old rows go."""
        await self._watch.look()
        if plans:
            await self._plan()
        self._more_to_feed = plans and await self._broadcasting.feed(stop)
        await courier.send_due(stop)
        if plans:
            await self._broadcasting.count()
        async with self._database.transaction() as rows:
            before = self._clock.now() - KEEP_HANDLED
            await rows.inbox.purge(before)
            await rows.outbox.purge(before)
            await rows.budgets.forget()
            await forget(rows, self._clock.now())
            await fade(rows, self._clock.now())
            await put_away(rows, self._clock.now())
            await telling.fade(rows, self._clock.now())
            await rectifying.fade(rows, self._clock.now())
            await transferring.fade(rows, self._clock.now())
        await self._database.empty_log()

    async def _plan(self) -> None:
        """What is due becomes deliveries."""
        versions = await self._note_last_days()
        await self._tell_of_new_editions()
        await self._tell_of_missed_days()
        base, now = self._snapshots.current.base, self._clock.now()
        for occasion in moves(base, versions, now):
            await self._fan_out(occasion, partial(_told_at, occasion))
        for reminder in (*upcoming(base, versions, now), *upcoming_for_units(base, versions, now)):
            await self._fan_out(reminder.occasion, partial(_when, reminder, now))
        await self._remind_of_inner_days()
        await rectify(self._database, base, self._differences, now)
        async with self._database.transaction() as rows:
            await plan_unplanned(rows, self._snapshots.current.base, self._clock.now())
            await tell_overdue(rows, self._snapshots.current.base, self._clock.now())
            await widen(rows, self._clock.now())
            await forget_unseen(rows, self._clock.now())
            await forget_ended(rows, self._clock.now())
            await add_up(rows, self._clock.now())
            await tell_weekly(rows, self._clock.now())
            await tell_set_aside(rows, self._clock.now())

    async def _next_due(self) -> float | None:
        """Seconds until the next message can be tried, or there are more to be made, if that is before the next tick."""
        if self._more_to_feed:
            return AT_ONCE
        async with self._database.transaction() as rows:
            due = await rows.outbox.next_due()
        wait = (due - self._clock.now()).total_seconds() if due is not None else TICK_SECONDS
        return max(wait, AT_ONCE) if wait < TICK_SECONDS else None

    async def _tell_of_new_editions(self) -> None:
        """At the first start every policy is taken as known."""
        base = self._snapshots.current.base
        async with self._database.transaction() as rows:
            marked = await rows.marks.get(KNOWN_POLICIES)
        now = self._clock.now()
        if marked is not None:
            known_before = frozenset(marked.split())
            for occasion in (*new_editions(base, known_before, now), *new_matches(base, known_before, now)):
                await self._fan_out(occasion, lambda rhythm: awake(rhythm, now))
        known = " ".join(sorted({*(marked or "").split(), *base.policies}))
        if known != marked:
            async with self._database.transaction() as rows:
                await rows.marks.set(KNOWN_POLICIES, known)

    async def _note_last_days(self) -> Versions:
        """Every version of every last day, those that this knowledge brings included."""
        base = self._snapshots.current.base
        if self._versions is not None and self._versions[0] == base.version:
            return self._versions[1]
        async with self._database.transaction() as rows:
            known = await rows.deadlines.all()
            await rows.deadlines.add(noticed(base, Versions(known), self._clock.now()))
            versions = Versions(await rows.deadlines.all())
        self._versions = (base.version, versions)
        return versions

    async def _tell_of_missed_days(self) -> None:
        """After a time without ticks: last days that nobody could be reminded of. The fan-out comes before the mark: none is lost."""
        now = self._clock.now()
        async with self._database.transaction() as rows:
            marked = await rows.marks.get(LAST_TICK)
            since = datetime.fromisoformat(marked) if marked else now
            own = await rows.unit_work.inner_days(earliest=since.astimezone(SHANGHAI).date().isoformat()) if since < now else ()
        missed = gap(self._snapshots.current.base, since, now, own)
        if missed is not None:
            await self._fan_out(missed.occasion, lambda rhythm: missed.when(rhythm, now))
            for record in missed.inner:
                async with self._database.transaction() as rows:
                    await sum_up(rows, missed.occasion, record, since, now)
        if marked is None or not timedelta() <= now - since < TICKS_NOTED:
            async with self._database.transaction() as rows:
                await rows.marks.set(LAST_TICK, now.isoformat())

    async def _remind_of_inner_days(self) -> None:
        """The units' own last days are rows, not knowledge; each reminder of one reaches the few who are to hear of it at once."""
        now = self._clock.now()
        async with self._database.transaction() as rows:
            records = await rows.unit_work.inner_days(earliest=now.astimezone(SHANGHAI).date().isoformat())
        for record in records:
            for reminder in inner_reminders(record, now):
                if reminder.occasion not in self._fanned_out:
                    async with self._database.transaction() as rows:
                        await remind(rows, reminder, record.unit_id, now)
                    self._fanned_out.add(reminder.occasion)

    async def _fan_out(self, occasion: Occasion, when: When) -> None:
        """Let an occasion become deliveries; once that is finished this process need not look again."""
        finished = occasion in self._fanned_out
        while not finished:
            async with self._database.transaction() as rows:
                finished = (await rows.schedule.fan_out(occasion, self._clock.now(), when=when)).finished
        self._fanned_out.add(occasion)


def _told_at(occasion: Occasion, rhythm: Rhythm) -> datetime:
    return told_at(rhythm, occasion)


def _when(reminder: Reminder, now: datetime, rhythm: Rhythm) -> datetime | None:
    return reminder.when(rhythm, now)
