"""An upload before it is stored: what was recognized, every problem of every file at once, and no plan while anything is open."""

import pytest

from core.changes.upload import MOST_FILES, prepare
from core.intake.reader import Handed
from core.layouts.layout import Layout
from core.layouts.question import SHEET
from core.ledger.plan import CORRECTED, NEW, WITHDRAWN
from core.ledger.stored import LeftOut
from tests.core.changes.telling import cells, csv, plan, store, told

LAB = "collected_at,analyte,value,unit"
HB = "S-1,2026-03-01T08:00,hemoglobin,{},g/L"
GOOD, BAD = csv("labs", LAB, HB.format(80)), csv("labs", LAB, HB.format("8.4x"), "S-2,never,hemoglobin,80,g/L")
EXPORT = Layout(
    name="EDC",
    sheet="labs",
    columns={"subject_id": "patient", "collected_at": "date", "analyte": "item", "value": "result", "unit": "unit"},
    only={"item": ["hemoglobin"]},
)


def test_what_was_recognized_is_told_cell_by_cell(ledger):
    (found,) = prepare(ledger, [csv("labs", f"{LAB},Lot", f"{HB.format(80)},7")]).recognized
    assert (found.file, found.sheet, found.records, found.rows, found.layout, found.hidden) == ("labs.csv", "labs", "labs", 1, None, False)
    assert found.columns[3][:3] == ("labs.csv · labs!D1", "value", "value")
    assert found.unread == ("Lot",)


def test_problems_of_all_files_are_listed_at_once_and_nothing_can_be_stored(ledger):
    found = prepare(ledger, [BAD, csv("pet", "scanned_on,response", "S-1,2026-3-1,CR"), csv("subjects", "sex", "S-1,m")])
    assert [one.address for one in found.problems] == [
        "labs.csv · labs!D2",
        "labs.csv · labs!B3",
        "pet.csv · pet!B2",
        "subjects.csv · subjects!B2",
    ]
    assert (found.plan, found.left_out) == (None, ())


def test_what_is_left_out_is_a_choice_that_lists_it(ledger):
    found = prepare(ledger, [BAD], leave_out=True)
    assert found.left_out == found.problems
    assert plan(found).body["left_out"] == [[one.address, one.sentence] for one in found.problems]
    store(ledger, found.plan)
    assert (ledger.facts("S-1").facts.labs[0].faults.keys(), ledger.facts("S-2").facts.refused) == ({"value"}, {"labs"})


def test_a_file_that_cannot_be_used_refuses_the_upload_and_the_others_problems_are_told_too(ledger):
    found = prepare(ledger, [BAD, Handed("scan.pdf", b"%PDF-1.7")], leave_out=True)
    assert (found.plan, len(found.problems)) == (None, 2)
    assert [line.split(":")[0] for line in found.refused] == ["scan.pdf"]


def test_of_a_file_in_which_nothing_is_recognized_it_is_asked_what_it_is(ledger):
    (asked,) = prepare(ledger, [csv("other", "a", "S-1,2")]).questions
    assert (asked.kind, asked.address) == (SHEET, "other.csv · other!A1")
    found = prepare(ledger, [csv("other", "a", "S-1,2")], choices={asked.id: ""})
    assert (found.questions[0].chosen, plan(found).changes) == ("", ())


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "no file was handed in; expected at least one"),
        ([GOOD] * (MOST_FILES + 1), f"{MOST_FILES + 1} files were handed in; expected at most {MOST_FILES} at once"),
        ([GOOD, BAD], "labs.csv: 2 files have this name; expected different ones"),
    ],
)
def test_files_that_cannot_be_taken_together_are_refused(ledger, files, said):
    found = prepare(ledger, files)
    assert (found.refused, found.plan) == ((said,), None)


def test_the_same_content_twice_is_one_file(ledger):
    found = prepare(ledger, [GOOD, GOOD._replace(name="copy.csv")])
    assert ([each.name for each in found.files], len(found.changes)) == (["labs.csv"], 1)


def test_a_content_uploaded_before_says_when_and_by_whom(ledger):
    told(ledger, GOOD)
    found = prepare(ledger, [GOOD._replace(name="other/labs.csv"), csv("pet", "scanned_on", "S-1,2026-03-01")])
    assert [None if one is None else (one.seq, one.by) for one in found.earlier] == [(1, "Dr A"), None]


def test_a_sheet_without_rows_says_so(ledger):
    found = prepare(ledger, [csv("labs", LAB)])
    assert (found.notices, plan(found).changes) == (("labs.csv · labs: holds no rows; nothing to import",), ())


def test_the_plan_is_made_on_the_entry_it_was_read_at_and_knows_its_files(ledger):
    told(ledger, GOOD)
    found = plan(prepare(ledger, [csv("labs", LAB, HB.format(90))]))
    assert (found.base, [(each.name, len(each.sha256)) for each in found.files]) == (1, [("labs.csv", 64)])


def test_the_changes_are_shown_cell_by_cell(ledger):
    told(ledger, GOOD)
    (new, corrected) = prepare(ledger, [csv("labs", LAB, HB.format(90), "S-2,2026-03-01,ldh,200,U/L")]).shown[::-1]
    assert (corrected.kind, corrected.what, corrected.address) == (CORRECTED, "2026-03-01 08:00, hemoglobin", "labs.csv · labs!2")
    assert [(c.column, c.before, c.after, c.before_address, c.after_address) for c in corrected.cells] == [
        ("value", "80", "90", "labs.csv · labs!D2", "labs.csv · labs!D2")
    ]
    assert (new.kind, new.subject_id, [c.after for c in new.cells]) == (NEW, "S-2", ["2026-03-01", "ldh", "200", "U/L"])


def test_what_is_wrong_only_beside_what_stands_is_a_problem_of_the_file(ledger):
    told(ledger, csv("labs", LAB, HB.format(80).replace("T08:00", "")))
    found = prepare(ledger, [csv("labs", LAB, HB.format(90).replace("T08:00", "T09:00"))])
    assert [str(one) for one in found.problems] == [
        "labs.csv · labs!D2: has no time and differs from labs.csv · labs!D2 of the same day; expected a time"
    ]
    assert found.plan is None
    store(ledger, prepare(ledger, [csv("labs", LAB, HB.format(90).replace("T08:00", "T09:00"))], leave_out=True).plan)
    assert prepare(ledger, [csv("labs", LAB, "S-1,2026-03-02,ldh,200,U/L")]).problems == ()


def test_a_row_left_out_makes_its_sheet_refused_until_a_file_of_its_name_says_all_readably(ledger):
    told(ledger, BAD, leave_out=True)
    again = prepare(ledger, [BAD], leave_out=True)
    assert (again.changes, again.same, plan(again).seen) == ((), 2, (1, 2))
    half = csv("labs", LAB, "S-2,2026-03-01,hemoglobin,80,g/L", "S-2,2026-03-02,unobtainium,80,g/L")
    assert [change.kind for change in prepare(ledger, [half], leave_out=True).changes] == [NEW, NEW]
    nobody = csv("labs", LAB, "S-2,2026-03-01,hemoglobin,80,g/L", ",2026-03-02,hemoglobin,80,g/L")
    assert [change.kind for change in prepare(ledger, [nobody], leave_out=True).changes] == [NEW]
    whole = prepare(ledger, [csv("labs", LAB, "S-2,2026-03-01,hemoglobin,80,g/L")])
    assert [(each.kind, each.what, each.address) for each in whole.shown] == [
        (NEW, "2026-03-01, hemoglobin", "labs.csv · labs!2"),
        (WITHDRAWN, "a row that could not be read", "labs.csv · labs!3"),
    ]
    store(ledger, whole.plan)
    assert ledger.facts("S-2").facts.refused == frozenset()


def test_a_refused_sheet_is_left_out_subject_by_subject(ledger):
    found = prepare(
        ledger, [csv("labs", "collected_at,value,value", "S-1,2026-03-01,1,2", "S-2,2026-03-01,1,2", "S-1,2026-03-02,1,2")], leave_out=True
    )
    assert [(change.subject_id, type(change.states), change.states.origin.row) for change in plan(found).changes] == [
        ("S-1", LeftOut, 2),
        ("S-2", LeftOut, 3),
    ]


def test_whoever_only_a_passed_over_row_names_is_there_all_the_same(ledger):
    file = Handed(
        "export.csv", b"patient,date,item,result,unit\nS-1,2026-03-01,hemoglobin,80,g/L\nS-1,2026-03-01,x,1,\nS-9,2026-03-01,x,1,\n"
    )
    found = prepare(ledger, [file], EXPORT)
    assert (found.problems, plan(found).body["layouts"]) == ((), ["EDC"])
    assert [each.what for each in found.shown] == ["2026-03-01, hemoglobin", "a row that is not read"]
    store(ledger, found.plan)
    assert (ledger.subject_ids(), ledger.facts("S-9").facts.refused) == (("S-1", "S-9"), frozenset())
    again = plan(prepare(ledger, [file], EXPORT))
    assert (again.changes, again.seen) == ((), (1, 2))
    assert cells(ledger, "S-9", "labs") == []
