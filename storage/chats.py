"""Where to send. A user is not a chat: one person may meet the bot in private and in groups."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import Moment
from storage.queue_tables import outbox
from storage.quick import run
from storage.records import ChatKind, ChatRecord
from storage.statements import Prepared, columns_for
from storage.tables import chats, interviews, subscriptions
from storage.unit_tables import unit_groups

COLUMNS = columns_for(ChatRecord, chats)
ENSURE = Prepared(
    chats,
    lambda new: new.on_conflict_do_update(
        index_elements=[chats.c.telegram_chat_id],
        set_={"kind": new.excluded.kind, "person_id": func.coalesce(new.excluded.person_id, chats.c.person_id)},
    ).returning(*COLUMNS),
)


class Chats:
    """The chats and whether they can be reached."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ensure(self, telegram_chat_id: int, kind: ChatKind, person_id: int | None, now: datetime) -> ChatRecord:
        """Find the chat, or make the row. ``person_id`` names whose private chat it is."""
        found = {"telegram_chat_id": telegram_chat_id, "kind": kind, "person_id": person_id, "created_at": now}
        return ChatRecord(**(await run(self._connection, ENSURE(self._connection), found)).mappings().one())

    async def get(self, chat_id: int) -> ChatRecord | None:
        """Find a chat by row id."""
        return await self._one(chats.c.id == chat_id)

    async def private(self, person_id: int) -> ChatRecord | None:
        """Find the chat in which the bot talks with this person alone."""
        return await self._one((chats.c.person_id == person_id) & (chats.c.kind == "private"))

    async def there(self, telegram_chat_id: int) -> ChatRecord | None:
        """Find a chat by Telegram's id."""
        return await self._one(chats.c.telegram_chat_id == telegram_chat_id)

    async def mark_unreachable(self, chat_id: int, now: datetime) -> None:
        """Note that Telegram refuses to deliver here; the first refusal counts."""
        since = func.coalesce(chats.c.unreachable_since, literal(now, Moment))
        await self._connection.execute(update(chats).where(chats.c.id == chat_id).values(unreachable_since=since))

    async def mark_unreachable_there(self, telegram_chat_id: int, now: datetime) -> None:
        """The same by Telegram's id; nothing where there is no row."""
        since = func.coalesce(chats.c.unreachable_since, literal(now, Moment))
        await self._connection.execute(update(chats).where(chats.c.telegram_chat_id == telegram_chat_id).values(unreachable_since=since))

    async def mark_reachable(self, chat_id: int) -> None:
        """Note that the chat is back."""
        await self._connection.execute(update(chats).where(chats.c.id == chat_id).values(unreachable_since=None))

    async def migrate(self, old_telegram_id: int, new_telegram_id: int) -> ChatRecord | None:
        """Follow a group to its supergroup. Where both have a row already, all that hangs on the old one moves to the new one."""
        old, new = (
            await self._one(chats.c.telegram_chat_id == old_telegram_id),
            await self._one(chats.c.telegram_chat_id == new_telegram_id),
        )
        if old is None:
            return new
        if new is None:
            moved = (
                update(chats).where(chats.c.id == old.id).values(telegram_chat_id=new_telegram_id, kind="supergroup").returning(*COLUMNS)
            )
            return ChatRecord(**(await self._connection.execute(moved)).mappings().one())
        await self._merge(old.id, new.id)
        return new

    async def _merge(self, old: int, new: int) -> None:
        await self._merge_interviews(old, new)
        await self._merge_subscriptions(old, new)
        await self._merge_units(old, new)
        await self._connection.execute(update(outbox).where(outbox.c.chat_id == old).values(chat_id=new))
        await self._connection.execute(delete(chats).where(chats.c.id == old))

    async def _merge_units(self, old: int, new: int) -> None:
        """Keep the unit of which the new chat hears; where it hears of none, the old one's."""
        hears = select(unit_groups.c.chat_id).where(unit_groups.c.chat_id == new)
        moved = update(unit_groups).where(unit_groups.c.chat_id == old, ~hears.exists()).values(chat_id=new)
        await self._connection.execute(moved)

    async def _merge_interviews(self, old: int, new: int) -> None:
        """Keep what runs in the new chat; what runs in the old one ends where the same person has one there."""
        running_there = select(interviews.c.person_id).where(interviews.c.chat_id == new, interviews.c.finished_at.is_(None))
        mine = (interviews.c.chat_id == old) & interviews.c.finished_at.is_(None) & interviews.c.person_id.in_(running_there)
        await self._connection.execute(update(interviews).where(mine).values(finished_at=interviews.c.updated_at))
        await self._connection.execute(update(interviews).where(interviews.c.chat_id == old).values(chat_id=new))

    async def _merge_subscriptions(self, old: int, new: int) -> None:
        """Keep one of two subscriptions to the same thing: the one that runs, and of two that run the longer one, in the old chat."""
        kept, other = subscriptions.alias("kept"), subscriptions.alias("other")
        pairs = select(kept.c.id.label("old"), other.c.id.label("new"), other.c.ended_at, kept.c.ended_at.label("old_ended_at")).where(
            kept.c.chat_id == old,
            other.c.chat_id == new,
            kept.c.person_id == other.c.person_id,
            kept.c.kind == other.c.kind,
            kept.c.target == other.c.target,
        )
        for pair in (await self._connection.execute(pairs)).all():
            keep_new = pair.ended_at is None and pair.old_ended_at is not None
            keep, drop = (pair.new, pair.old) if keep_new else (pair.old, pair.new)
            theirs = outbox.c.chat_id.in_([old, new]) & (outbox.c.subscription_id == drop)
            await self._connection.execute(update(outbox).where(theirs).values(subscription_id=keep))
            await self._connection.execute(delete(subscriptions).where(subscriptions.c.id == drop))
        await self._connection.execute(update(subscriptions).where(subscriptions.c.chat_id == old).values(chat_id=new))

    async def _one(self, condition: ColumnElement[bool]) -> ChatRecord | None:
        row = (await self._connection.execute(select(*COLUMNS).where(condition))).mappings().one_or_none()
        return ChatRecord(**row) if row else None
