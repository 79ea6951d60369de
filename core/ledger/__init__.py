"""The ledger: what was told, when and by whom. It only grows; these are the only rooms that touch the database."""
