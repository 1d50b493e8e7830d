"""操作记录 as a file for an owner: read and written when it is sent, and kept nowhere."""

import asyncio
from typing import Final

from bot.clock import SHANGHAI, Clock
from bot.outbox.letter import Letter, letters_of
from bot.usecases.keeping.auditing import known_of
from bot.usecases.keeping.orders import AuditOrder
from bot.usecases.rights import may
from bot.usecases.snapshot import Snapshots
from bot.views.keeping.auditing import Choice, file_message, kind_named
from bot.views.message import Attachment
from bot.views.units.audit import parts_of
from storage.database import Database
from storage.queue_records import OutboxRecord

MOST: Final = 20_000
"""Lines of one file: the latest."""


class AuditLetters:
    """Makes the file that was ordered."""

    def __init__(self, database: Database, snapshots: Snapshots, clock: Clock) -> None:
        """Nothing is read before it is ordered."""
        self._database = database
        self._snapshots = snapshots
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def table(self, claim: OutboxRecord) -> tuple[Letter, ...]:
        """The lines as a table; none for who is no owner any more."""
        order, base = AuditOrder.model_validate_json(claim.body or "{}"), self._snapshots.current.base
        choice = Choice(kind_named(order.of) or "all", base.policies.get(order.policy))
        async with self._one_at_a_time:
            async with self._database.transaction() as rows:
                if not await may(rows, claim.person_id or 0, "owner"):
                    return ()
                lines = await rows.audit.sought(choice.sought, MOST)
                count, known = await rows.audit.number_of(choice.sought), await known_of(rows, base, lines)
            from bot.tables.audited import audited  # noqa: PLC0415 - the spreadsheet library is read when the first table is asked for

            content = await asyncio.to_thread(audited, [parts_of(one, known) for one in lines])
        name = f"操作记录-{self._clock.now().astimezone(SHANGHAI):%Y%m%d-%H%M}.xlsx"
        return letters_of(file_message(choice, len(lines), count - len(lines), Attachment(name, content)))
