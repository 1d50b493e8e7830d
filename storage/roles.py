"""Who may do what. Roles are checked at the act, here; an applicant has none."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.keeping_records import RoleRecord
from storage.keeping_tables import roles
from storage.statements import columns_for, upsert

COLUMNS = columns_for(RoleRecord, roles)


class Roles:
    """The roles that people hold."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def grant(self, person_id: int, role: str, granted_by: int | None, now: datetime) -> bool:
        """Give a role; ``False`` if the person holds it."""
        values = {"person_id": person_id, "role": role, "granted_at": now, "granted_by": granted_by}
        statement = upsert(self._connection, roles).values(**values).on_conflict_do_nothing()
        return (await self._connection.execute(statement)).rowcount > 0

    async def revoke(self, person_id: int, role: str) -> bool:
        """Take a role away; ``False`` if the person does not hold it."""
        held = (roles.c.person_id == person_id) & (roles.c.role == role)
        return (await self._connection.execute(delete(roles).where(held))).rowcount > 0

    async def of(self, person_id: int) -> frozenset[str]:
        """Give the roles that a person holds."""
        return frozenset((await self._connection.execute(select(roles.c.role).where(roles.c.person_id == person_id))).scalars())

    async def holders(self, role: str) -> tuple[RoleRecord, ...]:
        """Give those who hold a role, the longest first."""
        statement = select(*COLUMNS).where(roles.c.role == role).order_by(roles.c.granted_at, roles.c.person_id)
        return tuple(RoleRecord(**row) for row in (await self._connection.execute(statement)).mappings())
