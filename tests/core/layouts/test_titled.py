"""What titles and remarks say beside the lines of a sheet: another subject, another analyte, a result of its own."""

import pytest

from core.facts.records import Lab
from core.layouts.region import Place
from core.layouts.unfold import ALL_LEFT_OUT, facts_of_region
from tests.core.layouts.builder import answering, of_rows, read, said
from tests.core.layouts.test_unfold import HEAD, understood

ROW = ("S-001", "2026-03-05", "8.4", "0.5")

TITLE = {"subject_id": Place(1, 5, "S-002")}
OTHER = "lab.csv · lab!A2: 'S-001' is another subject than that of the title; expected 'S-002' ({})"


@pytest.mark.parametrize(
    ("how", "stops"),
    [
        ({"given": TITLE}, [OTHER.format("lab.csv · lab!E1")]),
        ({"skipped": (Place(9, 1, "Patient: S-002, ward 4"),)}, [OTHER.format("lab.csv · lab!A9")]),
        ({"given": {"subject_id": Place(1, 5, "S-001")}}, []),
        ({"skipped": (Place(9, 1, "Case: S-002; Study ID: CART-01"),)}, []),
    ],
)
def test_a_title_of_another_subject_stops_whatever_is_chosen(how, stops):
    assert facts_of_region(understood(ROW, **how), None).stops == stops


def test_a_line_without_a_day_names_nobody_else():
    total = ("Total", "", "8.4", "")
    assert facts_of_region(understood(("S-002", *ROW[1:]), total, given=TITLE), None).stops == []


def between(text, roles=None):
    """What is said of a text that stands alone between two lines whose subject a title names."""
    roles = roles or ({"says": "collected_at"}, {"analyte": "hemoglobin", "unit": "g/dL"})
    rows = (ROW[1:3], ("2026-03-07", "8.5"))
    found = understood(*rows, head=HEAD[1:3], roles=roles, given={"subject_id": Place(1, 5, "S-001")}, skipped=(Place(2, 2, text),))
    intake = facts_of_region(found, None)
    return [str(one) for one in intake.problems], len([fact for fact in intake.facts if isinstance(fact.record, Lab)])


WHOM = "lab.csv · lab!B2: {!r} may name another subject than 'S-001' (lab.csv · lab!E1); expected a title like 'Patient: S-001'"
WHAT = "lab.csv · lab!B2: {!r} stands between results and may say what those below are; expected it in a header"


@pytest.mark.parametrize(
    ("text", "problem", "results"),
    [
        ("S-002", WHOM, 0),
        ("Patient S-002 (Smith)", WHOM, 0),
        ("ALT (U/L)", WHAT, 0),
        ("Urine", WHAT, 0),
        ("mean Hb: 8.4 g/dL", "lab.csv · lab!B2: {!r} looks like a result and is in no line; expected it below a header", 2),
        ("printed on 2026-03-05", None, 2),
        ("Visit 3", None, 2),
    ],
)
def test_a_text_between_the_lines_that_may_change_what_they_say_costs_them(text, problem, results):
    assert between(text) == ([problem.format(text)] if problem else [], results)


@pytest.mark.parametrize(
    ("skipped", "lost"),
    [
        ((Place(9, 1, "S-9"), Place(9, 2, "2026-02-01"), Place(9, 3, 99)), ["lab.csv · lab!C9"]),
        ((Place(9, 1, "Hb"), Place(9, 6, "8.4")), ["lab.csv · lab!F9"]),
        ((Place(9, 3, 99),), ["lab.csv · lab!C9"]),
        ((Place(9, 6, 99),), []),
        ((Place(9, 1, "Samples"), Place(9, 6, 12)), []),
        ((Place(9, 1, "Report 12"), Place(9, 6, "Hb follows")), []),
        ((Place(9, 1, "WBC 2026-03-01"),), []),
    ],
)
def test_a_number_outside_the_lines_that_may_be_a_result_is_lost_by_choice_only(skipped, lost):
    intake = facts_of_region(understood(ROW, skipped=skipped), None)
    assert [one.address for one in intake.problems] == lost
    assert [row.origin.cell("value") for row in intake.lost] == lost
    assert len(intake.notices) == 1


def test_an_empty_region_has_nothing_between_its_lines():
    assert facts_of_region(understood(given=TITLE, skipped=(Place(2, 1, "S-001"),)), None).problems == []


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("g/L", "lab.csv · lab!C3: 'g/L' stands between results of hemoglobin in g/dL; expected it in a header"),
        ("ALT (U/L)", "lab.csv · lab!C3: 'ALT (U/L)' stands between results of hemoglobin in g/dL; expected it in a header"),
        ("pending", "lab.csv · lab!C3: 'pending' is not a number; expected a number in g/dL"),
        ("8.5", None),
    ],
)
def test_another_unit_or_analyte_within_a_column_costs_the_lines(cell, problem):
    intake = facts_of_region(understood(ROW, ("S-002", "2026-03-06", cell, "5")), None)
    assert [str(one) for one in intake.problems] == ([problem] if problem else [])


def test_a_column_without_a_unit_of_its_own_says_so():
    roles = ({"says": "subject_id"}, {"says": "collected_at"}, {"analyte": "hemoglobin"}, {"analyte": "crp", "unit": "mg/L"})
    (problem,) = facts_of_region(understood(ROW, (*ROW[:2], "ALT", "5"), roles=roles), None).problems
    assert problem.sentence == "'ALT' stands between results of hemoglobin; expected it in a header"


def test_once_the_only_column_of_results_is_left_out_that_is_said_and_nothing_is_asked():
    found = answering(of_rows([["Patient", "Date", "Hb"], ["S-1", "2026-03-01", 8]]), {"without a unit": ""})
    assert (found.model, found.open) == (None, ())
    assert facts_of_region(found, None).notices == [f"labs.csv · labs!A1:C2: {ALL_LEFT_OUT}"]


@pytest.mark.parametrize(("heads", "name"), [(["Hb (g/L)", "HGB (g/L)"], "hemoglobin"), (["Date", "Collected"], "collected_at")])
def test_of_two_columns_of_one_thing_none_may_be_read(heads, name):
    rest = ["Date"] if name == "hemoglobin" else ["Hb (g/L)"]
    cells = [81 if head.startswith("H") else "2026-03-01" for head in (*rest, *heads)]
    found = of_rows([["Patient", *rest, *heads], ["S-1", *cells]])
    left = answering(found, {"both say": "", "may be something else": "collected_at"})
    assert (left.model, left.open) == (None, ())
    assert all("no column says" not in each for each in said(left))
    assert said(read(found)) != []
