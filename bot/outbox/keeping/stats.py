"""The numbers of a week, drawn when they are sent: in a thread, one at a time, outside of any transaction."""

import asyncio
from datetime import timedelta

from bot.clock import SHANGHAI, Clock
from bot.outbox.letter import Letter, letters_of
from bot.pictures.png import png
from bot.pictures.stats import stats_scene
from bot.usecases.rights import may
from bot.usecases.snapshot import Snapshots
from bot.usecases.tallying import WEEKLY, Week, monday, two_weeks
from bot.views.keeping.stats import groups_of, picture_message, stats_message, title_of
from bot.views.message import Message
from storage.database import Database
from storage.queue_records import OutboxRecord


class StatsLetters:
    """Makes the picture that was ordered, and the summary of a week."""

    def __init__(self, database: Database, snapshots: Snapshots, clock: Clock) -> None:
        """Nothing is counted or drawn before it is sent."""
        self._database = database
        self._snapshots = snapshots
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def picture(self, claim: OutboxRecord) -> tuple[Letter, ...]:
        """This week as far as it has come; none for who may not see it any more."""
        day = self._clock.now().astimezone(SHANGHAI).date()
        async with self._database.transaction() as rows:
            if not await may(rows, claim.person_id or 0, "publisher"):
                return ()
            week, before = await two_weeks(rows, day)
        return letters_of(await self._drawn(week, before, is_over=False))

    async def weekly(self, claim: OutboxRecord) -> tuple[Letter, ...]:
        """The last whole week, in numbers and as a picture; none for who may not see it or does not wish to any more."""
        day = monday(self._clock.now().astimezone(SHANGHAI).date()) - timedelta(days=1)
        async with self._database.transaction() as rows:
            person = claim.person_id or 0
            if not await may(rows, person, "publisher") or not await rows.wishes.of(person, WEEKLY):
                return ()
            week, before = await two_weeks(rows, day)
        told = stats_message(self._snapshots.current.base, week, before, weekly=True, is_over=True)
        return (*letters_of(told), *letters_of(await self._drawn(week, before, is_over=True)))

    async def _drawn(self, week: Week, before: Week, *, is_over: bool) -> Message:
        async with self._one_at_a_time:
            groups = groups_of(self._snapshots.current.base, week, before)
            content = await asyncio.to_thread(lambda: png(stats_scene(title_of(week, is_over=is_over), "前一周", groups)))
            return picture_message(week, content, is_over=is_over)
