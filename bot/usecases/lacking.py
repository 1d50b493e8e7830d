"""What somebody still lacks of a policy when its last day comes nearer: what their check left open, and materials not ticked yet."""

from dataclasses import dataclass
from datetime import datetime

from bot.usecases.checklists import list_about
from bot.usecases.matching import standing_now
from bot.usecases.scope import PolicyScope, read_scope
from bot.usecases.screening import Standing
from knowledge.base import KnowledgeBase
from storage.database import Transaction
from storage.records import ChecklistItemRecord


@dataclass(frozen=True)
class Lacks:
    """What is known of it; nothing where neither a check nor a list was begun."""

    check: Standing | None = None
    """How they stand by the answers of a check of this policy, or of one of its tracks, that is kept."""
    about: PolicyScope | None = None
    """What their list of materials is about."""
    materials: tuple[ChecklistItemRecord, ...] = ()
    """All that is on it, ticked or not."""


async def lacks_of(rows: Transaction, base: KnowledgeBase, person_id: int, chat_id: int, policy_id: str, now: datetime) -> Lacks:  # noqa: PLR0913, PLR0917 - who, where, of what, when
    """What a person lacks of a policy, as it stands now."""
    scopes = [read_scope(base, one.about) for one in await rows.interviews.of(chat_id, person_id)]
    checked = next((one for one in scopes if isinstance(one, PolicyScope) and one.policy == policy_id), None)
    check = await standing_now(rows, base, person_id, checked, now) if checked else None
    kept = await rows.checklists.kept(person_id)
    about = next((one for one in _lists(base, policy_id) if str(one) in kept), None)
    return Lacks(check, about, await rows.checklists.of(person_id, str(about)) if about else ())


def _lists(base: KnowledgeBase, policy_id: str) -> tuple[PolicyScope, ...]:
    """The lists that there can be about a policy."""
    policy = base.policies[policy_id]
    found = (list_about(policy, track) for track in (None, *(one.id for one in policy.tracks)))
    return tuple(dict.fromkeys(scope for scope in found if scope is not None))
