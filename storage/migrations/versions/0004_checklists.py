"""Lists of materials that people tick off."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    person = sa.ForeignKey("people.id", name="fk_checklists_person_id_people", ondelete="CASCADE")
    op.create_table(
        "checklists",
        sa.Column("person_id", ROW_ID, person, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("person_id", "about", "material", name="pk_checklists"),
    )
