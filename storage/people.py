"""Who talks to the bot: a row per Telegram user, no name in it."""

from dataclasses import asdict
from datetime import datetime
from typing import Literal

from sqlalchemy import Column, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.quick import run
from storage.records import PersonRecord, Rhythm
from storage.statements import Prepared, columns_for
from storage.tables import people

Consent = Literal["answers", "sensitive"]
Columns = dict[Column[datetime], datetime | None]

COLUMNS = columns_for(PersonRecord, people)
ENSURE = Prepared(
    people,
    lambda new: new.on_conflict_do_update(
        index_elements=[people.c.telegram_user_id], set_={"last_seen_at": new.excluded.last_seen_at}
    ).returning(*COLUMNS),
)
GET = select(*COLUMNS).where(people.c.id == bindparam("person"))
GIVEN = {"answers": people.c.consented_at, "sensitive": people.c.sensitive_consented_at}


class People:
    """The people and what they agreed to."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ensure(self, telegram_user_id: int, now: datetime) -> PersonRecord:
        """Find the person, or make the row; either way they were seen now."""
        seen = {"telegram_user_id": telegram_user_id, "created_at": now, "last_seen_at": now}
        return PersonRecord(**(await run(self._connection, ENSURE(self._connection), seen)).mappings().one())

    async def get(self, person_id: int) -> PersonRecord | None:
        """Find a person by row id."""
        row = (await run(self._connection, GET, {"person": person_id})).mappings().one_or_none()
        return PersonRecord(**row) if row else None

    async def give_consent(self, person_id: int, consent: Consent, now: datetime) -> None:
        """Note that the person agreed to have answers stored, or the sensitive ones (ethnicity, health) with their consent of their own."""
        values: Columns = {GIVEN[consent]: now}
        if consent == "sensitive":
            values[people.c.sensitive_declined_at] = None
        await self._set(person_id, values)

    async def decline_sensitive(self, person_id: int, now: datetime) -> None:
        """Note that the person does not want sensitive facts stored, so that nobody asks again."""
        await self._set(person_id, {people.c.sensitive_consented_at: None, people.c.sensitive_declined_at: now})

    async def ask_sensitive_again(self, person_id: int) -> None:
        """Forget that the person declined sensitive facts: they want to think again."""
        await self._set(person_id, {people.c.sensitive_declined_at: None})

    async def set_rhythm(self, person_id: int, rhythm: Rhythm) -> None:
        """Note when the person wants to be reminded."""
        await self._connection.execute(update(people).where(people.c.id == person_id).values(asdict(rhythm)))

    async def _set(self, person_id: int, values: Columns) -> None:
        await self._connection.execute(update(people).where(people.c.id == person_id).values(values))
