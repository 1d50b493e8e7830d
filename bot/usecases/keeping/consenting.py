"""Who has to agree before something is published, and to what: nobody's word stands for files that they were not shown.

How many have to is a setting, known to every process by a row.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2s
from typing import Final

from bot.usecases.keeping.noting import note
from bot.usecases.refusals import EndedError, UnagreedError
from bot.usecases.rights import may
from storage.database import Transaction
from storage.keeping_records import ProposalRecord

MARK: Final = "publish_consents"
_BYTES: Final = 16
"""Of a digest: two proposals of the same digest are found by nobody."""


@dataclass(frozen=True)
class Agreed:
    """A proposal, and the digest of what those who agreed were shown of it."""

    proposal: int
    digest: str


def digest_of(based_on: int, changes: Mapping[str, bytes | None]) -> str:
    """What a proposal holds, as a button and an order name it: 26 letters of the version that it changes and of every file."""
    digest = blake2s(b"%d" % based_on, digest_size=_BYTES)
    for path, raw in sorted(changes.items()):
        name = path.encode("utf-8", "surrogateescape")
        digest.update(b"|%d:%d:" % (len(name), -1 if raw is None else len(raw)) + name + (raw or b""))
    return base64.b32encode(digest.digest()).decode().rstrip("=").lower()


async def digest_held(rows: Transaction, proposal: ProposalRecord) -> str:
    """What a proposal holds now."""
    return digest_of(proposal.based_on, await rows.proposals.changes(proposal.id))


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


async def end_as_agreed(rows: Transaction, agreed: Agreed, now: datetime) -> None:
    """End a proposal as published, within the transaction that publishes it: as it was agreed to, or not at all.

    Raises:
        EndedError: it waits no more.
        UnagreedError: it holds something else by now, or not enough agree who may.
    """
    proposal = await rows.proposals.held(agreed.proposal)
    if proposal is None or proposal.state != "open":
        raise EndedError
    if await digest_held(rows, proposal) != agreed.digest or await lacking(rows, proposal.id):
        raise UnagreedError
    await rows.proposals.end(proposal.id, "published", now)
