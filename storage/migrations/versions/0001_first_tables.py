"""The first tables: people, chats, answers, interviews, subscriptions, and the two boxes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("telegram_user_id", sa.BigInteger()),
        sa.Column("payload", sa.LargeBinary()),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("update_id", name="pk_inbox"),
    )
    op.create_index(
        "ix_inbox_waiting", "inbox", ["update_id"], sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_table(
        "marks",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_marks"),
    )
    op.create_table(
        "people",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("telegram_user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("timezone", sa.Text(), server_default="Asia/Shanghai", nullable=False),
        sa.Column("remind_hour", sa.SmallInteger(), server_default="9", nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True)),
        sa.Column("sensitive_consented_at", sa.DateTime(timezone=True)),
        sa.Column("sensitive_declined_at", sa.DateTime(timezone=True)),
        sa.Column("last_position", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("telegram_user_id", name="uq_people_telegram_user_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "schedule",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("offset_days", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached", ROW_ID, server_default="0", nullable=False),
        sa.Column("fanned_out_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("kind", "policy", "stage", "offset_days", "deadline", name="pk_schedule"),
    )
    op.create_table(
        "chats",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("telegram_chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", ROW_ID),
        sa.Column("unreachable_since", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_chats_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint("telegram_chat_id", name="uq_chats_telegram_chat_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chats_person_id", "chats", ["person_id"])
    op.create_table(
        "profiles",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_profiles_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_profiles"),
        sa.UniqueConstraint("person_id", "subject", name="uq_profiles_person_id_subject"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "roles",
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", ROW_ID),
        sa.ForeignKeyConstraint(["granted_by"], ["people.id"], name="fk_roles_granted_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_roles_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "role", name="pk_roles"),
    )
    op.create_index("ix_roles_granted_by", "roles", ["granted_by"])
    op.create_table(
        "answers",
        sa.Column("profile_id", ROW_ID, nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary()),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'given') = (value IS NOT NULL)", name="ck_answers_value_if_given"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_answers_profile_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("profile_id", "fact", name="pk_answers"),
    )
    op.create_table(
        "interviews",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("chat_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("track", sa.Text()),
        sa.Column("telegram_message_id", sa.BigInteger()),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_interviews_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_interviews_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_interviews"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_interviews_chat_id", "interviews", ["chat_id"])
    op.create_index("ix_interviews_person_id_chat_id", "interviews", ["person_id", "chat_id"])
    op.create_index(
        "uq_interviews_running",
        "interviews",
        ["chat_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("chat_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_subscriptions_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_subscriptions_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("person_id", "chat_id", "kind", "target", name="uq_subscriptions_person_id_chat_id_kind_target"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_subscriptions_active",
        "subscriptions",
        ["kind", "target", "id"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_subscriptions_chat_id", "subscriptions", ["chat_id"])
    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("dedupe_key", sa.Text()),
        sa.Column("person_id", ROW_ID),
        sa.Column("chat_id", ROW_ID, nullable=False),
        sa.Column("subscription_id", ROW_ID),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("postponed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="pending", nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("telegram_message_id", sa.BigInteger()),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_outbox_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_outbox_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name="fk_outbox_subscription_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedupe_key", name="uq_outbox_dedupe_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_chat_id", "outbox", ["chat_id"])
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["priority", "next_at", "id"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_outbox_person_id", "outbox", ["person_id"])
    op.create_index("ix_outbox_subscription_id", "outbox", ["subscription_id"])
