"""The tables of people, their chats and what they said; ``queue_tables``, ``keeping_tables``, ``unit_tables`` … hang on them.

A column with personal text is ``Sealed``; a row that belongs to a person goes with the person (``privacy`` and its test).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.columns import Moment, RowId, Sealed

metadata = MetaData(
    # Names that do not depend on the database, so that a later migration can call a constraint by its name on both.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# sqlite_autoincrement: an old button must not meet the row of somebody else that got the number of a deleted one.


def person_key(*, nullable: bool = False, primary_key: bool = False) -> Column[int]:
    """Make the column of whom a row belongs to, with whom it goes."""
    key = ForeignKey("people.id", ondelete="CASCADE")
    return Column("person_id", RowId, key, nullable=nullable, primary_key=primary_key)


people = Table(
    "people",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("telegram_user_id", BigInteger, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Column("timezone", Text, nullable=False, server_default="Asia/Shanghai"),
    Column("remind_hour", SmallInteger, nullable=False, server_default="9"),
    Column("remind_days", Text, nullable=False, server_default="auto"),  # before a last day: "7,3,1,0", or as the window is long
    Column("quiet_from", SmallInteger, nullable=False, server_default="22"),  # hours of the person's own clock
    Column("quiet_to", SmallInteger, nullable=False, server_default="7"),
    Column("consented_at", Moment),
    Column("sensitive_consented_at", Moment),
    Column("sensitive_declined_at", Moment),
    Column("last_position", Integer, nullable=False, server_default="0"),  # counts up with every answer, over both profiles
    sqlite_autoincrement=True,
)

chats = Table(
    "chats",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("telegram_chat_id", BigInteger, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    person_key(nullable=True),
    Column("unreachable_since", Moment),
    Column("created_at", Moment, nullable=False),
    Index(None, "person_id"),
    sqlite_autoincrement=True,
)

profiles = Table(
    "profiles",
    metadata,
    Column("id", RowId, primary_key=True),
    person_key(),
    Column("subject", Text, nullable=False),
    UniqueConstraint("person_id", "subject"),
    sqlite_autoincrement=True,
)

answers = Table(
    "answers",
    metadata,
    Column("profile_id", RowId, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("value", Sealed),
    Column("answered_at", Moment, nullable=False),
    Column("position", Integer, nullable=False),
    CheckConstraint("(state = 'given') = (value IS NOT NULL)", name="value_if_given"),
)

interviews = Table(
    "interviews",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", RowId, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    person_key(),
    Column("about", Text, nullable=False),
    Column("shown", Sealed),
    Column("started_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Index(
        "uq_interviews_running",
        "chat_id",
        "person_id",
        unique=True,
        sqlite_where=text("finished_at IS NULL"),
        postgresql_where=text("finished_at IS NULL"),
    ),
    Index(None, "person_id", "chat_id"),
    Index(None, "chat_id"),
    Index(None, "about", "id"),
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", RowId, primary_key=True),
    person_key(),
    Column("chat_id", RowId, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("ended_at", Moment),
    UniqueConstraint("person_id", "chat_id", "kind", "target"),
    Index(
        "ix_subscriptions_active",
        "kind",
        "target",
        "id",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index(None, "chat_id"),
    sqlite_autoincrement=True,
)


silences = Table(
    "silences",
    metadata,
    person_key(primary_key=True),
    Column("policy", Text, primary_key=True),
    Column("stage", Text, primary_key=True),  # empty: the whole policy
    Column("reason", Text, nullable=False),
    Column("since", Moment, nullable=False),
)


topics = Table(
    "topics",
    metadata,
    Column("chat_id", RowId, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    person_key(primary_key=True),
    Column("about", Sealed, nullable=False),
    Column("told_at", Moment, nullable=False),
    Index(None, "person_id"),
    Index(None, "told_at"),
)

checklists = Table(
    "checklists",
    metadata,
    person_key(primary_key=True),
    Column("about", Text, primary_key=True),
    Column("material", Text, primary_key=True),
    Column("listed_at", Moment, nullable=False),
    Column("ticked_at", Moment),
    Index(None, "about", "person_id"),
)


brakes = Table(
    "brakes",
    metadata,
    Column("chat_id", RowId, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    person_key(primary_key=True),
    Column("busy_until", Moment, nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("album", Text),
    Index(None, "person_id"),
    Index(None, "busy_until"),
)

dialogs = Table(
    "dialogs",
    metadata,
    Column("chat_id", RowId, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    person_key(primary_key=True),
    Column("kind", Text, nullable=False),
    Column("held", Sealed, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Index(None, "person_id"),
    Index(None, "begun_at"),
)
