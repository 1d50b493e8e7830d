"""What a person was last told about in a chat."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "topics",
        sa.Column("chat_id", ROW_ID, sa.ForeignKey("chats.id", name="fk_topics_chat_id_chats", ondelete="CASCADE"), nullable=False),
        sa.Column("person_id", ROW_ID, sa.ForeignKey("people.id", name="fk_topics_person_id_people", ondelete="CASCADE"), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "person_id", name="pk_topics"),
    )
    op.create_index("ix_topics_person_id", "topics", ["person_id"])
    op.create_index("ix_topics_told_at", "topics", ["told_at"])
