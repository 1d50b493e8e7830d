"""What people said about the facts: one answer per profile and fact, the unit's facts apart from the person's own."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.quick import run
from storage.records import Answer, AnswerRecord, Subject
from storage.statements import columns_for, upsert
from storage.tables import answers, people, profiles

COLUMNS = columns_for(AnswerRecord, profiles, answers)
OF_ONE = select(*COLUMNS).join_from(profiles, answers).where(profiles.c.person_id == bindparam("person")).order_by(answers.c.position)
OF_EACH = (
    select(profiles.c.person_id, *COLUMNS)
    .join_from(profiles, answers)
    .where(profiles.c.person_id.in_(bindparam("people", expanding=True)))
    .order_by(answers.c.position)
)


class Answers:
    """The answers, in the order in which they were given."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def of(self, person_id: int) -> tuple[AnswerRecord, ...]:
        """Give all answers of a person, about themselves and about their unit, the latest last."""
        return tuple(self._read(row) for row in (await run(self._connection, OF_ONE, {"person": person_id})).mappings())

    async def of_each(self, people_ids: Collection[int]) -> Mapping[int, tuple[AnswerRecord, ...]]:
        """Give the same of several people in one query."""
        found: dict[int, list[AnswerRecord]] = {person_id: [] for person_id in people_ids}
        for row in (await self._connection.execute(OF_EACH, {"people": list(people_ids)})).mappings():
            found[row["person_id"]].append(self._read({name: value for name, value in row.items() if name != "person_id"}))
        return {person_id: tuple(theirs) for person_id, theirs in found.items()}

    def _read(self, row: Mapping[Any, Any]) -> AnswerRecord:
        return AnswerRecord(**{**row, "value": self._codec.decrypt(row["value"]) if row["value"] else None})

    async def put(self, person_id: int, answer: Answer, now: datetime) -> None:
        """Store an answer in the place of an earlier one to the same fact; it becomes the latest."""
        position = await self._next_position(person_id)
        values = {
            "state": answer.state,
            "value": None if answer.value is None else self._codec.encrypt(answer.value),
            "answered_at": now,
            "position": position,
        }
        statement = (
            upsert(self._connection, answers)
            .values(profile_id=await self._profile(person_id, answer.subject), fact=answer.fact, **values)
            .on_conflict_do_update(index_elements=[answers.c.profile_id, answers.c.fact], set_=values)
        )
        await self._connection.execute(statement)

    async def remove(self, person_id: int, fact: str) -> bool:
        """Take an answer back; whether there was one."""
        mine = select(profiles.c.id).where(profiles.c.person_id == person_id)
        result = await self._connection.execute(delete(answers).where(answers.c.profile_id.in_(mine), answers.c.fact == fact))
        return result.rowcount > 0

    async def _next_position(self, person_id: int) -> int:
        """Count up in the person's own row, which also makes their other answers wait for this transaction."""
        counted: Update = update(people).where(people.c.id == person_id).values(last_position=people.c.last_position + 1)
        position: int = (await self._connection.execute(counted.returning(people.c.last_position))).scalar_one()
        return position

    async def _profile(self, person_id: int, subject: Subject) -> int:
        statement = (
            upsert(self._connection, profiles)
            .values(person_id=person_id, subject=subject)
            .on_conflict_do_update(index_elements=[profiles.c.person_id, profiles.c.subject], set_={"subject": subject})
            .returning(profiles.c.id)
        )
        profile_id: int = (await self._connection.execute(statement)).scalar_one()
        return profile_id
