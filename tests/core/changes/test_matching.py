"""An incoming row beside what stands: new, told once more, corrected, or a question for a person."""

import pytest

from core.changes.by_hand import enter, withdraw
from core.changes.conflict import BESIDE, KEEP, TAKE
from core.changes.undo import undo
from core.changes.upload import Prepared, prepare
from core.ledger.plan import CORRECTED, NEW
from tests.core.changes.generated import book
from tests.core.changes.telling import cells, csv, plan, store, told

LAB = "collected_at,analyte,value,unit,upper_limit"
PET = "scanned_on,response,reader"
CR, PR = "S-1,2026-02-20,CR,A", "S-1,2026-02-20,PR,A"


def kinds(prepared: Prepared):
    return [change.kind for change in prepared.changes], prepared.same, [one.ways for one in prepared.conflicts]


def after(ledger, first, second, **options):
    """What the second file would do once the first is stored."""
    told(ledger, first, leave_out=True)
    return prepare(ledger, [second], leave_out=True, **options)


HB = "S-1,2026-03-01T08:00,hemoglobin,{},g/L,{}"
OF_A_KEY: dict[str, tuple[tuple[str, str], tuple[str, str], object]] = {
    "the same": (("80", ""), ("80", ""), ([], 1, [])),
    "the same number": (("80", ""), ("80.0", ""), ([], 1, [])),
    "another number": (("80", ""), ("90", ""), ([CORRECTED], 0, [])),
    "a blank filled": (("80", ""), ("80", "160"), ([CORRECTED], 0, [])),
    "a filled cell left blank": (("80", "160"), ("80", ""), ([], 1, [])),
    "unreadable where a value stands": (("80", ""), ("8.4x", ""), ([], 1, [])),
    "readable where it was not": (("8.4x", ""), ("84", ""), ([CORRECTED], 0, [])),
    "unreadable as before": (("8.4x", ""), ("8.4x", ""), ([], 1, [])),
    "unreadable where nothing stands": (("80", ""), ("80", "1x"), ([CORRECTED], 0, [])),
}


@pytest.mark.parametrize(("first", "second", "expected"), OF_A_KEY.values(), ids=OF_A_KEY)
def test_a_row_of_a_key_is_compared_cell_by_cell(ledger, first, second, expected):
    assert kinds(after(ledger, csv("labs", LAB, HB.format(*first)), csv("labs", LAB, HB.format(*second)))) == expected


def test_a_cumulative_file_adds_its_new_rows_and_nothing_else(ledger):
    found = after(ledger, csv("pet", PET, CR), csv("pet", PET, CR, "S-1,2026-03-01,CR,A", "S-2,2026-03-01,SD,B"))
    assert kinds(found) == ([NEW, NEW], 1, [])
    assert plan(found).seen == (1,)


def test_two_rows_alike_are_two_events_and_stay_two(ledger):
    twice = csv("pet", PET, CR, CR)
    assert kinds(after(ledger, twice, twice)) == ([], 2, [])
    assert len(cells(ledger, "S-1", "pet")) == 2
    assert kinds(prepare(ledger, [csv("pet", PET, CR)])) == ([], 1, [])
    assert kinds(prepare(ledger, [csv("pet", PET, CR, CR, CR)])) == ([NEW], 2, [])


OF_AN_EVENT = {
    "a blank filled": ("S-1,2026-02-20,CR,", CR, ([CORRECTED], 0, [])),
    "less than stands": (CR, "S-1,2026-02-20,CR,", ([], 1, [])),
    "another entry": (CR, PR, ([], 0, [(KEEP, TAKE, BESIDE)])),
    "another day": (CR, "S-1,2026-02-21,PR,A", ([NEW], 0, [])),
    "another subject": (CR, "S-2,2026-02-20,PR,A", ([NEW], 0, [])),
}


@pytest.mark.parametrize(("first", "second", "expected"), OF_AN_EVENT.values(), ids=OF_AN_EVENT)
def test_an_event_is_paired_only_where_nothing_else_can_be_meant(ledger, first, second, expected):
    assert kinds(after(ledger, csv("pet", PET, first), csv("pet", PET, second))) == expected


def test_where_several_could_be_meant_a_person_says_whether_it_stands_beside(ledger):
    stored, second = csv("pet", PET, CR, PR), csv("pet", PET, CR, PR, "S-1,2026-02-20,SD,B", name="more.csv")
    again = csv("pet", PET, "S-1,2026-02-20,SD,B", "S-1,2026-02-20,PD,B")
    assert kinds(after(ledger, stored, again)) == ([], 0, [(KEEP, BESIDE), (KEEP, BESIDE)])
    first, other = prepare(ledger, [again]).conflicts
    chosen = prepare(ledger, [again], choices={first.id: BESIDE, other.id: KEEP})
    assert [each.cells[1].after for each in chosen.shown] == ["SD"]
    assert "which of the rows of 2026-02-20 it corrects cannot be told" in first.sentence
    assert second.name == "more.csv"


@pytest.mark.parametrize(("way", "responses"), [(KEEP, ["CR"]), (TAKE, ["PR"]), (BESIDE, ["CR", "PR"])])
def test_a_conflict_is_decided_by_a_person(ledger, way, responses):
    (asked,) = after(ledger, csv("pet", PET, CR), csv("pet", PET, PR)).conflicts
    assert (asked.chosen, asked.address, asked.sheet) == (None, "pet.csv · pet!2", "pet")
    assert asked.sentence == "response: 'CR' stands, from pet.csv · pet!C2; the file says 'PR'"
    assert prepare(ledger, [csv("pet", PET, PR)]).plan is None
    assert prepare(ledger, [csv("pet", PET, PR)], choices={asked.id: "other"}).plan is None
    told(ledger, csv("pet", PET, PR), choices={asked.id: way})
    assert [row["response"] for row in cells(ledger, "S-1", "pet")] == responses


def test_what_was_decided_for_what_stands_is_not_asked_again(ledger):
    (asked,) = after(ledger, csv("pet", PET, CR), csv("pet", PET, PR)).conflicts
    told(ledger, csv("pet", PET, PR), choices={asked.id: KEEP})
    again = prepare(ledger, [csv("pet", PET, PR)])
    assert [one.chosen for one in again.conflicts] == [KEEP]
    assert plan(again).changes == ()


def test_what_a_person_set_is_changed_by_a_file_only_where_a_person_says_so(ledger):
    file = csv("labs", LAB, HB.format("80", ""))
    told(ledger, file)
    store(ledger, enter(ledger, "S-1", "labs", {"value": "90"}, "Dr B", "typing error", replaces=1), by="Dr B")
    (asked,) = prepare(ledger, [file]).conflicts
    assert asked.sentence == "value: '90' stands, set by hand by Dr B on 2026-03-05; the file says '80'"
    assert [(cell.column, cell.before, cell.after) for cell in asked.cells] == [("value", "90", "80")]
    told(
        ledger,
        csv("labs", LAB, HB.format("80", "160")),
        choices={prepare(ledger, [csv("labs", LAB, HB.format("80", "160"))]).conflicts[0].id: KEEP},
    )
    assert cells(ledger, "S-1", "labs")[0] | {"value": "90", "upper_limit": "160"} == cells(ledger, "S-1", "labs")[0]


@pytest.mark.parametrize(("second", "asked"), [("female,", True), (",1970-01-01", True), ("male,1960-01-01,N", False)])
def test_another_sex_or_birth_date_may_be_another_person(ledger, second, asked):
    found = after(ledger, csv("subjects", "sex,birth_date", "S-1,male,1960-01-01"), csv("subjects", "sex,birth_date,site", f"S-1,{second}"))
    assert [one.sentence.endswith("; is it the same person") for one in found.conflicts] == [True] * asked
    assert (found.plan is None, bool(found.changes)) == (asked, not asked)


def test_a_cell_that_a_person_emptied_does_not_fill_itself(ledger):
    file = csv("labs", LAB, HB.format("80", "160"))
    told(ledger, file)
    store(ledger, enter(ledger, "S-1", "labs", {"upper_limit": ""}, "Dr B", "of another laboratory", replaces=1))
    (asked,) = prepare(ledger, [file]).conflicts
    assert asked.sentence.startswith("upper_limit: is blank, set by hand by ")


def test_an_older_file_does_not_bring_back_what_a_newer_one_corrected(ledger):
    old, new = (csv("labs", LAB, HB.format(value, ""), name=f"labs{value}.csv") for value in ("80", "90"))
    old, new = old._replace(name="labs.csv"), new._replace(name="labs.csv")
    told(ledger, old)
    told(ledger, new)
    (asked,) = prepare(ledger, [old]).conflicts
    assert (asked.ways, asked.chosen) == ((KEEP, TAKE), None)
    told(ledger, old, choices={asked.id: TAKE})
    assert cells(ledger, "S-1", "labs")[0]["value"] == "80"


@pytest.mark.parametrize(("sheet", "columns", "row"), [("pet", PET, CR), ("labs", LAB, HB.format("80", ""))])
def test_what_was_withdrawn_by_hand_does_not_come_back_unasked_and_what_an_undo_took_back_does(ledger, sheet, columns, row):
    file = csv(sheet, columns, row)
    entry = told(ledger, file)
    store(ledger, undo(ledger, entry, "wrong file").plan)
    assert kinds(prepare(ledger, [file])) == ([NEW], 0, [])
    told(ledger, file)
    withdrawn = store(ledger, withdraw(ledger, 2, "Dr B", "another patient's")).entry.seq
    assert kinds(prepare(ledger, [file])) == ([], 0, [(KEEP, TAKE)])
    back = store(ledger, undo(ledger, withdrawn, "was right").plan).entry.seq
    store(ledger, undo(ledger, back, "was wrong after all").plan)
    assert kinds(prepare(ledger, [file])) == ([], 0, [(KEEP, TAKE)])
    (asked,) = prepare(ledger, [file]).conflicts
    assert kinds(prepare(ledger, [file], choices={asked.id: TAKE}))[0] == [NEW]


def test_rows_without_a_whole_key_are_events_without_a_name(ledger):
    columns, row = "assessed_on,lesion,site,longest_cm", "S-1,2026-02-20,,node,{}"
    found = after(ledger, csv("lesions", columns, row.format(2)), csv("lesions", columns, row.format(2), row.format(3)))
    assert kinds(found) == ([NEW], 1, [])


def test_a_row_that_two_files_bring_counts_once_and_two_of_one_file_twice(ledger):
    lab, scan = [["subject_id", *LAB.split(",")], HB.format("80", "").split(",")], [["subject_id", *PET.split(",")], CR.split(",")]
    one, two = book("one.xlsx", {"labs": lab, "pet": scan}), book("two.xlsx", {"labs": lab, "pet": [*scan, CR.split(",")]})
    assert kinds(prepare(ledger, [one, two])) == ([NEW, NEW, NEW], 2, [])


def test_rows_of_one_key_that_disagree_are_a_problem_and_left_out_keep_what_stands(ledger):
    both = csv("labs", LAB, HB.format("80", "160"), HB.format("90", "160"))
    found = prepare(ledger, [both])
    assert (found.plan, len(found.problems)) == (None, 1)
    assert kinds(after(ledger, csv("labs", LAB, HB.format("70", "")), both)) == ([CORRECTED], 0, [])
    told(ledger, both, leave_out=True)
    assert cells(ledger, "S-1", "labs")[0] | {"value": "70", "upper_limit": "160"} == cells(ledger, "S-1", "labs")[0]


def test_what_lay_in_the_future_is_told_anew_once_its_day_has_come(ledger, clock):
    lab = csv("labs", LAB, "S-1,2026-03-20T08:00,hemoglobin,80,g/L,")
    follow = csv("follow_up", "seen_on,status,death_on", "S-1,2026-03-01,dead,2026-03-20")
    for file in (lab, follow):
        told(ledger, file, leave_out=True)
        assert kinds(prepare(ledger, [file])) == ([], 1, [])
    assert (cells(ledger, "S-1", "labs"), cells(ledger, "S-1", "follow_up")) == ([], [{"seen_on": "2026-03-01", "status": "dead"}])
    clock.step(days=30)
    for file in (lab, follow):
        assert kinds(prepare(ledger, [file])) == ([CORRECTED], 0, [])
        told(ledger, file)
    assert len(cells(ledger, "S-1", "labs")) == 1
    assert cells(ledger, "S-1", "follow_up")[0]["death_on"] == "2026-03-20"


def test_a_kept_cell_stays_unused_where_it_lay_in_the_future_when_it_was_told(ledger, clock):
    told(ledger, csv("follow_up", "seen_on,status,death_on", "S-1,2026-03-01,dead,2026-03-20"), leave_out=True)
    clock.step(days=30)
    told(ledger, csv("follow_up", "seen_on,cause", "S-1,2026-03-01,lymphoma"))
    assert cells(ledger, "S-1", "follow_up") == [{"seen_on": "2026-03-01", "status": "dead", "cause": "lymphoma"}]


def test_the_cells_of_a_corrected_row_know_where_each_was_told(ledger):
    told(ledger, csv("labs", LAB, HB.format("80", "")))
    told(ledger, csv("labs", LAB, HB.format("80", "160"), name="labs.csv")._replace(name="b/labs.csv"))
    (fact,) = ledger.facts("S-1").facts.labs
    assert (fact.origin.told.entry, fact.origins["value"].told.entry, fact.origins.get("upper_limit")) == (2, 1, None)
