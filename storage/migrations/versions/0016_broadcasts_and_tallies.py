"""What is told to many, what people wish to hear, and counts without anybody in them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def _person(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("people.id", name=f"fk_{table}_person_id_people", ondelete="CASCADE")
    return sa.Column("person_id", ROW_ID, key, nullable=False, autoincrement=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "wishes",
        _person("wishes"),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "what", name="pk_wishes"),
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", ROW_ID, nullable=False),
        _person("broadcasts"),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("begun_at", MOMENT),
        sa.Column("fed_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("reached", ROW_ID, nullable=False, server_default="0"),
        *map(_number, ("total", "sent", "failed", "skipped")),
        sa.Column("card_chat_id", ROW_ID),
        sa.Column("card_message_id", sa.BigInteger()),
        sa.Column("card_row", ROW_ID),
        sa.Column("card_said", sa.Text()),
        sa.Column("card_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_broadcasts_person_id", "broadcasts", ["person_id"])
    op.create_index("ix_broadcasts_state", "broadcasts", ["state"])
    op.create_table(
        "broadcast_letters",
        sa.Column("outbox_id", ROW_ID, nullable=False, autoincrement=False),
        sa.Column("broadcast_id", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("outbox_id", name="pk_broadcast_letters"),
    )
    op.create_index("ix_broadcast_letters_broadcast_id", "broadcast_letters", ["broadcast_id"])
    key = [sa.Column(name, sa.Text(), nullable=False) for name in ("day", "what", "about", "part")]
    op.create_table(
        "tallies",
        *key,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "what", "about", "part", name="pk_tallies"),
    )
    op.create_table(
        "tally_marks",
        sa.Column("id", ROW_ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("day", "what", "about", "part")),
        sa.PrimaryKeyConstraint("id", name="pk_tally_marks"),
        sqlite_autoincrement=True,
    )
