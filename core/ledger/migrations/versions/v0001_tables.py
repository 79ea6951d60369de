"""The tables of the ledger, the triggers that let them only grow, and the view of the facts that stand now.

Whoever changes the tables copies them into this step first, so that it goes on making what it made.
"""

from alembic import op

from core.ledger.migrations.guards import CURRENT_FACT, guards
from core.ledger.schema import METADATA

revision = "0001"
down_revision = None


def upgrade() -> None:
    connection = op.get_bind()
    METADATA.create_all(connection)
    for statement in (*guards(connection.dialect.name), CURRENT_FACT):
        connection.exec_driver_sql(statement)
