"""Proposed changes to the knowledge files; and those whom the settings name are owners from now on."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and rename the role."""
    op.create_table(
        "proposals",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column(
            "person_id", ROW_ID, sa.ForeignKey("people.id", name="fk_proposals_person_id_people", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposals_person_id", "proposals", ["person_id"])
    op.create_index("ix_proposals_state", "proposals", ["state"])
    op.create_table(
        "proposal_files",
        _proposal("proposal_files"),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("proposal_id", "path", name="pk_proposal_files"),
    )
    op.create_table(
        "proposal_consents",
        _proposal("proposal_consents"),
        sa.Column(
            "person_id",
            ROW_ID,
            sa.ForeignKey("people.id", name="fk_proposal_consents_person_id_people", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name="pk_proposal_consents"),
    )
    op.create_index("ix_proposal_consents_person_id", "proposal_consents", ["person_id"])
    op.execute("UPDATE roles SET role = 'owner' WHERE role = 'admin'")


def _proposal(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("proposals.id", name=f"fk_{table}_proposal_id_proposals", ondelete="CASCADE")
    return sa.Column("proposal_id", ROW_ID, key, autoincrement=False, nullable=False)
