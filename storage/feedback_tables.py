"""The tables of what people asked in vain, found helpful or said is wrong."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from storage.columns import Moment, RowId, Sealed
from storage.tables import metadata, person_key

questions = Table(
    "questions",
    metadata,
    Column("key", Text, primary_key=True),  # a digest of the text, which is sealed: the same words are one row
    Column("text", Sealed, nullable=False),
    Column("nearest", Text, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("hidden_at", Moment),  # since when nobody wants to see it any more, however often it is asked
    Index(None, "last_at"),
)

ratings = Table(
    "ratings",
    metadata,
    Column("chat_id", RowId, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    person_key(primary_key=True),
    Column("telegram_message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("about", Text, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("rated_at", Moment, nullable=False),
    Index(None, "person_id"),
    Index(None, "rated_at"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", RowId, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    person_key(),
    Column("about", Text, nullable=False),
    Column("said", Sealed),
    Column("told", Integer, nullable=False, server_default="0"),  # how many people it is sent to
    Column("opened_at", Moment, nullable=False),
    Column("widened_at", Moment),  # when it went to all who may put it right, and not to one alone
    Column("settled_at", Moment),
    Index(
        "uq_reports_open",
        "chat_id",
        "person_id",
        unique=True,
        sqlite_where=text("said IS NULL"),
        postgresql_where=text("said IS NULL"),
    ),
    Index(None, "person_id"),
    Index(None, "opened_at"),
    sqlite_autoincrement=True,
)
