"""Alembic's environment: the caller hands over the connection."""

from alembic import context

from offers.adapters.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
