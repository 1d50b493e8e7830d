"""What was not understood, whether answers helped, and what people say is wrong in them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "questions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("nearest", sa.Text(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_questions"),
    )
    op.create_index("ix_questions_last_at", "questions", ["last_at"])
    op.create_table(
        "ratings",
        sa.Column("chat_id", ROW_ID, sa.ForeignKey("chats.id", name="fk_ratings_chat_id", ondelete="CASCADE"), nullable=False),
        sa.Column("person_id", ROW_ID, sa.ForeignKey("people.id", name="fk_ratings_person_id", ondelete="CASCADE"), nullable=False),
        sa.Column("telegram_message_id", sa.BigInteger(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "person_id", "telegram_message_id", name="pk_ratings"),
    )
    op.create_index("ix_ratings_person_id", "ratings", ["person_id"])
    op.create_index("ix_ratings_rated_at", "ratings", ["rated_at"])
    op.create_table(
        "reports",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("chat_id", ROW_ID, sa.ForeignKey("chats.id", name="fk_reports_chat_id", ondelete="CASCADE"), nullable=False),
        sa.Column("person_id", ROW_ID, sa.ForeignKey("people.id", name="fk_reports_person_id", ondelete="CASCADE"), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("said", sa.LargeBinary()),
        sa.Column("told", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reports_person_id", "reports", ["person_id"])
    op.create_index("ix_reports_opened_at", "reports", ["opened_at"])
    op.create_index(
        "uq_reports_open",
        "reports",
        ["chat_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("said IS NULL"),
        postgresql_where=sa.text("said IS NULL"),
    )
