"""Pictures made when they are sent: drawn in a thread, outside of any transaction, from the knowledge and answers of that moment."""

import asyncio

from bot.clock import SHANGHAI, Clock
from bot.outbox.letter import Letter, letters_of
from bot.pictures.png import TooTallError, png
from bot.pictures.sheet import sheet_scene
from bot.usecases.answer_rows import answers_of
from bot.usecases.orders import SheetOrder
from bot.usecases.scope import PolicyScope, read_scope
from bot.usecases.snapshot import Snapshots
from bot.views.message import Message
from bot.views.sheet_choices import no_picture_message, picture_message
from bot.views.sheets import sheet_of
from bot.views.topics.section import View
from storage.database import Database
from storage.records import OutboxRecord


class Papers:
    """Makes the letters of orders for papers."""

    def __init__(self, database: Database, snapshots: Snapshots, clock: Clock) -> None:
        """Nothing is read or drawn before it is ordered."""
        self._database = database
        self._snapshots = snapshots
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def sheet(self, claim: OutboxRecord) -> tuple[Letter, ...]:
        """The picture of a sheet; none where its policy has gone meanwhile."""
        order = SheetOrder.model_validate_json(claim.body or "{}")
        base = self._snapshots.current.base
        scope = read_scope(base, order.about)
        if not isinstance(scope, PolicyScope) or claim.person_id is None:
            return ()
        async with self._database.transaction() as rows:
            answers = answers_of(base, await rows.answers.of(claim.person_id))
        view = View(base, base.policies[scope.policy], scope.track, self._clock.now().astimezone(SHANGHAI), answers)
        async with self._one_at_a_time:
            return letters_of(await asyncio.to_thread(_drawn, view, frozenset(order.conditions)))


def _drawn(view: View, chosen: frozenset[str]) -> Message:
    name = f"{view.policy.short_title}{view.policy.year}-给单位看.png"
    try:
        return picture_message(name, png(sheet_scene(sheet_of(view, chosen))))
    except TooTallError:
        return no_picture_message()
