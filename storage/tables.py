"""The tables, but those of units (``unit_tables``) and of corrections (``correction_tables``).

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
    LargeBinary,
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


def _person(*, nullable: bool = False, primary_key: bool = False) -> Column[int]:
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
    _person(nullable=True),
    Column("unreachable_since", Moment),
    Column("created_at", Moment, nullable=False),
    Index(None, "person_id"),
    sqlite_autoincrement=True,
)

profiles = Table(
    "profiles",
    metadata,
    Column("id", RowId, primary_key=True),
    _person(),
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
    _person(),
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
    _person(),
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

silences = Table(
    "silences",
    metadata,
    _person(primary_key=True),
    Column("policy", Text, primary_key=True),
    Column("stage", Text, primary_key=True),  # empty: the whole policy
    Column("reason", Text, nullable=False),
    Column("since", Moment, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("dedupe_key", Text, unique=True),
    _person(nullable=True),
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

roles = Table(
    "roles",
    metadata,
    _person(primary_key=True),
    Column("role", Text, primary_key=True),
    Column("granted_at", Moment, nullable=False),
    Column("granted_by", RowId, ForeignKey("people.id", ondelete="SET NULL")),
    Index(None, "granted_by"),
)

topics = Table(
    "topics",
    metadata,
    Column("chat_id", RowId, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    _person(primary_key=True),
    Column("about", Sealed, nullable=False),
    Column("told_at", Moment, nullable=False),
    Index(None, "person_id"),
    Index(None, "told_at"),
)

checklists = Table(
    "checklists",
    metadata,
    _person(primary_key=True),
    Column("about", Text, primary_key=True),
    Column("material", Text, primary_key=True),
    Column("listed_at", Moment, nullable=False),
    Column("ticked_at", Moment),
    Index(None, "about", "person_id"),
)

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
    _person(primary_key=True),
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
    _person(),
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

brakes = Table(
    "brakes",
    metadata,
    Column("chat_id", RowId, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    _person(primary_key=True),
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
    _person(primary_key=True),
    Column("kind", Text, nullable=False),
    Column("held", Sealed, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Index(None, "person_id"),
    Index(None, "begun_at"),
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
    _person(),
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
    _person(primary_key=True),
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
