"""Who was told what, and what is to be told otherwise."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and the indexes by which whom a correction concerns is found."""
    op.create_table(
        "tellings",
        sa.Column("person_id", ROW_ID, sa.ForeignKey("people.id", name="fk_tellings_person_id_people", ondelete="CASCADE"), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "policy", "topic", name="pk_tellings"),
    )
    op.create_index("ix_tellings_policy_topic_person_id", "tellings", ["policy", "topic", "person_id"])
    op.create_index("ix_tellings_told_at", "tellings", ["told_at"])
    op.create_table(
        "corrections",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ends", ROW_ID),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("reached", ROW_ID, nullable=False, server_default="0"),
        sa.Column("told", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sqlite_autoincrement=True,
    )
    waiting = sa.text("finished_at IS NULL")
    op.create_index("ix_corrections_waiting", "corrections", ["due_at", "id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("ix_corrections_number", "corrections", ["number"])
    op.create_index("ix_corrections_policy_entry", "corrections", ["policy", "entry"])
    op.create_index("ix_interviews_about_id", "interviews", ["about", "id"])
    op.create_index("ix_checklists_about_person_id", "checklists", ["about", "person_id"])
