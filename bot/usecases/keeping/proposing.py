"""Changes of the knowledge files that somebody proposes and that wait to be published."""

from collections.abc import Mapping
from datetime import datetime

from bot.usecases.keeping.noting import note
from storage.database import Transaction
from storage.records import ProposalRecord


async def propose(  # noqa: PLR0913, PLR0917 - what, upon what, why, by whom, when
    rows: Transaction, based_on: int, changes: Mapping[str, bytes | None], why: str, person_id: int, now: datetime
) -> int:
    """Keep changes (``None``: without that file) made from the version of that number; the proposal's number.

    ``why`` may be empty: then it is asked for before anything is published. Who proposes the same twice has proposed it once.
    """
    for waiting in await rows.proposals.open():
        is_theirs = (waiting.based_on, waiting.person_id) == (based_on, person_id)
        if is_theirs and why in {"", waiting.why} and await rows.proposals.changes(waiting.id) == dict(changes):
            return waiting.id
    number = await rows.proposals.add(based_on, changes, why, person_id, now)
    await note(rows, "knowledge.proposed", number, now, actor=person_id, said=why or None)
    return number


async def explain(rows: Transaction, proposal: ProposalRecord, why: str, person_id: int, now: datetime) -> None:
    """Say why; whoever says it answers for it, too."""
    await rows.proposals.explain(proposal.id, why)
    await note(rows, "knowledge.explained", proposal.id, now, actor=person_id, said=why)


async def drop(rows: Transaction, proposal: ProposalRecord, person_id: int, reason: str | None, now: datetime) -> bool:
    """Publish it not; False where it waits no more."""
    if not await rows.proposals.end(proposal.id, "dropped", now):
        return False
    await note(rows, "knowledge.dropped", proposal.id, now, actor=person_id, said=reason)
    return True
