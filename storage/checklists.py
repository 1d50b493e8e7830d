"""Materials that somebody ticks off: a row for each material on a list, from the day on which it came onto it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import Moment
from storage.records import ChecklistItemRecord
from storage.statements import columns_for, upsert
from storage.tables import checklists

COLUMNS = columns_for(ChecklistItemRecord, checklists)


class Checklists:
    """The lists, at most one for each person and thing that it is ``about`` (the caller's text: a policy or one of its tracks)."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def bring_up_to_date(self, person_id: int, about: str, materials: Iterable[str], now: datetime) -> int:
        """Make the list hold these materials and no others, ticks kept; how many that it held are gone. No materials: no list."""
        wanted = frozenset(materials)
        mine = _list(person_id, about)
        dropped = (await self._connection.execute(delete(checklists).where(mine, checklists.c.material.not_in(wanted)))).rowcount
        if wanted:
            values = [{"person_id": person_id, "about": about, "material": material, "listed_at": now} for material in sorted(wanted)]
            await self._connection.execute(upsert(self._connection, checklists).values(values).on_conflict_do_nothing())
        return dropped

    async def of(self, person_id: int, about: str) -> tuple[ChecklistItemRecord, ...]:
        """Give one list, what came onto it first at the head; empty where there is none."""
        statement = select(*COLUMNS).where(_list(person_id, about)).order_by(checklists.c.listed_at, checklists.c.material)
        return tuple(ChecklistItemRecord(**row) for row in (await self._connection.execute(statement)).mappings())

    async def ticked(self, people_ids: Collection[int], about: str) -> Mapping[int, frozenset[str]]:
        """Give what each of several people has ticked on the list about one thing; nothing where somebody has none."""
        done = (checklists.c.person_id.in_(people_ids), checklists.c.about == about, checklists.c.ticked_at.is_not(None))
        found: dict[int, set[str]] = {person_id: set() for person_id in people_ids}
        for row in await self._connection.execute(select(checklists.c.person_id, checklists.c.material).where(*done)):
            found[row.person_id].add(row.material)
        return {person_id: frozenset(theirs) for person_id, theirs in found.items()}

    async def kept(self, person_id: int) -> tuple[str, ...]:
        """Give what a person has lists about, the one begun last at the head."""
        begun = func.min(checklists.c.listed_at)
        mine = select(checklists.c.about).where(checklists.c.person_id == person_id)
        return tuple(
            (await self._connection.execute(mine.group_by(checklists.c.about).order_by(begun.desc(), checklists.c.about))).scalars()
        )

    async def tick(self, person_id: int, about: str, material: str, ticked_at: datetime | None) -> bool:
        """Tick a material, or with ``None`` take the tick back; ``False`` if it is not on this list. A second tick keeps the first time."""
        there = _list(person_id, about) & (checklists.c.material == material)
        at = ticked_at if ticked_at is None else func.coalesce(checklists.c.ticked_at, literal(ticked_at, Moment))
        return (await self._connection.execute(update(checklists).where(there).values(ticked_at=at))).rowcount > 0

    async def move(self, person_id: int, about: str, now_about: str) -> None:
        """Let a list be about something else, ticks kept; the caller sees to it that there is none about that yet."""
        await self._connection.execute(update(checklists).where(_list(person_id, about)).values(about=now_about))

    async def clear(self, person_id: int, about: str) -> None:
        """Take back all ticks of a list; the list stays."""
        await self._connection.execute(update(checklists).where(_list(person_id, about)).values(ticked_at=None))

    async def remove(self, person_id: int, about: str) -> None:
        """Forget a list."""
        await self._connection.execute(delete(checklists).where(_list(person_id, about)))


def _list(person_id: int, about: str) -> ColumnElement[bool]:
    return (checklists.c.person_id == person_id) & (checklists.c.about == about)
