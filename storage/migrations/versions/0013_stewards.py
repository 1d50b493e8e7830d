"""Who answers for a policy; questions that are hidden, reports that somebody looked into, files proposed together."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table and the columns; what was reported before went to all."""
    op.create_table(
        "stewards",
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("person_id", ROW_ID, sa.ForeignKey("people.id", name="fk_stewards_person_id_people", ondelete="SET NULL")),
        sa.Column("checked_on", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Text(), nullable=False),
        sa.Column("months", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("policy", name="pk_stewards"),
    )
    op.create_index("ix_stewards_person_id", "stewards", ["person_id"])
    op.create_index("ix_stewards_next_on", "stewards", ["next_on"])
    op.add_column("questions", sa.Column("hidden_at", MOMENT))
    op.add_column("reports", sa.Column("widened_at", MOMENT))
    op.add_column("reports", sa.Column("settled_at", MOMENT))
    op.execute("UPDATE reports SET widened_at = opened_at")
    op.add_column("proposals", sa.Column("album", sa.Text()))
