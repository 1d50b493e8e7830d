"""Which track of a policy somebody has chosen, wherever they have: in a list of materials, in a self-check, in what they share."""

from bot.usecases.scope import PolicyScope, read_scope
from knowledge.base import KnowledgeBase
from storage.database import Transaction

WHOLE = "w"
"""What a button adds to a policy of which all is wanted, whichever track was chosen."""


async def track_chosen(rows: Transaction, base: KnowledgeBase, person_id: int, chat_id: int, policy_id: str) -> str | None:
    """The one track that all of it is about; None where nothing names a track, or several are named.

    ``chat_id``: their own chat.
    """
    about = {one.about for one in await rows.interviews.of(chat_id, person_id)}
    about.update(await rows.checklists.kept(person_id))
    for member in await rows.members.of_person(person_id):
        about.update(f"{one.policy}/{one.track}" for one in await rows.members.shares(member.unit_id, person_id=person_id) if one.track)
    scopes = (read_scope(base, one) for one in about)
    tracks = {one.track for one in scopes if isinstance(one, PolicyScope) and one.policy == policy_id and one.track is not None}
    return tracks.pop() if len(tracks) == 1 else None
