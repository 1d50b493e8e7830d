"""Published versions of the knowledge files, kept whole."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "publications",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer()),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("person_id", ROW_ID, sa.ForeignKey("people.id", name="fk_publications_person_id_people", ondelete="SET NULL")),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_publications"),
    )
    op.create_index("ix_publications_version", "publications", ["version"])
    op.create_index("ix_publications_person_id", "publications", ["person_id"])
    op.create_table(
        "contents",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_contents"),
    )
    op.create_table(
        "publication_files",
        sa.Column(
            "number",
            sa.Integer(),
            sa.ForeignKey("publications.number", name="fk_publication_files_number_publications", ondelete="CASCADE"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), sa.ForeignKey("contents.digest", name="fk_publication_files_digest_contents"), nullable=False),
        sa.PrimaryKeyConstraint("number", "path", name="pk_publication_files"),
    )
    op.create_index("ix_publication_files_digest", "publication_files", ["digest"])
