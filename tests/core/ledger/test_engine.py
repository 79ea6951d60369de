"""A ledger is made whole or not at all, and opened only where and how it is safe."""

import sqlite3
from contextlib import closing
from urllib.parse import quote

import pytest
from sqlalchemy import text

from core.ledger import checkpoint
from core.ledger.chain import EMPTY
from core.ledger.disk import MOUNTS, shared
from core.ledger.engine import engine_of, opened, prepare
from core.ledger.ledger import Ledger, NoLedger
from core.ledger.schema import METADATA, REVISION
from tests.core.facts.notation import lab
from tests.core.ledger.plans import save, upload


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://host/db", "mysql is no database of a ledger"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("nonsense://x", "cannot be read|no database of a ledger"),
        ("sqlite:///a:b:c://", "there is no ledger"),
        ("postgresql+psycopg://host:port/db", "the store's address cannot be read"),
    ],
)
def test_what_is_no_address_of_a_ledger_is_refused(url, said):
    with pytest.raises(NoLedger, match=said):
        engine_of(url)


def test_nothing_is_made_by_looking(tmp_path):
    with pytest.raises(NoLedger, match=r"^none\.db: there is no ledger; `reinfuse load`"):
        Ledger.open(str(tmp_path / "none.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_is_there_is_left_as_it_is(url):
    with closing(Ledger.open(url)) as found:
        save(found, upload(found, lab()))
        prepare(url)
        assert found.head().seq == 1
        assert found.subject_ids() == ("S-001",)


def test_a_new_ledger_begins_with_a_checkpoint_of_nothing(tmp_path):
    path = tmp_path / "new ledger%3F.db"
    prepare(str(path))
    assert checkpoint.newest(checkpoint.place(str(path))) == EMPTY
    assert path.stat().st_mode & 0o777 == 0o600
    with closing(Ledger.open(f"sqlite:///{quote(str(path))}")) as found:
        assert (found.read_only, found.head()) == (None, EMPTY)


def test_the_checkpoint_of_another_store_stays_and_stops_the_new_one(tmp_path):
    path = tmp_path / "ledger.db"
    checkpoint.write(checkpoint.place(str(path)), EMPTY._replace(seq=3, hash="3" * 64))
    prepare(str(path))
    with closing(Ledger.open(str(path))) as found:
        assert "holds 0 entries where 3 were recorded" in str(found.read_only)


def test_the_migrations_make_the_tables_of_the_schema(url):
    engine = opened(url)
    with engine.connect() as connection:
        for table in METADATA.tables.values():
            connection.execute(table.select().limit(0))
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == REVISION
    engine.dispose()


@pytest.mark.parametrize("made", [opened, prepare])
def test_a_ledger_of_another_version_is_refused(url, made):
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(NoLedger, match=f"is of version 9999; this program knows {REVISION}"):
        made(url)


def test_another_programs_database_is_no_ledger(tmp_path, postgres):
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE patients (id)")
    with postgres.database() as name:
        postgres.do("CREATE TABLE patients (id integer)", database=name)
        for url in (str(tmp_path / "other.db"), postgres.url(name)):
            with pytest.raises(NoLedger, match="holds tables of another program"):
                prepare(url)
            with pytest.raises(NoLedger, match="holds no ledger"):
                opened(url)


def test_a_bare_database_of_a_server_becomes_a_ledger(postgres, tmp_path, monkeypatch):
    monkeypatch.setenv("REINFUSE_CHECKPOINT", str(tmp_path / "checkpoint"))
    with postgres.database() as name:
        prepare(postgres.url(name).replace("postgresql+psycopg", "postgresql"))
        with closing(Ledger.open(postgres.url(name))) as found:
            assert save(found, upload(found, lab())).entry.seq == 1


def test_a_server_that_is_not_there_is_told_in_a_sentence(tmp_path):
    for call in (prepare, opened):
        with pytest.raises(NoLedger, match=r"^ledger: the database server cannot be reached"):
            call(f"postgresql+psycopg://nobody:secret@/ledger?host={tmp_path}")


def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path):
    (tmp_path / "notes.db").write_text("PK" * 999)
    for call in (prepare, opened):
        with pytest.raises(NoLedger, match=r"^notes\.db: the store's file is no ledger"):
            call(str(tmp_path / "notes.db"))


def test_a_folder_that_is_not_there_or_a_checkpoint_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    with pytest.raises(NoLedger, match=r"^a\.db: no ledger can be made there \(No such file"):
        prepare(str(tmp_path / "none" / "a.db"))
    (tmp_path / "file").touch()
    monkeypatch.setattr(checkpoint, "place", lambda _: tmp_path / "file" / "a.checkpoint")
    with pytest.raises(NoLedger, match=r"^a\.checkpoint: the checkpoint cannot be written"):
        prepare(str(tmp_path / "a.db"))


def test_a_file_with_another_journal_is_refused(empty_file, tmp_path):
    path = tmp_path / "wal.db"
    path.write_bytes(empty_file.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with pytest.raises(NoLedger, match=r"^wal\.db: its journal is wal; expected delete"):
        Ledger.open(str(path))


def test_every_connection_is_a_safe_one(ledger):
    wanted = {
        "synchronous": 3,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
        "journal_mode": "delete",
    }
    with ledger.engine.connect() as connection:
        if ledger.engine.dialect.name == "sqlite":
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        else:
            wanted = {"synchronous_commit": "on", "lock_timeout": "5s", "transaction_isolation": "repeatable read"}
            found = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in wanted}
    assert found == wanted


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("/dev/sda1 / ext4 rw 0 0", None),
        ("/dev/sda1 / ext4 rw 0 0\nserver:/x {0} nfs4 rw 0 0", "nfs4"),
        ("server:/x / nfs rw 0 0\n/dev/sda1 {0} xfs rw 0 0", None),
        ("/dev/sda1 {0} xfs rw 0 0\n//server/x {0} cifs rw 0 0", "cifs"),
        ("me@host:/ {0}/a\\040b fuse.sshfs rw 0 0", "fuse.sshfs"),
        ("me@host:/ {0}/a fuse.sshfs rw 0 0", None),
        ("", None),
    ],
)
def test_a_disk_that_machines_share_is_found(tmp_path, mounts, kind):
    (tmp_path / "mounts").write_text(mounts.format(tmp_path))
    assert shared(tmp_path / "a b" / "ledger.db", tmp_path / "mounts") == kind


def test_a_ledger_on_a_shared_disk_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("core.ledger.engine.shared", lambda path: "nfs")
    with pytest.raises(NoLedger, match=r"^a\.db: stands on a disk that machines share \(nfs\)"):
        prepare(str(tmp_path / "a.db"))


def test_a_system_that_does_not_tell_its_mounts_is_believed(tmp_path):
    assert MOUNTS.name == "mounts"
    assert shared(tmp_path, tmp_path / "none") is None
