"""Requests to be contact of a unit, on their way to the admins: worded when they are sent, for who is an admin then."""

import json

from bot.outbox.courier import Composer, Letters
from bot.outbox.letter import letters_of
from bot.usecases.snapshot import Snapshots
from bot.usecases.units.authority import is_admin
from bot.usecases.units.meeting import meeting_of
from bot.usecases.units.registering import waiting_there
from bot.views.units.deciding import request_message
from storage.database import Transaction
from storage.queue_records import OutboxRecord


def request_composer(snapshots: Snapshots) -> Composer:
    """Writes the letter of a request; none where it was decided or taken back, or its reader is no admin any more."""

    async def compose(rows: Transaction, claim: OutboxRecord) -> Letters:
        about = json.loads(claim.reference)
        waiting = await waiting_there(rows, about["unit"], about["person"])
        if waiting is None or claim.person_id is None or not await is_admin(rows, claim.person_id):
            return ()
        return letters_of(request_message(snapshots.current.base, waiting, await meeting_of(rows, waiting)))

    return compose
