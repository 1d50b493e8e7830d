"""Several processes at work: who they are, whose a message under way is, and when Telegram takes the next one."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables. What they hold is of the moment: after a crash of the server they may as well be empty."""
    unlogged = ["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else []
    op.create_table(
        "workers",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
        prefixes=unlogged,
    )
    op.create_table(
        "budgets",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_budgets"),
        prefixes=unlogged,
    )
    op.add_column("outbox", sa.Column("claimed_by", sa.BigInteger(), nullable=True))
