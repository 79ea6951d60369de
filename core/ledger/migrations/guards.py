"""The triggers that let the ledger only grow, whoever asks, and the view of the facts that stand now.

A row may be added, only to the newest entry, and only as what it is: a number once given is never given again. `INSERT OR REPLACE` removes
a row without asking the trigger against removal, so that what exists already is refused before the insert.
"""

from collections.abc import Iterator

from sqlalchemy import Table

from core.ledger.chain import GENESIS
from core.ledger.schema import ENTRY, FACT, METADATA, UPLOAD

CURRENT_FACT = """CREATE VIEW current_fact AS SELECT fact.* FROM fact WHERE 1 = (
  SELECT standing.stands FROM standing WHERE standing.fact = fact.id ORDER BY standing.entry DESC LIMIT 1)"""
ONLY_GROWS = "the ledger only grows"


def guards(dialect: str) -> Iterator[str]:
    """The statements that make the triggers of every table."""
    for table in METADATA.sorted_tables:
        yield from _sqlite(table) if dialect == "sqlite" else _postgres(table)


def _refused(table: Table) -> str:
    """When a new row is none that may be added."""
    if table is ENTRY:
        newest = "(SELECT hash FROM entry ORDER BY seq DESC LIMIT 1)"
        used = " OR ".join(_there("entry", column) for column in ("key", "hash"))
        return f"{_not_next('seq', 'entry')} OR NEW.previous IS DISTINCT FROM coalesce({newest}, '{GENESIS}') OR {used}"
    late = "NEW.entry IS DISTINCT FROM (SELECT max(seq) FROM entry)"
    if table is FACT:
        return f"{late} OR {_not_next('id', 'fact')}"
    return f"{late} OR {_there(table.name, *(column.name for column in table.primary_key))}"


def _not_next(number: str, table: str) -> str:
    return f"NEW.{number} IS DISTINCT FROM (SELECT coalesce(max({number}), 0) + 1 FROM {table})"  # noqa: S608 - our own tables


def _there(table: str, *columns: str) -> str:
    same = " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - our own tables


def _sqlite(table: Table) -> Iterator[str]:
    name, refuse = table.name, f"SELECT RAISE(ABORT, '{table.name}: {ONLY_GROWS}')"
    for event in ("UPDATE", "DELETE"):
        yield f"CREATE TRIGGER {name}_no_{event.lower()} BEFORE {event} ON {name} BEGIN {refuse}; END"
    refused = _refused(table).replace("IS DISTINCT FROM", "IS NOT")
    if table is UPLOAD:  # the one table with a row number of its own, by which a row could be replaced
        refused += f" OR {_there('upload', 'rowid')}"
    yield f"CREATE TRIGGER {name}_only_new BEFORE INSERT ON {name} WHEN {refused} BEGIN {refuse}; END"


def _postgres(table: Table) -> Iterator[str]:
    name, refuse = table.name, f"RAISE EXCEPTION '{table.name}: {ONLY_GROWS}'"
    yield f"CREATE FUNCTION {name}_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$"
    yield f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION {name}_stays()"
    yield f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} FOR EACH STATEMENT EXECUTE FUNCTION {name}_stays()"
    body = f"BEGIN IF {_refused(table)} THEN {refuse}; END IF; RETURN NEW; END"
    yield f"CREATE FUNCTION {name}_only_new() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    yield f"CREATE TRIGGER {name}_only_new BEFORE INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION {name}_only_new()"
