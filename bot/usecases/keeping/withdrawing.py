"""暂停: a policy or one entry of it is being verified. Nothing of it is told or pushed until it is told again, in every process."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.usecases.masking import without_persons_numbers
from bot.usecases.rectifying import note_restored, note_withdrawn
from bot.usecases.snapshot import Snapshots
from knowledge.base import WHOLE, KnowledgeBase
from knowledge.policy import Policy
from storage.database import Transaction
from storage.keeping_records import WithdrawalRecord
from storage.queue_records import OutboxRecord

HELD_FOR: Final = timedelta(minutes=5)
"""After so long it is looked whether a push that is held may go."""
_DATES: Final = ("stages",)
_VERDICTS: Final = ("conditions", "gates", "duties")


def withdrawn_of(records: Iterable[WithdrawalRecord]) -> Mapping[str, frozenset[str]]:
    """By policy, the entries that are not told."""
    found: dict[str, frozenset[str]] = {}
    for one in records:
        found[one.policy] = found.get(one.policy, frozenset()) | {one.entry}
    return found


async def heed(rows: Transaction, snapshots: Snapshots) -> KnowledgeBase:
    """What is served, less what is withdrawn at this moment: the rows say it to every process at once."""
    snapshots.withdraw(withdrawn_of(await rows.withdrawals.all()))
    return snapshots.current.base


async def withdraw(rows: Transaction, about: tuple[Policy, str], why: str, person_id: int, now: datetime) -> bool:
    """Tell a policy, or an entry of it, no more; False where that is so already. Nothing of it changes in the files."""
    policy, entry = about
    if not await rows.withdrawals.begin(policy.id, entry, now):
        return False
    await note_withdrawn(rows, policy, entry, now)
    await _note(rows, "knowledge.withdrawn", (policy.id, entry), person_id, now, why)
    return True


async def tell_again(rows: Transaction, about: tuple[str, str], person_id: int, now: datetime) -> bool:
    """Tell it again; False where it is told."""
    if not await rows.withdrawals.end(*about):
        return False
    await note_restored(rows, about, now)
    await _note(rows, "knowledge.told_again", about, person_id, now, None)
    return True


def is_held(base: KnowledgeBase, claim: OutboxRecord) -> bool:
    """Whether a push speaks of what is not told for now. One of a last day does where any stage of its policy is not."""
    named = str(json.loads(claim.reference or "{}").get("policy", "")).partition("/")[0]
    policy = base.policies.get(named)
    return policy is not None and are_withdrawn(base, policy, _DATES)


def is_unjudged(base: KnowledgeBase, policy: str) -> bool:
    """Whether no verdict on a policy can be told."""
    return are_withdrawn(base, base.policies[policy], _VERDICTS)


def are_withdrawn(base: KnowledgeBase, policy: Policy, sections: Iterable[str]) -> bool:
    """Whether all of a policy, or anything in these lists of it, is not told for now."""
    return base.is_withdrawn(policy.id, (entry.id for section in sections for entry in getattr(policy, section)))


async def _note(  # noqa: PLR0913, PLR0917 - a line of a log says all of it
    rows: Transaction, act: str, about: tuple[str, str], person_id: int, now: datetime, said: str | None
) -> None:
    policy, entry = about
    what = {"policy": policy} if entry == WHOLE else {"policy": policy, "entry": entry}
    await rows.audit.note(act, json.dumps(what), now, actor_id=person_id, said=said and without_persons_numbers(said))
