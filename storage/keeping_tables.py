"""The tables of those who keep the knowledge: who may, who did what, what was published, proposed and withdrawn, who answers for it."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
)

from storage.columns import Moment, RowId, Sealed
from storage.tables import metadata, person_key

roles = Table(
    "roles",
    metadata,
    person_key(primary_key=True),
    Column("role", Text, primary_key=True),
    Column("granted_at", Moment, nullable=False),
    Column("granted_by", RowId, ForeignKey("people.id", ondelete="SET NULL")),
    Index(None, "granted_by"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor_id", RowId, ForeignKey("people.id", ondelete="SET NULL")),
    Column("act", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="SET NULL")),  # whom it concerns
    Column("said", Sealed),
    Index(None, "at"),
    Index(None, "actor_id"),
    Index(None, "person_id"),
    sqlite_autoincrement=True,
)

publications = Table(
    "publications",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", Text, nullable=False),
    Column("based_on", Integer),  # the number of the one that it was made from
    Column("who", Text, nullable=False),  # the caller's words
    Column("person_id", RowId, ForeignKey("people.id", ondelete="SET NULL")),
    Column("why", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Index(None, "version"),
    Index(None, "person_id"),
)

contents = Table(
    "contents",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

publication_files = Table(
    "publication_files",
    metadata,
    Column("number", Integer, ForeignKey("publications.number", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("path", Text, primary_key=True),
    Column("digest", Text, ForeignKey("contents.digest"), nullable=False),
    Index(None, "digest"),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("based_on", Integer, nullable=False),  # the number of the publication that it was made from
    person_key(),
    Column("why", Sealed, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("album", Text),  # of files that were sent together, what Telegram calls them
    Index(None, "person_id"),
    Index(None, "state"),
    sqlite_autoincrement=True,
)

proposal_files = Table(
    "proposal_files",
    metadata,
    Column("proposal_id", RowId, ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("path", Text, primary_key=True),
    Column("content", LargeBinary),  # nothing: without that file
)

proposal_consents = Table(
    "proposal_consents",
    metadata,
    Column("proposal_id", RowId, ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    person_key(primary_key=True),
    Column("agreed_at", Moment, nullable=False),
    Index(None, "person_id"),
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("policy", Text, primary_key=True),
    Column("entry", Text, primary_key=True),  # nothing: the whole policy
    Column("begun_at", Moment, nullable=False),
)

stewards = Table(
    "stewards",
    metadata,
    Column("policy", Text, primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="SET NULL")),
    Column("checked_on", Text, nullable=False),  # days as the caller writes them; empty: none yet
    Column("next_on", Text, nullable=False),
    Column("months", SmallInteger, nullable=False),
    Index(None, "person_id"),
    Index(None, "next_on"),
)
