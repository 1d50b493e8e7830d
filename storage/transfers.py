"""Somebody's rows given to their other account: what goes with them, what ends, and what stays with the account that is left.

Where both accounts have the same thing the later word counts; of two consents, the one that gives less. Nothing is doubled.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, FromClause, Table, and_, delete, distinct, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.feedback_tables import reports
from storage.merging import GOING, Going, Row, renamed
from storage.queue_tables import outbox
from storage.records import Rhythm
from storage.subscriptions import ACTIVE
from storage.tables import answers, chats, checklists, dialogs, interviews, people, profiles, subscriptions, topics
from storage.transfer_records import KeyPart, TransferCounts
from storage.unit_tables import members, nudges, shares

Fate = Literal["goes", "ends", "stays"]

BESIDE_MEMBERS: Final = (shares, nudges)
"""What goes with a membership, as it is."""
ENDING: Final = (dialogs, topics)
"""What was being talked about in the account that is left."""
FATES: Final[Mapping[str, Fate]] = {
    **dict.fromkeys((one.table.name for one in GOING), "goes"),
    **dict.fromkeys((table.name for table in (profiles, answers, members, *BESIDE_MEMBERS, outbox)), "goes"),
    **dict.fromkeys((table.name for table in ENDING), "ends"),
    # The caller ends these, each by its own rules: rights are asked for anew.
    **dict.fromkeys(("contacts", "roles", "transfer_codes"), "ends"),
    # The account itself with its chat, and what was done or said in it: an account that has nothing is still one that can be written to.
    **dict.fromkeys(("people", "chats", "inbox", "brakes", "ratings"), "stays"),
    # What was done by right of an office, or is the unit's.
    **dict.fromkeys(("audit", "publications", "proposals", "proposal_consents", "broadcasts", "stewards"), "stays"),
    **dict.fromkeys(("units", "invitations", "unit_policies", "unit_answers", "inner_deadlines", "filings", "unit_groups"), "stays"),
}
"""What becomes of the rows of every table that holds any of a person's; of those with a chat, of the private one's alone."""

RHYTHM: Final = tuple(field.name for field in fields(Rhythm))
USUAL: Final = Rhythm(timezone="Asia/Shanghai", remind_hour=9, remind_days="auto", quiet_from=22, quiet_to=7)
"""As the columns have it for who never said."""
Whose = tuple[int, int]
"""Somebody's number and that of their private chat."""


class Transfers:
    """From one account to another of the same person."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def hold(self, old: int, new: int) -> None:
        """Let nobody else write anything of the two before this transaction ends; the account that is left comes first."""
        for person_id in (old, new):
            await self._connection.execute(select(people.c.id).where(people.c.id == person_id).with_for_update())

    async def counts(self, person_id: int) -> TransferCounts:
        """Count what somebody has that would go with them."""
        private = select(chats.c.id).where(chats.c.person_id == person_id, chats.c.kind == "private").scalar_subquery()
        theirs = (subscriptions.c.person_id == person_id, subscriptions.c.chat_id == private, subscriptions.c.kind != "unit")
        return TransferCounts(
            follows=await self._count(subscriptions, *theirs, ACTIVE),
            checks=await self._count(interviews, interviews.c.person_id == person_id, interviews.c.chat_id == private),
            answers=await self._count(answers.join(profiles), profiles.c.person_id == person_id),
            lists=await self._count(checklists, checklists.c.person_id == person_id, what=distinct(checklists.c.about)),
            units=await self._count(members, members.c.person_id == person_id),
        )

    async def facts(self, person_id: int) -> frozenset[str]:
        """Give the facts that somebody has said anything about."""
        theirs = select(answers.c.fact).join_from(answers, profiles).where(profiles.c.person_id == person_id)
        return frozenset((await self._connection.execute(theirs)).scalars())

    async def take(self, old: Whose, new: Whose, keys: Mapping[str, KeyPart], now: datetime, without: Collection[str] = ()) -> None:
        """Give what goes with a person from one account to another, each a person's and their private chat's number.

        ``keys``: the kinds of messages that go along, and where their dedupe keys name whom they are for. ``without``: facts that were not
        agreed to be taken along, and are deleted. Consent to storing answers is given ``now``, where it was given there.
        """
        await self._people(old[0], new[0], now)
        await self._answers(old[0], new[0], without)
        await self._members(old[0], new[0])
        for table in ENDING:
            await self._connection.execute(delete(table).where(table.c.person_id == old[0], table.c.chat_id == old[1]))
        await self._connection.execute(delete(reports).where(_here(reports, old), reports.c.said.is_(None)))
        await self._end_running(old, new)
        merged: dict[int, int] = {}
        for going in GOING:
            merged |= await self._go(going, old, new)
        await self._messages(old, new, keys, merged)

    async def _people(self, old: int, new: int, now: datetime) -> None:
        """Consents and the rhythm: what was set in the new account counts, else what was in the old one, which forgets it."""
        rows = {row["id"]: row for row in (await self._connection.execute(select(people).where(people.c.id.in_([old, new])))).mappings()}
        before, after = rows[old], rows[new]
        values: dict[str, Any] = {}
        if before["consented_at"] is not None and after["consented_at"] is None:
            values["consented_at"] = now
        if after["sensitive_consented_at"] is None and after["sensitive_declined_at"] is None:
            values["sensitive_declined_at"] = before["sensitive_declined_at"]
        if all(after[name] == usual for name, usual in asdict(USUAL).items()):
            values |= {name: before[name] for name in RHYTHM}
        if values:
            await self._connection.execute(update(people).where(people.c.id == new).values(values))
        nothing = dict.fromkeys(("consented_at", "sensitive_consented_at", "sensitive_declined_at"))
        await self._connection.execute(update(people).where(people.c.id == old).values(**asdict(USUAL), **nothing, last_position=0))

    async def _answers(self, old: int, new: int, without: Collection[str]) -> None:
        """Of two answers about the same fact the later one; all in the order in which they were given."""
        statement = select(profiles.c.person_id, profiles.c.subject, answers).join_from(profiles, answers)
        found = (await self._connection.execute(statement.where(profiles.c.person_id.in_([old, new])))).mappings().all()
        if all(row["person_id"] == new for row in found):
            await self._connection.execute(delete(profiles).where(profiles.c.person_id == old))
            return
        kept: dict[tuple[str, str], Any] = {}
        for row in sorted(found, key=lambda one: (one["answered_at"], one["person_id"] == new, one["position"])):
            if row["person_id"] == new or row["fact"] not in without:
                kept.pop((row["subject"], row["fact"]), None)
                kept[row["subject"], row["fact"]] = row
        await self._connection.execute(delete(profiles).where(profiles.c.person_id.in_([old, new])))
        subjects = sorted({subject for subject, _ in kept})
        numbers = {subject: await self._profile(new, subject) for subject in subjects}
        columns = ("fact", "state", "value", "answered_at")
        rows = [
            {**{name: row[name] for name in columns}, "profile_id": numbers[row["subject"]], "position": place}
            for place, row in enumerate(kept.values(), start=1)
        ]
        if rows:
            await self._connection.execute(insert(answers), rows)
        await self._connection.execute(update(people).where(people.c.id == new).values(last_position=len(rows)))

    async def _profile(self, person_id: int, subject: str) -> int:
        made = insert(profiles).values(person_id=person_id, subject=subject).returning(profiles.c.id)
        number: int = (await self._connection.execute(made)).scalar_one()
        return number

    async def _members(self, old: int, new: int) -> None:
        """Memberships with what is shared there; in a unit that both joined, only what the new account shares is shared."""
        mine, theirs = members.c.person_id == old, members.alias()
        quiet = select(theirs.c.hushed_at).where(theirs.c.person_id == old, theirs.c.unit_id == members.c.unit_id).scalar_subquery()
        there = update(members).where(members.c.person_id == new).values(hushed_at=func.coalesce(members.c.hushed_at, quiet))
        await self._connection.execute(there)
        joined = select(theirs.c.unit_id).where(theirs.c.person_id == new)
        await self._connection.execute(delete(members).where(mine, members.c.unit_id.in_(joined)))
        for row in (await self._connection.execute(select(members).where(mine))).mappings().all():
            await self._connection.execute(insert(members).values({**row, "person_id": new}))
        for table in BESIDE_MEMBERS:
            await self._connection.execute(update(table).where(table.c.person_id == old).values(person_id=new))
        await self._connection.execute(delete(members).where(mine))

    async def _end_running(self, old: Whose, new: Whose) -> None:
        """One questionnaire at most runs in a chat: the one that runs in the new one."""
        running = interviews.c.finished_at.is_(None)
        there = select(interviews.c.id).where(_here(interviews, new), running)
        ended = update(interviews).where(_here(interviews, old), running, there.exists())
        await self._connection.execute(ended.values(finished_at=interviews.c.updated_at))

    async def _go(self, going: Going, old: Whose, new: Whose) -> dict[int, int]:
        """Give the rows of one table; which of the old ones by their numbers are merged into which."""
        table, merged = going.table, dict[int, int]()
        there = {going.key_of(row): row for row in await self._rows(table, new)}
        for row in await self._rows(table, old):
            twin = there.get(going.key_of(row))
            if twin is None:
                values: Row = {"person_id": new[0]} | ({"chat_id": new[1]} if "chat_id" in table.c else {})
                await self._connection.execute(update(table).where(_same(table, row)).values(values))
                there[going.key_of(row)] = {**row, **values}
                continue
            await self._connection.execute(delete(table).where(_same(table, row)))
            values = going.merge(row, twin)
            await self._connection.execute(update(table).where(_same(table, twin)).values(values))
            there[going.key_of(row)] = {**twin, **values}
            if table is subscriptions:
                merged[row["id"]] = twin["id"]
        return merged

    async def _rows(self, table: Table, whose: Whose) -> list[Row]:
        mine = [table.c.person_id == whose[0], *([table.c.chat_id == whose[1]] if "chat_id" in table.c else [])]
        if table is subscriptions:
            mine.append(subscriptions.c.kind != "unit")
        rows = await self._connection.execute(select(table).where(*mine).order_by(*table.primary_key.columns))
        return [dict(row) for row in rows.mappings()]

    async def _messages(self, old: Whose, new: Whose, keys: Mapping[str, KeyPart], merged: Mapping[int, int]) -> None:
        """Messages of these kinds, sent ones too, so that none is made anew; where both accounts have the same one, the new one's."""
        mine = (outbox.c.person_id == old[0], outbox.c.chat_id == old[1], outbox.c.kind.in_(keys), outbox.c.state != "dead")
        columns = (outbox.c.id, outbox.c.kind, outbox.c.dedupe_key, outbox.c.subscription_id)
        for row in (await self._connection.execute(select(*columns).where(*mine).order_by(outbox.c.id))).all():
            subscription = merged.get(row.subscription_id, row.subscription_id)
            key = renamed(row.dedupe_key, keys[row.kind], (old[1], new[1]), (row.subscription_id, subscription))
            if key is not None and key != row.dedupe_key:
                taken = select(outbox.c.id).where(outbox.c.dedupe_key == key)
                if (await self._connection.execute(taken)).first() is not None:
                    await self._connection.execute(delete(outbox).where(outbox.c.id == row.id))
                    continue
            values = {"person_id": new[0], "chat_id": new[1], "subscription_id": subscription, "dedupe_key": key}
            await self._connection.execute(update(outbox).where(outbox.c.id == row.id).values(values))

    async def _count(self, rows: FromClause, *conditions: ColumnElement[bool], what: ColumnElement[Any] | None = None) -> int:
        number = func.count() if what is None else func.count(what)
        found: int = (await self._connection.execute(select(number).select_from(rows).where(*conditions))).scalar_one()
        return found


def _here(table: Table, whose: Whose) -> ColumnElement[bool]:
    return and_(table.c.person_id == whose[0], table.c.chat_id == whose[1])


def _same(table: Table, row: Row) -> ColumnElement[bool]:
    return and_(*(column == row[column.name] for column in table.primary_key.columns))
