"""Who wants to be reminded of what, and where."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import SubscriptionKind, SubscriptionRecord
from storage.statements import columns_for, upsert
from storage.tables import subscriptions

COLUMNS = columns_for(SubscriptionRecord, subscriptions)
ACTIVE = subscriptions.c.ended_at.is_(None)

Target = tuple[SubscriptionKind, str]


def follows(targets: Collection[Target]) -> ColumnElement[bool]:
    """Match the active subscriptions to any of these targets."""
    return and_(ACTIVE, or_(False, *(and_(subscriptions.c.kind == kind, subscriptions.c.target == target) for kind, target in targets)))


class Subscriptions:
    """The subscriptions. One that ended keeps its row, so that following again does not repeat what was sent."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def follow(self, person_id: int, chat_id: int, target: Target, now: datetime) -> SubscriptionRecord:
        """Follow something in a chat. Followed already: nothing changes; ended before: it counts from now."""
        kind, name = target
        key = {"person_id": person_id, "chat_id": chat_id, "kind": kind, "target": name}
        insert = upsert(self._connection, subscriptions).values(**key, since=now)
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=[subscriptions.c[column] for column in key],
                set_={"since": now, "ended_at": None},
                where=subscriptions.c.ended_at.is_not(None),
            )
        )
        statement = select(*COLUMNS).where(*(subscriptions.c[column] == value for column, value in key.items()))
        return SubscriptionRecord(**(await self._connection.execute(statement)).mappings().one())

    async def end(self, subscription_id: int, person_id: int, now: datetime) -> bool:
        """End a subscription of this person; ``False`` if there is none of theirs that runs."""
        mine = (subscriptions.c.id == subscription_id) & (subscriptions.c.person_id == person_id) & ACTIVE
        return (await self._connection.execute(update(subscriptions).where(mine).values(ended_at=now))).rowcount > 0

    async def of(self, person_id: int) -> tuple[SubscriptionRecord, ...]:
        """Give what a person follows now, the oldest first."""
        statement = (
            select(*COLUMNS).where(subscriptions.c.person_id == person_id, ACTIVE).order_by(subscriptions.c.since, subscriptions.c.id)
        )
        return tuple(SubscriptionRecord(**row) for row in (await self._connection.execute(statement)).mappings())

    async def here(self, chat_id: int, kind: SubscriptionKind) -> tuple[SubscriptionRecord, ...]:
        """Give what is followed of a kind in a chat now, by whomever, the oldest first."""
        statement = (
            select(*COLUMNS)
            .where(subscriptions.c.chat_id == chat_id, subscriptions.c.kind == kind, ACTIVE)
            .order_by(subscriptions.c.since, subscriptions.c.id)
        )
        return tuple(SubscriptionRecord(**row) for row in (await self._connection.execute(statement)).mappings())

    async def still_following(self, chat_ids: Collection[int], targets: Collection[Target]) -> frozenset[int]:
        """Say in which of these chats somebody still follows any of the targets: to be asked between a claim and its sending."""
        statement = select(subscriptions.c.chat_id).where(subscriptions.c.chat_id.in_(chat_ids), follows(targets))
        return frozenset((await self._connection.execute(statement)).scalars())
