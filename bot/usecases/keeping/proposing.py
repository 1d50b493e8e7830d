"""Changes of the knowledge files that somebody proposes and that wait to be published."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.usecases.keeping.mending import path_of
from bot.usecases.keeping.noting import note
from bot.usecases.masking import without_persons_numbers
from knowledge.base import KnowledgeBase
from knowledge.reading.files import CLAUSES
from storage.database import Transaction
from storage.keeping_records import ProposalRecord

FADES: Final = timedelta(days=30)
"""How long a change waits to be published."""


async def propose(  # noqa: PLR0913, PLR0917 - what, upon what, why, by whom, when
    rows: Transaction,
    based_on: int,
    changes: Mapping[str, bytes | None],
    why: str,
    person_id: int,
    now: datetime,
    *,
    album: str | None = None,
) -> int:
    """Keep changes (``None``: without that file) made from the version of that number; the proposal's number.

    ``why`` may be empty: then it is asked for before anything is published. Who proposes the same twice has proposed it once;
    files that were sent together (``album``) are one proposal.
    """
    why = without_persons_numbers(why)
    for waiting in await rows.proposals.open():
        is_theirs = album is None and (waiting.based_on, waiting.person_id) == (based_on, person_id)
        if is_theirs and why in {"", waiting.why} and await rows.proposals.changes(waiting.id) == dict(changes):
            return waiting.id
    number = await rows.proposals.add(based_on, changes, why, person_id, now, album=album)
    await note(rows, "knowledge.proposed", number, now, actor=person_id, said=why or None)
    return number


async def explain(rows: Transaction, proposal: ProposalRecord, why: str, person_id: int, now: datetime) -> bool:
    """Say why; whoever says it answers for it, too. False where somebody said it meanwhile: others may have agreed to that."""
    now_held = await rows.proposals.held(proposal.id)
    if now_held is None or now_held.why:
        return False
    why = without_persons_numbers(why)
    await rows.proposals.explain(proposal.id, why)
    await note(rows, "knowledge.explained", proposal.id, now, actor=person_id, said=why)
    return True


def without(base: KnowledgeBase, policy: str) -> Mapping[str, bytes | None]:
    """The changes that delete a policy, with the list of clauses that is its alone."""
    notices = (notice.id for notice in base.notices.values() if tuple(notice.policies) == (policy,))
    return dict.fromkeys((path_of(policy), *(f"{CLAUSES}/{notice}.yaml" for notice in notices)))


async def join(rows: Transaction, proposal: ProposalRecord, into: ProposalRecord, now: datetime) -> bool:
    """Let another proposal of the same person hold the files of this one, too, and publish this one not.

    False where one waits no more, or somebody has agreed to the other as it stands.

    Both were checked upon the version that they were made from: the earlier of the two is what the whole is laid upon.
    """
    held = await rows.proposals.held(into.id)
    is_theirs = held is not None and held.state == "open" and held.person_id == proposal.person_id and held.id != proposal.id
    if held is None or not is_theirs or await rows.proposals.agreed(held.id):
        return False
    if not await rows.proposals.end(proposal.id, "joined", now):
        return False
    base, changes = min(proposal.based_on, held.based_on), await rows.proposals.changes(proposal.id)
    await rows.proposals.widen(held.id, base, changes, now)
    if proposal.why and not held.why:
        await rows.proposals.explain(held.id, proposal.why)
    about = json.dumps({"proposal": proposal.id, "into": held.id})
    await rows.audit.note("knowledge.joined", about, now, actor_id=proposal.person_id)
    return True


async def fade(rows: Transaction, now: datetime) -> tuple[ProposalRecord, ...]:
    """End what nobody published or let go for so long; those that were ended now."""
    ended = []
    for proposal in await rows.proposals.open(made_before=now - FADES):
        if await rows.proposals.end(proposal.id, "faded", now):
            await rows.audit.note("knowledge.faded", json.dumps({"proposal": proposal.id}), now)
            ended.append(proposal)
    return tuple(ended)


async def drop(rows: Transaction, proposal: ProposalRecord, person_id: int, reason: str | None, now: datetime) -> bool:
    """Publish it not; False where it waits no more."""
    if not await rows.proposals.end(proposal.id, "dropped", now):
        return False
    await note(rows, "knowledge.dropped", proposal.id, now, actor=person_id, said=reason and without_persons_numbers(reason))
    return True
