"""The command that loads what lands in a folder: each file once, all or nothing, and what is refused lies beside its reasons."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core import cli
from core.cli import landing, watching
from core.cli.landing import Landing, alone_in, move
from core.cli.watching import Watching
from core.ledger.ledger import Busy, Ledger, StoreFault
from core.ledger.plan import EXPORT

SUBJECTS = "subject_id,sex,birth_date,consent_date\nS-001,male,1970-01-01,2025-12-20\n"
LABS = "subject_id,collected_at,analyte,value,unit\nS-001,2026-01-09,hemoglobin,{},g/L\n"
PET = "subject_id,scanned_on,modality,response\nS-001,2026-02-26,PET/CT,{}\n"
STORE = "reinfuse.sqlite3"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder to land in, beside the store."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REINFUSE_STORE", raising=False)
    (tmp_path / "in").mkdir()
    return Path("in")


def run(*words):
    return CliRunner().invoke(cli.app, ["watch", "in", "--by", "wei", "--once", "--every", "0.01", *map(str, words)])


def put(name, text=SUBJECTS, written=None):
    path = Path("in", name)
    path.write_text(text, encoding="utf-8")
    if written is not None:
        os.utime(path, ns=(written, written))
    return path


def there(place="."):
    return sorted(each.name for each in Path("in", place).iterdir() if each.name not in ("loaded", "refused", landing.LOCK))


def entries():
    ledger = Ledger.open(STORE)
    found = ledger.entries()
    ledger.close()
    return found


@pytest.fixture
def ledger():
    CliRunner().invoke(cli.app, ["prepare"])
    found = Ledger.open(STORE)
    yield found
    found.close()


def a_watch(ledger, ended=None):
    return Watching(ledger, Landing(Path("in")), "wei", None, ended or threading.Event())


def looked(watch):
    """Two looks: what did not change between them is dealt with."""
    watch.look()
    watch.look()


def test_what_lands_is_loaded_and_put_away_a_line_each():
    put("subjects.csv", written=1), put("labs.csv", LABS.format(110), 2)
    put("pet.tsv", PET.format("CR").replace(",", "\t"), 3), put("infusions.txt", "subject_id;number\nS-001;1\n", 4)
    result = run()
    names = ["subjects.csv", "labs.csv", "pet.tsv", "infusions.txt"]
    assert result.stdout.splitlines() == [f"{name}: loaded as entry {at}: 1 new" for at, name in enumerate(names, 1)]
    assert (result.exit_code, there(), there("loaded")) == (0, [], sorted(names))
    assert [(entry.action, entry.by) for entry in entries()] == [("upload", "wei")] * 4


def test_the_file_written_first_is_loaded_first():
    put("subjects.csv", written=2), put("pet.csv", PET.format("CR"), written=1)
    assert [line.split(":")[0] for line in run().stdout.splitlines()] == ["pet.csv", "subjects.csv"]


WRONG = LABS.format("11x") + "S-001,2026-01-09,alt,900000,U/L\n"


def test_a_refused_file_lies_beside_its_reasons_and_is_noted_without_them(ledger):
    put("labs.csv", WRONG), put("subjects.csv")
    result = run()
    assert result.exit_code == 2
    assert "labs.csv: refused, nothing stored; reasons: 2 in refused/labs.csv.reasons.txt\n" in result.stdout
    assert "11x" not in result.output
    assert Path("in/refused/labs.csv.reasons.txt").read_text(encoding="utf-8").splitlines() == [
        "labs.csv · labs!D2: '11x' is not a number; expected a number in g/L",
        "labs.csv · labs!D3: '900000' is not plausible in U/L; expected 1 to 10000 U/L",
    ]
    assert (there(), there("loaded"), there("refused")) == ([], ["subjects.csv"], ["labs.csv", "labs.csv.reasons.txt"])
    (noted,) = [entry for entry in entries() if entry.action == "refused"]
    assert (noted.body["problems"], [name for name, _ in noted.body["contents"]]) == (2, ["labs.csv"])


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_whoever_may_read_a_refused_file_may_read_its_reasons_and_nobody_else(mode):
    put("labs.csv", WRONG).chmod(mode)
    run()
    assert Path("in/refused/labs.csv.reasons.txt").stat().st_mode & 0o777 == mode


def test_a_conflict_is_a_reason_too():
    put("pet.csv", PET.format("CR"))
    run()
    put("pet.csv", PET.format("PD"))
    assert run().exit_code == 2
    (said,) = Path("in/refused/pet.csv.reasons.txt").read_text(encoding="utf-8").splitlines()
    assert "expected a choice on the page Upload: keep or take or beside" in said


def test_a_file_without_anything_to_import_is_not_among_those_loaded():
    put("labs.csv", LABS.splitlines()[0] + "\n")
    assert run().stdout == "labs.csv: refused, nothing stored; reasons: 2 in refused/labs.csv.reasons.txt\n"
    assert Path("in/refused/labs.csv.reasons.txt").read_text(encoding="utf-8").splitlines() == [
        "labs.csv · labs: holds no rows; nothing to import",
        "labs.csv: nothing in it was loaded; expected rows to import",
    ]


def test_an_open_question_is_a_reason_and_a_layout_answers_it():
    text = "subject_id,Collection date,Hb\nS-001,2026-01-09,120\n"
    put("lab.csv", text)
    assert run().exit_code == 2
    (said,) = Path("in/refused/lab.csv.reasons.txt").read_text(encoding="utf-8").splitlines()
    assert said.startswith(
        "lab.csv · lab!C1: hemoglobin is written without a unit (1 result); expected the unit (answer it on the Upload page"
    )


def test_the_same_content_again_is_stored_once_under_whatever_name():
    put("subjects.csv")
    run()
    put("subjects.csv"), put("subjects_again.csv")
    result = run()
    assert result.exit_code == 0
    assert all(
        line.endswith("nothing stored") and "was loaded before, as entry 1 by wei on 2" in line for line in result.stdout.splitlines()
    )
    assert there("loaded") == ["subjects (2).csv", "subjects.csv", "subjects_again.csv"]
    assert len(entries()) == 1


def test_a_name_that_came_before_gets_a_number_and_nothing_is_written_over():
    for value in (1, 2, 3):
        put("labs.csv", LABS.format(f"{value}x"))
        run()
    assert there("refused") == sorted(f"labs{each}.csv{end}" for each in ("", " (2)", " (3)") for end in ("", ".reasons.txt"))
    assert "2x" in Path("in/refused/labs (2).csv.reasons.txt").read_text(encoding="utf-8")


def test_notices_of_a_loaded_file_lie_beside_it():
    put("subjects.csv", SUBJECTS.replace("sex", "color"))
    assert run().stdout == "subjects.csv: loaded as entry 1: 1 new; notices: 1 in loaded/subjects.csv.notices.txt\n"
    assert "'color' is no column of sheet subjects; not imported" in Path("in/loaded/subjects.csv.notices.txt").read_text(encoding="utf-8")


def test_hidden_and_unfinished_files_are_left_alone_without_a_word():
    names = ["~$subjects.xlsx", ".subjects.csv", "subjects.csv.part", "subjects.TMP"]
    for name in names:
        put(name)
    result = run()
    assert (result.exit_code, result.stdout, there()) == (0, "", sorted(names))


def test_what_is_no_file_of_a_known_kind_stays_with_a_reason(folder, tmp_path):
    put("scan.pdf"), put("labs.csv.reasons.txt")
    (folder / "more.csv").mkdir()
    (tmp_path / "other.csv").write_text(SUBJECTS)
    (folder / "link.csv").symlink_to(tmp_path / "other.csv")
    os.mkfifo(folder / "pipe.csv")
    put("subjects.csv")
    result = run()
    assert set(result.stdout.splitlines()) == {
        "scan.pdf: is of another kind; expected one of: .xlsx, .csv, .txt, .tsv; left where it is",
        "labs.csv.reasons.txt: is named like what is written beside a file; expected another name; left where it is",
        "more.csv: is no file; expected one; left where it is",
        "link.csv: is a link; expected the file itself; left where it is",
        "pipe.csv: is no file; expected one; left where it is",
        "subjects.csv: loaded as entry 1: 1 new",
    }
    assert (result.exit_code, there()) == (0, ["labs.csv.reasons.txt", "link.csv", "more.csv", "pipe.csv", "scan.pdf"])


def test_a_file_too_large_or_that_cannot_be_opened_is_refused_and_blocks_no_other(folder, monkeypatch):
    monkeypatch.setattr("core.intake.reader.MOST_BYTES", 100)
    put("labs.csv", LABS.format(1) * 9), put("subjects.csv")
    result = run()
    assert "subjects.csv: loaded as entry " in result.stdout
    assert Path("in/refused/labs.csv.reasons.txt").read_text().startswith("labs.csv: the file is larger than")
    (noted,) = [entry for entry in entries() if entry.action == "refused"]
    assert (noted.body["contents"], noted.body["problems"]) == ([], 1)


def test_whatever_goes_wrong_with_one_file_the_others_are_loaded(monkeypatch):
    from core.changes import upload

    real = upload.prepare

    def broken(ledger, files, layout):
        if files[0].name == "labs.csv":
            raise ZeroDivisionError
        return real(ledger, files, layout)

    monkeypatch.setattr(upload, "prepare", broken)
    put("labs.csv", LABS.format(110)), put("subjects.csv")
    assert "subjects.csv: loaded as entry " in run().stdout
    said = Path("in/refused/labs.csv.reasons.txt").read_text()
    assert said == "labs.csv: an internal fault, ZeroDivisionError; expected a file that can be read\n"


def test_a_name_that_is_no_text_is_shown_and_stored_as_far_as_it_is_one(folder):
    (folder / os.fsdecode(b"subjects\xff.csv")).write_text(SUBJECTS)
    assert run().stdout.startswith("subjects<U+DCFF>.csv: refused")  # its sheet has the file's name


def test_a_file_that_changes_between_two_looks_is_not_touched_yet(ledger, capsys):
    watch = a_watch(ledger)
    for size in (1, 2, 3):
        put("labs.csv", LABS.format(110)[: 20 * size])
        watch.look()
    watch.leave()
    assert (there(), capsys.readouterr().out) == (["labs.csv"], "labs.csv: is still being written; left where it is\n")


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_look(ledger, monkeypatch, capsys):
    from core.intake import reader

    real = reader.taken

    def late(path):
        put("subjects.csv", SUBJECTS + "S-002,male,1971-01-01,2025-12-20\n")
        return real(path)

    put("subjects.csv")
    watch = a_watch(ledger)
    monkeypatch.setattr(reader, "taken", late)
    looked(watch)
    assert (there(), capsys.readouterr().out) == (["subjects.csv"], "")
    monkeypatch.setattr(reader, "taken", real)
    looked(watch)
    assert capsys.readouterr().out == "subjects.csv: loaded as entry 1: 2 new\n"


def test_a_file_that_is_gone_when_it_is_to_be_read_is_nobodys_fault(ledger, monkeypatch, capsys):
    from core.intake import reader

    real = reader.taken
    monkeypatch.setattr(reader, "taken", lambda path: path.unlink() or real(path))
    put("subjects.csv")
    looked(a_watch(ledger))
    assert (there(), capsys.readouterr().out, ledger.entries()) == ([], "", ())


def test_only_what_was_read_is_put_away(tmp_path, monkeypatch):
    look = Landing(Path("in"))
    put("a.csv", "1")
    look.look()
    ((file,), _) = look.look()
    put("a.csv", "two")
    assert not move(file, tmp_path / "a.csv")
    assert Path("in/a.csv").read_text() == "two"
    # Even where it changes between the check and the move.
    stamps = iter([file.stamp, None])
    monkeypatch.setattr(landing, "stamp_of", lambda path: next(stamps))
    assert not move(file, tmp_path / "a.csv")
    assert (Path("in/a.csv").read_text(), (tmp_path / "a.csv").exists()) == ("two", False)


def test_a_file_of_the_same_name_that_comes_in_the_very_moment_is_dealt_with_next(ledger, monkeypatch, capsys):
    put("subjects.csv")
    watch = a_watch(ledger)
    real = ledger.commit

    def commit(*words):
        receipt = real(*words)
        put("subjects.csv", SUBJECTS + "S-002,male,1971-01-01,2025-12-20\n")
        return receipt

    monkeypatch.setattr(ledger, "commit", commit)
    looked(watch)
    said = "subjects.csv: loaded as entry 1: 1 new; another file of this name came meanwhile; looked at again later\n"
    assert (capsys.readouterr().out, there()) == (said, ["subjects.csv"])
    monkeypatch.setattr(ledger, "commit", real)
    looked(watch)
    assert capsys.readouterr().out == "subjects.csv: loaded as entry 2: 1 new, 1 same\n"


@pytest.mark.parametrize("notices", [False, True])
def test_a_store_that_cannot_be_written_leaves_the_file_and_is_asked_again(ledger, monkeypatch, capsys, notices):
    put("subjects.csv", SUBJECTS.replace("sex", "color") if notices else SUBJECTS)
    watch = a_watch(ledger)
    real = ledger.commit

    def busy(*words):
        raise Busy

    monkeypatch.setattr(ledger, "commit", busy)
    looked(watch)
    watch.look()
    assert capsys.readouterr().out == (
        "subjects.csv: another save is running; yours was NOT saved. Try again in a moment; looked at again later\n"
    )
    assert (there(), there("loaded"), watch.refused) == (["subjects.csv"], [], True)
    monkeypatch.setattr(ledger, "commit", real)
    watch.look()
    assert capsys.readouterr().out.startswith("subjects.csv: loaded as entry 1: 1 new")


def test_a_store_that_cannot_be_read_leaves_the_file(ledger, monkeypatch, capsys):
    def down(*words):
        raise StoreFault("the database server cannot be reached; try again")

    put("subjects.csv")
    monkeypatch.setattr(ledger, "head", down)
    looked(a_watch(ledger))
    assert capsys.readouterr().out == "subjects.csv: the database server cannot be reached; try again; looked at again later\n"
    assert there() == ["subjects.csv"]


def test_a_folder_that_takes_nothing_leaves_the_file_which_is_known_the_next_time(ledger, monkeypatch, capsys):
    put("subjects.csv")
    watch = a_watch(ledger)

    def denied(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(watching, "move", denied)
        looked(watch)
    assert capsys.readouterr().out == "subjects.csv: cannot be put away (Permission denied); looked at again later\n"
    watch.look()
    assert "was loaded before, as entry 1 by wei" in capsys.readouterr().out
    assert (there(), there("loaded"), len(ledger.entries())) == ([], ["subjects.csv"], 1)


def test_a_file_that_was_noted_and_not_put_aside_is_noted_once(ledger, monkeypatch):
    put("labs.csv", WRONG)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(watching, "move", killed)
        with pytest.raises(KeyboardInterrupt):
            looked(a_watch(ledger))
    looked(a_watch(ledger))
    assert (there(), there("refused")) == ([], ["labs.csv", "labs.csv.reasons.txt"])
    assert [entry.action for entry in ledger.entries()] == ["refused"]


def test_another_reason_the_second_time_is_no_second_note(ledger, monkeypatch):
    put("labs.csv", WRONG)
    with monkeypatch.context() as patch:
        patch.setattr(watching, "move", lambda *_: False)
        looked(a_watch(ledger))
    with monkeypatch.context() as patch:
        patch.setattr(watching, "faults_of", lambda _: ["another"])
        looked(a_watch(ledger))
    assert Path("in/refused/labs.csv.reasons.txt").read_text() == "another\n"
    assert [entry.action for entry in ledger.entries()] == ["refused"]


def test_two_that_do_not_see_each_other_store_a_file_once(ledger, monkeypatch, capsys):
    put("subjects.csv")
    looked(a_watch(ledger))
    put("subjects.csv")
    real = ledger.uploaded
    with monkeypatch.context() as patch:  # the other was not done yet when this one looked
        answers = iter([None, None])
        patch.setattr(ledger, "uploaded", lambda content: next(answers, real(content)))
        looked(a_watch(ledger))
    assert "was loaded before, as entry 1" in capsys.readouterr().out
    assert len(ledger.entries()) == 1


def test_a_key_that_brought_something_else_stores_nothing(ledger, capsys):
    from hashlib import sha256

    ledger.note(EXPORT, {}, "wei", f"watch {sha256(SUBJECTS.encode()).hexdigest()}")
    put("subjects.csv")
    looked(a_watch(ledger))
    assert (
        capsys.readouterr().out == "subjects.csv: this key was used for another command already; nothing was saved; looked at again later\n"
    )
    assert there() == ["subjects.csv"]


def test_whoever_ends_it_while_a_file_is_read_gets_no_refusal_of_it(ledger, capsys):
    put("labs.csv", WRONG), put("subjects.csv", "x")
    ended = threading.Event()
    watch = a_watch(ledger, ended)
    watch.look()
    real = Watching._take

    def take(file):
        ended.set()
        real(watch, file)

    watch._take = take
    watch.look()
    assert (capsys.readouterr().out, there(), ledger.entries()) == ("", ["labs.csv", "subjects.csv"], ())


def test_two_at_once_on_one_folder_the_second_is_refused(folder):
    put("subjects.csv")
    with alone_in(folder):
        result = run()
    assert (result.exit_code, result.stderr) == (2, "in: another watch is at work in this folder; expected one\n")
    assert run().exit_code == 0


def test_a_system_without_locks_watches_all_the_same(monkeypatch):
    monkeypatch.setitem(sys.modules, "fcntl", None)
    put("subjects.csv")
    assert run().exit_code == 0


def test_a_folder_that_is_none_or_cannot_be_written_is_refused(folder, monkeypatch):
    def denied(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(watching, "alone_in", denied)
        assert run().stderr == "in: cannot be watched (Permission denied); expected a folder to write in\n"
    folder.rmdir()
    result = run()
    assert (result.exit_code, result.stderr) == (2, "in: is no folder; expected one\n")
    assert not Path(STORE).exists()


def test_a_name_that_is_none_is_refused_before_anything_is_looked_at():
    put("subjects.csv")
    result = run("--by", "")
    assert (result.exit_code, there()) == (2, ["subjects.csv"])
    assert "the name you act under is no name" in result.stderr


def test_it_goes_on_looking_until_it_is_asked_to_end_and_ends_between_two_files(monkeypatch):
    real, looks = Watching.look, iter(range(9))
    before = signal.getsignal(signal.SIGTERM)

    def look(self):
        real(self)
        match next(looks):
            case 1:
                put("labs.csv", LABS.format(110))
            case 3:
                put("pet.csv", PET.format("CR"))
                os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Watching, "look", look)
    put("subjects.csv")
    result = CliRunner().invoke(cli.app, ["watch", "in", "--by", "wei", "--every", "0.01"])
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        ["subjects.csv: loaded as entry 1: 1 new", "labs.csv: loaded as entry 2: 1 new"],
    )
    assert (there(), signal.getsignal(signal.SIGTERM)) == (["pet.csv"], before)
