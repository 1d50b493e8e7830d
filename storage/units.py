"""Units and their contacts. Whether somebody may act for a unit is asked here, in the transaction of the act."""

import re
import secrets
import unicodedata
from contextlib import suppress
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.errors import WrongKeyError
from storage.statements import columns_for, upsert
from storage.unit_records import ContactRecord, Proof, UnitRecord
from storage.unit_tables import contacts, filings, inner_deadlines, invitations, members, unit_groups, unit_policies, units

UNIT_COLUMNS = columns_for(UnitRecord, units)
CONTACT_COLUMNS = columns_for(ContactRecord, contacts)
APPROVED = contacts.c.state == "approved"
ASKED = contacts.c.state == "asked"
WITH_CONTACTS = units.c.id.in_(select(contacts.c.unit_id).where(APPROVED))
DESERTED = ~exists().where(contacts.c.unit_id == units.c.id) & ~exists().where(members.c.unit_id == units.c.id)
"""A unit to which nobody belongs any more: it goes, with all that hangs on it."""
MAX_TRIES = 5
KEY = "unit"
"""What marks of units are made for: without this bot's own key nobody can try which units are registered."""
DOERS = (
    unit_policies.c.followed_by,
    invitations.c.made_by,
    inner_deadlines.c.set_by,
    filings.c.filed_by,
    unit_groups.c.connected_by,
)
"""Who of a unit's contacts did what stays with the unit; who is none any more left it behind without a name."""

CodeAnswer = Literal["right", "wrong", "over"]


class Units:
    """The units and those who speak for them."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def make(self, name: str, region: str, kind: str, affiliation: str, now: datetime) -> UnitRecord:
        """Find the unit of this name in this region, or make it. One that is there stays as it is."""
        keys = [mark.hex() for mark in self._codec.marks(KEY, _bare(name, region))]
        sealed = {"name": self._codec.encrypt(name), "region": region, "kind": kind, "affiliation": affiliation, "since": now}
        if not await self._units(units.c.key.in_(keys)):
            statement = upsert(self._connection, units).values(key=keys[0], **sealed)
            await self._connection.execute(statement.on_conflict_do_nothing(index_elements=[units.c.key]))
        return (await self._units(units.c.key.in_(keys)))[0]

    async def get(self, unit_id: int) -> UnitRecord | None:
        """Find a unit by row id."""
        return next(iter(await self._units(units.c.id == unit_id)), None)

    async def describe(self, unit_id: int, name: str, kind: str, affiliation: str) -> None:
        """Write down what a unit is; ``name`` is another spelling of its own."""
        values = {"name": self._codec.encrypt(name), "kind": kind, "affiliation": affiliation}
        await self._connection.execute(update(units).where(units.c.id == unit_id).values(values))

    async def mark_anew(self, after: int, limit: int) -> int | None:
        """Mark the next units by the database's secret where a key had marked them; the last that was looked at, None where none is left.

        Of two that are one unit by now the second stays as it is, and so does what no key opens.
        """
        following = select(units.c.id, units.c.key, units.c.name, units.c.region).where(units.c.id > after)
        rows: Any = (await self._connection.execute(following.order_by(units.c.id).limit(limit))).all()
        for row in rows:
            with suppress(WrongKeyError):
                key = self._codec.mark(KEY, _bare(self._codec.decrypt(row.name), row.region)).hex()
                if key != row.key and not await self._units(units.c.key == key):
                    here = (units.c.id == row.id) & (units.c.key == row.key)
                    await self._connection.execute(update(units).where(here).values(key=key))
        return int(rows[-1].id) if rows else None

    async def of_contact(self, person_id: int) -> tuple[UnitRecord, ...]:
        """Give the units of which somebody is an approved contact."""
        mine = select(contacts.c.unit_id).where(contacts.c.person_id == person_id, APPROVED)
        return await self._units(units.c.id.in_(mine))

    async def with_contacts(self, most: int, skip: int = 0) -> tuple[UnitRecord, ...]:
        """Give so many of the units that have an approved contact, the oldest first; ``skip``: so many before them are passed over."""
        return await self._units(WITH_CONTACTS, most=most, skip=skip)

    async def count_with_contacts(self) -> int:
        """Count the units that have an approved contact."""
        return int((await self._connection.execute(select(func.count()).where(WITH_CONTACTS))).scalar_one())

    async def spoken_for(self, region: str, *, parts: bool) -> tuple[UnitRecord, ...]:
        """Give the units of a region (and of its parts) whose contact somebody is, or asked to be."""
        there = units.c.region == region
        within = there | units.c.region.startswith(f"{region}/", autoescape=True) if parts else there
        return await self._units(units.c.id.in_(select(contacts.c.unit_id)), within)

    async def for_contact(self, unit_id: int, person_id: int) -> UnitRecord | None:
        """Give a unit to its approved contact, and nothing to anybody else. Until this transaction ends no colleague does anything there.

        It is asked once more when our turn has come: whoever acted before us may have cut this contact off.
        """
        mine = select(contacts.c.unit_id).where(contacts.c.person_id == person_id, APPROVED)
        theirs = (units.c.id == unit_id, units.c.id.in_(mine))
        if await self._units(*theirs):
            await self._connection.execute(select(units.c.id).where(units.c.id == unit_id).with_for_update(key_share=True))
        return next(iter(await self._units(*theirs)), None)

    async def contacts(self, unit_id: int) -> tuple[ContactRecord, ...]:
        """Give the approved contacts of a unit, the longest first."""
        return await self._contacts(contacts.c.unit_id == unit_id, APPROVED)

    async def contact(self, unit_id: int, person_id: int) -> ContactRecord | None:
        """Find somebody who is a contact of this unit, or asked to be."""
        return next(iter(await self._contacts(_one(unit_id, person_id))), None)

    async def asked(self, person_id: int | None = None, *, unit_id: int | None = None) -> tuple[ContactRecord, ...]:
        """Give who waits to be approved (only this person's own requests, or those for this unit, if one is named), the longest first."""
        named = ((contacts.c.person_id, person_id), (contacts.c.unit_id, unit_id))
        return await self._contacts(ASKED, *(column == value for column, value in named if value is not None))

    async def ask(self, unit_id: int, person_id: int, now: datetime, *, called: str, stated: str) -> bool:
        """Ask to be contact of a unit; ``False`` if this person asked already or is one."""
        sealed = {"called": self._codec.encrypt(called), "stated": self._codec.encrypt(stated)}
        values = {"unit_id": unit_id, "person_id": person_id, "state": "asked", "asked_at": now, **sealed}
        return (await self._connection.execute(upsert(self._connection, contacts).values(values).on_conflict_do_nothing())).rowcount > 0

    async def give_code(self, unit_id: int, person_id: int, code: str, until: datetime) -> bool:
        """Let a code prove who asked, until a time, in the place of an earlier one; ``False`` if nobody waits there."""
        return await self._change(unit_id, person_id, code=self._codec.encrypt(code), code_tries=0, code_until=until)

    async def try_code(self, unit_id: int, person_id: int, said: str, now: datetime) -> CodeAnswer:
        """Compare what somebody typed. Right once: the code is used up, the proof is noted. Over: none, too late, or tried too often."""
        living = (contacts.c.code_until > now) & (contacts.c.code_tries < MAX_TRIES) & contacts.c.code.is_not(None)
        statement = (
            update(contacts)
            .where(_one(unit_id, person_id), ASKED, living)
            .values(code_tries=contacts.c.code_tries + 1)
            .returning(contacts.c.code, contacts.c.code_tries)
        )
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            return "over"
        if secrets.compare_digest(self._codec.decrypt(row.code).encode(), said.encode()):
            await self.prove(unit_id, person_id, "code", now)
            return "right"
        return "wrong" if row.code_tries < MAX_TRIES else "over"

    async def prove(self, unit_id: int, person_id: int, proof: Proof, now: datetime) -> bool:
        """Note how somebody who waits has shown that they speak for the unit."""
        return await self._change(unit_id, person_id, proof=proof, proved_at=now, code=None, code_until=None)

    async def approve(self, unit_id: int, person_id: int, approved_by: int | None, now: datetime) -> bool:
        """Make somebody who asked a contact; ``False`` if they do not wait (any more)."""
        return await self._change(
            unit_id, person_id, state="approved", approved_at=now, approved_by=approved_by, code=None, code_until=None
        )

    async def move(self, unit_id: int, person_id: int, other_id: int) -> bool:
        """Let who waits here wait at another unit; ``False`` if they do not wait here, or are something there. A deserted unit goes."""
        if await self.contact(other_id, person_id) is not None:
            return False
        waiting = (_one(unit_id, person_id), contacts.c.state == "asked")
        if not (await self._connection.execute(update(contacts).where(*waiting).values(unit_id=other_id))).rowcount:
            return False
        await self._connection.execute(delete(units).where(units.c.id == unit_id, DESERTED))
        return True

    async def drop(self, unit_id: int, person_id: int) -> bool:
        """End that somebody is a contact, at once; ``False`` if they are none. What they did stays without them. A deserted unit goes."""
        for doer in DOERS:
            theirs = (doer.table.c.unit_id == unit_id, doer == person_id)
            await self._connection.execute(update(doer.table).where(*theirs).values({doer: None}))
        return await self._end(unit_id, person_id, APPROVED)

    async def drop_request(self, unit_id: int, person_id: int) -> bool:
        """End that somebody waits to be a contact; ``False`` if they do not (any more). A deserted unit goes too."""
        return await self._end(unit_id, person_id, ASKED)

    async def forget_asked_before(self, earliest: datetime) -> None:
        """Delete requests that nobody decided since, and the units that nobody belongs to without them."""
        await self._connection.execute(delete(contacts).where(ASKED, contacts.c.asked_at < earliest))
        await self._connection.execute(delete(units).where(DESERTED))

    async def _end(self, unit_id: int, person_id: int, state: ColumnElement[bool]) -> bool:
        gone = (await self._connection.execute(delete(contacts).where(_one(unit_id, person_id), state))).rowcount > 0
        await self._connection.execute(delete(units).where(units.c.id == unit_id, DESERTED))
        return gone

    async def _change(self, unit_id: int, person_id: int, **values: object) -> bool:
        waiting = (_one(unit_id, person_id), ASKED)
        return (await self._connection.execute(update(contacts).where(*waiting).values(values))).rowcount > 0

    async def _units(self, *conditions: ColumnElement[bool], most: int | None = None, skip: int = 0) -> tuple[UnitRecord, ...]:
        statement = select(*UNIT_COLUMNS).where(*conditions).order_by(units.c.id).limit(most).offset(skip)
        rows: Any = (await self._connection.execute(statement)).mappings()
        return tuple(UnitRecord(**{**row, "name": self._codec.decrypt(row["name"])}) for row in rows)

    async def _contacts(self, *conditions: ColumnElement[bool]) -> tuple[ContactRecord, ...]:
        statement = select(*CONTACT_COLUMNS).where(*conditions)
        ordered = statement.order_by(contacts.c.approved_at, contacts.c.asked_at, contacts.c.person_id)
        rows: Any = (await self._connection.execute(ordered)).mappings()
        return tuple(ContactRecord(**{**row, **{name: self._codec.decrypt(row[name]) for name in ("called", "stated")}}) for row in rows)


def _one(unit_id: int, person_id: int) -> ColumnElement[bool]:
    return (contacts.c.unit_id == unit_id) & (contacts.c.person_id == person_id)


def _bare(name: str, region: str) -> str:
    """Give what a unit is called and where it is, the same for every way of writing width, case, spaces and marks."""
    bare = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()
    return f"{bare}|{region}"
