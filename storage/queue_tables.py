"""The tables of what comes in, goes out and is planned, and of who is at work on it. Of people they hold what is on its way."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    text,
)

from storage.columns import Moment, RowId, Sealed
from storage.tables import metadata, person_key

schedule = Table(
    "schedule",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("policy", Text, primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("offset_days", Integer, primary_key=True),
    Column("deadline", Text, primary_key=True),
    Column("due_at", Moment, nullable=False),
    Column("reached", RowId, nullable=False, server_default="0"),  # the last subscription that was looked at
    Column("fanned_out_at", Moment),
)

deadlines = Table(
    "deadlines",
    metadata,
    Column("policy", Text, primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("day", Text, nullable=False),  # as the caller writes it; empty: there is none (any more)
    Column("label", Text, nullable=False),  # the caller's JSON: what it was called, should the notice be gone one day
    Column("known_at", Moment, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("dedupe_key", Text, unique=True),
    person_key(nullable=True),
    Column("chat_id", RowId, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("subscription_id", RowId),  # no key: it would cost a third of a fan-out, and numbers are not given twice
    Column("reference", Text, nullable=False),
    Column("body", Sealed),
    Column("due_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("lease_until", Moment),  # in no index, as pages have room: PostgreSQL then notes a claim without touching the table's indexes
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("postponed", Integer, nullable=False, server_default="0"),
    Column("state", Text, nullable=False, server_default="pending"),
    Column("error", Text),
    Column("created_at", Moment, nullable=False),
    Column("done_at", Moment),
    Column("telegram_message_id", BigInteger),
    Column("claimed_by", BigInteger),  # the worker whose claim is the last
    Index(
        "ix_outbox_pending",
        "priority",
        "next_at",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index("ix_outbox_dead", "kind", sqlite_where=text("state = 'dead'"), postgresql_where=text("state = 'dead'")),
    Index(None, "person_id"),
    Index(None, "chat_id"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", Text, nullable=False),
    Column("telegram_user_id", BigInteger),
    Column("payload", Sealed),
    Column("received_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("handled_at", Moment),
    Column("error", Text),
    Index(
        "ix_inbox_waiting",
        "update_id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("ix_inbox_failed", "update_id", sqlite_where=text("state = 'failed'"), postgresql_where=text("state = 'failed'")),
)

workers = Table(
    "workers",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("seen_at", Moment, nullable=False),
)

budgets = Table(
    "budgets",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),  # of all messages, or a digest of one chat
    Column("free_at", Moment, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
