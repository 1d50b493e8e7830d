"""The tables of corrections: who was told what, by which publication; and what is to be told otherwise, and how far that has come."""

from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, Table, Text, text

from storage.columns import Moment, RowId
from storage.tables import metadata

tellings = Table(
    "tellings",
    metadata,
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("policy", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("number", Integer, nullable=False),  # the publication whose words they were
    Column("told_at", Moment, nullable=False),  # as exact as the caller wants it; the same value again writes nothing
    Index(None, "policy", "topic", "person_id"),
    Index(None, "told_at"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("entry", Text, nullable=False),  # nothing: the whole policy
    Column("topics", Text, nullable=False),  # the caller's words, with spaces between them
    Column("number", Integer, nullable=False),  # the publication that changed it, or that was the last when it was withdrawn
    Column("ends", RowId),  # the correction that this one ends
    Column("at", Moment, nullable=False),  # who came later knows it no other way
    Column("due_at", Moment, nullable=False),
    Column("step", SmallInteger, nullable=False, server_default="0"),  # which of the ways to be concerned is gone through
    Column("reached", RowId, nullable=False, server_default="0"),  # the last of it that was looked at
    Column("told", Integer, nullable=False, server_default="0"),  # how many messages were made
    Column("finished_at", Moment),
    Index(
        "ix_corrections_waiting",
        "due_at",
        "id",
        sqlite_where=text("finished_at IS NULL"),
        postgresql_where=text("finished_at IS NULL"),
    ),
    Index(None, "number"),
    Index(None, "policy", "entry"),
    sqlite_autoincrement=True,
)
