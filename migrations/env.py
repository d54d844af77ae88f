"""What Alembic runs. The program hands it a live connection; it never finds one by itself."""

from alembic import context

from vault.store.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    message = "Run migrations through the program: it makes a backup first."
    raise SystemExit(message)

context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
