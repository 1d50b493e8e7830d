"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Go one step up. (There is no way down: a backup is.)"""
    ${upgrades if upgrades else "pass"}
