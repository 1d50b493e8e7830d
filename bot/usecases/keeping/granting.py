"""Rights given and taken by owners: to a person by Telegram's number, or by a link that one person opens, once.

An offer is a line in the audit and nothing else: it lives while that line is the last about it, its giver is an owner, and a week lasts.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.usecases.rights import ROLES, Role, may, named_owners, role_of
from storage.database import Transaction

OFFERED, GIVEN, TAKEN, RECALLED = "right.offered", "right.given", "right.taken", "right.recalled"
LIVES: Final = timedelta(days=7)
"""How long a link leads anywhere."""
MARK: Final = "rights"
"""Written at every change of rights, so that on any database one waits for the other."""
NAMES: Final[dict[Role, str]] = {"editor": "编辑", "publisher": "发布", "owner": "管理"}
"""What a right is called."""

_SHOWN: Final = 4
"""Digits of Telegram's number, by which those who wrote the settings know it."""
_BYTES = 15
"""Of chance: nobody guesses 120 bits."""

Came = Literal["done", "same", "last_owner", "named"]


@dataclass(frozen=True)
class Keeper:
    """Somebody with a right. ``is_named``: by the settings, where alone that can be changed."""

    person_id: int
    role: Role
    since: datetime
    called: str
    is_named: bool


@dataclass(frozen=True)
class Offer:
    """A right that a link gives to whoever accepts it first."""

    token: str
    role: Role
    called: str
    by: int


@dataclass(frozen=True)
class Open:
    """A link that gives a right still. ``mark``: what it is known by, which opens nothing; ``by``: what its giver is called."""

    mark: str
    role: Role
    called: str
    by: str
    ends_at: datetime


async def called(rows: Transaction, person_id: int) -> str:
    """What a keeper is called; somebody of whom that is not known, by our number."""
    return await known_as(rows, person_id) or f"{person_id} 号"


async def known_as(rows: Transaction, person_id: int) -> str:
    """What a keeper is called by who gave them their right; of whom the settings name, the end of their number there; else empty."""
    given = await rows.audit.last(GIVEN, person_id)
    if given is not None and given.said:
        return given.said
    person = await rows.people.get(person_id) if person_id in await named_owners(rows) else None
    return f"设置里的管理员（…{str(person.telegram_user_id)[-_SHOWN:]}）" if person else ""


async def keepers(rows: Transaction) -> tuple[Keeper, ...]:
    """All who hold a right, the highest first."""
    named, found = await named_owners(rows), dict[int, Keeper]()
    for role in reversed(ROLES):
        for one in await rows.roles.holders(role):
            name = await called(rows, one.person_id)
            found.setdefault(one.person_id, Keeper(one.person_id, role, one.granted_at, name, one.person_id in named))
    return tuple(found.values())


async def give(rows: Transaction, person_id: int, role: Role, name: str, actor: int, now: datetime) -> Came:  # noqa: PLR0913, PLR0917 - whom, what, by whom, when
    """Let somebody hold this right, and no other."""
    await rows.marks.set(MARK, now.isoformat())
    held = await role_of(rows, person_id)
    if held == role:
        return "same"
    if held == "owner" and (kept := await _kept_owner(rows, person_id)):
        return kept
    for one in ROLES:
        await rows.roles.revoke(person_id, one)
    await rows.roles.grant(person_id, role, actor, now)
    await rows.audit.note(GIVEN, json.dumps({"role": role}), now, actor_id=actor, person_id=person_id, said=name)
    return "done"


async def take(rows: Transaction, person_id: int, actor: int, now: datetime) -> Came:
    """Let somebody hold no right any more."""
    await rows.marks.set(MARK, now.isoformat())
    held = await role_of(rows, person_id)
    if held is None:
        return "same"
    if held == "owner" and (kept := await _kept_owner(rows, person_id)):
        return kept
    for one in ROLES:
        await rows.roles.revoke(person_id, one)
    await rows.audit.note(TAKEN, json.dumps({"role": held}), now, actor_id=actor, person_id=person_id)
    return "done"


async def offer(rows: Transaction, role: Role, name: str, actor: int, now: datetime) -> Offer:
    """Make a link's token; only its digest is kept."""
    token = base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()
    await rows.audit.note(OFFERED, _about(token, role), now, actor_id=actor, said=name)
    return Offer(token, role, name, actor)


async def offered(rows: Transaction, token: str, now: datetime) -> Offer | None:
    """What a link gives, while it does."""
    for role in ROLES:
        line = next(iter(await rows.audit.latest(1, about=_about(token, role))), None)
        if line is None or line.act != OFFERED or line.at + LIVES <= now:
            continue
        if line.actor_id is not None and await may(rows, line.actor_id, "owner"):
            return Offer(token, role, line.said or "", line.actor_id)
    return None


async def accept(rows: Transaction, found: Offer, person_id: int, now: datetime) -> Came | None:
    """Take what a link gives; it gives nothing more. None: it gives nothing by now."""
    await rows.marks.set(MARK, now.isoformat())  # from here on nobody else accepts or recalls it
    if await offered(rows, found.token, now) is None:
        return None
    came = await give(rows, person_id, found.role, found.called, found.by, now)
    if came == "done":
        await rows.audit.note("right.accepted", _about(found.token, found.role), now, actor_id=person_id)
    return came


async def open_offers(rows: Transaction, now: datetime) -> tuple[Open, ...]:
    """The links that lead somewhere, the latest first."""
    found = []
    for line in await rows.audit.standing(OFFERED, now - LIVES):
        if line.actor_id is not None and await may(rows, line.actor_id, "owner"):
            about = json.loads(line.about)
            found.append(Open(about["offer"], about["role"], line.said or "", await called(rows, line.actor_id), line.at + LIVES))
    return tuple(found)


async def recall(rows: Transaction, mark: str, actor: int, now: datetime) -> Open | None:
    """Let a link lead nowhere; None where it led nowhere already."""
    await rows.marks.set(MARK, now.isoformat())
    found = next((one for one in await open_offers(rows, now) if one.mark == mark), None)
    if found is not None:
        about = json.dumps({"offer": found.mark, "role": found.role})
        await rows.audit.note(RECALLED, about, now, actor_id=actor, said=found.called)
    return found


async def _kept_owner(rows: Transaction, person_id: int) -> Came | None:
    """Why an owner stays one."""
    if person_id in await named_owners(rows):
        return "named"
    return "last_owner" if len(await rows.roles.holders("owner")) == 1 else None


def _about(token: str, role: Role) -> str:
    return json.dumps({"offer": hashlib.sha256(token.encode()).hexdigest()[:16], "role": role})
