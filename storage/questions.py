"""Questions that nobody could answer, without who asked: the same words once, with how often and when."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.feedback_records import QuestionRecord
from storage.feedback_tables import questions
from storage.statements import columns_for, upsert

COLUMNS = columns_for(QuestionRecord, questions)
FORGOTTEN: Final = b""
"""In the place of sealed words."""


class Questions:
    """The questions, grouped by their words; the words are stored encrypted and found by their digest."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def note(self, text: str, nearest: str, now: datetime) -> None:
        """Count a question. ``text``: the caller's, with nothing personal left in it; ``nearest``: what it may have meant, as of now."""
        statement = upsert(self._connection, questions).values(
            key=_key(text),
            text=self._codec.encrypt(text),
            nearest=nearest,
            asked=1,
            first_at=now,
            last_at=now,
        )
        again = {"asked": questions.c.asked + 1, "last_at": now, "nearest": nearest}
        await self._connection.execute(statement.on_conflict_do_update(index_elements=[questions.c.key], set_=again))

    async def take_back(self, text: str) -> None:
        """Count one asking of a question less: it was answered after all. What nobody asked in vain is deleted, unless it is hidden."""
        here = questions.c.key == _key(text)
        await self._connection.execute(update(questions).where(here, questions.c.asked > 0).values(asked=questions.c.asked - 1))
        await self._connection.execute(delete(questions).where(here, questions.c.asked == 0, questions.c.hidden_at.is_(None)))

    async def listed(self) -> tuple[QuestionRecord, ...]:
        """Give all that are not hidden, the most asked first, of those the latest."""
        statement = (
            select(*COLUMNS)
            .where(questions.c.hidden_at.is_(None), questions.c.asked > 0)
            .order_by(questions.c.asked.desc(), questions.c.last_at.desc(), questions.c.key)
        )
        rows = (await self._connection.execute(statement)).mappings().all()
        return tuple(QuestionRecord(**{**row, "text": self._codec.decrypt(row["text"])}) for row in rows)

    async def hide(self, keys: Collection[str], now: datetime) -> None:
        """Show these no more, however often they are asked again."""
        await self._connection.execute(update(questions).where(questions.c.key.in_(keys)).values(hidden_at=now))

    async def show_again(self, key: str) -> int:
        """Take that back, for all that were hidden with this one; how many."""
        when = select(questions.c.hidden_at).where(questions.c.key == key).scalar_subquery()
        return (await self._connection.execute(update(questions).where(questions.c.hidden_at == when).values(hidden_at=None))).rowcount

    async def remove(self, keys: Collection[str]) -> None:
        """Delete these; asked again, they begin anew."""
        await self._connection.execute(delete(questions).where(questions.c.key.in_(keys)))

    async def forget_before(self, earliest: datetime) -> None:
        """Delete what nobody asked since; of what is hidden only the words, so that it stays hidden."""
        old = questions.c.last_at < earliest
        await self._connection.execute(delete(questions).where(old, questions.c.hidden_at.is_(None)))
        wordy = questions.c.text != FORGOTTEN
        await self._connection.execute(update(questions).where(old, wordy).values(text=FORGOTTEN, nearest=""))


def _key(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=16).hexdigest()
