"""广播: the same words to many, by owners. Who began or resumed it answers for it, and it runs only while they are one.

Whom it reaches and how far it came is the rows' (``rows.broadcasts``); here is who may do what with it, and the lines of the audit.
"""

import json
import re
import unicodedata
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, Literal

from bot.usecases.reminding import targets_of_policy
from bot.usecases.rights import may, reachable
from knowledge.policy import Policy
from storage.broadcast_records import Audience, BroadcastRecord, Card, Reach, Whom
from storage.database import Transaction
from storage.queue_records import Message
from storage.unit_records import UnitRecord

SHORTEST, LONGEST = 5, 1500
"""Characters of the words: with all around them they are one message."""
MOST_UNITS, NAMED_UNITS = 10_000, 6
"""Units looked through for a name, and shown."""
DRAFTS_FADE: Final = timedelta(days=1)
LOST: Final = "broadcast_lost"
"""The kind of message that tells other owners of a broadcast whose owner lost the right."""

Act = Literal["pause", "resume", "stop"]
NOTED: Final[dict[Act, str]] = {"pause": "broadcast.paused", "resume": "broadcast.resumed", "stop": "broadcast.stopped"}

_DAY = re.compile(
    r"(?<!\d)(?:20\d\d\s*[年./-]\s*\d{1,2}(?:\s*[月./-]\s*\d{1,2}\s*[日号]?)?|\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号]?)?|\d{1,2}\s*[日号])"
    r"|(?:周|星期|礼拜)[一二三四五六日天]"
)
_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|(?:[（(]?0\d{2,3}[)）]?[\s-]?)?\d{7,8}|400[\s-]?\d{3}[\s-]?\d{4}|12\d{3})(?!\d)")


def to_all() -> Whom:
    """Everybody who said that they wish to hear."""
    return Whom(audience="everyone")


def to_contacts(unit: int | None = None) -> Whom:
    """The contacts of all units, or of one."""
    return Whom(audience="contacts", unit=unit)


def to_groups(unit: int | None = None) -> Whom:
    """The groups that units connected, or one did."""
    return Whom(audience="groups", unit=unit)


def to_followers(policy: Policy) -> Whom:
    """Everybody who follows a policy or a part of it."""
    return Whom(audience="followers", policy=policy.id, targets=targets_of_policy(policy))


async def units_called(rows: Transaction, said: str) -> tuple[UnitRecord, ...]:
    """The units with contacts in whose names these words stand, however they are spaced, a few at most; none for no words."""
    wanted = _bare(said)
    units = await rows.units.with_contacts(MOST_UNITS) if wanted else ()
    return tuple(islice((unit for unit in units if wanted in _bare(unit.name)), NAMED_UNITS))


async def unit_of(rows: Transaction, whom: Whom) -> str:
    """The name of the one unit that is meant; empty where none is, or it is gone."""
    unit = await rows.units.get(whom.unit) if whom.unit is not None else None
    return unit.name if unit else ""


def days_in(text: str) -> tuple[str, ...]:
    """What in a text looks like a day."""
    return tuple(dict.fromkeys(found[0].strip() for found in _DAY.finditer(text)))


def numbers_in(text: str) -> tuple[str, ...]:
    """What in a text looks like a telephone number."""
    return tuple(dict.fromkeys(found[0].strip() for found in _NUMBER.finditer(text)))


async def begin(rows: Transaction, record: BroadcastRecord, card: Card, now: datetime, *, again: bool) -> Reach | None:
    """Send a draft to whom it reaches now; ``again``: also to those whom another one reached within the day. None: it is no draft."""
    reach = await rows.broadcasts.reach(record.whom, now)
    people = reach.people if again else reach.fresh
    if not await rows.broadcasts.begin(record.id, people, card, now, again=again):
        return None
    await _note(rows, "broadcast.begun", record, now, people=people, said=record.text)
    return reach


async def act(rows: Transaction, record: BroadcastRecord, what: Act, person_id: int, now: datetime) -> bool:
    """Pause, go on with or stop a broadcast; whether that was to be done. Who goes on with it answers for it from then on."""
    match what:
        case "pause":
            done = await rows.broadcasts.pause(record.id, now)
        case "resume":
            done = await rows.broadcasts.resume(record.id, person_id, now)
        case "stop":
            done = await rows.broadcasts.stop(record.id, now)
    if done:
        await _note(rows, NOTED[what], record, now, actor=person_id)
    return done


async def may_run(rows: Transaction, record: BroadcastRecord) -> bool:
    """Whether who answers for a broadcast is an owner still."""
    return await may(rows, record.person_id, "owner")


async def pause_without_right(rows: Transaction, record: BroadcastRecord, body: str, now: datetime) -> None:
    """Pause what nobody with the right answers for, and tell the owners (``body``: the letter), any of whom may go on with it."""
    if not await rows.broadcasts.pause(record.id, now):
        return
    await _note(rows, "broadcast.paused", record, now, actor=None, said="发起人不再有权限")
    for person, chat in await reachable(rows, "owner"):
        key = f"{LOST}:{record.id}:{now.isoformat()}:{person}"
        await rows.outbox.add(Message(kind=LOST, chat_id=chat, person_id=person, due_at=now, body=body, dedupe_key=key), now)


async def note_ended(rows: Transaction, record: BroadcastRecord, now: datetime) -> None:
    """Add the last line about a broadcast: how many it reached."""
    await _note(rows, "broadcast.ended", record, now, actor=None, people=record.sent)


def audience_of(text: str) -> Audience | None:
    """The audience that a button names."""
    match text:
        case "followers" | "contacts" | "groups" | "everyone":
            return text
    return None


def _bare(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


async def _note(  # noqa: PLR0913 - a line of a log says all of it
    rows: Transaction,
    what: str,
    record: BroadcastRecord,
    now: datetime,
    *,
    actor: int | None = -1,
    people: int | None = None,
    said: str | None = None,
) -> None:
    about: dict[str, str | int] = {"broadcast": record.id, "to": record.whom.policy or record.whom.audience}
    if record.whom.unit is not None:
        about["unit"] = record.whom.unit
    if people is not None:
        about["people"] = people
    await rows.audit.note(what, json.dumps(about), now, actor_id=record.person_id if actor == -1 else actor, said=said)
