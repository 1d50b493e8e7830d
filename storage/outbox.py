"""Messages out. A row is claimed for the length of a lease, sent, and marked; a mark counts only while the claim still holds."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Subquery, case, delete, func, literal, literal_column, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.codec import Codec
from storage.columns import Moment
from storage.presence import ALIVE, Presence
from storage.queue_records import Message, OutboxRecord
from storage.queue_tables import outbox
from storage.quick import run
from storage.statements import Prepared, columns_for, given
from storage.tables import chats, people

MAX_ATTEMPTS = 10  # failures and deaths in mid-sending together; a postponed attempt does not count
REPLY, PUSH, LAST = PRIORITIES = 0, 1, 2  # what somebody waits for, what the bot says of its own accord, what is said to everybody
AWAITED = frozenset({"reply", "table", "timeline"})
TO_MANY = frozenset({"broadcast"})
ERROR_LENGTH = 500
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
MAX_LEFT = 1000
"""More replies than one process can have under way, and more pushes than all of them: these are the first that are due."""

PENDING = outbox.c.state == literal_column("'pending'")  # not a parameter: only so is the partial index sure to serve
UNCLAIMED = outbox.c.lease_until.is_(None)
SPENT = outbox.c.attempts - outbox.c.postponed >= MAX_ATTEMPTS
COLUMNS = [
    *columns_for(OutboxRecord, outbox, but=["telegram_chat_id"]),
    select(chats.c.telegram_chat_id).where(chats.c.id == outbox.c.chat_id).scalar_subquery().label("telegram_chat_id"),
]
NAMES = [column.name for column in COLUMNS]
SAID = [field.name for field in fields(Message)]
ADD = Prepared(outbox, lambda new: new.on_conflict_do_nothing(index_elements=[outbox.c.dedupe_key]).returning(outbox.c.id))


def is_free(now: datetime) -> ColumnElement[bool]:
    """Whether nobody has a message under way: nobody claimed it, the claim was given back, or its lease is over."""
    return or_(UNCLAIMED, outbox.c.lease_until <= now)


def priority_of(kind: str) -> int:
    """Say how soon a message of this kind goes out: the lower the sooner."""
    return REPLY if kind in AWAITED else LAST if kind in TO_MANY else PUSH


class Outbox:
    """The messages on their way out."""

    def __init__(self, connection: AsyncConnection, codec: Codec, presence: Presence | None = None) -> None:
        self._connection = connection
        self._codec = codec
        self._worker = None if presence is None else presence.worker
        self.has_due_push = False
        """Whether this unit of work put in a push that need not wait for its day or hour."""

    async def add(self, message: Message, now: datetime) -> int | None:
        """Put a message in; ``None`` if one with its dedupe key was ever put in before."""
        added = await self._add(message, now)
        self.has_due_push |= added is not None and message.due_at <= now and priority_of(message.kind) == PUSH
        return added

    async def add_claimed(self, message: Message, telegram_chat_id: int, now: datetime, lease: timedelta) -> OutboxRecord | None:
        """Put in what we send at once, as if it had been claimed; ``None`` if one with its dedupe key was ever put in before."""
        added = await self._add(message, now, attempts=1, lease_until=now + lease, claimed_by=self._worker)
        if added is None:
            return None
        said = {name: getattr(message, name) for name in SAID}
        return OutboxRecord(id=added, telegram_chat_id=telegram_chat_id, attempts=1, postponed=0, error=None, **said)

    async def claim(self, now: datetime, limit: int, lease: timedelta, kinds: Collection[str] | None = None) -> tuple[OutboxRecord, ...]:
        """Take up to ``limit`` messages that are due, replies first, then by the time they are due; nobody else gets them for ``lease``."""
        wanted = [outbox.c.next_at <= now, is_free(now)] + ([] if kinds is None else [outbox.c.kind.in_(kinds)])
        claimed: list[OutboxRecord] = []
        for priority in PRIORITIES:
            if len(claimed) < limit:
                claimed += await self._claim([outbox.c.priority == priority, *wanted], limit - len(claimed), now, lease)
        return tuple(claimed)

    async def claim_left(self, telegram_user_id: int, now: datetime, lease: timedelta) -> tuple[OutboxRecord, ...]:
        """Take the replies to somebody that processes which are gone had under way, in the order in which they were written."""
        theirs = outbox.c.person_id.in_(select(people.c.id).where(people.c.telegram_user_id == telegram_user_id))
        claims = await self._claim([outbox.c.priority == REPLY, theirs, self._left(outbox.c.claimed_by)], MAX_LEFT, now, lease)
        return tuple(sorted(claims, key=lambda claim: claim.id))

    async def claim_unsent(self, telegram_user_id: int, now: datetime, lease: timedelta, claims: int) -> tuple[OutboxRecord, ...]:
        """Take the replies to somebody that we claimed, so often at most, and never sent: it was open whether that was kept."""
        theirs = outbox.c.person_id.in_(select(people.c.id).where(people.c.telegram_user_id == telegram_user_id))
        ours = (outbox.c.claimed_by == self._worker) & (outbox.c.attempts <= claims)
        return tuple(
            sorted(await self._claim([outbox.c.priority == REPLY, theirs, ours], MAX_LEFT, now, lease), key=lambda claim: claim.id)
        )

    async def users_left(self, now: datetime, among: Collection[int] | None = None) -> tuple[int, ...]:
        """Give Telegram's numbers of those, ``among`` some or all people, to whom processes that are gone had replies under way."""
        if among is not None and not among:
            return ()
        leased = (outbox.c.priority == REPLY) & (outbox.c.next_at <= now)
        those = (
            select(people.c.telegram_user_id)
            .join_from(outbox, people, outbox.c.person_id == people.c.id)
            .where(PENDING, leased, self._left(outbox.c.claimed_by))
        )
        if among is not None:
            those = those.where(people.c.telegram_user_id.in_(among))
        return tuple((await self._connection.execute(those.distinct())).scalars())

    async def take_back(self, now: datetime) -> int:
        """Let pushes that processes which are gone had under way be free at once, instead of when the lease ends; how many."""
        count = 0
        for front in (_front(PUSH, now), _front(LAST, now)):
            left = select(front.c.id).where(self._left(front.c.claimed_by))
            taken = update(outbox).where(outbox.c.id.in_(left), PENDING).values(lease_until=None, claimed_by=None)
            count += (await self._connection.execute(taken)).rowcount
        return count

    async def mark_all_sent(self, sent: Iterable[tuple[OutboxRecord, int | None]], now: datetime) -> frozenset[int]:
        """Note for a batch that Telegram took it (with which message ids); the ids of the messages whose claims still held."""
        claims = [(claim.id, claim.attempts, telegram_message_id) for claim, telegram_message_id in sent]
        if not claims:
            return frozenset()
        theirs = given(self._connection, claims, "row", "attempts", "message")
        held = (outbox.c.id == theirs.c.row) & (outbox.c.attempts == theirs.c.attempts) & PENDING
        done = {"state": "sent", "done_at": now, "telegram_message_id": theirs.c.message, "body": None, "error": None}
        return frozenset((await self._connection.execute(update(outbox).where(held).values(**done).returning(outbox.c.id))).scalars())

    async def retry(self, claim: OutboxRecord, at: datetime, error: str, now: datetime) -> bool:
        """Count a failure and try again at ``at``, or give up after ``MAX_ATTEMPTS``; ``error`` holds nothing personal."""
        return await self._settle(
            claim,
            next_at=at,
            lease_until=None,
            claimed_by=None,
            error=error[:ERROR_LENGTH],
            state=case((SPENT, "dead"), else_=outbox.c.state),
            done_at=case((SPENT, literal(now, Moment)), else_=None),
        )

    async def postpone(self, claim: OutboxRecord, at: datetime) -> bool:
        """Try again at ``at`` without counting a failure: Telegram asked to wait."""
        return await self._settle(claim, next_at=at, lease_until=None, claimed_by=None, postponed=outbox.c.postponed + 1)

    async def mark_dead(self, claim: OutboxRecord, error: str, now: datetime) -> bool:
        """Give up on a message that no further try will bring through; its text stays for whoever looks into it."""
        return await self._settle(claim, state="dead", done_at=now, error=error[:ERROR_LENGTH])

    async def mark_skipped(self, claim: OutboxRecord, reason: str, now: datetime) -> bool:
        """Note that it need not be sent any more, and why."""
        return await self._settle(claim, state="skipped", done_at=now, error=reason[:ERROR_LENGTH], body=None)

    async def next_due(self) -> datetime | None:
        """Say when the next message can be claimed (a moment in the past: now), ``None`` if nothing is pending."""
        soonest = [select(func.min(_front(one).c.free_at)).scalar_subquery() for one in PRIORITIES]
        row = (await self._connection.execute(select(*soonest))).one()
        return min((moment for moment in row if moment is not None), default=None)

    async def withdraw(self, person_id: int, kind: str) -> frozenset[str]:
        """Take out a person's messages of a kind that nobody has tried to send yet; their dedupe keys, which are free again."""
        theirs = (outbox.c.person_id == person_id) & (outbox.c.kind == kind) & (outbox.c.attempts == 0) & PENDING
        gone = await self._connection.execute(delete(outbox).where(theirs).returning(outbox.c.dedupe_key))
        return frozenset(key for key in gone.scalars() if key is not None)

    async def forget_skipped(self, chat_id: int, kinds: Collection[str], since: datetime) -> frozenset[str]:
        """Take out a chat's messages of some kinds that were skipped since a moment; their dedupe keys, which are free again."""
        theirs = (outbox.c.chat_id == chat_id) & outbox.c.kind.in_(kinds) & (outbox.c.state == "skipped") & (outbox.c.done_at >= since)
        gone = await self._connection.execute(delete(outbox).where(theirs).returning(outbox.c.dedupe_key))
        return frozenset(key for key in gone.scalars() if key is not None)

    async def hasten(self, person_id: int, kind: str, at: datetime) -> None:
        """Let a person's messages of a kind that were to come later, and that nobody has tried to send yet, be due at ``at``."""
        theirs = (outbox.c.person_id == person_id) & (outbox.c.kind == kind) & (outbox.c.attempts == 0) & PENDING
        await self._connection.execute(update(outbox).where(theirs, outbox.c.due_at > at).values(due_at=at, next_at=at))

    async def is_told_after(self, dedupe_keys: Collection[str], moment: datetime, now: datetime) -> bool:
        """Say whether one of these messages was not to be sent before a moment, is due by now, and was not given up."""
        due = outbox.c.due_at.between(moment, now)
        later = outbox.c.dedupe_key.in_(dedupe_keys) & due & (outbox.c.state != "dead")
        return (await self._connection.execute(select(outbox.c.id).where(later).limit(1))).first() is not None

    async def waits(self, chat_id: int, key_begins: str) -> bool:
        """Say whether a message for a chat whose dedupe key begins so is pending that nobody has tried to send yet."""
        mine = (outbox.c.chat_id == chat_id) & outbox.c.dedupe_key.startswith(key_begins, autoescape=True)
        return (
            await self._connection.execute(select(outbox.c.id).where(mine, outbox.c.attempts == 0, PENDING).limit(1))
        ).first() is not None

    async def purge(self, before: datetime) -> int:
        """Remove what was sent or skipped before that moment. What is dead stays to be looked at, without its text."""
        dead = (outbox.c.state == "dead") & (outbox.c.done_at < before)
        await self._connection.execute(update(outbox).where(dead, outbox.c.body.is_not(None)).values(body=None))
        done = outbox.c.state.in_(["sent", "skipped"]) & (outbox.c.done_at < before)
        return (await self._connection.execute(delete(outbox).where(done))).rowcount

    async def _add(self, message: Message, now: datetime, **claimed: int | datetime | None) -> int | None:
        row = {
            **{name: getattr(message, name) for name in SAID},
            **claimed,
            "priority": priority_of(message.kind),
            "body": None if message.body is None else self._codec.encrypt(message.body),
            "next_at": message.due_at,
            "created_at": now,
        }
        added: int | None = (await run(self._connection, ADD(self._connection), row)).scalar_one_or_none()
        return added

    async def _claim(self, conditions: list[ColumnElement[bool]], limit: int, now: datetime, lease: timedelta) -> list[OutboxRecord]:
        """Take the rows in one statement. A row that was tried too often (its senders died, perhaps of it) turns dead instead."""
        free = select(outbox.c.id).where(PENDING, *conditions).order_by(outbox.c.next_at, outbox.c.id).limit(limit)
        picked = free.with_for_update(skip_locked=True).cte("picked")
        statement = (
            update(outbox)
            .where(outbox.c.id.in_(select(picked.c.id)))
            .values(
                attempts=outbox.c.attempts + 1,
                lease_until=now + lease,
                claimed_by=self._worker,
                state=case((SPENT, "dead"), else_="pending"),
                done_at=case((SPENT, literal(now, Moment)), else_=None),
                error=case((SPENT, func.coalesce(outbox.c.error, "tried too often without an outcome")), else_=outbox.c.error),
            )
            .returning(*COLUMNS, outbox.c.state)
        )
        rows = (await self._connection.execute(statement)).all()
        return sorted((self._record(row) for row in rows if row.state == "pending"), key=lambda record: (record.due_at, record.id))

    def _left(self, claimed_by: ColumnElement[int | None]) -> ColumnElement[bool]:
        """Whether a row was claimed last by a process that is not at work any more."""
        others = claimed_by.is_not(None) & (claimed_by != self._worker)
        if self._connection.dialect.name == "sqlite":
            return others  # a file has one process, and we are it
        return others & claimed_by.not_in(text(f"({ALIVE})"))

    def _record(self, row: Row[Any]) -> OutboxRecord:
        claimed = dict(zip(NAMES, row, strict=False))  # without the state, which comes last
        if row.body is not None:
            claimed["body"] = self._codec.decrypt(row.body)
        return OutboxRecord(**claimed)

    async def _settle(self, claim: OutboxRecord, **outcome: Any) -> bool:  # noqa: ANN401  (values and SQL expressions)
        held = (outbox.c.id == claim.id) & (outbox.c.attempts == claim.attempts) & PENDING
        return (await self._connection.execute(update(outbox).where(held).values(**outcome))).rowcount > 0


def _front(priority: int, now: datetime = NEVER) -> Subquery:
    """The first messages that are due: what is under way stands among them, so that nobody looks at all that are due for its sake."""
    here = (outbox.c.priority == priority) & PENDING & (outbox.c.next_at <= now)
    free_at = case((outbox.c.lease_until > outbox.c.next_at, outbox.c.lease_until), else_=outbox.c.next_at)
    rows = select(outbox.c.id, outbox.c.claimed_by, free_at.label("free_at")).where(here)
    return rows.order_by(outbox.c.next_at, outbox.c.id).limit(MAX_LEFT).subquery()
