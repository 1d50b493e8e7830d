"""Units with their contacts, members and common work; what typed text is awaited; and what was done by right of an office."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _unit() -> sa.Column[int]:
    return sa.Column("unit_id", ROW_ID, sa.ForeignKey("units.id", ondelete="CASCADE"), autoincrement=False, nullable=False)


def _chat() -> sa.Column[int]:
    return sa.Column("chat_id", ROW_ID, sa.ForeignKey("chats.id", ondelete="CASCADE"), autoincrement=False, nullable=False)


def _person() -> sa.Column[int]:
    return sa.Column("person_id", ROW_ID, sa.ForeignKey("people.id", ondelete="CASCADE"), autoincrement=False, nullable=False)


def _doer(name: str) -> sa.Column[int]:
    return sa.Column(name, ROW_ID, sa.ForeignKey("people.id", ondelete="SET NULL"))


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _sealed(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def upgrade() -> None:
    """Make the tables."""
    _make_units()
    _make_members()
    _make_work()
    _make_dialogs_and_audit()


def _make_units() -> None:
    op.create_table(
        "units",
        sa.Column("id", ROW_ID, nullable=False),
        _text("key"),
        _sealed("name"),
        _text("region"),
        _text("kind"),
        _text("affiliation"),
        _moment("since"),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sa.UniqueConstraint("key", name="uq_units_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "contacts",
        _unit(),
        _person(),
        _chat(),
        _text("state"),
        _sealed("called"),
        _sealed("stated"),
        _sealed("code", nullable=True),
        sa.Column("code_tries", sa.SmallInteger(), server_default="0", nullable=False),
        _moment("code_until", nullable=True),
        sa.Column("proof", sa.Text()),
        _moment("proved_at", nullable=True),
        _moment("asked_at"),
        _moment("approved_at", nullable=True),
        _doer("approved_by"),
        sa.CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name="ck_contacts_approved_once_approved"),
        sa.PrimaryKeyConstraint("unit_id", "person_id", name="pk_contacts"),
    )
    for column in ("person_id", "chat_id", "approved_by"):
        op.create_index(f"ix_contacts_{column}", "contacts", [column])


def _make_members() -> None:
    op.create_table(
        "members",
        _unit(),
        _person(),
        _sealed("called"),
        _moment("joined_at"),
        _moment("hushed_at", nullable=True),
        sa.PrimaryKeyConstraint("unit_id", "person_id", name="pk_members"),
    )
    op.create_index("ix_members_person_id", "members", ["person_id"])
    _make_of_member("shares", _text("track"), _moment("agreed_at"))
    _make_of_member("nudges", _moment("nudged_at"))
    op.create_table(
        "invitations",
        sa.Column("id", ROW_ID, nullable=False),
        _unit(),
        _text("digest"),
        _sealed("token"),
        _doer("made_by"),
        _moment("made_at"),
        _moment("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("digest", name="uq_invitations_digest"),
        sqlite_autoincrement=True,
    )
    living = sa.text("ended_at IS NULL")
    op.create_index("uq_invitations_living", "invitations", ["unit_id"], unique=True, sqlite_where=living, postgresql_where=living)
    op.create_index("ix_invitations_unit_id", "invitations", ["unit_id"])
    op.create_index("ix_invitations_made_by", "invitations", ["made_by"])


def _make_of_member(table: str, *columns: sa.Column[datetime] | sa.Column[str]) -> None:
    op.create_table(
        table,
        sa.Column("unit_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("person_id", ROW_ID, autoincrement=False, nullable=False),
        _text("policy"),
        *columns,
        sa.ForeignKeyConstraint(
            ["unit_id", "person_id"],
            ["members.unit_id", "members.person_id"],
            name=f"fk_{table}_unit_id_person_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("unit_id", "person_id", "policy", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_person_id", table, ["person_id"])


def _make_work() -> None:
    op.create_table(
        "unit_policies",
        _unit(),
        _text("policy"),
        _moment("since"),
        _doer("followed_by"),
        sa.PrimaryKeyConstraint("unit_id", "policy", name="pk_unit_policies"),
    )
    op.create_index("ix_unit_policies_policy", "unit_policies", ["policy"])
    op.create_index("ix_unit_policies_followed_by", "unit_policies", ["followed_by"])
    op.create_table(
        "unit_answers",
        _unit(),
        _text("fact"),
        _text("state"),
        _sealed("value", nullable=True),
        _moment("answered_at"),
        sa.CheckConstraint("(state = 'given') = (value IS NOT NULL)", name="ck_unit_answers_value_if_given"),
        sa.PrimaryKeyConstraint("unit_id", "fact", name="pk_unit_answers"),
    )
    op.create_table(
        "inner_deadlines",
        _unit(),
        _text("policy"),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        _text("day"),
        _doer("set_by"),
        _moment("set_at"),
        sa.PrimaryKeyConstraint("unit_id", "policy", "sequence", name="pk_inner_deadlines"),
    )
    op.create_index("ix_inner_deadlines_set_by", "inner_deadlines", ["set_by"])
    op.create_table(
        "filings",
        _unit(),
        _text("policy"),
        _text("stage"),
        _doer("filed_by"),
        _moment("filed_at"),
        sa.PrimaryKeyConstraint("unit_id", "policy", "stage", name="pk_filings"),
    )
    op.create_index("ix_filings_filed_by", "filings", ["filed_by"])
    op.create_table(
        "unit_groups", _chat(), _unit(), _doer("connected_by"), _moment("since"), sa.PrimaryKeyConstraint("chat_id", name="pk_unit_groups")
    )
    op.create_index("ix_unit_groups_unit_id", "unit_groups", ["unit_id"])
    op.create_index("ix_unit_groups_connected_by", "unit_groups", ["connected_by"])


def _make_dialogs_and_audit() -> None:
    op.create_table(
        "dialogs",
        _chat(),
        _person(),
        _text("kind"),
        _sealed("held"),
        _moment("begun_at"),
        sa.PrimaryKeyConstraint("chat_id", "person_id", name="pk_dialogs"),
    )
    op.create_index("ix_dialogs_person_id", "dialogs", ["person_id"])
    op.create_index("ix_dialogs_begun_at", "dialogs", ["begun_at"])
    op.create_table(
        "audit",
        sa.Column("id", ROW_ID, nullable=False),
        _moment("at"),
        _doer("actor_id"),
        _text("act"),
        _text("about"),
        _doer("person_id"),
        _sealed("said", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    for column in ("at", "actor_id", "person_id"):
        op.create_index(f"ix_audit_{column}", "audit", [column])
