"""Whether answers helped: one word of each person on each message."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import case, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.feedback_records import Rated, Rating
from storage.feedback_tables import ratings
from storage.statements import upsert

PLACE = [ratings.c.chat_id, ratings.c.person_id, ratings.c.telegram_message_id]


class Ratings:
    """The ratings; who gave them is kept only so that each counts once."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, rating: Rating, now: datetime) -> bool:
        """Rate a message, over what the person said of it before; ``False`` if that was the same."""
        before = await self.given(rating.chat_id, rating.person_id, rating.telegram_message_id)
        given = {"about": rating.about, "helpful": rating.helpful, "rated_at": now}
        statement = upsert(self._connection, ratings).values(**asdict(rating), rated_at=now)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=PLACE, set_=given))
        return before is not rating.helpful

    async def given(self, chat_id: int, person_id: int, telegram_message_id: int) -> bool | None:
        """Say whether a message helped somebody; ``None``: they said nothing of it."""
        mine = (ratings.c.chat_id == chat_id, ratings.c.person_id == person_id, ratings.c.telegram_message_id == telegram_message_id)
        given: bool | None = (await self._connection.execute(select(ratings.c.helpful).where(*mine))).scalar_one_or_none()
        return given

    async def counted(self) -> tuple[Rated, ...]:
        """Count them by what they are about, without who gave them; those first that helped least."""
        up = func.sum(case((ratings.c.helpful, 1), else_=0)).label("helpful")
        down = func.sum(case((ratings.c.helpful, 0), else_=1)).label("unhelpful")
        first, last = func.min(ratings.c.rated_at).label("first_at"), func.max(ratings.c.rated_at).label("last_at")
        statement = select(ratings.c.about, up, down, first, last).group_by(ratings.c.about)
        rows = (await self._connection.execute(statement.order_by(down.desc(), last.desc(), ratings.c.about))).mappings()
        return tuple(Rated(**row) for row in rows)

    async def forget_before(self, earliest: datetime) -> None:
        """Delete what was said before."""
        await self._connection.execute(delete(ratings).where(ratings.c.rated_at < earliest))
