"""The tables of units: their contacts, members and what they do together. Nothing outlives its unit; who did it may leave it behind."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, SmallInteger, Table, Text, text

from storage.columns import Moment, RowId, Sealed
from storage.tables import metadata


def _unit(*, primary_key: bool = False) -> Column[int]:
    key = ForeignKey("units.id", ondelete="CASCADE")
    return Column("unit_id", RowId, key, nullable=False, primary_key=primary_key, autoincrement=False)


def _person() -> Column[int]:
    return Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


def _doer(name: str) -> Column[int]:
    """Who did it, until they leave."""
    return Column(name, RowId, ForeignKey("people.id", ondelete="SET NULL"))


units = Table(
    "units",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # a keyed digest of name and region: who writes the same unit meets the same row
    Column("name", Sealed, nullable=False),
    Column("region", Text, nullable=False),
    Column("kind", Text, nullable=False),  # option of the fact unit_type
    Column("affiliation", Text, nullable=False),  # option of the fact unit_affiliation, or empty
    Column("since", Moment, nullable=False),
    sqlite_autoincrement=True,
)

contacts = Table(
    "contacts",
    metadata,
    _unit(primary_key=True),
    _person(),
    Column("state", Text, nullable=False),
    Column("called", Sealed, nullable=False),
    Column("stated", Sealed, nullable=False),  # the caller's JSON: what they said of the unit
    Column("code", Sealed),
    Column("code_tries", SmallInteger, nullable=False, server_default="0"),
    Column("code_until", Moment),
    Column("proof", Text),
    Column("proved_at", Moment),
    Column("asked_at", Moment, nullable=False),
    Column("approved_at", Moment),
    _doer("approved_by"),
    CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name="approved_once_approved"),
    Index(None, "person_id"),
    Index(None, "approved_by"),
)

members = Table(
    "members",
    metadata,
    _unit(primary_key=True),
    _person(),
    Column("called", Sealed, nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("hushed_at", Moment),  # since when they want no nudges
    Index(None, "person_id"),
)

shares = Table(
    "shares",
    metadata,
    Column("unit_id", RowId, primary_key=True, autoincrement=False),
    Column("person_id", RowId, primary_key=True, autoincrement=False),
    Column("policy", Text, primary_key=True),
    Column("track", Text, nullable=False),
    Column("agreed_at", Moment, nullable=False),
    ForeignKeyConstraint(["unit_id", "person_id"], ["members.unit_id", "members.person_id"], ondelete="CASCADE"),
    Index(None, "person_id"),
)

nudges = Table(
    "nudges",
    metadata,
    Column("unit_id", RowId, primary_key=True, autoincrement=False),
    Column("person_id", RowId, primary_key=True, autoincrement=False),
    Column("policy", Text, primary_key=True),
    Column("nudged_at", Moment, nullable=False),
    ForeignKeyConstraint(["unit_id", "person_id"], ["members.unit_id", "members.person_id"], ondelete="CASCADE"),
    Index(None, "person_id"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", RowId, primary_key=True),
    _unit(),
    Column("digest", Text, nullable=False, unique=True),
    Column("token", Sealed, nullable=False),
    _doer("made_by"),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index(
        "uq_invitations_living",
        "unit_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index(None, "unit_id"),
    Index(None, "made_by"),
    sqlite_autoincrement=True,
)

unit_policies = Table(
    "unit_policies",
    metadata,
    _unit(primary_key=True),
    Column("policy", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    _doer("followed_by"),
    Index(None, "policy"),
    Index(None, "followed_by"),
)

unit_answers = Table(
    "unit_answers",
    metadata,
    _unit(primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("value", Sealed),
    Column("answered_at", Moment, nullable=False),
    CheckConstraint("(state = 'given') = (value IS NOT NULL)", name="value_if_given"),
)

inner_deadlines = Table(
    "inner_deadlines",
    metadata,
    _unit(primary_key=True),
    Column("policy", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("day", Text, nullable=False),  # as the caller writes it; empty: withdrawn
    _doer("set_by"),
    Column("set_at", Moment, nullable=False),
    Index(None, "set_by"),
)

filings = Table(
    "filings",
    metadata,
    _unit(primary_key=True),
    Column("policy", Text, primary_key=True),
    Column("stage", Text, primary_key=True),
    _doer("filed_by"),
    Column("filed_at", Moment, nullable=False),
    Index(None, "filed_by"),
)

unit_groups = Table(
    "unit_groups",
    metadata,
    Column("chat_id", RowId, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    _unit(),
    _doer("connected_by"),  # the contact who answers for it: who connected it, or kept it since
    Column("since", Moment, nullable=False),
    Column("title", Sealed),  # as it was called when it was connected
    Index(None, "unit_id"),
    Index(None, "connected_by"),
)
