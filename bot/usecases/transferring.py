"""An account is moved with a code: who asks, who is asked first, when it may be, and what is done then. In doubt nothing moves.

The old account is told at once that somebody asks, and has three days to say no; it may say yes at once. Then the new account sees what
would come, and says so. That is final: what was taken back by whoever holds the old account would be taken from its owner, too.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.usecases.keeping.granting import Came as RightCame
from bot.usecases.keeping.granting import take
from bot.usecases.listening import plan
from bot.usecases.matching import MATCH, RIPE
from bot.usecases.missing import MISSED
from bot.usecases.moving import MOVED
from bot.usecases.reminding import NEW_EDITION, REMINDER, SNOOZE
from bot.usecases.transfer_code import make_code, read_code
from bot.usecases.units.inner import INNER, INNER_MOVED, INNER_SNOOZE
from bot.usecases.units.nudging import NUDGE, REMOVED
from bot.usecases.units.parting import groups_of, part
from knowledge.base import KnowledgeBase
from storage.broadcasts import BROADCAST
from storage.corrections import CORRECTION
from storage.database import Transaction
from storage.records import ChatRecord
from storage.transfer_records import KeyPart, TransferCodeRecord, TransferCounts
from storage.unit_records import GroupRecord, UnitRecord

LIVES: Final = timedelta(days=3 * 365)
"""How long a code on paper leads anywhere."""
WAITS: Final = timedelta(days=3)
"""How long the old account may say no."""
LAPSES: Final = timedelta(days=7)
"""How long the new account may leave it at that, then."""
KEPT: Final = timedelta(days=90)
"""How long a code that is over is known as such."""
MADE, WITHDRAWN, WRONG, ASKED, ALLOWED, REFUSED, DONE = (
    f"transfer.{act}" for act in ("code_made", "code_withdrawn", "wrong", "asked", "allowed", "refused", "done")
)
"""Lines of the audit."""
TRIES: Final = 5
"""Wrong codes, and questions to an old account, of one person in a day."""
TRIES_OF_ALL: Final = 1000
"""Wrong codes of everybody in an hour."""
KINDS: Final[Mapping[str, KeyPart]] = {
    **dict.fromkeys((REMINDER, SNOOZE, MOVED, MISSED, NEW_EDITION, MATCH), "chat"),
    **dict.fromkeys((INNER, INNER_SNOOZE, INNER_MOVED, NUDGE, REMOVED, CORRECTION), "chat"),
    RIPE: "subscription",
    BROADCAST: "last",
}
"""Pushes that go along. Those of an office end with it; what answers the old account is left to it."""

Came = Literal["asked", "again", "own", "used", "gone", "expired", "taken", "unknown", "braked", "busy"]


@dataclass(frozen=True)
class Coming:
    """What would come to the account that asks, beside what it has; the units for which the old one speaks; what is asked for anew."""

    there: TransferCounts
    here: TransferCounts
    sensitive: frozenset[str]
    """Facts that need a consent of their own."""
    offices: tuple[UnitRecord, ...]
    has_right: bool


@dataclass(frozen=True)
class Moved:
    """What ended with the old account: the groups of each of its units, which others are to be asked about."""

    offices: tuple[tuple[UnitRecord, tuple[GroupRecord, ...]], ...]
    right: RightCame
    old: int


async def write_code(rows: Transaction, person_id: int, now: datetime) -> str:
    """A new code in the place of an earlier one; it is told once, and only its digest stays."""
    code = make_code()
    await rows.transfer_codes.make(person_id, code, now, now + LIVES)
    await _note(rows, MADE, now, actor=person_id)
    return code


async def withdraw_code(rows: Transaction, person_id: int, now: datetime, *, refusing: bool = False) -> TransferCodeRecord | None:
    """Let one's code lead nowhere any more, and what is asked with it come to nothing; None where there is none."""
    living = await rows.transfer_codes.living(person_id, now)
    if living is None or not await rows.transfer_codes.end(person_id, "refused" if refusing else "withdrawn", now):
        return None
    await _note(rows, REFUSED if refusing else WITHDRAWN, now, actor=person_id, person=living.asked_by)
    return living


async def try_code(rows: Transaction, person_id: int, said: str, now: datetime) -> tuple[Came, TransferCodeRecord | None]:
    """What comes of a code that somebody typed. Asked: the old account is to be told, and may say no until ``allowed_at``."""
    brake = await _brake(rows, person_id, now)
    if brake is not None:
        return brake, None
    code = read_code(said)
    found = await rows.transfer_codes.by_code(code) if code is not None else None
    if found is None:
        await _note(rows, WRONG, now, actor=person_id)
        return "unknown", None
    if (over := _over(found, person_id, now)) is not None:
        return over, found
    if is_open(found, now) and found.asked_by == person_id:
        return "again", found
    if not await rows.transfer_codes.ask(found.id, person_id, now, now + WAITS, now - LAPSES):
        return "taken", found
    await _note(rows, ASKED, now, actor=person_id, person=found.person_id)
    return "asked", await rows.transfer_codes.get(found.id)


def _over(found: TransferCodeRecord, person_id: int, now: datetime) -> Came | None:
    """Why nothing can be asked with a code."""
    if found.ended_as is not None:
        return "used" if found.ended_as == "used" else "gone"
    if found.person_id == person_id:
        return "own"
    return "expired" if found.until <= now else None


def is_open(record: TransferCodeRecord, now: datetime) -> bool:
    """Whether an account asks with a code and has not let it lapse."""
    return record.ended_at is None and record.asked_by is not None and record.allowed_at is not None and now < record.allowed_at + LAPSES


def is_allowed(record: TransferCodeRecord, now: datetime) -> bool:
    """Whether what is asked for may be had now."""
    return is_open(record, now) and record.allowed_at is not None and record.allowed_at <= now


async def asked_by(rows: Transaction, person_id: int, now: datetime) -> TransferCodeRecord | None:
    """What somebody asks to have moved here, while it is open."""
    found = await rows.transfer_codes.asked(person_id)
    return found if found is not None and is_open(found, now) else None


async def asked_of(rows: Transaction, person_id: int, code_id: int, now: datetime) -> TransferCodeRecord | None:
    """What is asked of somebody's own account, while it is open."""
    found = await rows.transfer_codes.living(person_id, now)
    return found if found is not None and found.id == code_id and is_open(found, now) else None


async def allow(rows: Transaction, record: TransferCodeRecord, now: datetime) -> bool:
    """The old account says yes before its time is over."""
    if not await rows.transfer_codes.allow(record.id, now):
        return False
    await _note(rows, ALLOWED, now, actor=record.person_id, person=record.asked_by)
    return True


async def coming(rows: Transaction, base: KnowledgeBase, record: TransferCodeRecord, person_id: int) -> Coming:
    """What would come to who asks."""
    old = record.person_id
    sensitive = frozenset(fact for fact in await rows.transfers.facts(old) if fact in base.facts and base.facts[fact].sensitive)
    offices, rights = await rows.units.of_contact(old), await rows.roles.of(old)
    return Coming(await rows.transfers.counts(old), await rows.transfers.counts(person_id), sensitive, offices, bool(rights))


async def move(  # noqa: PLR0913 - what, to whom, where, when, and what of it
    rows: Transaction, base: KnowledgeBase, code_id: int, chat: ChatRecord, now: datetime, *, with_sensitive: bool
) -> Moved | None:
    """Give all that goes to the account whose chat this is, and cut the old one off; None where it may not be (any more)."""
    new = chat.person_id
    record = await rows.transfer_codes.get(code_id)
    if record is None or new is None:
        return None
    old = record.person_id
    await rows.transfers.hold(old, new)
    record, there = await rows.transfer_codes.get(code_id), await rows.chats.private(old)
    if record is None or record.asked_by != new or not is_allowed(record, now) or there is None:
        return None
    if not await rows.transfer_codes.end(old, "used", now):
        return None
    sensitive = (await coming(rows, base, record, new)).sensitive
    if sensitive and with_sensitive:
        await rows.people.give_consent(new, "sensitive", now)
    await rows.transfers.take((old, there.id), (new, chat.id), KINDS, now, () if with_sensitive else sensitive)
    moved = await _cut_off(rows, base, old, new, now)
    away = replace(chat, unreachable_since=there.unreachable_since) if there.unreachable_since is not None else None
    await plan(rows, base, new, now, away)
    await _note(rows, DONE, now, actor=new, person=old)
    return moved


async def fade(rows: Transaction, now: datetime) -> None:
    """Delete codes that have been over for long."""
    await rows.transfer_codes.forget_before(now - KEPT)


async def _cut_off(rows: Transaction, base: KnowledgeBase, old: int, new: int, now: datetime) -> Moved:
    """End what is asked for anew: what the old account is to units, its right to keep the knowledge, what it asks to have moved to it."""
    offices = []
    for unit in await rows.units.of_contact(old):
        groups = await groups_of(rows, unit.id, old)
        await part(rows, base, unit.id, old, now, actor=new, act="contact.left")
        offices.append((unit, groups))
    for request in await rows.units.asked(old):
        await rows.units.drop_request(request.unit_id, old)
    asks = await rows.transfer_codes.asked(old)
    if asks is not None:
        await rows.transfer_codes.let_go(asks.id, old)
    return Moved(tuple(offices), await take(rows, old, new, now), old)


async def _brake(rows: Transaction, person_id: int, now: datetime) -> Came | None:
    """Whether somebody tried too often today, or everybody together in the last hour."""
    day, hour = now - timedelta(days=1), now - timedelta(hours=1)
    mine = [await rows.audit.count(act, person_id, day) for act in (WRONG, ASKED)]
    if max(mine) >= TRIES:
        return "braked"
    return "busy" if await rows.audit.count(WRONG, None, hour) >= TRIES_OF_ALL else None


async def _note(rows: Transaction, act: str, now: datetime, *, actor: int, person: int | None = None) -> None:
    await rows.audit.note(act, json.dumps({}), now, actor_id=actor, person_id=person)
