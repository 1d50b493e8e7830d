"""What people say is wrong in an answer. A report is opened with a button and holds no words until the person has typed them."""

from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.feedback_records import ReportRecord
from storage.feedback_tables import reports
from storage.quick import run
from storage.statements import columns_for

COLUMNS = columns_for(ReportRecord, reports)
OPEN = reports.c.said.is_(None)
OPENED = (
    select(*COLUMNS)
    .where(
        reports.c.chat_id == bindparam("chat"),
        reports.c.person_id == bindparam("person"),
        OPEN,
        reports.c.opened_at >= bindparam("earliest"),
    )
    .order_by(reports.c.opened_at.desc(), reports.c.id.desc())
    .limit(1)
)


class Reports:
    """The reports; at most one is open for each person in each chat."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def open(self, chat_id: int, person_id: int, about: str, now: datetime) -> int:
        """Begin one, in the place of another that is open here; its number."""
        await self.drop(chat_id, person_id)
        statement = insert(reports).values(chat_id=chat_id, person_id=person_id, about=about, opened_at=now).returning(reports.c.id)
        number: int = (await self._connection.execute(statement)).scalar_one()
        return number

    async def opened(self, chat_id: int, person_id: int, earliest: datetime) -> ReportRecord | None:
        """Give the one that is open here, if it was opened no earlier."""
        here = {"chat": chat_id, "person": person_id, "earliest": earliest}
        row = (await run(self._connection, OPENED, here)).mappings().one_or_none()
        return self._record(row) if row else None

    async def say(self, report_id: int, said: str) -> None:
        """Note what is wrong; the words are stored encrypted."""
        await self._set(report_id, said=self._codec.encrypt(said))

    async def note_told(self, report_id: int, told: int) -> None:
        """Note how many people it is sent to."""
        await self._set(report_id, told=told)

    async def note_widened(self, report_id: int, now: datetime) -> None:
        """Note that it went to all who may put it right."""
        await self._set(report_id, widened_at=now)

    async def settle(self, report_id: int, now: datetime) -> bool:
        """Note that somebody has looked into it; ``False`` where that was so, or there is none."""
        left = (reports.c.id == report_id, reports.c.settled_at.is_(None), ~OPEN)
        return (await self._connection.execute(update(reports).where(*left).values(settled_at=now))).rowcount > 0

    async def unwidened(self, said_before: datetime) -> tuple[ReportRecord, ...]:
        """Give what went to one alone who has not looked into it since; the latest first."""
        return await self._all(~OPEN, reports.c.widened_at.is_(None), reports.c.settled_at.is_(None), reports.c.opened_at < said_before)

    async def get(self, report_id: int) -> ReportRecord | None:
        """Find one by row id."""
        found = await self._all(reports.c.id == report_id)
        return found[0] if found else None

    async def said(self) -> tuple[ReportRecord, ...]:
        """Give all that hold words, the latest first."""
        return await self._all(~OPEN)

    async def drop(self, chat_id: int, person_id: int) -> bool:
        """Delete the one that is open here; whether there was one."""
        return (await self._connection.execute(delete(reports).where(_here(chat_id, person_id), OPEN))).rowcount > 0

    async def take_back(self, report_id: int, person_id: int) -> bool:
        """Delete one of this person's, words and all; whether there was one."""
        mine = (reports.c.id == report_id, reports.c.person_id == person_id)
        return (await self._connection.execute(delete(reports).where(*mine))).rowcount > 0

    async def forget_before(self, earliest: datetime, opened_earliest: datetime) -> None:
        """Delete what is older; an open one fades sooner."""
        faded = (reports.c.opened_at < earliest) | (OPEN & (reports.c.opened_at < opened_earliest))
        await self._connection.execute(delete(reports).where(faded))

    async def _set(self, report_id: int, **values: bytes | int | datetime) -> None:
        await self._connection.execute(update(reports).where(reports.c.id == report_id).values(**values))

    async def _all(self, *conditions: ColumnElement[bool]) -> tuple[ReportRecord, ...]:
        statement = select(*COLUMNS).where(*conditions).order_by(reports.c.opened_at.desc(), reports.c.id.desc())
        return tuple(self._record(row) for row in (await self._connection.execute(statement)).mappings().all())

    def _record(self, row: RowMapping) -> ReportRecord:
        return ReportRecord(**{**row, "said": self._codec.decrypt(row["said"]) if row["said"] else None})


def _here(chat_id: int, person_id: int) -> ColumnElement[bool]:
    return (reports.c.chat_id == chat_id) & (reports.c.person_id == person_id)
