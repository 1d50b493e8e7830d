"""What comes back from people: questions that were not understood, whether answers helped, what is wrong in them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from bot.usecases.masking import masked
from knowledge.entries import Topic
from knowledge.search.understanding import Understanding
from storage.database import Transaction
from storage.records import Message

REPORT: Final = "report"
"""The kind of message that tells an admin what is wrong."""
ADMIN: Final = "admin"
"""The role of those whom the settings name."""
NAMED: Final = "admins_named"

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
    """Put a report on its way to every admin; to how many."""
    told = 0
    reference = Reference(report=report).model_dump_json()
    for person, chat in await reachable(rows, ADMIN):
        key = f"{REPORT}:{report}:{person}"
        message = Message(kind=REPORT, chat_id=chat, person_id=person, due_at=now, reference=reference, dedupe_key=key)
        told += await rows.outbox.add(message, now) is not None
    await rows.reports.note_told(report, told)
    return told


async def reachable(rows: Transaction, role: str) -> tuple[tuple[int, int], ...]:
    """Those who hold a role and can be written to: the person and their private chat."""
    chats = [(holder.person_id, await rows.chats.private(holder.person_id)) for holder in await rows.roles.holders(role)]
    return tuple((person, chat.id) for person, chat in chats if chat is not None and chat.unreachable_since is None)


async def name_admins(rows: Transaction, telegram_user_ids: Iterable[int], now: datetime) -> None:
    """Give the role to those whom the settings name, and take it from those whom they named before and no longer name."""
    named = []
    for number in telegram_user_ids:
        person = await rows.people.ensure(number, now)
        chat = await rows.chats.ensure(number, "private", person.id, now)
        if chat.created_at == now:  # a bot cannot write to who never opened it, and nobody is to be told that it did
            await rows.chats.mark_unreachable(chat.id, now)
        await rows.roles.grant(person.id, ADMIN, None, now)
        named.append(person.id)
    before = (await rows.marks.get(NAMED) or "").split()
    for person_id in map(int, before):
        if person_id not in named:
            await rows.roles.revoke(person_id, ADMIN)
    if before or named:
        await rows.marks.set(NAMED, " ".join(map(str, named)))


async def forget(rows: Transaction, now: datetime) -> None:
    """Delete what was kept long enough."""
    await rows.questions.forget_before(now - KEPT)
    await rows.ratings.forget_before(now - KEPT)
    await rows.reports.forget_before(now - KEPT, now - FADES)
