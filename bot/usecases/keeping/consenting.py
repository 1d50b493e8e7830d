"""How many have to agree before something is published: a setting, known to every process by a row."""

from datetime import datetime
from typing import Final

from bot.usecases.keeping.noting import note
from bot.usecases.rights import may
from storage.database import Transaction
from storage.records import ProposalRecord

MARK: Final = "publish_consents"


async def set_needed(rows: Transaction, count: int) -> None:
    """Take the number from the settings."""
    await rows.marks.set(MARK, str(count))


async def needed(rows: Transaction) -> int:
    """How many publishers have to agree, the one who publishes among them."""
    return int(await rows.marks.get(MARK) or 1)


async def agree(rows: Transaction, proposal: ProposalRecord, person_id: int, now: datetime) -> None:
    """Agree, and stand for it in the audit."""
    if person_id not in await rows.proposals.agreed(proposal.id):
        await rows.proposals.agree(proposal.id, person_id, now)
        await note(rows, "knowledge.agreed", proposal.id, now, actor=person_id)


async def lacking(rows: Transaction, proposal_id: int) -> int:
    """How many more have to agree; who lost the right to publish counts no more."""
    agreed = [person for person in await rows.proposals.agreed(proposal_id) if await may(rows, person, "publisher")]
    return max(0, await needed(rows) - len(agreed))
