"""Verification: a whole ledger is called whole, and whatever is done to one behind its back is told with the entry it befell."""

import shutil
import sqlite3
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import delete, insert, select, text, update

from core.ledger import verify as verification
from core.ledger import walk
from core.ledger.chain import EMPTY, TABLES
from core.ledger.checkpoint import PLACE, begin, newest, place
from core.ledger.ledger import Ledger, NoLedger
from core.ledger.schema import ENTRY, FACT, METADATA, STANDING, UPLOAD
from core.ledger.verify import Break, NotAccepted, accept, examine, verify
from tests.campaign.histories import live
from tests.campaign.tampering import SCHEMES, rechain

ENTRIES = 12


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def told(request, empty_file, tmp_path_factory):
    """A ledger with a history in which every table holds something, on each database. No test changes it for good."""
    folder = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PLACE, str(folder / "told.checkpoint"))
        if request.param == "sqlite":
            yield from lived(str(shutil.copy(empty_file, folder / "ledger.db")))
        else:
            with request.getfixturevalue("postgres").ledger() as address:
                yield from lived(address)


def lived(url):
    ledger = Ledger.open(url)
    live(ledger, Random(4), ENTRIES)
    yield ledger
    ledger.close()


@pytest.fixture
def own(ledger):
    """A history that a test may do with what it likes."""
    live(ledger, Random(4), 3)
    return ledger


@contextmanager
def secretly(ledger):
    """A transaction that no trigger and no foreign key watches; in the end nothing of it has happened."""
    with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin() as transaction:
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection
        transaction.rollback()


def faults(connection, known=None) -> list[str]:
    """What is wrong with the entries; the triggers were taken away by this test itself."""
    return [str(each) for each in examine(lambda: nullcontext(connection), known or {}).broken if "trigger" not in each.sentence]


def rows(connection, table):
    return connection.execute(select(table)).mappings().all()


def test_a_whole_ledger_is_whole(told):
    verdict = verify(told)
    assert verdict.broken == ()
    assert (verdict.count, verdict.head) == (ENTRIES, told.head())


def test_an_empty_ledger_is_whole(ledger):
    assert verify(ledger).broken == ()
    assert verify(ledger).head == EMPTY


def test_a_walk_in_many_small_steps_comes_to_the_same(told, monkeypatch):
    whole = verify(told)
    monkeypatch.setattr(walk, "ENTRIES", 3)
    monkeypatch.setattr(walk, "ROWS", 1)
    assert verify(told) == whole


def test_an_edit_of_any_column_of_any_table_is_found_and_its_entry_named(told):
    missed = []
    with secretly(told) as connection:
        for table in METADATA.sorted_tables:
            row = rows(connection, table)[-1]
            for column in table.columns:
                with connection.begin_nested() as before:
                    value = row[column.name] + {int: 1000, str: "x", bytes: b"x"}[type(row[column.name])]
                    keys = [key == row[key.name] for key in table.primary_key]
                    connection.execute(update(table).where(*keys).values({column.name: value}))
                    if not any(f"entry {row['seq' if table is ENTRY else 'entry']}: " in each for each in faults(connection)):
                        missed.append(f"{table.name}.{column.name}")
                    before.rollback()
    assert missed == []


def test_a_row_removed_or_added_is_found_and_its_entry_named(told):
    missed = []
    with secretly(told) as connection:
        for name, table in TABLES.items():
            row = rows(connection, table)[0]
            keys = [key == row[key.name] for key in table.primary_key]
            for change in (delete(table).where(*keys), insert(table).values({**row, list(table.primary_key)[-1].name: "9" * 9})):
                with connection.begin_nested() as before:
                    connection.execute(change)
                    if not any(f"entry {row['entry']}: its rows" in each for each in faults(connection)):
                        missed.append((name, type(change).__name__))
                    before.rollback()
    assert missed == []


def test_a_removed_entry_leaves_a_gap_and_its_rows_without_it(told):
    with secretly(told) as connection:
        gone = rows(connection, STANDING)[-1]["entry"] - 1
        connection.execute(delete(ENTRY).where(ENTRY.c.seq == gone))
        connection.execute(update(STANDING).where(STANDING.c.entry == gone + 1).values(entry=gone))
        found = faults(connection)
    assert f"entry {gone}: is missing; the next that is there is {gone + 1}" in found
    assert f"entry {gone + 1}: follows another entry than {gone - 1}; expected the hash of that one" in found
    assert any(f"rows of standing name entry {gone}, which is not there; expected no row without it" in each for each in found)


def test_the_first_entry_follows_the_beginning(told):
    with secretly(told) as connection:
        connection.execute(update(ENTRY).where(ENTRY.c.seq == 1).values(previous="f" * 64))
        assert "entry 1: follows another entry than the beginning; expected the hash of that one" in faults(connection)


def test_a_chain_made_anew_is_told_by_the_checkpoint_alone(told):
    known = {each.seq: each.hash for each in told.entries()}
    with secretly(told) as connection:
        entry = rows(connection, FACT)[-1]["entry"]
        connection.execute(update(FACT).where(FACT.c.entry == entry).values(sheet="pet"))
        rechain(connection, entry)
        assert faults(connection) == []
        assert faults(connection, known)[0].startswith(f"entry {entry}: is not the one the checkpoint knows; expected hash ")


def test_bytes_of_an_upload_that_are_not_its_own_are_told_even_where_the_chain_was_made_anew(told):
    with secretly(told) as connection:
        entry = rows(connection, UPLOAD)[0]["entry"]
        connection.execute(update(UPLOAD).where(UPLOAD.c.entry == entry).values(bytes=b"PK another"))
        rechain(connection, entry)
        (found,) = faults(connection)
    assert found.startswith(f"entry {entry}: the bytes of an upload are not those of its SHA-256; expected ")


def test_a_time_before_that_of_the_entry_before_is_told(told):
    earlier = (told.entries()[0].at - timedelta(days=1)).isoformat()
    with secretly(told) as connection:
        connection.execute(update(ENTRY).where(ENTRY.c.seq == 6).values(at=earlier))
        rechain(connection, 6)
        assert faults(connection) == [f"entry 6: was recorded at {earlier}; expected no time before that of entry 5"]


def test_a_value_that_cannot_be_read_ends_the_walk_and_is_told(told):
    with secretly(told) as connection:
        connection.execute(update(ENTRY).where(ENTRY.c.seq == 4).values(at="noon"))
        rechain(connection, 4)
        assert faults(connection) == ["entry 4: cannot be read: a value is not of its kind"]


def test_only_so_many_faults_are_told(told, monkeypatch):
    monkeypatch.setattr(verification, "MOST", 3)
    with secretly(told) as connection:
        connection.execute(update(ENTRY).values(action="export"))
        assert len(examine(lambda: nullcontext(connection), {}).broken) == 3


def test_what_the_database_is_made_of_may_not_be_altered(told):
    missed = []
    with told.engine.connect().execution_options(writes=True) as connection, connection.begin() as transaction:
        for statements in SCHEMES[connection.dialect.name]:
            with connection.begin_nested() as before:
                for statement in statements:
                    connection.exec_driver_sql(statement)
                try:
                    if not [each for each in examine(lambda: nullcontext(connection), {}).broken if each.seq is None]:
                        missed.append(statements)
                finally:
                    before.rollback()
        transaction.rollback()
    assert missed == []


def test_another_version_and_another_table_are_told(told):
    with told.engine.connect().execution_options(writes=True) as connection, connection.begin() as transaction:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        connection.execute(text("CREATE TABLE aside (x integer)"))
        found = [str(each) for each in examine(lambda: nullcontext(connection), {}).broken]
        assert found == [
            "table aside is no part of a ledger; expected only what the migrations make",
            "alembic_version says 0000; expected 0001",
        ]
        assert examine(lambda: nullcontext(connection), {}, also=("aside",)).broken == (Break(None, found[1]),)
        connection.execute(text("DELETE FROM alembic_version"))
        assert "alembic_version says nothing" in str(examine(lambda: nullcontext(connection), {}).broken[-1])
        transaction.rollback()


def test_an_older_copy_put_back_is_told_by_the_checkpoint(own):
    head = own.head()
    begin(place(own.url), head._replace(seq=head.seq + 2))
    (found,) = verify(own).broken
    assert found.seq is None
    assert "the store holds 3 entries where 5 were recorded" in str(found)


def test_every_line_of_the_checkpoint_counts(own):
    path = place(own.url)
    path.write_text(path.read_text().replace(own.entries()[1].hash, "f" * 64))
    assert [str(each) for each in verify(own).broken] == [f"entry 2: is not the one the checkpoint knows; expected hash {'f' * 12}…"]


def test_a_checkpoint_that_cannot_be_read_is_told(own):
    place(own.url).unlink()
    place(own.url).mkdir()
    assert "the checkpoint cannot be read" in str(verify(own).broken[0])


def test_a_lost_checkpoint_is_told_and_accepted_by_a_person(own):
    place(own.url).unlink()
    (found,) = verify(own).broken
    assert "the checkpoint is missing beside a store of 3 entries" in found.sentence
    assert accept(own).broken == ()
    assert newest(place(own.url)) == own.head()
    assert verify(own).broken == ()
    live(own, Random(5), 1, "after")


def test_a_checkpoint_that_is_there_is_never_replaced(own):
    with pytest.raises(NotAccepted, match="there is a checkpoint; expected one that was lost"):
        accept(own)


def test_a_ledger_that_is_not_whole_gets_no_new_checkpoint(own):
    place(own.url).unlink()
    with own.engine.begin() as connection:
        connection.execute(text("CREATE TABLE aside (x integer)"))
    with pytest.raises(NotAccepted, match="the ledger is not whole: table aside"):
        accept(own)
    assert newest(place(own.url)) is None


@pytest.fixture
def file(empty_file, tmp_path):
    """A ledger in a file, told and closed."""
    path = tmp_path / "ledger.db"
    path.write_bytes(empty_file.read_bytes())
    ledger = Ledger.open(str(path))
    live(ledger, Random(4), ENTRIES)
    ledger.close()
    return path


def test_a_damaged_file_is_told(file):
    ledger = Ledger.open(str(file))
    with file.open("r+b") as store:
        store.seek(4096 * 4)
        store.write(b"\xff" * 4096 * 8)
    found = [str(each) for each in verify(ledger).broken]
    assert any(each.startswith("the file is damaged (") for each in found)
    ledger.close()


def test_a_file_that_is_no_database_any_more_is_told(file):
    ledger = Ledger.open(str(file))
    ledger.close()
    file.write_bytes(b"nothing of use" * 1000)
    assert {str(each) for each in verify(ledger).broken} == {
        "cannot be read: the store's file is no ledger",
        "entry 1: cannot be read: the store's file is no ledger",
    }


def test_a_file_so_damaged_that_the_database_cannot_even_say_so_is_told(file):
    ledger = Ledger.open(str(file))
    ledger.close()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET name = CAST(x'668c' AS TEXT), sql = 'CREATE TABLE broken(' WHERE name = 'fact'")
    connection.commit()
    connection.close()
    with pytest.raises(NoLedger, match=r"^ledger\.db: the store's file is damaged; restore a backup$"):
        verify(ledger)


def test_statistics_of_the_planner_are_no_alteration(file):
    ledger = Ledger.open(str(file))
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    assert verify(ledger).broken == ()
    ledger.close()
