"""What comes back from people: questions that were not understood, whether answers helped, what is wrong in them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from bot.usecases.masking import masked
from bot.usecases.rights import reachable
from knowledge.entries import Topic
from knowledge.search.understanding import Understanding
from storage.database import Transaction
from storage.records import Message

REPORT: Final = "report"
"""The kind of message that tells an admin what is wrong."""

FADES = timedelta(minutes=10)
"""How long a report waits for its words."""
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


async def note_question(rows: Transaction, understood: Understanding, now: datetime) -> None:
    """Keep a question without who asked; one that is nothing but punctuation is not worth it."""
    text = masked(understood.question)
    if text:
        await rows.questions.note(text, " ".join(understood.related or understood.policies), now)


def rated(policy: str, track: str | None, topics: Iterable[Topic]) -> str:
    """What a rating is about, as it is stored: ``policy/track topic topic``."""
    return " ".join((f"{policy}/{track}" if track else policy, *topics))


async def hand_on(rows: Transaction, report: int, now: datetime) -> int:
    """Put a report on its way to all who keep the knowledge; to how many."""
    told = 0
    reference = Reference(report=report).model_dump_json()
    for person, chat in await reachable(rows, "editor"):
        key = f"{REPORT}:{report}:{person}"
        message = Message(kind=REPORT, chat_id=chat, person_id=person, due_at=now, reference=reference, dedupe_key=key)
        told += await rows.outbox.add(message, now) is not None
    await rows.reports.note_told(report, told)
    return told


async def forget(rows: Transaction, now: datetime) -> None:
    """Delete what was kept long enough."""
    await rows.questions.forget_before(now - KEPT)
    await rows.ratings.forget_before(now - KEPT)
    await rows.reports.forget_before(now - KEPT, now - FADES)
