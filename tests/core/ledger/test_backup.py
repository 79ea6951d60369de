"""Backup and restore: one file for both databases, whole or not at all, and never over anything that is there."""

import shutil
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from core.ledger import backup as backups
from core.ledger.backup import BackupFault, backup, restore
from core.ledger.checkpoint import PLACE, newest, place, write
from core.ledger.engine import engine_of, grant, prepare
from core.ledger.ledger import Ledger, NoLedger
from core.ledger.verify import verify
from tests.campaign.histories import live
from tests.campaign.tampering import behind


@pytest.fixture
def told(ledger):
    live(ledger, Random(7), 8)
    return ledger


@pytest.fixture
def lived(empty_file, tmp_path):
    """A ledger in a file, with a history."""
    ledger = Ledger.open(str(shutil.copy(empty_file, tmp_path / "lived.db")))
    live(ledger, Random(7), 8)
    yield ledger
    ledger.close()


@pytest.fixture
def out(lived, tmp_path):
    """A backup of it."""
    backup(lived, tmp_path / "backup.db")
    return tmp_path / "backup.db"


def everything(ledger):
    return ledger.entries(), list(ledger.every()), [ledger.history(who) for who in ledger.subject_ids()]


def test_what_either_database_holds_is_restored_into_a_file_to_the_letter(told, tmp_path):
    verdict = backup(told, tmp_path / "backup.db")
    assert (verdict.count, verdict.head, verdict.broken) == (8, told.head(), ())
    url = str(tmp_path / "elsewhere.db")
    assert restore(tmp_path / "backup.db", url).known is None
    again = Ledger.open(url)
    assert everything(again) == everything(told)
    assert verify(again).broken == ()
    live(again, Random(8), 2, "after")
    again.close()


def test_a_backup_is_restored_into_either_database(url, lived, tmp_path, monkeypatch):
    file = tmp_path / "backup.db"
    backup(lived, file)
    restore(file, url)
    again = Ledger.open(url)
    assert everything(again) == everything(lived)
    assert (verify(again).broken, newest(place(url))) == ((), lived.head())
    live(again, Random(8), 2, "after")
    again.close()


def test_a_role_that_may_read_and_add_and_no_more_verifies_backs_up_and_restores(postgres, out, tmp_path, monkeypatch):
    monkeypatch.setenv(PLACE, str(tmp_path / "kept.checkpoint"))
    with postgres.ledger() as url:
        postgres.do("CREATE ROLE keeper LOGIN")
        grant(url, "keeper")
        own = url.replace("postgres@", "keeper@")
        restore(out, own)
        ledger = Ledger.open(own)
        assert verify(ledger).broken == ()
        assert backup(ledger, tmp_path / "again.db").count == 8
        ledger.close()
        postgres.do("DROP OWNED BY keeper", database=make_url(url).database)
        postgres.do("DROP ROLE keeper")


def test_an_empty_ledger_can_be_kept_too(ledger, tmp_path):
    assert backup(ledger, tmp_path / "backup.db").count == 0
    assert restore(tmp_path / "backup.db", str(tmp_path / "again.db")).verdict.count == 0


def test_a_backup_can_be_read_as_it_is_and_not_written(out, lived):
    kept = Ledger.open(str(out))
    assert everything(kept) == everything(lived)
    assert "the checkpoint is missing" in str(kept.read_only)
    kept.close()


def test_a_backup_overwrites_nothing(out, lived):
    before = out.read_bytes()
    with pytest.raises(BackupFault, match=r"backup.db: is there already; expected a new file"):
        backup(lived, out)
    assert out.read_bytes() == before


def test_a_file_that_came_meanwhile_is_not_overwritten_either(lived, tmp_path, monkeypatch):
    out = tmp_path / "backup.db"
    monkeypatch.setattr(backups, "verify", lambda ledger: (out.write_text("somebody's"), verify(ledger))[1])
    with pytest.raises(BackupFault, match=r"backup.db: cannot be written \(File exists\)"):
        backup(lived, out)
    assert out.read_text() == "somebody's"


def test_a_folder_that_is_not_there_is_told(lived, tmp_path):
    with pytest.raises(BackupFault, match=r"backup.db: cannot be written \(No such file or directory\)"):
        backup(lived, tmp_path / "nowhere" / "backup.db")


def test_a_ledger_that_is_not_whole_is_not_backed_up(told, tmp_path):
    with told.engine.begin() as connection:
        connection.execute(text("CREATE TABLE aside (x integer)"))
        connection.execute(text("CREATE TABLE besides (x integer)"))
    with pytest.raises(BackupFault, match=r"the ledger is not whole: table aside is no part of a ledger.*\(2 faults in all\)"):
        backup(told, tmp_path / "backup.db")
    assert not (tmp_path / "backup.db").exists()


def test_a_backup_that_cannot_be_written_whole_leaves_nothing(lived, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "_copy", lambda reads, into: into.exec_driver_sql("SELECT nothing FROM nowhere"))
    with pytest.raises(BackupFault, match=r"backup.db: the store failed"):
        backup(lived, tmp_path / "backup.db")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["lived.db", "lived.db.checkpoint"]


def test_a_ledger_that_holds_anything_is_not_restored_over(out, url):
    ledger = Ledger.open(url)
    live(ledger, Random(1), 1)
    with pytest.raises(BackupFault, match=r"the ledger holds 1 entries; expected an empty one\. Nothing was restored"):
        restore(out, url)
    assert ledger.head().seq == 1
    assert verify(ledger).broken == ()
    ledger.close()


def test_a_ledger_not_whole_in_the_end_is_not_restored_at_all(out, url, monkeypatch):
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE aside (x integer)"))
    engine.dispose()
    with pytest.raises(BackupFault, match="the ledger as it was restored is not whole: table aside"):
        restore(out, url)
    ledger = Ledger.open(url)
    assert (ledger.head().seq, ledger.read_only) == (0, None)
    ledger.close()


def test_what_was_altered_in_a_backup_is_found(out, tmp_path):
    with behind(str(out)) as connection:
        connection.execute(text("UPDATE fact SET sheet = 'pet' WHERE id = 1"))
    with pytest.raises(BackupFault, match=r"backup.db is not whole: entry \d+: its rows"):
        restore(out, str(tmp_path / "again.db"))
    assert not (tmp_path / "again.db").exists()


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("UPDATE checkpoint SET count = 9", "the backup holds 8 entries; expected the 9 of its checkpoint"),
        ("UPDATE checkpoint SET head = 'f'", "backup.db is not whole: entry 8: is not the one the checkpoint knows"),
        ("DELETE FROM checkpoint", "the file holds no checkpoint; expected a backup"),
        ("DROP TABLE checkpoint", "the file holds no checkpoint; expected a backup"),
    ],
)
def test_a_backup_is_held_against_the_checkpoint_inside_it(out, tmp_path, done, said):
    with behind(str(out)) as connection:
        connection.execute(text(done))
    with pytest.raises(BackupFault, match=said):
        restore(out, str(tmp_path / "again.db"))


def test_a_file_that_is_no_ledger_is_not_restored(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear colleague, " * 100)
    for name in ("letter.txt", "nothing.db"):
        with pytest.raises(NoLedger, match=name):
            restore(tmp_path / name, str(tmp_path / "again.db"))


def test_what_the_former_checkpoint_of_the_place_knew_beyond_the_backup_is_told(out, lived, tmp_path):
    url = str(tmp_path / "again.db")
    further = lived.head()._replace(seq=11)
    write(place(url), further)
    found = restore(out, url)
    assert found.known == further
    again = Ledger.open(url)
    assert again.read_only is None
    again.close()


def test_a_checkpoint_that_cannot_be_written_in_the_end_is_told(out, tmp_path, monkeypatch):
    url = str(tmp_path / "again.db")
    prepare(url)
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BackupFault, match=r"again.db.checkpoint: the checkpoint cannot be written \(No space left on device\)"):
        restore(out, url)


def test_a_database_that_fails_is_told(out, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "_copy", lambda reads, into: into.exec_driver_sql("SELECT nothing FROM nowhere"))
    with pytest.raises(BackupFault, match=r"backup.db: the store failed"):
        restore(out, str(tmp_path / "again.db"))


def full(_):
    raise OSError(28, "No space left on device")
