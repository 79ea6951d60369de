"""How a migration runs: on the connection, and inside the transaction, of `core.ledger.engine.prepare`."""

from alembic import context

from core.ledger.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
