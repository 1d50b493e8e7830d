"""What one chat is told of corrections, worked out when it is sent: from what its reader heard last to what holds now.

Several publications that wait for the same morning are told as one; what was put back meanwhile is not told; nor are last days that the
push of a moved date tells the same reader.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.usecases.differing import Difference, Differences
from bot.usecases.moving import stages_moved
from bot.usecases.rectifying import PUBLISHED, UNREACHED, WITHDRAWN, concerned
from bot.usecases.reminding import Listener
from bot.usecases.telling import note_told
from bot.usecases.versions import Versions
from knowledge.base import WHOLE, KnowledgeBase
from knowledge.changes.change import Change
from knowledge.changes.weighing import topics_of
from storage.correction_records import CorrectionRecord, WaitingCorrection
from storage.database import Transaction
from storage.queue_records import OutboxRecord

PURGED: Final = timedelta(days=2)
"""After so long it can no longer be looked up that a message was sent."""
SKEW: Final = timedelta(minutes=1)
"""By so much the clocks of two processes may differ, the one that published and the one that notices."""
_DAYS: Final = frozenset({"ends", "ends_at"})


@dataclass(frozen=True)
class Retold:
    """What of a policy is otherwise for one reader: by the version that they heard last, what changed since."""

    parts: tuple[tuple[Difference, tuple[Change, ...]], ...]

    @property
    def newest(self) -> Difference:
        """That of the version that they heard last of all; all lead to the same."""
        return self.parts[-1][0]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All of them."""
        return tuple(change for _, changes in self.parts for change in changes)


@dataclass(frozen=True)
class Held:
    """Something of what is to be told is being verified: later."""


@dataclass(frozen=True)
class Asking:
    """Who is to be told, and what the rows of that moment are read with."""

    rows: Transaction
    base: KnowledgeBase
    differences: Differences
    claim: OutboxRecord
    listener: Listener
    is_private: bool
    now: datetime


async def published_for(asking: Asking, record: CorrectionRecord) -> Retold | Held | None:
    """What a chat is told of a publication, and of all that wait beside it; None where nothing is left to say."""
    rows, claim = asking.rows, asking.claim
    here = [one for one in await rows.corrections.in_chat(claim.chat_id) if _is_of(one, record)]
    others = [one for one in here if one.id != claim.id]
    covered = max(map(_covered, others), default=0)
    if covered >= record.number:
        return None
    untold = [one for one in others if (one.state == "pending" or _is_lost(one)) and one.about["number"] > covered]
    first = max(min((record.number, *(one.about["number"] for one in untold))) - 1, covered)
    latest = await rows.publications.latest_number()
    is_lost = any(map(_is_lost, untold)) or any("missed" in one.about for one in here)
    reader = claim.person_id if asking.is_private and not is_lost else None
    heard = await rows.tellings.of(reader, record.policy) if reader is not None else {}
    found = await _parts(asking, record.policy, (first, latest), heard)
    if any(asking.base.is_withdrawn(record.policy, difference.entries) for difference, _ in found):
        return Held()
    mine = next(one for one in here if one.id == claim.id)
    await rows.corrections.note_told(claim.id, {**mine.about, "told": latest, "said": bool(found)})
    if not found:
        return None
    told, version = Retold(found), await rows.publications.get(latest)
    if asking.is_private and claim.person_id is not None and version is not None:
        topics = {topic for difference, changes in found for topic in (topics_of(changes) or difference.topics)}
        await note_told(rows, claim.person_id, {(record.policy, topic) for topic in topics}, version.version, asking.now)
    return told


async def is_still_concerned(asking: Asking, record: CorrectionRecord) -> bool:
    """Whether somebody who could not be reached is concerned: as those are who could, and by what they heard since they are back."""
    about = json.loads(asking.claim.reference)
    if about.get("missed") != UNREACHED or asking.claim.person_id is None:
        return True
    number = record.number
    difference = await asking.differences.between(asking.rows, record.policy, number - 1, number) if record.kind == PUBLISHED else None
    whom = concerned(record, asking.base.policies.get(record.policy), difference)
    return await asking.rows.corrections.concerns(whom, asking.claim.person_id, asking.claim.chat_id)


async def is_withdrawn_news(asking: Asking, record: CorrectionRecord) -> bool:
    """Whether a chat is still to hear that something is being verified."""
    last = await asking.rows.corrections.last(WITHDRAWN, record.policy, record.entry)
    return _is_withdrawn(asking.base, record) and last is not None and last.id == record.id


async def is_restored_news(asking: Asking, record: CorrectionRecord) -> bool:
    """Whether a chat heard that something was being verified, and is to hear that it came out as it was told."""
    if _is_withdrawn(asking.base, record) or record.ends is None:
        return False
    begun, state = await asking.rows.corrections.get(record.ends), await asking.rows.corrections.state_in(asking.claim.chat_id, record.ends)
    long_ago = begun is not None and begun.finished_at is not None and asking.now - begun.finished_at > PURGED
    if state != "sent" and not (state is None and long_ago):
        return False
    latest = await asking.rows.publications.latest_number()
    difference = await asking.differences.between(asking.rows, record.policy, record.number, latest)
    if difference is None or difference.is_gone:
        return False
    return not difference.changes if record.entry == WHOLE else record.entry not in difference.entries


def _is_of(one: WaitingCorrection, record: CorrectionRecord) -> bool:
    about: Mapping[str, Any] = one.about
    return bool(about["policy"] == record.policy and about["kind"] == PUBLISHED)


def _is_lost(one: WaitingCorrection) -> bool:
    """Whether a message that had something to say did not come through."""
    return one.state == "dead" or (one.state == "skipped" and one.about.get("said", False))


def _covered(one: WaitingCorrection) -> int:
    """Up to which publication a message says what there was to say."""
    told: int = 0 if _is_lost(one) else one.about.get("told", 0)
    return told


def _is_withdrawn(base: KnowledgeBase, record: CorrectionRecord) -> bool:
    return record.entry in base.withdrawn.get(record.policy, frozenset())


async def _parts(
    asking: Asking, policy: str, span: tuple[int, int], heard: Mapping[str, int]
) -> tuple[tuple[Difference, tuple[Change, ...]], ...]:
    """By the version that was heard last, what is otherwise since; each change once, from where its reader stands."""
    first, latest = span
    moved = await _moved(asking, policy, first)
    found = []
    for old in sorted({first, *(number for number in heard.values() if first < number < latest)}):
        difference = await asking.differences.between(asking.rows, policy, old, latest)
        if difference is None:
            continue
        changes = tuple(
            one for one in difference.changes if _heard(one, span, heard) == old and not (one.path[1:2] and _is_moved(one, moved))
        )
        if changes or (difference.is_gone and old == first and not moved):
            found.append((difference, changes))
    return tuple(found)


def _heard(change: Change, span: tuple[int, int], heard: Mapping[str, int]) -> int:
    """By which version the reader heard last what changed."""
    first, latest = span
    return max((heard[topic] for topic in topics_of([change]) if first < heard.get(topic, 0) < latest), default=first)


def _is_moved(change: Change, moved: Sequence[str]) -> bool:
    """Whether it is a last day of which its own push tells."""
    return change.path[0] == "stages" and change.path[1] in moved and (change.field is None or change.field in _DAYS)


async def _moved(asking: Asking, policy: str, first: int) -> tuple[str, ...]:
    """The stages of which the reader hears by themselves that their last day moved since a version."""
    after = await asking.rows.publications.get(first + 1)
    if after is None:
        return ()
    versions = Versions(await asking.rows.deadlines.of([policy]))
    return stages_moved(asking.base, versions, policy, after.published_at - SKEW, asking.listener)
