"""Whatever fails, nothing is half-stored, nothing is acknowledged that is not stored, and people are told in a sentence."""

import shutil
import sqlite3
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from core.ledger import checkpoint, writing
from core.ledger.chain import GENESIS, link
from core.ledger.engine import writing as as_writer
from core.ledger.ledger import Busy, Ledger, ReadOnly, StoreFault
from core.ledger.refusals import clashed, refusal
from core.ledger.schema import METADATA
from tests.core.facts.notation import lab
from tests.core.ledger.plans import content, correct, export, save, upload


class Said(Exception):
    """What a driver raises."""

    def __init__(self, name, state):
        super().__init__("S-001")
        self.sqlite_errorname, self.sqlstate = name, state


SETTINGS = {
    "small": {"sqlite": "PRAGMA max_page_count = 1"},  # a disk that is full
    "unwritable": {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET default_transaction_read_only = on"},
    "impatient": {"sqlite": "PRAGMA busy_timeout = 50", "postgresql": "SET lock_timeout = '50ms'"},
}


def connect_with(ledger, name):
    """Let every new connection begin with a setting; gives what takes it back."""
    statement = SETTINGS[name].get(ledger.engine.dialect.name)

    def begin(connection, _):
        connection.execute(statement)
        connection.commit()

    ledger.engine.dispose()
    event.listen(ledger.engine, "connect", begin)

    def back():
        ledger.engine.dispose()
        event.remove(ledger.engine, "connect", begin)

    return back


def held(ledger):
    """How many rows every table has."""
    with ledger.engine.connect() as connection:
        return [connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in METADATA.tables]


@pytest.mark.parametrize(
    ("name", "state", "kind", "said"),
    [
        ("SQLITE_BUSY", "", Busy, "yours was NOT saved"),
        ("SQLITE_BUSY_SNAPSHOT", "", Busy, "yours was NOT saved"),
        ("", "55P03", Busy, "yours was NOT saved"),
        ("", "40001", Busy, "yours was NOT saved"),
        ("SQLITE_FULL", "", StoreFault, "the disk is full; nothing was saved"),
        ("SQLITE_READONLY_DIRECTORY", "", StoreFault, "cannot be written; nothing was saved"),
        ("SQLITE_IOERR_FSYNC", "", StoreFault, "the disk failed; try again"),
        ("SQLITE_CORRUPT", "", StoreFault, "is damaged; restore a backup"),
        ("SQLITE_NOTADB", "", StoreFault, "is no ledger"),
        ("SQLITE_CANTOPEN", "", StoreFault, "cannot be opened"),
        ("SQLITE_MISUSE", "", StoreFault, r"the store failed \(SQLITE_MISUSE\)"),
        ("", "53100", StoreFault, "no room left; nothing was saved"),
        ("", "25006", StoreFault, "can only be read"),
        ("", "57P01", StoreFault, "cannot be reached"),
        ("", "XX000", StoreFault, r"the store failed \(XX000\)"),
        ("", "", StoreFault, "cannot be reached"),
    ],
)
def test_what_a_database_says_is_told_in_a_sentence(name, state, kind, said):
    found = refusal(OperationalError("INSERT …", {}, Said(name, state or None)))
    assert type(found) is kind
    with pytest.raises(kind, match=said):
        raise found


def test_no_free_connection_is_a_busy_store_and_an_unknown_fault_names_its_kind():
    assert isinstance(refusal(NoConnection()), Busy)
    assert "(InterfaceError)" in str(refusal(InterfaceError("INSERT …", {}, Exception("S-001"))))
    assert not clashed(NoConnection())


@pytest.mark.parametrize("name", ["small", "unwritable"])
def test_what_cannot_be_written_is_told_and_nothing_is_stored(ledger, name):
    if ledger.engine.dialect.name not in SETTINGS[name]:
        name = "unwritable"
    save(ledger, upload(ledger, lab()))
    before, plan = held(ledger), upload(ledger, lab(at="2026-03-04"), files=[content("a.csv", b"a" * 99_999)])
    back = connect_with(ledger, name)
    with pytest.raises(StoreFault, match="nothing was saved"):
        save(ledger, plan, key="one")
    assert held(ledger) == before
    back()
    assert not save(ledger, plan, key="one").repeated
    assert len(ledger.standing("S-001")) == 2


def test_whoever_finds_another_writing_waits_and_is_told(ledger):
    back = connect_with(ledger, "impatient")
    plan = upload(ledger, lab())
    with as_writer(ledger.engine), pytest.raises(Busy, match="yours was NOT saved"):
        save(ledger, plan)
    assert sum(held(ledger)) == 0
    assert save(ledger, plan).entry.seq == 1
    back()


def test_a_commit_that_a_reader_holds_up_is_told_as_not_saved(ledger):
    """SQLite only: there a reader and the end of a commit exclude each other."""
    back = connect_with(ledger, "impatient")
    plan = upload(ledger, lab())
    if ledger.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(ledger.url.removeprefix("sqlite:///"), isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM entry").fetchall()
            with pytest.raises(Busy):
                save(ledger, plan, key="one")
            reader.execute("ROLLBACK")
    assert not save(ledger, plan, key="one").repeated
    back()


def test_a_call_that_fails_stores_nothing_whichever_it_is(url, clock, monkeypatch):
    """Each statement of a command fails in its turn, and at last none."""
    monkeypatch.setattr(writing, "WAITS", ())
    with closing(Ledger.open(url, clock)) as ledger:
        save(ledger, upload(ledger, lab()))
        plan, before, failed = correct(ledger, 1, lab(value="90")), held(ledger), 0
        while True:
            left = iter(range(failed))

            def fail(connection, cursor, statement, *_, left=left):
                if next(left, None) is None and statement.startswith(("SELECT", "INSERT")):
                    raise sqlite3.OperationalError("S-001")

            event.listen(ledger.engine, "before_cursor_execute", fail)
            try:
                found = save(ledger, plan, key="one")
            except (StoreFault, sqlite3.OperationalError, DBAPIError):
                event.remove(ledger.engine, "before_cursor_execute", fail)
                stored = [entry for entry in ledger.entries() if entry.key == "one"]
                assert held(ledger) == before or stored
                failed += 1
            else:
                break
        assert failed > 8
        assert (found.entry.seq, ledger.head().seq) == (2, 2)
        assert [stored.id for stored in ledger.standing("S-001")] == [2]


def test_a_reply_that_is_lost_after_the_commit_is_found_in_the_store(ledger, monkeypatch):
    real = writing.commit

    def lost(*given):
        real(*given)
        raise StoreFault("the database server cannot be reached")

    monkeypatch.setattr(writing, "commit", lost)
    found = save(ledger, upload(ledger, lab()), key="one")
    assert (found.entry.key, found.repeated, ledger.head().seq) == ("one", False, 1)


def test_a_reply_that_is_lost_is_not_anothers(ledger, monkeypatch):
    save(ledger, upload(ledger, lab()), key="one")

    def lost(*given):
        raise StoreFault("the disk failed")

    monkeypatch.setattr(writing, "commit", lost)
    with pytest.raises(StoreFault, match="the disk failed"):
        save(ledger, export(), key="one")


def test_a_server_that_goes_away_in_mid_command_stores_nothing_and_is_found_again(postgres, tmp_path, monkeypatch, clock):
    monkeypatch.setenv(checkpoint.PLACE, str(tmp_path / "checkpoint"))
    with postgres.ledger() as url:
        name = make_url(url).database

        def dying():
            postgres.do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            return clock.now

        with closing(Ledger.open(url, dying)) as ledger:
            with pytest.raises(StoreFault, match="cannot be reached"):
                save(ledger, export())
            assert sum(held(ledger)) == 0
        with closing(Ledger.open(url, clock)) as ledger:
            assert save(ledger, export()).entry.seq == 1


def test_a_server_that_goes_away_after_the_commit_keeps_what_it_committed(postgres, tmp_path, monkeypatch, clock):
    monkeypatch.setenv(checkpoint.PLACE, str(tmp_path / "checkpoint"))
    with postgres.ledger() as url, closing(Ledger.open(url, clock)) as ledger:

        def dying(connection, cursor, statement, *_):
            if "pg_advisory_unlock" in statement:
                postgres.do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{make_url(url).database}'")

        event.listen(ledger.engine, "before_cursor_execute", dying)
        assert save(ledger, export()).entry.seq == 1
        event.remove(ledger.engine, "before_cursor_execute", dying)
        assert save(ledger, export(1)).entry.seq == 2


class Rude:
    """A clock at whose every tick, in mid-command, somebody who takes no lock adds the next entry."""

    def __init__(self, url, clock, times):
        self.address, self.clock, self.times = url.replace("+psycopg", ""), clock, times

    def __call__(self):
        if self.times:
            self.times -= 1
            with psycopg.connect(self.address, autocommit=True) as connection:
                newest = connection.execute("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").fetchone() or (0, GENESIS)
                seq, previous = newest[0] + 1, newest[1]
                at, body = "2026-03-05T08:00:00.000000+00:00", '{"day":"2026-03-05"}'
                row = [seq, at, at, "rude", "export", f"rude {seq}", body, GENESIS, previous]
                names = [column.name for column in METADATA.tables["entry"].columns]
                row.append(link(previous, dict(zip(names, row, strict=False))))
                connection.execute(f"INSERT INTO entry VALUES ({', '.join(['%s'] * len(row))})".encode(), row)
        return self.clock.now


@pytest.mark.parametrize(("times", "stored"), [(1, True), (3, True), (99, False)])
def test_a_transaction_that_clashed_is_tried_again_a_few_times(postgres, tmp_path, monkeypatch, clock, times, stored):
    monkeypatch.setenv(checkpoint.PLACE, str(tmp_path / "checkpoint"))
    monkeypatch.setattr(writing, "WAITS", (0.001,) * 4)
    with postgres.ledger() as url, closing(Ledger.open(url, Rude(url, clock, times))) as ledger:
        if stored:
            assert save(ledger, upload(ledger, lab())).entry.seq == times + 1
        else:
            with pytest.raises(Busy):
                save(ledger, upload(ledger, lab()))
        assert len(ledger.subject_ids()) == stored


def test_a_checkpoint_that_cannot_be_written_loses_nothing_and_stops_the_next(ledger, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(checkpoint, "write", fail)
        assert save(ledger, upload(ledger, lab())).entry.seq == 1
        with pytest.raises(ReadOnly, match=r"the checkpoint cannot be written \(No space left"):
            save(ledger, export(1))
    assert save(ledger, export(1)).entry.seq == 2
    assert ledger.read_only is None


def test_a_store_that_is_older_than_its_checkpoint_is_only_read(empty_file, tmp_path, clock):
    path = tmp_path / "ledger.db"
    shutil.copy(empty_file, path)
    with closing(Ledger.open(str(path), clock)) as ledger:
        save(ledger, upload(ledger, lab()))
        shutil.copy(path, tmp_path / "old.db")
        save(ledger, export(1))
    shutil.copy(tmp_path / "old.db", path)
    with closing(Ledger.open(str(path), clock)) as ledger:
        assert "holds 1 entries where 2 were recorded" in str(ledger.read_only)
        with pytest.raises(ReadOnly, match="nothing was saved: the ledger can only be read"):
            save(ledger, export(1))
        assert ledger.subject_ids() == ("S-001",)


def test_reading_what_is_gone_is_told_in_a_sentence(ledger):
    with ledger.engine.begin() as connection:
        connection.execute(text("DROP VIEW current_fact"))
        for name in ("seen", "standing", "touched"):
            connection.execute(text(f"DROP TABLE {name}"))
    with pytest.raises(StoreFault, match=r"the store failed|holds no ledger"):
        ledger.standing("S-001")
