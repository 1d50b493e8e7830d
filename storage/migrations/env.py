"""Alembic's entry: runs the steps on the connection that is handed in, rebuilding tables where SQLite cannot alter them."""

from alembic import context

from storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
