"""What is to be told otherwise than it was: from one correction to a message for each chat that it concerns, in short steps."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, and_, cast, delete, func, insert, literal, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import Moment
from storage.correction_records import CorrectionRecord, WaitingCorrection
from storage.correction_tables import corrections, tellings
from storage.outbox import priority_of
from storage.queue_records import FanOut
from storage.queue_tables import outbox
from storage.records import Rhythm, SubscriptionKind
from storage.schedule import RHYTHM, RHYTHMS_AT_ONCE, When, plans_of
from storage.statements import columns_for, upsert
from storage.subscriptions import ACTIVE
from storage.tables import chats, checklists, interviews, people, subscriptions

CORRECTION: Final = "correction"
"""The kind of message that tells of one."""
COLUMNS = columns_for(CorrectionRecord, corrections)


@dataclass(frozen=True)
class Concerned:
    """Whom a correction concerns, of those who were there ``at`` a moment."""

    at: datetime
    targets: tuple[tuple[SubscriptionKind, str], ...]
    """Who follows one of these."""
    abouts: tuple[str, ...]
    """Who has a questionnaire about one of these, or has ticked something on a list about it."""
    policy: str
    topics: tuple[str, ...]
    below: int
    """Who was told of one of these topics by a publication before this number …"""
    told_since: datetime
    """… and not before this moment."""


Rows = tuple[Select[tuple[int, int, int]], ...]
"""Statements of a cursor (a row's or a person's number), a person and a chat; of each one, what it reads is in index order."""


def _following(whom: Concerned) -> Rows:
    columns = (subscriptions.c.id.label("cursor"), subscriptions.c.person_id, subscriptions.c.chat_id)
    mine = (ACTIVE, subscriptions.c.since <= whom.at)
    return tuple(
        select(*columns).where(subscriptions.c.kind == kind, subscriptions.c.target == target, *mine) for kind, target in whom.targets
    )


def _checked(whom: Concerned) -> Rows:
    columns = (interviews.c.id.label("cursor"), interviews.c.person_id, interviews.c.chat_id)
    return tuple(select(*columns).where(interviews.c.about == about, interviews.c.started_at <= whom.at) for about in whom.abouts)


def _ticked(whom: Concerned) -> Rows:
    private = (chats.c.person_id == checklists.c.person_id) & (chats.c.kind == "private")
    columns = (checklists.c.person_id.label("cursor"), checklists.c.person_id, chats.c.id.label("chat_id"))
    listed = select(*columns).join_from(checklists, chats, private)
    return tuple(listed.where(checklists.c.about == about, checklists.c.ticked_at <= whom.at) for about in whom.abouts)


def _told(whom: Concerned) -> Rows:
    private = (chats.c.person_id == tellings.c.person_id) & (chats.c.kind == "private")
    columns = (tellings.c.person_id.label("cursor"), tellings.c.person_id, chats.c.id.label("chat_id"))
    noted = select(*columns).join_from(tellings, chats, private).where(tellings.c.policy == whom.policy)
    before = (tellings.c.number < whom.below, tellings.c.told_at >= whom.told_since)
    return tuple(noted.where(tellings.c.topic == topic, *before) for topic in whom.topics)


STEPS: Final = (_following, _checked, _ticked, _told)
"""The ways to be concerned, gone through one after the other; who was met before is not told twice."""


class Corrections:
    """The corrections, and how far each has come."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begin(self, record: CorrectionRecord) -> None:
        """Note one that is to be told; its number is given here."""
        await self._connection.execute(insert(corrections).values({name: value for name, value in asdict(record).items() if name != "id"}))

    async def get(self, correction_id: int) -> CorrectionRecord | None:
        """Find one."""
        return await self._first(select(*COLUMNS).where(corrections.c.id == correction_id))

    async def waiting(self, now: datetime) -> tuple[CorrectionRecord, ...]:
        """Give those that are due and not told to all, in the order in which they came about."""
        due = select(*COLUMNS).where(corrections.c.finished_at.is_(None), corrections.c.due_at <= now).order_by(corrections.c.id)
        return tuple(CorrectionRecord(**row) for row in (await self._connection.execute(due)).mappings())

    async def last(self, kind: str, policy: str, entry: str, *, held: bool = False) -> CorrectionRecord | None:
        """Give the last of a kind about an entry; ``held``: until this transaction ends nobody goes on with it."""
        about = (corrections.c.kind == kind) & (corrections.c.policy == policy) & (corrections.c.entry == entry)
        last = select(*COLUMNS).where(about).order_by(corrections.c.id.desc()).limit(1)
        return await self._first(last.with_for_update() if held else last)

    async def remove(self, correction_id: int) -> None:
        """Forget one that nobody was told."""
        await self._connection.execute(delete(corrections).where(corrections.c.id == correction_id))

    async def finish(self, correction_id: int, now: datetime) -> None:
        """Tell nobody else."""
        open_one = (corrections.c.id == correction_id) & corrections.c.finished_at.is_(None)
        await self._connection.execute(update(corrections).where(open_one).values(finished_at=now))

    async def made_by(self, number: int, kind: str) -> tuple[CorrectionRecord, ...]:
        """Give those of a kind that a publication made."""
        theirs = select(*COLUMNS).where(corrections.c.number == number, corrections.c.kind == kind).order_by(corrections.c.id)
        return tuple(CorrectionRecord(**row) for row in (await self._connection.execute(theirs)).mappings())

    async def forget_before(self, earliest: datetime) -> None:
        """Delete what was told to all before that moment."""
        await self._connection.execute(delete(corrections).where(corrections.c.finished_at < earliest))

    async def missed(self, person_id: int, since: datetime, earliest: datetime, refused: Collection[int]) -> tuple[CorrectionRecord, ...]:
        """Give those that went out after ``since`` of what somebody may have heard of, and the ``refused``; none that is older."""
        mine = (
            (subscriptions.c.target, ACTIVE & (subscriptions.c.person_id == person_id)),
            (interviews.c.about, interviews.c.person_id == person_id),
            (checklists.c.about, checklists.c.person_id == person_id),
            (tellings.c.policy, tellings.c.person_id == person_id),
        )
        abouts = union_all(*(select(about.label("about")).where(when) for about, when in mine)).subquery()
        whole = corrections.c.policy
        policies = select(abouts.c.about).where(
            or_(abouts.c.about == whole, func.substr(abouts.c.about, 1, func.length(whole) + 1) == whole + "/")
        )
        late = or_(corrections.c.finished_at.is_(None), corrections.c.finished_at >= since) & policies.exists()
        when = (corrections.c.at >= earliest, or_(late, corrections.c.id.in_(refused)))
        theirs = select(*COLUMNS).where(*when).order_by(corrections.c.id)
        return tuple(CorrectionRecord(**row) for row in (await self._connection.execute(theirs)).mappings())

    async def concerns(self, whom: Concerned, person_id: int, chat_id: int) -> bool:
        """Whether a correction for these concerns somebody in a chat."""
        for rows in (step(whom) for step in STEPS):
            for one in rows:
                _, person, chat = one.selected_columns
                if (await self._connection.execute(one.where(person == person_id, chat == chat_id).limit(1))).first() is not None:
                    return True
        return False

    async def fan_out(self, record: CorrectionRecord, whom: Concerned, now: datetime, when: When, chunk: int = 10_000) -> FanOut:
        """Put messages in the outbox for the next ``chunk`` who are concerned, one a chat; call again, each time in a transaction.

        ``when``: the moment for people of a rhythm. Whatever was done stays so: a chat has one message of a correction at most.
        """
        row = await self._first(select(*COLUMNS).where(corrections.c.id == record.id).with_for_update())
        if row is None or row.finished_at is not None:
            return FanOut(added=0, finished=True)
        rows = STEPS[row.step](whom)
        seen, last = await self._next_chunk(rows, row.reached, chunk)
        added = await self._deliver(row, _between(rows, row.reached, last), now, when) if seen else 0
        is_over, is_last = seen < chunk, row.step == len(STEPS) - 1
        values: dict[str, Any] = {"step": row.step + 1, "reached": 0} if is_over and not is_last else {"reached": last}
        values |= {"told": corrections.c.told + added, "finished_at": now if is_over and is_last else None}
        await self._connection.execute(update(corrections).where(corrections.c.id == row.id).values(values))
        return FanOut(added=added, finished=is_over and is_last)

    async def in_chat(self, chat_id: int) -> tuple[WaitingCorrection, ...]:
        """Give the messages of corrections that a chat has or is to have; nobody else words one of them before this transaction ends."""
        await self._connection.execute(select(chats.c.id).where(chats.c.id == chat_id).with_for_update(key_share=True))
        columns = (outbox.c.id, outbox.c.state, outbox.c.reference)
        theirs = select(*columns).where(outbox.c.chat_id == chat_id, outbox.c.kind == CORRECTION).order_by(outbox.c.id)
        found = (await self._connection.execute(theirs)).all()
        return tuple(WaitingCorrection(id=row.id, state=row.state, about=json.loads(row.reference)) for row in found)

    async def note_told(self, message_id: int, about: Mapping[str, Any]) -> None:
        """Note in a message's reference what is told by it."""
        await self._connection.execute(
            update(outbox).where(outbox.c.id == message_id).values(reference=json.dumps(about, ensure_ascii=False))
        )

    async def state_in(self, chat_id: int, correction_id: int) -> str | None:
        """Say what became of the message that told a chat of a correction; ``None``: there is none, or none any more."""
        mine = select(outbox.c.state).where(outbox.c.dedupe_key == f"{key_of(chat_id)}{correction_id}")
        state: str | None = (await self._connection.execute(mine)).scalar_one_or_none()
        return state

    async def _next_chunk(self, rows: Rows, reached: int, chunk: int) -> tuple[int, int]:
        if not rows:
            return 0, reached
        each = [_after(one, reached).order_by(one.selected_columns[0]).limit(chunk).subquery() for one in rows]
        ids = union_all(*(select(one.c.cursor) for one in each)).subquery()
        page = select(ids.c.cursor).order_by(ids.c.cursor).limit(chunk).subquery()
        found = select(func.count(), func.coalesce(func.max(page.c.cursor), reached)).select_from(page)
        seen, last = (await self._connection.execute(found)).one()
        return seen, last

    async def _deliver(self, record: CorrectionRecord, those: Select[Any], now: datetime, when: When) -> int:
        here = those.subquery()
        rhythms = select(*RHYTHM).join_from(here, people, here.c.person_id == people.c.id).distinct()
        found = [Rhythm(**row) for row in (await self._connection.execute(rhythms)).mappings()]
        planned = [(*astuple(one), moment) for one in found if (moment := when(one)) is not None]
        added = 0
        for first in range(0, len(planned), RHYTHMS_AT_ONCE):
            plans = plans_of(planned[first : first + RHYTHMS_AT_ONCE])
            whom = here.join(people, here.c.person_id == people.c.id).join(chats, here.c.chat_id == chats.c.id)
            whom = whom.join(plans, and_(*(own == plans.c[own.name] for own in RHYTHM)))
            row: dict[str, ColumnElement[Any]] = {
                "kind": literal(CORRECTION),
                "priority": literal(priority_of(CORRECTION)),
                "dedupe_key": literal(f"{CORRECTION}:") + cast(here.c.chat_id, Text) + literal(f":{record.id}"),
                "person_id": here.c.person_id,
                "chat_id": here.c.chat_id,
                "reference": literal(reference_of(record)),
                "due_at": plans.c.moment,
                "next_at": plans.c.moment,
                "created_at": literal(now, Moment()),
            }
            reachable = select(*row.values()).select_from(whom).where(chats.c.unreachable_since.is_(None))
            statement = upsert(self._connection, outbox).from_select(list(row), reachable).on_conflict_do_nothing()
            added += await self._counted((await self._connection.execute(statement)).rowcount)
        return added

    async def _counted(self, rowcount: int) -> int:
        """How many rows came: SQLite's driver says it of no statement that begins with WITH, the database does."""
        count: int = rowcount if rowcount >= 0 else (await self._connection.execute(select(func.changes()))).scalar_one()
        return count

    async def _first(self, statement: Select[Any]) -> CorrectionRecord | None:
        row = (await self._connection.execute(statement)).mappings().one_or_none()
        return CorrectionRecord(**row) if row else None


def key_of(chat_id: int) -> str:
    """How the dedupe keys of the messages begin that tell a chat of corrections; their numbers follow."""
    return f"{CORRECTION}:{chat_id}:"


def reference_of(record: CorrectionRecord, **more: str) -> str:
    """What such a message is about; ``more``: the caller's."""
    about = {"policy": record.policy, "correction": record.id, "kind": record.kind, "number": record.number}
    return json.dumps(about | more, ensure_ascii=False)


def _after(one: Select[Any], reached: int) -> Select[Any]:
    return one.where(one.selected_columns[0] > reached)


def _between(rows: Iterable[Select[Any]], reached: int, last: int) -> Select[Any]:
    each = union_all(*(_after(one, reached).where(one.selected_columns[0] <= last) for one in rows)).subquery()
    return select(each.c.person_id, each.c.chat_id).distinct()
