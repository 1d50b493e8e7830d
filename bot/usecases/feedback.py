"""What comes back from people: questions that were not understood, whether answers helped, what is wrong in them."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from bot.usecases.keeping.stewarding import steward_reached
from bot.usecases.masking import masked
from bot.usecases.rights import reachable
from bot.usecases.transfer_code import read_code
from knowledge.entries import Topic
from knowledge.search.understanding import Understanding
from storage.database import Transaction
from storage.feedback_records import ReportRecord
from storage.queue_records import Message

REPORT: Final = "report"
"""The kind of message that tells an admin what is wrong."""

FADES = timedelta(minutes=10)
"""How long a report waits for its words."""
ALONE = timedelta(days=2)
"""How long a report is with who answers for its policy alone."""
KEPT = timedelta(days=90)
"""How long a question is kept after it was last asked, a rating, a report."""


class Shown(BaseModel):
    """What stood in an answer that somebody speaks of: a policy, a track of it or all, topics, clauses, the knowledge version.

    No policy: a notice that is not on file.
    """

    model_config = ConfigDict(frozen=True)

    policy: str = ""
    track: str | None = None
    topics: tuple[Topic, ...] = ()
    clauses: tuple[str, ...] = ()
    version: str = ""


class Reference(BaseModel):
    """Which report a message to an admin tells of: its words are read when it is sent, and kept nowhere else."""

    model_config = ConfigDict(frozen=True)

    report: int


def is_unanswered(understood: Understanding) -> bool:
    """Whether nothing on file answers a question."""
    return understood.action == "none" and understood.small_talk is None and understood.general is None


def names_another(understood: Understanding) -> bool:
    """Whether what is asked back is a guess: beside the names that it rests on stands something that nothing on file explains."""
    is_told = understood.situation or understood.shortcut or understood.compared or understood.asks_screening or understood.general
    return understood.action == "clarify" and bool(understood.unexplained) and not (is_told or understood.only_intent)


def is_answered(understood: Understanding) -> bool:
    """Whether a question is answered without asking back."""
    return not is_unanswered(understood) and (understood.action != "clarify" or bool(understood.situation or understood.asks_screening))


async def note_question(rows: Transaction, understood: Understanding, now: datetime) -> None:
    """Keep a question without who asked; not one that is nothing but punctuation, or may be a code for moving an account."""
    text = masked(understood.question)
    if text and read_code(understood.question) is None:
        await rows.questions.note(text, " ".join(understood.related or understood.policies), now)


def rated(policy: str, track: str | None, topics: Iterable[Topic]) -> str:
    """What a rating is about, as it is stored: ``policy/track topic topic``."""
    return " ".join((f"{policy}/{track}" if track else policy, *topics))


async def hand_on(rows: Transaction, report: int, now: datetime) -> int:
    """Put a report on its way to who answers for its policy, else to all who keep the knowledge; to how many."""
    found = await rows.reports.get(report)
    steward = await steward_reached(rows, Shown.model_validate_json(found.about).policy) if found else None
    told = await _send(rows, report, (steward,) if steward else await reachable(rows, "editor"), now)
    await rows.reports.note_told(report, told)
    if steward is None:
        await rows.reports.note_widened(report, now)
    return told


async def widen(rows: Transaction, now: datetime) -> None:
    """Tell the others of reports that who answers for their policies has not looked into for two days."""
    for report in await rows.reports.unwidened(now - ALONE):
        steward = await steward_reached(rows, Shown.model_validate_json(report.about).policy)
        others = tuple(one for one in await reachable(rows, "editor") if one != steward)
        await rows.reports.note_told(report.id, report.told + await _send(rows, report.id, others, now))
        await rows.reports.note_widened(report.id, now)


async def settle(rows: Transaction, report: int, actor: int, now: datetime) -> ReportRecord | None:
    """Somebody has looked into a report: it is told to no more; None where that was so, or it is gone."""
    if not await rows.reports.settle(report, now):
        return None
    await rows.audit.note("report.settled", json.dumps({"report": report}), now, actor_id=actor)
    return await rows.reports.get(report)


async def _send(rows: Transaction, report: int, readers: Iterable[tuple[int, int]], now: datetime) -> int:
    told = 0
    reference = Reference(report=report).model_dump_json()
    for person, chat in readers:
        key = f"{REPORT}:{report}:{person}"
        message = Message(kind=REPORT, chat_id=chat, person_id=person, due_at=now, reference=reference, dedupe_key=key)
        told += await rows.outbox.add(message, now) is not None
    return told


async def forget(rows: Transaction, now: datetime) -> None:
    """Delete what was kept long enough."""
    await rows.questions.forget_before(now - KEPT)
    await rows.ratings.forget_before(now - KEPT)
    await rows.reports.forget_before(now - KEPT, now - FADES)
