"""Employees who joined a unit of their own will, what they agreed to share with its contacts, and how lately they were nudged."""

from datetime import datetime

from sqlalchemy import ColumnElement, MappingResult, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.quick import run
from storage.statements import columns_for, upsert
from storage.unit_records import MemberRecord, ShareRecord
from storage.unit_tables import members, nudges, shares, units
from storage.units import DESERTED

MEMBER_COLUMNS = columns_for(MemberRecord, members)
ORDER = (members.c.joined_at, members.c.unit_id, members.c.person_id)
OF_PERSON = select(*MEMBER_COLUMNS).where(members.c.person_id == bindparam("person")).order_by(*ORDER)
SHARE_COLUMNS = columns_for(ShareRecord, shares)


class Members:
    """The members; a consent (``share``) is for one policy and goes with the membership."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def join(self, unit_id: int, person_id: int, called: str, now: datetime) -> bool:
        """Join a unit; ``False`` if this person is a member already (then only the name changes)."""
        sealed = self._codec.encrypt(called)
        values = {"unit_id": unit_id, "person_id": person_id, "called": sealed, "joined_at": now}
        if (await self._connection.execute(upsert(self._connection, members).values(values).on_conflict_do_nothing())).rowcount > 0:
            return True
        await self._connection.execute(update(members).where(_one(unit_id, person_id)).values(called=sealed))
        return False

    async def get(self, unit_id: int, person_id: int) -> MemberRecord | None:
        """Find a member of a unit."""
        return next(iter(await self._members(_one(unit_id, person_id))), None)

    async def of_unit(self, unit_id: int) -> tuple[MemberRecord, ...]:
        """Give the members of a unit, the longest first."""
        return await self._members(members.c.unit_id == unit_id)

    async def of_person(self, person_id: int) -> tuple[MemberRecord, ...]:
        """Give the memberships of somebody, the oldest first."""
        return self._read((await run(self._connection, OF_PERSON, {"person": person_id})).mappings())

    async def leave(self, unit_id: int, person_id: int) -> bool:
        """Leave a unit, with every consent; ``False`` if this person is no member. A deserted unit goes too."""
        gone = (await self._connection.execute(delete(members).where(_one(unit_id, person_id)))).rowcount > 0
        await self._connection.execute(delete(units).where(units.c.id == unit_id, DESERTED))
        return gone

    async def hush(self, unit_id: int, person_id: int, since: datetime | None) -> bool:
        """Want no nudges any more since then, or with ``None`` want them again; ``False`` if this person is no member."""
        return (await self._connection.execute(update(members).where(_one(unit_id, person_id)).values(hushed_at=since))).rowcount > 0

    async def agree(self, unit_id: int, person_id: int, policy: str, track: str, now: datetime) -> None:
        """Share this policy with the unit's contacts; agreed already: only the track changes. The caller knows them for a member."""
        values = {"unit_id": unit_id, "person_id": person_id, "policy": policy, "track": track, "agreed_at": now}
        key = [shares.c.unit_id, shares.c.person_id, shares.c.policy]
        statement = upsert(self._connection, shares).values(values)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_={"track": track}))

    async def withdraw(self, unit_id: int, person_id: int, policy: str) -> bool:
        """Share a policy no more; ``False`` if it was not shared."""
        mine = (shares.c.unit_id == unit_id, shares.c.person_id == person_id, shares.c.policy == policy)
        return (await self._connection.execute(delete(shares).where(*mine))).rowcount > 0

    async def shares(self, unit_id: int, *, person_id: int | None = None, policy: str | None = None) -> tuple[ShareRecord, ...]:
        """Give what is shared with a unit (of one person, about one policy), the first agreed first."""
        conditions = [shares.c.unit_id == unit_id]
        if person_id is not None:
            conditions.append(shares.c.person_id == person_id)
        if policy is not None:
            conditions.append(shares.c.policy == policy)
        statement = select(*SHARE_COLUMNS).where(*conditions).order_by(shares.c.agreed_at, shares.c.person_id, shares.c.policy)
        return tuple(ShareRecord(**row) for row in (await self._connection.execute(statement)).mappings())

    async def nudge(self, unit_id: int, person_id: int, policy: str, now: datetime, earliest: datetime) -> bool:
        """Note a nudge; ``False`` if the last one was later than ``earliest``. The caller sees to it that they are a member."""
        key = {"unit_id": unit_id, "person_id": person_id, "policy": policy}
        statement = (
            upsert(self._connection, nudges)
            .values(**key, nudged_at=now)
            .on_conflict_do_update(
                index_elements=[nudges.c[column] for column in key], set_={"nudged_at": now}, where=nudges.c.nudged_at <= earliest
            )
        )
        return (await self._connection.execute(statement)).rowcount > 0

    async def _members(self, *conditions: ColumnElement[bool]) -> tuple[MemberRecord, ...]:
        statement = select(*MEMBER_COLUMNS).where(*conditions).order_by(*ORDER)
        return self._read((await self._connection.execute(statement)).mappings())

    def _read(self, rows: MappingResult) -> tuple[MemberRecord, ...]:
        return tuple(MemberRecord(**{**row, "called": self._codec.decrypt(row["called"])}) for row in rows)


def _one(unit_id: int, person_id: int) -> ColumnElement[bool]:
    return (members.c.unit_id == unit_id) & (members.c.person_id == person_id)
