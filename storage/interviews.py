"""Questionnaires under way. No step is stored: the next question always follows from the answers."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.quick import run
from storage.records import InterviewRecord
from storage.statements import columns_for
from storage.tables import interviews

COLUMNS = columns_for(InterviewRecord, interviews)
RUNNING = interviews.c.finished_at.is_(None)
RUNS_HERE = select(*COLUMNS).where(interviews.c.chat_id == bindparam("chat"), interviews.c.person_id == bindparam("person"), RUNNING)


class Interviews:
    """The questionnaires, at most one running per chat and person, and one about each thing."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def start(self, chat_id: int, person_id: int, about: str, now: datetime) -> InterviewRecord:
        """Begin one, or take up again the one that was about the same, ending what ran here before."""
        await self._end_running(chat_id, person_id, now)
        same = _of(chat_id, person_id).where(interviews.c.about == about).order_by(interviews.c.id.desc()).limit(1)
        before = await self._one(same)
        if before is not None:
            await self._set(before.id, finished_at=None, updated_at=now)
            return replace(before, finished_at=None, updated_at=now)
        statement = (
            insert(interviews).values(chat_id=chat_id, person_id=person_id, about=about, started_at=now, updated_at=now).returning(*COLUMNS)
        )
        return self._record((await self._connection.execute(statement)).mappings().one())

    async def running(self, chat_id: int, person_id: int) -> InterviewRecord | None:
        """Give the one that runs here."""
        row = (await run(self._connection, RUNS_HERE, {"chat": chat_id, "person": person_id})).mappings().one_or_none()
        return self._record(row) if row else None

    async def latest(self, chat_id: int, person_id: int) -> InterviewRecord | None:
        """Give the one that was touched last, running or not."""
        return await self._one(_of(chat_id, person_id).order_by(interviews.c.updated_at.desc(), interviews.c.id.desc()).limit(1))

    async def get(self, interview_id: int) -> InterviewRecord | None:
        """Find one by row id."""
        return await self._one(select(*COLUMNS).where(interviews.c.id == interview_id))

    async def of(self, chat_id: int, person_id: int) -> tuple[InterviewRecord, ...]:
        """Give all that a person has in a chat, the one touched last first."""
        newest = _of(chat_id, person_id).order_by(interviews.c.updated_at.desc(), interviews.c.id.desc())
        return tuple(self._record(row) for row in (await self._connection.execute(newest)).mappings())

    async def after(self, interview_id: int, most: int) -> tuple[InterviewRecord, ...]:
        """Give the next so many behind a row id, of everybody."""
        page = select(*COLUMNS).where(interviews.c.id > interview_id).order_by(interviews.c.id).limit(most)
        return tuple(self._record(row) for row in (await self._connection.execute(page)).mappings())

    async def remove(self, interview_id: int) -> None:
        """Forget one and what it showed; the answers are another matter."""
        await self._connection.execute(delete(interviews).where(interviews.c.id == interview_id))

    async def note_shown(self, interview_id: int, shown: str) -> None:
        """Note what the person was shown last, in the caller's JSON; it is stored encrypted."""
        await self._set(interview_id, shown=self._codec.encrypt(shown))

    async def finish(self, interview_id: int, now: datetime) -> None:
        """End it: its questions are answered, or the person left."""
        await self._set(interview_id, finished_at=now, updated_at=now)

    async def resume(self, interview_id: int, person_id: int, now: datetime) -> InterviewRecord | None:
        """Let an ended one of this person run again, ending what runs in its chat; ``None`` if it is not theirs."""
        mine = (interviews.c.id == interview_id) & (interviews.c.person_id == person_id)
        found = await self._one(select(*COLUMNS).where(mine))
        if found is None or found.finished_at is None:
            return found
        await self._end_running(found.chat_id, person_id, now)
        await self._set(interview_id, finished_at=None, updated_at=now)
        return await self._one(select(*COLUMNS).where(mine))

    async def _end_running(self, chat_id: int, person_id: int, now: datetime) -> None:
        here: ColumnElement[bool] = (interviews.c.chat_id == chat_id) & (interviews.c.person_id == person_id)
        await self._connection.execute(update(interviews).where(here, RUNNING).values(finished_at=now))

    async def _set(self, interview_id: int, **values: datetime | bytes | None) -> None:
        await self._connection.execute(update(interviews).where(interviews.c.id == interview_id).values(**values))

    async def _one(self, statement: Select[Any]) -> InterviewRecord | None:
        row = (await self._connection.execute(statement)).mappings().one_or_none()
        return self._record(row) if row else None

    def _record(self, row: RowMapping) -> InterviewRecord:
        return InterviewRecord(**{**row, "shown": self._codec.decrypt(row["shown"]) if row["shown"] else None})


def _of(chat_id: int, person_id: int) -> Select[Any]:
    return select(*COLUMNS).where(interviews.c.chat_id == chat_id, interviews.c.person_id == person_id)
