"""What the contacts of a unit do together: what it follows, its facts, its inner deadlines, what it filed, the groups that hear of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.records import Answer, ChatRecord
from storage.statements import columns_for, upsert
from storage.tables import chats
from storage.unit_records import FilingRecord, GroupRecord, InnerDeadlineRecord, UnitAnswerRecord
from storage.unit_tables import filings, inner_deadlines, shares, unit_answers, unit_groups, unit_policies

FILING_COLUMNS = columns_for(FilingRecord, filings)
DEADLINE_COLUMNS = columns_for(InnerDeadlineRecord, inner_deadlines)
ANSWER_COLUMNS = columns_for(UnitAnswerRecord, unit_answers, but=("subject",))
GROUP_COLUMNS = columns_for(GroupRecord, unit_groups)
CHAT_COLUMNS = columns_for(ChatRecord, chats)


class UnitWork:
    """One state for all contacts of a unit. Whether somebody may change it is asked before, in the same transaction."""

    def __init__(self, connection: AsyncConnection, codec: Codec) -> None:
        self._connection = connection
        self._codec = codec

    async def follow(self, unit_id: int, policy: str, by: int, now: datetime) -> bool:
        """Let a unit follow a policy; ``False`` if it does."""
        values = {"unit_id": unit_id, "policy": policy, "since": now, "followed_by": by}
        return (
            await self._connection.execute(upsert(self._connection, unit_policies).values(values).on_conflict_do_nothing())
        ).rowcount > 0

    async def unfollow(self, unit_id: int, policy: str) -> bool:
        """End that, with every member's consent for it, so that none revives unasked; ``False`` if it did not."""
        await self._connection.execute(delete(shares).where(shares.c.unit_id == unit_id, shares.c.policy == policy))
        mine = (unit_policies.c.unit_id == unit_id, unit_policies.c.policy == policy)
        return (await self._connection.execute(delete(unit_policies).where(*mine))).rowcount > 0

    async def followed(self, unit_id: int) -> tuple[str, ...]:
        """Give the policies that a unit follows, the longest followed first."""
        statement = select(unit_policies.c.policy).where(unit_policies.c.unit_id == unit_id)
        ordered = statement.order_by(unit_policies.c.since, unit_policies.c.policy)
        return tuple((await self._connection.execute(ordered)).scalars())

    async def put_answer(self, unit_id: int, answer: Answer, now: datetime) -> None:
        """Keep what a contact says of the unit, in the place of what was said before; the value is stored encrypted."""
        sealed = None if answer.value is None else self._codec.encrypt(answer.value)
        values = {"state": answer.state, "value": sealed, "answered_at": now}
        statement = upsert(self._connection, unit_answers).values(unit_id=unit_id, fact=answer.fact, **values)
        key = [unit_answers.c.unit_id, unit_answers.c.fact]
        await self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=values))

    async def answers(self, unit_id: int) -> tuple[UnitAnswerRecord, ...]:
        """Give what is known of a unit, by fact."""
        statement = select(*ANSWER_COLUMNS).where(unit_answers.c.unit_id == unit_id).order_by(unit_answers.c.fact)
        rows: Any = (await self._connection.execute(statement)).mappings()
        opened = ({**row, "value": self._codec.decrypt(row["value"]) if row["value"] else None} for row in rows)
        return tuple(UnitAnswerRecord(subject="unit", **row) for row in opened)

    async def set_inner_deadline(self, unit_id: int, policy: str, day: str, by: int, now: datetime) -> int:
        """Set the unit's own last day (empty: withdraw it) as a new version; its sequence."""
        before = select(func.max(inner_deadlines.c.sequence)).where(_deadline(unit_id, policy))
        last = (await self._connection.execute(before)).scalar()
        sequence = 0 if last is None else int(last) + 1
        values = {"unit_id": unit_id, "policy": policy, "sequence": sequence, "day": day, "set_by": by, "set_at": now}
        await self._connection.execute(upsert(self._connection, inner_deadlines).values(values))
        return sequence

    async def inner_deadlines(self, unit_id: int, policy: str) -> tuple[InnerDeadlineRecord, ...]:
        """Give every version of a unit's own last day, the latest first."""
        statement = select(*DEADLINE_COLUMNS).where(_deadline(unit_id, policy)).order_by(inner_deadlines.c.sequence.desc())
        return tuple(InnerDeadlineRecord(**row) for row in (await self._connection.execute(statement)).mappings())

    async def withdrawn_days(self, unit_id: int) -> tuple[InnerDeadlineRecord, ...]:
        """Give, by policy, the last day that a unit had set before it withdrew it; none for a policy for which it has one now."""
        ordered = select(*DEADLINE_COLUMNS).where(inner_deadlines.c.unit_id == unit_id).order_by(inner_deadlines.c.sequence)
        last: dict[str, InnerDeadlineRecord] = {}
        latest: dict[str, InnerDeadlineRecord] = {}
        for row in (await self._connection.execute(ordered)).mappings():
            record = latest[row["policy"]] = InnerDeadlineRecord(**row)
            if record.day:
                last[record.policy] = record
        return tuple(record for policy, record in sorted(last.items()) if not latest[policy].day)

    async def inner_deadline(self, unit_id: int, policy: str) -> InnerDeadlineRecord | None:
        """Give the version that counts, withdrawn or not."""
        return next(iter(await self.inner_deadlines(unit_id, policy)), None)

    async def inner_days(
        self, policies: Iterable[str] | None = None, *, unit_id: int | None = None, earliest: str = ""
    ) -> tuple[InnerDeadlineRecord, ...]:
        """Give the days that count (of these policies, of this unit only, not before the earliest); what is withdrawn is not among them."""
        latest = select(
            inner_deadlines.c.unit_id, inner_deadlines.c.policy, func.max(inner_deadlines.c.sequence).label("sequence")
        ).group_by(inner_deadlines.c.unit_id, inner_deadlines.c.policy)
        if unit_id is not None:
            latest = latest.where(inner_deadlines.c.unit_id == unit_id)
        counts = latest.subquery()
        same = (counts.c[name] == inner_deadlines.c[name] for name in ("unit_id", "policy", "sequence"))
        statement = select(*DEADLINE_COLUMNS).where(*same, inner_deadlines.c.day != "", inner_deadlines.c.day >= earliest)
        if policies is not None:
            statement = statement.where(inner_deadlines.c.policy.in_(tuple(policies)))
        ordered = statement.order_by(inner_deadlines.c.day, inner_deadlines.c.unit_id, inner_deadlines.c.policy)
        return tuple(InnerDeadlineRecord(**row) for row in (await self._connection.execute(ordered)).mappings())

    async def file(self, unit_id: int, policy: str, stage: str, by: int, now: datetime) -> bool:
        """Note that the unit has handed a stage in; ``False`` if a colleague noted it before."""
        values = {"unit_id": unit_id, "policy": policy, "stage": stage, "filed_by": by, "filed_at": now}
        return (await self._connection.execute(upsert(self._connection, filings).values(values).on_conflict_do_nothing())).rowcount > 0

    async def unfile(self, unit_id: int, policy: str, stage: str) -> bool:
        """Take that back; ``False`` if it was not noted."""
        mine = (filings.c.unit_id == unit_id, filings.c.policy == policy, filings.c.stage == stage)
        return (await self._connection.execute(delete(filings).where(*mine))).rowcount > 0

    async def filings(self, unit_id: int) -> tuple[FilingRecord, ...]:
        """Give what a unit has handed in, the latest first."""
        statement = select(*FILING_COLUMNS).where(filings.c.unit_id == unit_id)
        ordered = statement.order_by(filings.c.filed_at.desc(), filings.c.policy, filings.c.stage)
        return tuple(FilingRecord(**row) for row in (await self._connection.execute(ordered)).mappings())

    async def connect(self, chat_id: int, unit_id: int, by: int, now: datetime, title: str) -> bool:
        """Let a group hear of a unit; ``False`` if it hears of one already."""
        values = {"chat_id": chat_id, "unit_id": unit_id, "connected_by": by, "since": now, "title": self._codec.encrypt(title)}
        return (await self._connection.execute(upsert(self._connection, unit_groups).values(values).on_conflict_do_nothing())).rowcount > 0

    async def keep(self, chat_id: int, unit_id: int, by: int) -> bool:
        """Let a contact answer for a group from now on; ``False`` if this group does not hear of this unit."""
        return (await self._connection.execute(update(unit_groups).where(_group(chat_id, unit_id)).values(connected_by=by))).rowcount > 0

    async def rename(self, chat_id: int, unit_id: int, title: str) -> None:
        """Note how a group is called now."""
        called = self._codec.encrypt(title)
        await self._connection.execute(update(unit_groups).where(_group(chat_id, unit_id)).values(title=called))

    async def disconnect(self, chat_id: int, unit_id: int) -> bool:
        """End that; ``False`` if this group does not hear of this unit."""
        return (await self._connection.execute(delete(unit_groups).where(_group(chat_id, unit_id)))).rowcount > 0

    async def groups(self, unit_id: int) -> tuple[ChatRecord, ...]:
        """Give the groups that hear of a unit, the longest first."""
        statement = select(*CHAT_COLUMNS).join(unit_groups, unit_groups.c.chat_id == chats.c.id).where(unit_groups.c.unit_id == unit_id)
        ordered = statement.order_by(unit_groups.c.since, chats.c.id)
        return tuple(ChatRecord(**row) for row in (await self._connection.execute(ordered)).mappings())

    async def connections(self, unit_id: int) -> tuple[GroupRecord, ...]:
        """Give each group that hears of a unit as it was connected, the longest first."""
        statement = select(*GROUP_COLUMNS).where(unit_groups.c.unit_id == unit_id).order_by(unit_groups.c.since, unit_groups.c.chat_id)
        rows: Any = (await self._connection.execute(statement)).mappings()
        return tuple(GroupRecord(**{**row, "title": self._codec.decrypt(row["title"]) if row["title"] else ""}) for row in rows)

    async def unit_of_group(self, chat_id: int) -> int | None:
        """Give the unit of which a group hears."""
        return (await self._connection.execute(select(unit_groups.c.unit_id).where(unit_groups.c.chat_id == chat_id))).scalar()


def _group(chat_id: int, unit_id: int) -> ColumnElement[bool]:
    return (unit_groups.c.chat_id == chat_id) & (unit_groups.c.unit_id == unit_id)


def _deadline(unit_id: int, policy: str) -> ColumnElement[bool]:
    return (inner_deadlines.c.unit_id == unit_id) & (inner_deadlines.c.policy == policy)
