"""The table of codes with which an account is moved: their digests, and who asks with one."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, text

from storage.columns import Moment, RowId
from storage.tables import metadata

transfer_codes = Table(
    "transfer_codes",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),  # whose rows it moves
    Column("digest", Text, nullable=False, unique=True),  # keyed: the code itself is nowhere
    Column("made_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("asked_by", RowId, ForeignKey("people.id", ondelete="SET NULL")),  # whose account they are to go to
    Column("asked_at", Moment),
    Column("allowed_at", Moment),  # from when on they may
    Column("ended_at", Moment),
    Column("ended_as", Text),
    Index(
        "uq_transfer_codes_living",
        "person_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index(None, "person_id"),
    Index(None, "asked_by"),
    Index(None, "until"),
    sqlite_autoincrement=True,
)
