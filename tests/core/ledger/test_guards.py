"""The database itself refuses whatever would alter, remove or replace a row, or add one out of place."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from core.ledger.engine import engine_of, grant
from core.ledger.ledger import Ledger, StoreFault
from core.ledger.schema import METADATA
from tests.core.facts.notation import lab
from tests.core.ledger.plans import choose, content, correct, export, save, undo, upload

TABLES = list(METADATA.tables)


@pytest.fixture
def filled(ledger):
    """Rows in every table, the newest entry not the only one."""
    save(ledger, upload(ledger, lab(), lab(at="2026-03-04"), files=[content("a.csv", b"a")]))
    save(ledger, choose(ledger, "pr_requires_ctdna", "yes", seen=(1,), changes=upload(ledger, lab(at="2026-03-03")).changes))
    return ledger


def refused(ledger, statement):
    with ledger.engine.connect() as connection:
        before = {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in TABLES}
    with pytest.raises(DBAPIError, match="the ledger only grows"), ledger.engine.begin() as connection:
        connection.execute(text(statement))
    with ledger.engine.connect() as connection:
        assert {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in TABLES} == before


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_altered_or_removed(filled, table):
    column = next(iter(METADATA.tables[table].columns)).name
    refused(filled, f"UPDATE {table} SET {column} = {column}")
    refused(filled, f"DELETE FROM {table}")


def copied(table, **other):
    """A statement that adds the newest row of a table again, with other values in some columns."""
    columns = {column.name: f'"{column.name}"' for column in METADATA.tables[table].columns} | other
    names = ", ".join(f'"{name}"' for name in columns)
    order = "seq" if table == "entry" else "entry"
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} FROM {table} ORDER BY {order} DESC LIMIT 1"


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_added_twice(filled, table):
    refused(filled, copied(table))


@pytest.mark.parametrize(
    "other",
    [
        {"seq": "seq + 2"},
        {"previous": "previous"},
        {"seq": "seq + 1", "key": "'new'", "hash": "'new'"},
        {"seq": "seq + 1", "previous": "hash", "hash": "'new'"},
        {"seq": "seq + 1", "previous": "hash", "key": "'new'"},
    ],
    ids=["a gap", "its own number", "another link", "a used key", "a used hash"],
)
def test_an_entry_is_the_next_one_and_follows_the_newest(filled, other):
    refused(filled, copied("entry", **other))


def test_an_entry_that_is_the_next_one_is_let_in(filled):
    with filled.engine.begin() as connection:
        connection.execute(text(copied("entry", seq="seq + 1", previous="hash", key="'new'", hash="'new'")))
    assert filled.head().seq == 3


@pytest.mark.parametrize(
    "statement",
    [
        copied("fact", id="id + 1", entry="1"),
        copied("fact", id="id + 2"),
        copied("standing", fact="1", entry="1", change="7"),
        copied("seen", fact="2", entry="1"),
        copied("setting", name="'time_zone'", entry="1"),
        copied("touched", subject_id="'S-9'", entry="1"),
        copied("touched", subject_id="'S-9'", entry="3"),
        copied("upload", sha256="'new'", entry="1"),
    ],
)
def test_a_row_is_added_to_the_newest_entry_only(filled, statement):
    refused(filled, statement)


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_replaced(filled, table):
    """Not even by a connection that fires no trigger for the rows a REPLACE removes."""
    if filled.engine.dialect.name == "sqlite":
        with sqlite3.connect(filled.url.removeprefix("sqlite:///")) as connection:
            (recursive,) = connection.execute("PRAGMA recursive_triggers").fetchone()
            assert recursive == 0
            with pytest.raises(sqlite3.IntegrityError, match="the ledger only grows"):
                connection.execute(copied(table).replace("INSERT", "INSERT OR REPLACE", 1))
        connection.close()
    else:
        keys = ", ".join(column.name for column in METADATA.tables[table].primary_key)
        refused(filled, f"{copied(table)} ON CONFLICT ({keys}) DO UPDATE SET {keys.split(',')[0]} = EXCLUDED.{keys.split(',')[0]}")
        refused(filled, f"TRUNCATE {table} CASCADE")


def test_no_upload_is_replaced_by_its_row_number(filled):
    if filled.engine.dialect.name == "sqlite":
        refused(filled, "INSERT OR REPLACE INTO upload (rowid, sha256, entry, name, bytes) SELECT rowid, 'new', 2, name, bytes FROM upload")
    else:
        refused(filled, "UPDATE upload SET name = 'new'")


def test_a_fact_of_no_entry_is_none(filled):
    """The numbers that tables refer to must be there, whatever the triggers say."""
    with pytest.raises(DBAPIError), filled.engine.begin() as connection:
        connection.execute(text(copied("seen", fact="99")))


def test_the_view_shows_what_stands(ledger):
    save(ledger, upload(ledger, lab(), lab(at="2026-03-04"), lab(subject_id="S-002")))
    save(ledger, correct(ledger, 1, lab(value="90")))
    save(ledger, undo(ledger, 2))
    save(ledger, correct(ledger, 2, lab(at="2026-03-04", value="80")))
    with ledger.engine.connect() as connection:
        found = list(connection.scalars(text("SELECT id FROM current_fact ORDER BY id")))
    assert found == sorted(stored.id for _, rows in ledger.every() for stored in rows) == [1, 3, 5]


def test_a_role_may_read_and_add_and_no_more(postgres, clock, tmp_path, monkeypatch):
    monkeypatch.setenv("REINFUSE_CHECKPOINT", str(tmp_path / "checkpoint"))
    with postgres.ledger() as url:
        postgres.do('CREATE ROLE "ward user" LOGIN')
        grant(url, "ward user")
        own = url.replace("postgres@", "ward%20user@")
        found = Ledger.open(own, clock)
        save(found, upload(found, lab(), files=[content("a.csv", b"a")]))
        save(found, correct(found, 1, lab(value="90")))
        assert [stored.id for stored in found.standing("S-001")] == [2]
        engine = engine_of(own)
        for table in TABLES:
            column = next(iter(METADATA.tables[table].columns)).name
            for statement in (
                f"UPDATE {table} SET {column} = {column}",
                f"DELETE FROM {table}",
                f"TRUNCATE {table}",
                f"DROP TABLE {table}",
            ):
                with pytest.raises(DBAPIError, match=r"permission denied|must be owner"), engine.begin() as connection:
                    connection.execute(text(statement))
        engine.dispose()
        found.close()
        postgres.do('DROP OWNED BY "ward user"', database=make_url(url).database)
        postgres.do('DROP ROLE "ward user"')


def test_a_role_without_a_right_is_told_so(postgres, clock, tmp_path, monkeypatch):
    monkeypatch.setenv("REINFUSE_CHECKPOINT", str(tmp_path / "checkpoint"))
    with postgres.ledger() as url:
        name = make_url(url).database
        postgres.do("CREATE ROLE reader LOGIN")
        postgres.do("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", database=name)
        found = Ledger.open(url.replace("postgres@", "reader@"), clock)
        with pytest.raises(StoreFault, match="has no right to do that; nothing was saved"):
            save(found, export())
        found.close()
        postgres.do("DROP OWNED BY reader", database=name)
        postgres.do("DROP ROLE reader")
