"""A questionnaire may be about more than one policy: its scope is the caller's text. It remembers the result that was shown last."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Put policy and track into one text."""
    op.add_column("interviews", sa.Column("about", sa.Text()))
    op.add_column("interviews", sa.Column("shown", sa.LargeBinary()))
    op.execute("UPDATE interviews SET about = policy || coalesce('/' || track, '')")
    with op.batch_alter_table("interviews") as interviews:
        interviews.alter_column("about", existing_type=sa.Text(), nullable=False)
        interviews.drop_column("policy")
        interviews.drop_column("track")
        interviews.drop_column("telegram_message_id")
