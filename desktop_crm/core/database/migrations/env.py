"""Runs the migrations on the connection that `migrate.upgrade` hands over, inside its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=None,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
