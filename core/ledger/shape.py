"""What a store is made of: its tables, the triggers that let it only grow, and its view. They must be those that the migrations make, or
the database no longer keeps what it promises, whatever the chain says."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Dialect, ForeignKeyConstraint, Inspector, Table, UniqueConstraint, inspect, text

from core.ledger.engine import SQLITE, engine_of, prepare
from core.ledger.migrations.guards import CURRENT_FACT, guards
from core.ledger.schema import METADATA, REVISION

VIEW = "current_fact"
VERSION = "alembic_version"  # the migrations' own book
TABLE = "table {}"
OF_STATISTICS = "sqlite_stat"  # the planner's own tables, which say nothing of the ledger


def misshapen(connection: Connection, also: tuple[str, ...] = ()) -> Iterator[str]:
    """What of the store is missing, altered or not known, one sentence each; `also` names the tables that may be there besides."""
    made = dict(_of_sqlite(connection) if connection.dialect.name == SQLITE else _of_postgres(connection))
    wanted = _new_sqlite() if connection.dialect.name == SQLITE else _new_postgres(connection)
    for name in sorted(wanted):
        if name not in made:
            yield f"{name} is missing; expected as the migrations make it"
        elif made[name] != wanted[name]:
            yield f"{name} was altered; expected as the migrations make it"
    for name in sorted(set(made) - set(wanted) - {TABLE.format(each) for each in also}):
        yield f"{name} is no part of a ledger; expected only what the migrations make"
    if TABLE.format(VERSION) in made:
        versions = list(connection.scalars(text(f"SELECT version_num FROM {VERSION}")))  # noqa: S608 - our own constant
        if versions != [REVISION]:
            yield f"{VERSION} says {', '.join(map(str, versions)) or 'nothing'}; expected {REVISION}"


def _of_sqlite(connection: Connection) -> Iterator[tuple[str, str]]:
    for kind, name, table, made in connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master")):
        if not name.startswith(OF_STATISTICS):
            yield f"{kind} {name}", f"{table}: {made}"


@cache
def _new_sqlite() -> Mapping[str, str]:
    """A ledger as it is when new."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "new.db")
        prepare(path)
        engine = engine_of(path)
        with engine.connect() as connection:
            found = dict(_of_sqlite(connection))
        engine.dispose()
    return found


def _new_postgres(connection: Connection) -> Mapping[str, str]:
    """A ledger as it is when new, told as `_of_postgres` tells what is there: nothing is made on the server for it."""
    wanted = {}
    for table in METADATA.sorted_tables:
        wanted[TABLE.format(table.name)] = _table(table, connection.dialect)
        wanted.update({f"index {index.name}": f"{table.name}: {[c.name for c in index.columns]}" for index in table.indexes})
    for made in guards("postgresql"):
        kind, name = made.split()[1:3]
        if kind == "FUNCTION":
            wanted[f"function {name.removesuffix('()')}"] = made.split("$$")[1]
        else:
            wanted[f"trigger {name}"] = _events(made)
    wanted[f"view {VIEW}"] = _plan(connection, f"({CURRENT_FACT.partition(' AS ')[2]}) AS {VIEW}")
    wanted[TABLE.format(VERSION)] = "there"
    return wanted


def _of_postgres(connection: Connection) -> Iterator[tuple[str, str]]:
    kinds = {"r": "table", "p": "table", "f": "table", "v": "view", "m": "view", "S": "sequence"}
    found = inspect(connection)
    for name, kind, odd in connection.execute(text(_RELATIONS)):
        if name == VERSION:
            yield TABLE.format(name), "there"
        elif name == VIEW and kind == "v":
            yield f"view {name}", _plan(connection, VIEW)
        elif name in METADATA.tables and kind == "r":
            yield TABLE.format(name), _reflected(found, name, connection.dialect) + odd
            for index in found.get_indexes(name):
                if "duplicates_constraint" not in index:
                    yield f"index {index['name']}", f"{name}: {index['column_names']}{' unique' * index['unique']}"
        else:
            yield f"{kinds[kind]} {name}", kind
    for name, made, enabled in connection.execute(text(_TRIGGERS)):
        yield f"trigger {name}", _events(made) + ("" if enabled == "O" else f" {enabled}")
    for name, body, odd in connection.execute(text(_FUNCTIONS)):
        yield f"function {name}", body + odd
    for name in connection.scalars(text(_RULES)):
        yield f"rule {name}", ""
    for name in connection.scalars(text(_KEYS_OFF)):
        yield f"foreign key switched off on {name}", ""


def _table(table: Table, dialect: Dialect) -> str:
    columns = [(c.name, c.type.compile(dialect), bool(c.nullable), None) for c in table.columns]
    keys = sorted(
        ([c.name for c in key.columns], key.referred_table.name) for key in table.constraints if isinstance(key, ForeignKeyConstraint)
    )
    alone = sorted([c.name for c in key.columns] for key in table.constraints if isinstance(key, UniqueConstraint))
    return str((columns, [c.name for c in table.primary_key.columns], keys, alone, []))  # a ledger has no checks


def _reflected(found: Inspector, name: str, dialect: Dialect) -> str:
    columns = [(c["name"], c["type"].compile(dialect), c["nullable"], c["default"]) for c in found.get_columns(name)]
    keys = sorted((key["constrained_columns"], key["referred_table"]) for key in found.get_foreign_keys(name))
    alone = sorted(key["column_names"] for key in found.get_unique_constraints(name))
    checks = [check["sqltext"] for check in found.get_check_constraints(name)]
    return str((columns, found.get_pk_constraint(name)["constrained_columns"], keys, alone, checks))


def _plan(connection: Connection, source: str) -> str:
    """How PostgreSQL would read it. Two views with the same plan are the same view, however their text came back."""
    statement = f"EXPLAIN (VERBOSE, COSTS OFF) SELECT * FROM {source}"  # noqa: S608 - our own constants
    return "\n".join(connection.scalars(text(statement)))


def _events(trigger: str) -> str:
    """A trigger's text with what it waits for in one order; PostgreSQL gives it back in another."""
    return re.sub(r"BEFORE (.+?) ON", lambda found: f"BEFORE {' OR '.join(sorted(found[1].split(' OR ')))} ON", trigger)


# What stands in the ledger's own schema; what an extension brought is none of it.
_RELATIONS = """SELECT relname, relkind::text, CASE WHEN relpersistence = 'p' THEN '' ELSE ' not kept' END
  || CASE WHEN relrowsecurity THEN ' rows hidden' ELSE '' END
  || CASE WHEN EXISTS (SELECT 1 FROM pg_inherits WHERE inhparent = pg_class.oid OR inhrelid = pg_class.oid) THEN ' inherits' ELSE '' END
  FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
  AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')"""
_TRIGGERS = """SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true), tgenabled::text FROM pg_trigger
  JOIN pg_class ON pg_class.oid = tgrelid WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal"""
_FUNCTIONS = """SELECT proname, prosrc, concat(proconfig::text, CASE WHEN prosecdef THEN ' of its owner' END) FROM pg_proc
  WHERE pronamespace = current_schema()::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"""
_RULES = """SELECT rulename FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
  WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"""
_KEYS_OFF = """SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
  WHERE relnamespace = current_schema()::regnamespace AND tgisinternal AND tgenabled <> 'O'"""
