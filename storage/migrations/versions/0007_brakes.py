"""How fast somebody writes in a chat."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "brakes",
        sa.Column("chat_id", ROW_ID, sa.ForeignKey("chats.id", name="fk_brakes_chat_id_chats", ondelete="CASCADE"), nullable=False),
        sa.Column("person_id", ROW_ID, sa.ForeignKey("people.id", name="fk_brakes_person_id_people", ondelete="CASCADE"), nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("album", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", "person_id", name="pk_brakes"),
    )
    op.create_index("ix_brakes_person_id", "brakes", ["person_id"])
    op.create_index("ix_brakes_busy_until", "brakes", ["busy_until"])
