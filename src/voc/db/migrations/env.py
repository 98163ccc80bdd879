"""Alembic's entry: migrates the connection that `voc.db.session.upgrade_database` hands over."""

from alembic import context

from voc.db.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
context.run_migrations()
