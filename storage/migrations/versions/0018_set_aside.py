"""What was set aside is counted every few seconds, and is little among much."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the indexes."""
    for name, table, column, state in (("ix_outbox_dead", "outbox", "kind", "dead"), ("ix_inbox_failed", "inbox", "update_id", "failed")):
        here = sa.text(f"state = '{state}'")
        op.create_index(name, table, [column], sqlite_where=here, postgresql_where=here)
