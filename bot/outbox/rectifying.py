"""Corrections, worded when they are sent: for those who were told otherwise, and how many they are for who published it."""

import json
from collections.abc import Mapping

from bot.clock import Clock
from bot.outbox.courier import Composer, Later, Letters
from bot.outbox.letter import letters_of
from bot.outbox.pushing import Pushing
from bot.usecases.differing import Differences
from bot.usecases.keeping.withdrawing import HELD_FOR, heed
from bot.usecases.rectifying import PUBLISHED, RECTIFIED, WITHDRAWN
from bot.usecases.retelling import Asking, Held, is_restored_news, is_still_concerned, is_withdrawn_news, published_for
from bot.usecases.rhythms import awake
from bot.usecases.snapshot import Snapshots
from bot.views.message import Message
from bot.views.retelling import counted_message, restored_message, retold_message, withdrawn_message
from storage.correction_records import CorrectionRecord
from storage.corrections import CORRECTION
from storage.database import Transaction
from storage.queue_records import OutboxRecord


class Rectifying:
    """Writes the letters of corrections."""

    def __init__(self, snapshots: Snapshots, clock: Clock, differences: Differences) -> None:
        """Nothing is read before one is worded."""
        self._snapshots = snapshots
        self._clock = clock
        self._differences = differences

    @property
    def composers(self) -> Mapping[str, Composer]:
        """What words each kind."""
        return {CORRECTION: self._correction, RECTIFIED: self._count}

    async def _correction(self, rows: Transaction, claim: OutboxRecord) -> Letters | Later:
        """Old and new, as they stand now; none where nothing is left to say, or its reader wants to hear no more of the policy."""
        person = await rows.people.get(claim.person_id) if claim.person_id is not None else None
        chat, record = await rows.chats.get(claim.chat_id), await rows.corrections.get(json.loads(claim.reference)["correction"])
        if person is None or chat is None or record is None:
            return ()
        now, base = self._clock.now(), await heed(rows, self._snapshots)
        at = awake(person.rhythm, now)
        if at > now:
            return Later(at)
        push = Pushing(rows, base, claim, person, chat, now)
        listener = await push.listener()
        if (record.policy, "") in listener.silent:
            return ()
        asking = Asking(rows, base, self._differences, claim, listener, push.is_private, now)
        worded = await _worded(asking, record) if await is_still_concerned(asking, record) else None
        if isinstance(worded, Held):
            return Later(now + HELD_FOR)
        return letters_of(worded) if worded is not None else ()

    @staticmethod
    async def _count(rows: Transaction, claim: OutboxRecord) -> Letters:
        number = json.loads(claim.reference)["number"]
        made = await rows.corrections.made_by(number, PUBLISHED)
        return letters_of(counted_message(number, sum(one.told for one in made), len(made))) if made else ()


async def _worded(asking: Asking, record: CorrectionRecord) -> Message | Held | None:
    if record.kind == PUBLISHED:
        found = await published_for(asking, record)
        return found if found is None or isinstance(found, Held) else retold_message(asking.base, found, is_private=asking.is_private)
    policy = asking.base.policies.get(record.policy)
    if policy is None:
        return None
    if record.kind == WITHDRAWN:
        return withdrawn_message(asking.base, policy, record.entry) if await is_withdrawn_news(asking, record) else None
    return restored_message(policy, record.entry) if await is_restored_news(asking, record) else None
