"""The upload page in every state: what was recognized, what is wrong, what would change and happen, the commit, the receipt, the undo."""

import re
from io import BytesIO

import openpyxl
import pytest

from core.facts.fact import Problem
from core.intake.tables import Table
from core.ledger.checkpoint import place
from core.ledger.ledger import Ledger
from core.ledger.refusals import StoreFault
from dashboard.acting import ACTING
from dashboard.download import NotWritten
from dashboard.upload.marked_copy import written
from dashboard.upload.template import template
from sample_data.make import MISTAKES
from sample_data.mistakes import planted
from tests.core.patient import eligible, subject
from tests.core.sample.conftest import SAMPLE
from tests.pages.told import AS_OF, TELLER, settle, tell
from tests.pages.written import write

PATIENT = eligible().infused().ctdna(28, "positive").pet(28, "PR")
NAME = "Li Na"


@pytest.fixture
def desk(store, page):
    """The upload page of a store with the demo's day, by somebody who has given a name."""
    settle(store, demo_day=AS_OF)
    return acting(page("upload"))


def acting(shown, name=NAME):
    shown.run.session_state[ACTING] = name
    return again(shown)


def again(shown):
    return type(shown)(shown.run.run())


def drop(shown, *files):
    """Drop files on the page, as paths or as (name, content)."""
    handed = [(file.name, file.read_bytes()) if hasattr(file, "read_bytes") else file for file in files]
    shown.run.file_uploader[0].set_value([(name, content, "text/csv") for name, content in handed])
    return again(shown)


def press(shown, label):
    """Press the button whose label begins so."""
    next(button for button in shown.run.button if button.label.startswith(label)).click()
    return again(shown)


def button(shown, label):
    return next(each for each in shown.run.button if each.label.startswith(label))


def entries(store):
    ledger = Ledger.open(store)
    found = ledger.entries()
    ledger.close()
    return found


def test_an_empty_store_says_so_and_offers_the_empty_workbook(desk):
    assert "Nothing was uploaded into this store so far" in desk.text
    assert desk.run.exception == []


def test_files_are_recognized_compared_and_judged_before_anything_is_stored(desk, store, tmp_path):
    shown = drop(desk, *write(tmp_path, PATIENT))
    assert shown.run.exception == []
    assert "ctdna.csv" in shown.region("Recognized")
    assert "none: every filled cell of the columns read was understood" in shown.text
    assert "S-001" in shown.region("What would change")
    assert "not in the ledger" in shown.region("What it would do")
    assert [entry.action for entry in entries(store)] == ["setting"]


def test_a_commit_is_one_entry_under_the_acting_name_with_a_receipt(desk, store, tmp_path):
    shown = press(drop(desk, *write(tmp_path, PATIENT)), "Commit")
    _, stored = entries(store)
    assert (stored.action, stored.by) == ("upload", NAME)
    assert f"The upload is saved as entry {stored.seq}" in shown.region("Receipt")
    assert stored.hash in shown.region("Receipt")
    assert "ctdna.csv" in shown.region("Earlier uploads")
    assert shown.run.exception == []


def test_the_same_files_again_change_nothing_and_say_so(desk, store, tmp_path):
    files = write(tmp_path, PATIENT)
    shown = drop(press(drop(desk, *files), "Commit"), *files)
    assert f"was already uploaded on {entries(store)[-1].at:%Y-%m-%d}" in shown.text
    assert f"by {NAME} (unverified), entry 2; it changes nothing" in shown.text
    assert button(shown, "Commit").disabled


def test_a_workbook_with_mistakes_stores_nothing_and_names_each(desk, store):
    shown = drop(desk, SAMPLE / MISTAKES)
    assert f"{len(planted())} problems, so nothing is stored" in shown.text
    told = shown.region("Problems")
    for address, words in planted():
        assert address.rpartition(" · ")[2] in told
        assert words.replace("; expected", "") in told  # a column of its own
    assert button(shown, "Commit").disabled
    assert len(entries(store)) == 1


def test_what_cannot_be_read_stays_out_by_choice_and_is_listed_first(desk, store):
    shown = drop(desk, SAMPLE / MISTAKES)
    for each in shown.run.radio:
        each.set_value(next((way for way in each.options if "as they stand" in way), each.options[0]))
    shown = press(shown, "Apply these answers")
    next(each for each in shown.run.checkbox if each.label.startswith("Leave out")).check()
    shown = again(shown)
    assert f"{len(planted())} cells, rows or sheets left out by your choice" in shown.text
    assert all(address.rpartition(" · ")[2] in shown.region("Left out") for address, _ in planted())
    shown = press(shown, "Commit")
    assert entries(store)[-1].action == "upload"
    assert len(entries(store)[-1].body["left_out"]) == len(planted())


def test_nothing_is_committed_without_a_name(store, page, tmp_path):
    settle(store, demo_day=AS_OF)
    shown = drop(page("upload"), *write(tmp_path, PATIENT))
    assert "nobody acts: give the name you act under" in shown.text
    assert button(shown, "Commit").disabled


def test_a_conflict_is_decided_by_hand_and_nothing_is_chosen_beforehand(desk, store, tmp_path):
    tell(store, write(tmp_path, subject("S-001").infused().ctdna(28, "positive", "A", value="3", unit="hGE/mL")))
    shown = drop(desk, *write(tmp_path, subject("S-001").infused().ctdna(28, "negative", "A")))
    assert "1 conflict to decide" in shown.text
    assert shown.run.radio[0].value is None
    assert button(shown, "Commit").disabled
    shown.run.radio[0].set_value("take")
    shown = press(shown, "Apply")
    assert "every conflict is decided" in shown.text
    press(shown, "Commit")
    assert list(entries(store)[-1].body["choices"].values()) == ["take"]


def test_a_correction_shows_both_values_and_both_cells(desk, store, tmp_path):
    tell(store, write(tmp_path, eligible().lab("hemoglobin", "90", 1)))
    shown = drop(desk, *write(tmp_path, eligible().lab("hemoglobin", "95", 1)))
    told = shown.region("What would change")
    assert "corrected" in told
    assert re.search(r"90 labs.csv · labs!\w+ → 95 labs.csv · labs!\w+", told)


def test_a_stale_plan_is_refused_with_what_changed_and_made_anew(desk, store, tmp_path):
    shown = drop(desk, *write(tmp_path, PATIENT))
    tell(store, write(tmp_path, PATIENT.but("subjects", None, site="North")))
    shown = press(shown, "Commit")
    assert "NOT saved" in shown.text
    assert TELLER in shown.region("What changed since")
    assert len(entries(store)) == 2
    shown = press(shown, "Make the plan anew")
    assert "NOT saved" not in shown.text
    press(shown, "Commit")
    assert [entry.by for entry in entries(store)[1:]] == [TELLER, NAME]


def test_an_undo_shows_what_it_would_do_asks_a_reason_and_can_be_undone(desk, store, page, tmp_path):
    press(drop(desk, *write(tmp_path, PATIENT)), "Commit")
    shown = acting(page("upload", entry="2"))
    assert "Undo of entry 2" in shown.text
    assert "Give the reason first" in shown.text
    shown.run.text_input[0].set_value("wrong week")
    shown = again(shown)
    assert "withdrawn" in shown.region("What the undo would change")
    assert "S-001" in shown.region("What it would do")
    assert len(entries(store)) == 2
    shown = press(shown, "Undo")
    assert "The undo is saved as entry 3" in shown.region("Receipt")
    assert "undone by entry 3" in shown.region("Earlier uploads")
    assert entries(store)[-1].body["reason"] == "wrong week"
    back = acting(page("upload", entry="3"))
    back.run.text_input[0].set_value("it was the right week")
    press(again(back), "Undo")
    ledger = Ledger.open(store)
    assert ledger.subject_ids() == ("S-001",)
    ledger.close()
    assert "undone by entry 3" not in acting(page("upload")).region("Earlier uploads")


def test_the_past_is_looked_at_and_not_changed(store, page, tmp_path):
    settle(store, demo_day=AS_OF)
    shown = drop(acting(page("upload", known_at="2026-03-04 12:00")), *write(tmp_path, PATIENT))
    assert button(shown, "Commit").disabled
    assert "come back to now first" in shown.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("labs.csv", b"", "the file is empty"),
        ("labs.xlsx", b"PK\x03\x04junk", "labs.xlsx"),
        ("labs.xlsx", b"subject_id\nS-001\n", "holds plain text"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_sentence(desk, store, name, content, said):
    shown = drop(desk, (name, content))
    assert shown.run.exception == []
    assert "refused" in shown.text
    assert said in shown.text
    assert button(shown, "Commit").disabled
    assert [entry.action for entry in entries(store)] == ["setting", "refused"]


def test_a_store_that_fails_while_the_plan_is_made_is_a_sentence_and_the_next_look_tries_again(desk, tmp_path, monkeypatch):
    def fails(*_, **__):
        raise StoreFault("the disk failed; try again")

    with monkeypatch.context() as broken:
        broken.setattr("dashboard.upload.preparing.prepare", fails)
        shown = drop(desk, *write(tmp_path, PATIENT))
    assert "refused the disk failed; try again" in shown.text
    assert shown.run.exception == []
    assert "ctdna.csv" in again(shown).region("Recognized")


def test_a_read_only_store_says_why_nothing_can_be_committed(desk, store, tmp_path):
    shown = drop(desk, *write(tmp_path, PATIENT))
    place(store).write_text("nonsense", encoding="utf-8")
    shown = press(shown, "Commit")
    assert "NOT saved" in shown.text
    assert "the store can only be read" in shown.text
    assert button(shown, "Commit").disabled


def test_a_marked_up_copy_is_written_and_recorded_when_it_is_asked_for(desk, store):
    table = Table("labs.csv", "labs", [["value"], ["8,4"]], 1, 1, False, {}, [])
    problem = Problem("labs.csv · labs!A2", "'8,4' is not a number; expected a number")
    ledger = Ledger.open(store)
    content = written(ledger, "marked_copy_1.xlsx", [table], [problem], NAME)
    ledger.close()
    told = entries(store)[-1]
    assert (told.action, told.by, told.body["problems"]) == ("export", NAME, 1)
    assert openpyxl.load_workbook(BytesIO(content))["labs"]["A2"].comment.text == problem.sentence


def test_a_copy_that_cannot_be_written_leaves_an_incident_and_no_data(caplog):
    with pytest.raises(NotWritten) as told:
        written(None, "marked_copy_1.xlsx", [], [Problem("labs.csv · labs!A2", "S-001")], NAME)  # type: ignore[arg-type] # no ledger at all
    assert f"incident {told.value}" in caplog.text
    assert "S-001" not in caplog.text + str(told.value)


def test_the_empty_workbook_is_the_template():
    assert openpyxl.load_workbook(BytesIO(template())).sheetnames[:2] == ["legend", "subjects"]


def test_too_many_files_are_a_sentence(desk):
    shown = drop(desk, *((f"labs{number}.csv", f"subject_id\nS-{number}\n".encode()) for number in range(21)))
    assert "21 files were handed in; expected at most 20 at once" in shown.text


@pytest.mark.parametrize("hostile", ['<img src=x onerror="alert(1)">', "<script>alert(1)</script>"])
def test_hostile_text_stays_text(desk, tmp_path, hostile):
    shown = drop(desk, *write(tmp_path, subject(hostile).infused(product=hostile)))
    assert hostile in shown.region("What would change")
    assert not {"img", "script"} & {name for name, _ in shown.elements}
