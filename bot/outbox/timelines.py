"""Timelines drawn when they are sent: in a thread, one at a time, outside of any transaction, from the answers of that moment."""

import asyncio

from bot.clock import SHANGHAI, Clock
from bot.outbox.letter import Letter, letters_of
from bot.pictures.png import TooTallError, png
from bot.pictures.timeline import timeline_scene
from bot.usecases.answer_rows import answers_of
from bot.usecases.orders import TimelineOrder
from bot.usecases.scope import PolicyScope, read_scope
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.audience import inner_days_of
from bot.views.calendar_words import no_timeline_message, timeline_message
from bot.views.message import Message
from bot.views.topics.section import View
from storage.database import Database
from storage.queue_records import OutboxRecord


class Timelines:
    """Makes the letters of orders for timelines."""

    def __init__(self, database: Database, snapshots: Snapshots, clock: Clock) -> None:
        """Nothing is read or drawn before it is ordered."""
        self._database = database
        self._snapshots = snapshots
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def letters(self, claim: OutboxRecord) -> tuple[Letter, ...]:
        """The picture; none where all its policies have gone meanwhile."""
        base = self._snapshots.current.base
        scopes = [read_scope(base, one) for one in TimelineOrder.model_validate_json(claim.body or "{}").about]
        async with self._database.transaction() as rows:
            answers = answers_of(base, await rows.answers.of(claim.person_id)) if claim.person_id is not None else {}
            inner = await inner_days_of(rows, claim.person_id, self._clock.now()) if claim.person_id is not None else {}
        now = self._clock.now().astimezone(SHANGHAI)
        views = [
            View(base, base.policies[one.policy], one.track, now, answers, inner=inner.get(one.policy))
            for one in scopes
            if isinstance(one, PolicyScope)
        ]
        if not views:
            return ()
        async with self._one_at_a_time:
            return letters_of(await asyncio.to_thread(_drawn, views))


def _drawn(views: list[View]) -> Message:
    try:
        return timeline_message(views, png(timeline_scene(views)))
    except TooTallError:
        return no_timeline_message()
