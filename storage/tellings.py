"""The ledger of what people were told: person, policy, topic and the publication whose words they were. No words of theirs or ours."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.correction_tables import tellings
from storage.keeping_tables import publications
from storage.statements import upsert

MOST: Final = 300
"""Rows of one person: who asks for more than anybody reads keeps the last."""
KEY: Final = (tellings.c.person_id, tellings.c.policy, tellings.c.topic)


class Tellings:
    """At most one for each person, policy and topic: the last."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, person_id: int, told: Collection[tuple[str, str]], version: str, at: datetime) -> None:
        """Note policies and topics as told by the publication of that version, over what was noted; the same again writes nothing."""
        if not told:
            return
        number = select(func.coalesce(func.max(publications.c.number), 0)).where(publications.c.version == version).scalar_subquery()
        values = [
            {"person_id": person_id, "policy": policy, "topic": topic, "number": number, "told_at": at} for policy, topic in sorted(told)
        ]
        statement = upsert(self._connection, tellings).values(values)
        another = or_(tellings.c.number != statement.excluded.number, tellings.c.told_at != statement.excluded.told_at)
        new = {"number": statement.excluded.number, "told_at": statement.excluded.told_at}
        if (await self._connection.execute(statement.on_conflict_do_update(index_elements=KEY, set_=new, where=another))).rowcount:
            await self._bound(person_id)

    async def of(self, person_id: int, policy: str) -> Mapping[str, int]:
        """Give by topic the publication by which somebody was told of a policy last."""
        mine = select(tellings.c.topic, tellings.c.number).where(tellings.c.person_id == person_id, tellings.c.policy == policy)
        return {row.topic: row.number for row in await self._connection.execute(mine)}

    async def remove(self, person_id: int) -> None:
        """Forget what somebody was told."""
        await self._connection.execute(delete(tellings).where(tellings.c.person_id == person_id))

    async def forget_before(self, earliest: datetime) -> None:
        """Delete what was told too long ago to matter, everybody's."""
        await self._connection.execute(delete(tellings).where(tellings.c.told_at < earliest))

    async def _bound(self, person_id: int) -> None:
        mine = tellings.c.person_id == person_id
        latest = select(tellings.c.policy, tellings.c.topic).where(mine).order_by(tellings.c.told_at.desc(), *KEY).limit(MOST)
        held = (await self._connection.execute(select(func.count()).select_from(tellings).where(mine))).scalar_one()
        if held > MOST:
            await self._connection.execute(delete(tellings).where(mine, tuple_(tellings.c.policy, tellings.c.topic).not_in(latest)))
