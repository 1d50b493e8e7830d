"""A group that hears of a unit is called what it was called when it was connected; a contact's chat is found by the person alone."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the column and drop the other. SQLite rebuilds the table for that, and has to be told its check anew."""
    op.add_column("unit_groups", sa.Column("title", sa.LargeBinary()))
    op.drop_index("ix_contacts_chat_id", "contacts")
    check = sa.CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name="ck_contacts_approved_once_approved")
    with op.batch_alter_table("contacts", table_args=(check,)) as contacts:
        contacts.drop_column("chat_id")
