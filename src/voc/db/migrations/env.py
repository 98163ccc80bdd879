"""Alembic's entry: migrates the connection that `voc.db.migrating.upgrade_database` hands over."""

from alembic import context

from voc.db.schema import METADATA, is_compared

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True, include_object=is_compared)
context.run_migrations()
