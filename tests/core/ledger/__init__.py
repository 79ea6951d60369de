"""The ledger: every test runs on SQLite and on a PostgreSQL that the tests start themselves."""
