"""The commands of the store: all or nothing, every problem at once, and what was stored is read back."""

import getpass
import json
import os
import sqlite3
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core import cli
from core.cli import outcome, storing
from core.ledger import engine
from core.ledger.ledger import Ledger

SUBJECTS = "subject_id,sex,birth_date,consent_date\nS-001,male,1970-01-01,2025-12-20\n"
LABS = "subject_id,collected_at,analyte,value,unit\nS-001,2026-01-09,hemoglobin,{},g/L\n"
PET = "subject_id,scanned_on,modality,response\nS-001,2026-02-26,PET/CT,{}\n"


def run(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A folder of its own, without a store named by the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REINFUSE_STORE", raising=False)
    monkeypatch.setattr(getpass, "getuser", lambda: "wei")


def put(name, text):
    Path(name).write_text(text, encoding="utf-8")
    return name


def good():
    return put("subjects.csv", SUBJECTS), put("labs.csv", LABS.format(110))


def entries():
    ledger = Ledger.open("reinfuse.sqlite3")
    found = ledger.entries()
    ledger.close()
    return found


def test_load_says_what_the_files_are_what_changes_and_what_the_store_holds_now():
    result = run("load", *good())
    assert result.exit_code == 0
    said = result.stdout.splitlines()
    assert said[:4] == [
        "subjects.csv · subjects: 1 rows of subjects",
        "labs.csv · labs: 1 rows of labs",
        "would change: 2 new, 0 the same",
        "would do: 1 verdicts and grades of 1 subjects change",
    ]
    (entry,) = entries()
    assert said[4:] == [f"stored as entry 1 at {entry.at:%Y-%m-%d %H:%M:%S} UTC by wei (unverified): 2 new"]
    assert (entry.action, entry.by) == ("upload", "wei")


def test_the_same_files_again_change_nothing_and_say_so():
    run("load", *good(), "--by", "Lin")
    result = run("load", *good())
    assert result.exit_code == 0
    assert "labs.csv: was loaded before, as entry 1 by Lin on" in result.stdout
    assert result.stdout.endswith("changes nothing: 2 the same\n")
    assert len(entries()) == 1


def test_another_file_with_the_same_rows_is_kept_as_their_support():
    run("load", *good())
    result = run("load", put("labs.csv", LABS.format(110) + "\n"))
    assert result.stdout.splitlines()[1] == "changes nothing: 1 the same"
    assert result.stdout.endswith("(unverified): 1 same\n")
    assert len(entries()) == 2


def test_a_dry_run_shows_the_same_and_stores_nothing(tmp_path):
    names = good()
    result = run("load", *names, "--dry-run")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "would change: 2 new, 0 the same" in result.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["labs.csv", "subjects.csv"]
    run("load", *names)
    assert "changes nothing: 2 the same" in run("load", *names, "--dry-run").stdout
    assert len(entries()) == 1


WRONG = LABS.format("11x") + "S-001,2026-01-09,alt,900000,U/L\n"
SENTENCES = [
    "labs.csv · labs!D2: '11x' is not a number; expected a number in g/L",
    "labs.csv · labs!D3: '900000' is not plausible in U/L; expected 1 to 10000 U/L",
]


def test_every_problem_is_a_line_nothing_is_stored_and_the_audit_counts_them_without_their_text():
    result = run("load", put("subjects.csv", SUBJECTS), put("labs.csv", WRONG))
    assert (result.exit_code, result.stdout) == (2, "")
    assert [line for line in result.stderr.splitlines() if "labs!" in line] == SENTENCES
    (entry,) = entries()
    assert (entry.action, entry.body["problems"]) == ("refused", 2)
    assert [name for name, _ in entry.body["contents"]] == ["subjects.csv", "labs.csv"]
    assert "11x" not in json.dumps(entry.body)
    assert run("assess", "--store", "reinfuse.sqlite3", "--as-of", "2026-03-05", "--json").stdout.count("S-001") == 0


def test_a_dry_run_leaves_no_trace_of_a_refusal_either():
    run("load", *good())
    assert run("load", put("labs.csv", WRONG), "--dry-run").exit_code == 2
    assert len(entries()) == 1


def test_what_is_left_out_by_choice_is_listed():
    result = run("load", put("subjects.csv", SUBJECTS), put("labs.csv", WRONG), "--leave-out")
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line.startswith("left out: ")] == [f"left out: {each}" for each in SENTENCES]
    assert [entry.action for entry in entries()] == ["upload"]


def test_a_conflict_is_a_line_that_says_where_it_is_decided():
    run("load", put("pet.csv", PET.format("CR")))
    result = run("load", put("pet.csv", PET.format("PD")))
    assert result.exit_code == 2
    assert "pet.csv · pet!2: " in result.stderr
    assert "expected a choice on the page Upload: keep or take or beside" in result.stderr
    assert [entry.action for entry in entries()] == ["upload", "refused"]


def test_every_file_that_cannot_be_opened_is_named_and_no_store_is_made(tmp_path):
    result = run("load", "none.csv", tmp_path, *good())
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["none.csv", tmp_path.name]
    assert (result.exit_code, Path("reinfuse.sqlite3").exists()) == (2, False)


ANSWER = " (answer it on the Upload page, or give a layout)"
OPEN = [
    "lab.csv · lab!B1: 2 texts like '03/04/2026' (lab.csv · lab!B2) are dates by day first and by month first; "
    "expected the order of the dates",
    "lab.csv · lab!C1: hemoglobin is written without a unit (2 results); expected the unit",
]


def test_every_open_question_is_a_line_that_says_where_it_is_answered_and_nothing_is_stored():
    file = put("lab.csv", "subject_id,Collection date,Hb\nS-001,03/04/2026,120\nS-001,05/04/2026,130\n")
    result = run("load", file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[1:] == [f"{each}{ANSWER}" for each in OPEN]
    (entry,) = entries()
    assert (entry.action, entry.body["problems"]) == ("refused", 2)
    result = run("assess", file, "--as-of", "2026-05-05", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [f"{each}{ANSWER}" for each in OPEN]


def test_a_file_of_nothing_known_is_asked_about_and_by_a_command_refused():
    result = run("load", put("other.csv", "a,b\n1,2\n"))
    said = f"other.csv · other!A1: nothing here is recognized; expected which sheet of the workbook it is{ANSWER}"
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, said)


def test_a_layout_maps_another_laboratory_and_a_bad_one_is_refused():
    columns = 'subject_id = "ID"\ncollected_at = "day"\nanalyte = "test"\nvalue = "result"\nunit = "unit"\n'
    layout = put("lab.toml", f'name = "Lab"\nsheet = "labs"\n[columns]\n{columns}')
    file = put("export.csv", "ID,day,test,result,unit\nS-001,2026-01-09,LVEF,60,%\n")
    assert "would change: 1 new" in run("load", file, "--layout", layout).stdout
    assert run("load", file, "--layout", put("bad.toml", "name = 1")).exit_code == 2


@pytest.mark.parametrize(("by", "said"), [("", "the name you act under is no name"), ("a" * 81, "the name you act under is no name")])
def test_a_name_that_is_none_is_refused(by, said):
    result = run("load", *good(), "--by", by)
    assert (result.exit_code, entries()) == (2, ())
    assert said in result.stderr


def test_a_login_without_a_name_needs_one(monkeypatch):
    def nobody():
        raise OSError("no username set in the environment")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert run("load", *good()).stderr == "--by: your login has no name; expected --by NAME\n"
    assert run("load", *good(), "--by", "Lin").exit_code == 0


def test_a_store_that_lost_its_checkpoint_takes_nothing():
    run("load", *good())
    Path("reinfuse.sqlite3.checkpoint").unlink()
    result = run("load", put("pet.csv", PET.format("CR")))
    assert result.exit_code == 2
    assert "nothing was saved: the ledger can only be read" in result.stderr
    assert len(entries()) == 1


def test_assess_judges_a_store_as_it_judges_the_files():
    names = (*good(), put("pet.csv", PET.format("CR")))
    run("load", *names)
    day = ("--as-of", "2026-03-05", "--json")
    stored, files = run("assess", "--store", "reinfuse.sqlite3", *day), run("assess", *names, *day)
    assert (stored.exit_code, stored.stdout) == (0, files.stdout)


def test_assess_on_a_store_lists_what_does_not_count_and_follows_its_settings_or_others():
    run("prepare", "--settings", put("site.toml", '[pr_requires_ctdna]\nvalue = "yes"\non = 2026-01-02\nby = "PI"\nreason = "x"'))
    run("load", put("labs.csv", WRONG), "--leave-out")
    words = ("assess", "--store", "reinfuse.sqlite3", "--as-of", "2026-03-05")
    result = run(*words)
    assert (result.exit_code, [line.split(":")[0] for line in result.stderr.splitlines()]) == (
        1,
        ["labs.csv · labs!D2", "labs.csv · labs!D3"],
    )
    assert "pr_requires_ctdna yes, signed by PI" in result.stdout
    assert "pr_requires_ctdna no, not signed" in run(*words, "--settings", put("other.toml", 'pr_requires_ctdna = "no"')).stdout


def test_prepare_makes_a_store_and_is_done_twice_without_harm():
    assert [run("prepare").stdout for _ in range(2)] == ["the store is ready\n"] * 2
    assert entries() == ()


def test_prepare_takes_over_settings_in_one_entry():
    result = run("prepare", "--by", "Lin", "--settings", put("site.toml", 'time_zone = "Asia/Shanghai"\nclosed_days = ["2026-02-16"]'))
    assert result.stdout.startswith("stored as entry 1 ")
    (entry,) = entries()
    assert (entry.action, entry.by, entry.body["reason"]) == ("setting", "Lin", "from site.toml")


def test_a_role_is_granted_its_rights_in_a_servers_database_alone(monkeypatch):
    called = []
    monkeypatch.setattr(engine, "prepare", lambda url: called.append(url))
    monkeypatch.setattr(engine, "grant", lambda url, role: called.append((url, role)))
    server = "postgresql+psycopg://host/study"
    assert run("prepare", "--store", server, "--role", "ward").exit_code == 0
    assert called == [server, (server, "ward")]
    assert run("prepare", "--role", "ward").stderr.startswith("--role: a file has no roles")


def test_verify_says_whole_or_names_every_fault():
    run("load", *good())
    (entry,) = entries()
    assert run("verify").stdout == f"whole: 1 entries, head {entry.hash}\n"
    Path("reinfuse.sqlite3.checkpoint").unlink()
    result = run("verify")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the checkpoint is missing" in result.stderr


def test_a_lost_checkpoint_is_made_anew_only_by_a_persons_word_and_only_where_all_else_is_whole():
    run("load", *good())
    assert run("verify", "--accept").exit_code == 2  # there is one
    Path("reinfuse.sqlite3.checkpoint").unlink()
    assert run("load", put("subjects.csv", SUBJECTS + "S-9,female,1970-01-01\n")).exit_code == 2
    assert run("verify", "--accept").exit_code == 0
    assert run("verify").exit_code == 0


def test_a_checkpoint_that_cannot_be_written_is_told(monkeypatch):
    run("load", *good())
    Path("reinfuse.sqlite3.checkpoint").unlink()

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("core.ledger.verify.begin", refused)
    result = run("verify", "--accept")
    assert (result.exit_code, result.stderr) == (
        2,
        "the checkpoint cannot be written (Permission denied); expected a place where a file may stand\n",
    )


def test_a_backup_is_restored_where_nothing_is_and_overwrites_nothing():
    run("load", *good())
    (entry,) = entries()
    whole = f"whole: 1 entries, head {entry.hash}\n"
    assert run("backup", "copy").stdout == f"copy: {whole}"
    assert run("backup", "copy").exit_code == 2
    assert run("restore", "copy").exit_code == 2
    assert run("restore", "copy", "--store", "other.sqlite3").stdout == f"restored, {whole}"
    assert run("verify", "--store", "other.sqlite3").stdout == whole


def test_a_restored_store_that_held_more_before_says_so():
    run("load", *good())
    run("backup", "copy")
    run("load", put("pet.csv", PET.format("CR")))
    Path("reinfuse.sqlite3").unlink()
    result = run("restore", "copy")
    assert result.stderr == "reinfuse: this store once held 2 entries; what came after entry 1 is not in the backup\n"


@pytest.mark.parametrize("words", [["verify"], ["backup", "copy"], ["restore", "none"]])
def test_a_store_that_is_not_there_is_a_sentence(words):
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no ledger" in result.stderr


def test_a_fault_on_the_way_to_the_store_never_claims_that_nothing_was_stored(monkeypatch, capsys):
    def broken(*_):
        raise BrokenPipeError

    monkeypatch.setattr(storing, "say", broken)
    monkeypatch.setattr(sys, "argv", ["reinfuse", "load", *good()])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 70
    assert outcome.UNSURE in capsys.readouterr().err
    assert len(entries()) == 1


def test_the_ledger_is_a_file_that_only_its_owner_reads():
    run("load", *good())
    assert oct(os.stat("reinfuse.sqlite3").st_mode & 0o077) == "0o0"  # noqa: PTH116 - the mode as the system tells it
    assert sqlite3.connect("reinfuse.sqlite3").execute("SELECT count(*) FROM entry").fetchone() == (1,)
