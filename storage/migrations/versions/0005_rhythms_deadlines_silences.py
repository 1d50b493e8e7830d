"""When somebody wants to be reminded, what they want to hear no more of, and every version of every last day."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.add_column("people", sa.Column("remind_days", sa.Text(), nullable=False, server_default="auto"))
    op.add_column("people", sa.Column("quiet_from", sa.SmallInteger(), nullable=False, server_default="22"))
    op.add_column("people", sa.Column("quiet_to", sa.SmallInteger(), nullable=False, server_default="7"))
    op.create_table(
        "deadlines",
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("policy", "stage", "sequence", name="pk_deadlines"),
    )
    op.create_table(
        "silences",
        sa.Column("person_id", ROW_ID, sa.ForeignKey("people.id", name="fk_silences_person_id_people", ondelete="CASCADE"), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "policy", "stage", name="pk_silences"),
    )
