"""A claim has a column of its own, so that PostgreSQL can note it without touching an index; half of each new page is room for that."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the column; what is claimed now stays so until the moment that stands in the next try."""
    op.add_column("outbox", sa.Column("lease_until", sa.DateTime(timezone=True)))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE outbox SET (fillfactor = 50)")
