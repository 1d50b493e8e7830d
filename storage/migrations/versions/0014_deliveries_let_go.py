"""A message only names the subscription it came from: a key that the database watches over cost a third of every fan-out."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Drop the key and its index. SQLite rebuilds the table for that, and would forget which numbers were given before."""
    connection = op.get_bind()
    op.drop_index("ix_outbox_subscription_id", "outbox")
    if connection.dialect.name != "sqlite":
        op.drop_constraint("fk_outbox_subscription_id", "outbox", type_="foreignkey")
        return
    given = connection.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")) or 0
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as outbox:
        outbox.drop_constraint("fk_outbox_subscription_id", type_="foreignkey")
    connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name IN ('outbox', '_alembic_tmp_outbox')"))
    connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', :given)"), {"given": given})
