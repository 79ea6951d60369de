"""The checkpoint: what it keeps, what it bears, and what it says of a store that does not fit."""

import sys
from datetime import UTC, datetime
from threading import Thread

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from core.ledger import checkpoint
from core.ledger.chain import EMPTY, Head
from core.ledger.checkpoint import begin, compare, newest, place, ready, told, write
from core.ledger.schema import ENTRY, METADATA

AT = datetime(2026, 3, 5, 8, 0, 0, 1, tzinfo=UTC)


def full(_):
    raise OSError(28, "No space left on device")


def head(count: int, of: str = "a") -> Head:
    return Head(count, f"{of}{count}".ljust(64, "0"), AT)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "site" / "ledger.db.checkpoint"


@pytest.fixture
def store():
    """A store of so many entries, for the comparison alone."""
    made = []

    def holding(count: int, of: str = "a"):
        engine = create_engine("sqlite://", poolclass=StaticPool)
        made.append(engine)
        METADATA.create_all(engine)
        texts = ("at", "clock", "by", "action", "body", "digest", "previous")
        with engine.begin() as connection:
            for seq in range(1, count + 1):
                others = dict.fromkeys(texts, "")
                connection.execute(ENTRY.insert().values(seq=seq, key=str(seq), hash=head(seq, of).hash, **others))
        return engine

    yield holding
    for engine in made:
        engine.dispose()


def test_what_is_written_is_told_again_in_order(path):
    heads = [EMPTY, head(1), head(2)]
    for each in heads:
        write(path, each)
    assert list(told(path)) == heads
    assert newest(path) == head(2)
    assert path.read_text().startswith('{"at":null,"count":0,"head":"0000')


def test_no_file_tells_nothing(path):
    assert list(told(path)) == []
    assert newest(path) is None


def test_the_highest_count_is_the_newest_even_where_two_processes_wrote_in_the_other_order(path):
    write(path, head(7))
    write(path, head(6))
    assert newest(path) == head(7)


@pytest.mark.parametrize(
    "torn", ['{"at":nu', "\0\0\0\0", "[]", '{"count":"x","head":"","at":null}', "{}", '{"count":9,"head":"","at":"noon"}']
)
def test_a_line_that_is_not_whole_tells_nothing_and_spoils_no_other(path, torn):
    write(path, head(1))
    with path.open("a") as file:
        file.write(torn)
    assert newest(path) == head(1)
    write(path, head(2))
    assert list(told(path)) == [head(1), head(2)]


def test_a_file_grown_long_keeps_its_newest_lines(path, monkeypatch):
    monkeypatch.setattr(checkpoint, "LONGEST", 2000)
    monkeypatch.setattr(checkpoint, "KEPT", 5)
    for count in range(1, 60):
        write(path, head(count))
        assert newest(path) == head(count)
    assert path.stat().st_size < 4000
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_writers_side_by_side_lose_no_line(path, monkeypatch):
    monkeypatch.setattr(checkpoint, "LONGEST", 3000)
    monkeypatch.setattr(checkpoint, "KEPT", 20)

    def some(start: int) -> None:
        for count in range(start, 120, 4):
            write(path, head(count))

    writers = [Thread(target=some, args=[start]) for start in range(4)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert newest(path) == head(119)
    assert all(len(line) > 100 for line in path.read_bytes().splitlines())


def test_a_new_beginning_forgets_what_was_told_before(path):
    begin(path, head(3))
    write(path, head(9))
    begin(path, head(2, "b"))
    assert list(told(path)) == [head(2, "b")]


def test_a_file_that_cannot_be_replaced_stays_as_it_was(path, monkeypatch):
    write(path, head(1))
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        begin(path, head(2))
    assert newest(path) == head(1)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_system_that_locks_no_folder_is_written_on_too(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fcntl", None)
    write(path, head(1))
    assert newest(path) == head(1)


@pytest.mark.parametrize(
    ("known", "count", "of", "said"),
    [
        (None, 0, "a", None),
        (0, 0, "a", None),
        (0, 3, "a", None),
        (3, 3, "a", None),
        (3, 4, "a", None),  # the writer ended between the commit and the checkpoint
        (3, 2, "a", "the store holds 2 entries where 3 were recorded on 2026-03-05 08:00 UTC; expected at least as many"),
        (3, 0, "a", "the store holds 0 entries where 3 were recorded"),
        (3, 3, "b", "entry 3 of the store is not the one that was recorded on 2026-03-05 08:00 UTC; expected hash a3000000"),
        (3, 4, "b", "entry 3 of the store is not the one"),
        (None, 1, "a", "the checkpoint is missing beside a store of 1 entries"),
    ],
)
def test_a_store_that_does_not_fit_its_checkpoint_is_told(path, store, known, count, of, said):
    if known is not None:
        write(path, head(known) if known else EMPTY)
    found = compare(path, store(count, of))
    assert found is None if said is None else str(found).startswith(f"ledger.db.checkpoint: {said}")


def test_an_illegible_checkpoint_is_told_whatever_the_store_holds(path, store):
    path.parent.mkdir()
    path.write_text("nothing of use\n")
    for count in (0, 2):
        assert "the checkpoint is illegible" in str(compare(path, store(count)))


def test_a_checkpoint_that_cannot_be_read_is_told(path, store):
    path.mkdir(parents=True)
    assert str(compare(path, store(0))).startswith("ledger.db.checkpoint: the checkpoint cannot be read (Is a directory)")


def test_a_store_without_entries_is_ready_with_the_checkpoint_of_nothing(path, store):
    assert ready(path, store(0)) is None
    assert list(told(path)) == [EMPTY]
    assert ready(path, store(0)) is None
    assert list(told(path)) == [EMPTY]


def test_a_store_that_lost_its_checkpoint_is_not_given_another(path, store):
    assert "the checkpoint is missing" in str(ready(path, store(2)))
    assert not path.exists()


def test_where_the_checkpoint_of_nothing_cannot_be_written_nothing_may_be(path, store, monkeypatch):
    monkeypatch.setattr("os.fsync", full)
    assert "the checkpoint cannot be written (No space left on device)" in str(ready(path, store(0)))


def test_a_ledger_that_another_process_begins_just_now_has_lost_nothing(path, store, monkeypatch):
    looks = iter([None, head(1), head(1)])
    monkeypatch.setattr(checkpoint, "newest", lambda _: next(looks))
    assert compare(path, store(1)) is None


@pytest.mark.parametrize("url", ["{}", "sqlite:///{}"])
def test_the_checkpoint_of_a_file_stands_beside_it(tmp_path, url):
    assert place(url.format(tmp_path / "ledger.db")) == tmp_path / "ledger.db.checkpoint"


def test_the_checkpoint_of_a_server_stands_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("REINFUSE_CHECKPOINT", str(tmp_path / "kept"))
    assert place("postgresql+psycopg://reinfuse@db/ledger") == tmp_path / "kept"


def test_else_it_stands_with_the_users_data_by_a_name_without_user_and_password(monkeypatch, tmp_path):
    monkeypatch.delenv("REINFUSE_CHECKPOINT", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    found = place("postgresql+psycopg://reinfuse:secret@db/ledger")
    assert found.parent == tmp_path / "reinfuse"
    assert found == place("postgresql+psycopg://clinic:other@db/ledger?password=third")
    assert found != place("postgresql+psycopg://reinfuse:secret@db/other")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert place("postgresql+psycopg://reinfuse:secret@db/ledger") == tmp_path / ".local" / "share" / "reinfuse" / found.name
