"""Codes with which an account is moved."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    person = sa.ForeignKey("people.id", name="fk_transfer_codes_person_id_people", ondelete="CASCADE")
    asker = sa.ForeignKey("people.id", name="fk_transfer_codes_asked_by_people", ondelete="SET NULL")
    op.create_table(
        "transfer_codes",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, person, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("asked_by", ROW_ID, asker),
        sa.Column("asked_at", MOMENT),
        sa.Column("allowed_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("ended_as", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_transfer_codes"),
        sa.UniqueConstraint("digest", name="uq_transfer_codes_digest"),
        sqlite_autoincrement=True,
    )
    living = sa.text("ended_at IS NULL")
    op.create_index("uq_transfer_codes_living", "transfer_codes", ["person_id"], unique=True, sqlite_where=living, postgresql_where=living)
    for column in ("person_id", "asked_by", "until"):
        op.create_index(f"ix_transfer_codes_{column}", "transfer_codes", [column])
