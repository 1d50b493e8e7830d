"""How much of people's hangs on one of the caller's policies: numbers alone."""

from sqlalchemy import ColumnElement, Select, distinct, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.keeping_records import Tied
from storage.subscriptions import ACTIVE
from storage.tables import checklists, interviews, subscriptions
from storage.unit_tables import unit_policies


class Ties:
    """Counted when asked for."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, policy: str) -> Tied:
        """Count people, each once: of the policy as a whole, and of its parts (``POLICY/…``)."""
        followed = (ACTIVE, subscriptions.c.kind.in_(("policy", "track", "stage")), _about(subscriptions.c.target, policy))
        return Tied(
            followers=await self._count(select(func.count(distinct(subscriptions.c.person_id))).where(*followed)),
            checks=await self._count(select(func.count(distinct(interviews.c.person_id))).where(_about(interviews.c.about, policy))),
            lists=await self._count(select(func.count(distinct(checklists.c.person_id))).where(_about(checklists.c.about, policy))),
            units=await self._count(select(func.count()).select_from(unit_policies).where(unit_policies.c.policy == policy)),
        )

    async def _count(self, statement: Select[int]) -> int:
        count: int = (await self._connection.execute(statement)).scalar_one()
        return count


def _about(column: ColumnElement[str], policy: str) -> ColumnElement[bool]:
    return or_(column == policy, column.startswith(f"{policy}/", autoescape=True))
