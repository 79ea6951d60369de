"""From a table of cells to facts: what a header may be, what one unreadable cell costs, and that nothing is passed over in silence."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.facts.fact import Origin, Problem
from core.facts.records import SHEETS
from core.intake.csv_text import BEYOND
from core.intake.tables import Table
from core.layouts.incoming import together
from core.layouts.lines import record_of
from core.layouts.rows import facts_of

D = Decimal
LABS = ("subject_id", "collected_at", "analyte", "value", "unit")
RESULT = ("S-001", "2026-03-05", "hemoglobin", 80.0, "g/L")


def table(*rows, sheet="labs", header=LABS, flaws=None, first=(1, 1), hidden=False, notices=()):
    """A sheet as the reader gives it: rectangular, blanks as None, flaws by (row, column)."""
    cells = [list(row) for row in ((header, *rows) if header else rows)]
    width = max(map(len, cells), default=0)
    filled = [row + [None] * (width - len(row)) for row in cells]
    return Table("study.xlsx", sheet, filled, first[0], first[1], hidden, flaws or {}, list(notices))


def facts(*rows, **sheet):
    return facts_of(table(*rows, **sheet), None).facts


def read(*rows, zone=None, **sheet):
    intake = facts_of(table(*rows, **sheet), zone)
    return [fact.record for fact in intake.facts], [str(problem) for problem in intake.problems], intake.notices


def test_a_row_becomes_a_record_that_knows_its_cells():
    (fact,) = facts(RESULT, first=(3, 2))
    assert (fact.record.subject_id, fact.record.analyte, fact.record.value, fact.record.unit) == ("S-001", "hemoglobin", D(80), "g/L")
    assert fact.cell("value") == "study.xlsx · labs!E4"
    assert fact.cell("upper_limit") == "study.xlsx · labs!4"
    assert (fact.record.upper_limit, fact.faults) == (None, {})


@pytest.mark.parametrize("sheet", ["labs", "LABS", " Labs "])
@pytest.mark.parametrize("change", [str.upper, str.title, lambda name: f" {name} "])
def test_case_and_blanks_of_a_sheets_and_a_columns_name_do_not_matter(sheet, change):
    records, problems, notices = read(RESULT, sheet=sheet, header=[change(name) for name in LABS])
    assert (len(records), problems, notices) == (1, [], [])


def test_columns_stand_in_any_order_and_optional_ones_may_be_absent():
    records, problems, _ = read(RESULT[::-1], header=LABS[::-1])
    assert (records[0].value, problems) == (D(80), [])


def test_an_unknown_column_is_reported_with_its_cell():
    _, problems, notices = read((*RESULT, "x"), header=(*LABS, "Lot"))
    assert problems == []
    assert notices == ["study.xlsx · labs!F1: 'Lot' is no column of sheet labs; not imported"]


def test_a_column_without_a_name_is_reported_where_it_holds_anything():
    assert read((*RESULT, "x"), header=(*LABS, None))[2] == ["study.xlsx · labs!F1: is blank above filled cells; not imported"]
    assert read((*RESULT, " "), header=(*LABS, None))[2] == []


def test_a_column_that_stands_twice_refuses_the_sheet_and_names_both_cells():
    records, problems, _ = read((*RESULT, 90.0), header=(*LABS, "VALUE"))
    assert records == []
    assert problems == ["study.xlsx · labs!F1: 'VALUE' stands in study.xlsx · labs!D1 too; expected one column"]


def test_required_columns_that_are_missing_refuse_the_sheet_all_at_once():
    records, problems, _ = read(("S-001", 80.0), header=("subject_id", "value"))
    assert records == []
    assert problems == [
        "study.xlsx · labs: has no column collected_at; expected one",
        "study.xlsx · labs: has no column analyte; expected one",
    ]


@pytest.mark.parametrize("rows", [(), (LABS,)])
def test_an_empty_sheet_says_nothing(rows):
    assert read(*rows, header=()) == ([], [], [])


def test_a_sheet_of_another_name_is_reported_and_the_legend_is_not():
    assert read(RESULT, sheet="Sheet1") == ([], [], ["study.xlsx · Sheet1: is no sheet of the study workbook; not imported"])
    assert read(("a", "b"), sheet="Legend") == ([], [], [])


def test_a_hidden_sheet_is_read_and_reported_beside_what_the_reader_noticed():
    records, _, notices = read(RESULT, hidden=True, notices=["rows 3-4 are hidden and filled; read like the others"])
    assert len(records) == 1
    assert notices == [
        "study.xlsx · labs: rows 3-4 are hidden and filled; read like the others",
        "study.xlsx · labs: is a hidden sheet; its rows are read",
    ]


BAD = ("S-001", "2026-03-05", "hemoglobin", "1,2x", "g/L")


def test_an_unreadable_cell_costs_itself_alone_and_is_listed():
    (record,), problems, _ = read(BAD)
    assert (record.value, record.unit) == (None, "g/L")
    assert problems == ["study.xlsx · labs!D2: '1,2x' is not a number; expected a number in g/L"]


def test_the_fact_remembers_why_a_cell_counts_as_not_recorded():
    (fact,) = facts(BAD)
    assert fact.faults == {"value": "'1,2x' is not a number; expected a number in g/L"}


def test_all_faults_of_a_sheet_are_listed_at_once_in_the_order_of_its_rows():
    header = (*LABS, "upper_limit", "qualifier")
    rows = [("S-001", "5.3.26", "hgbx", "x", "g/L", "y", "z"), RESULT, (" ", "2026-03-05", "hemoglobin", 1, "g/L", None, "in bed")]
    records, problems, _ = read(*rows, header=header)
    assert [record.subject_id for record in records] == ["S-001"]
    assert [problem.split(": ")[0].rpartition("!")[2] for problem in problems] == ["B2", "C2", "D2", "F2", "G2", "A4", "G4"]
    assert problems[5] == "study.xlsx · labs!A4: is blank; expected an identifier"


def named(*rows, **sheet):
    intake = facts_of(table(*rows, **sheet), None)
    return [(one.subject_id, one.refused) for one in intake.named], len(intake.problems)


def test_a_subject_whose_only_row_is_refused_is_still_a_subject():
    assert named(("S-009", "not a date", "hemoglobin", 100, "g/L")) == ([("S-009", "labs")], 1)


def test_the_subjects_of_a_refused_sheet_are_still_subjects():
    assert named(("S-009", 1, 2), ("S-010", 3, 4), header=("subject_id", "unit", "unit"))[0] == [("S-009", "labs"), ("S-010", "labs")]
    assert named((1, "S-009"), header=("subject_id", "subject_id"))[0] == []
    assert named((1, 2), header=("value", "unit"))[0] == []


def test_the_subject_of_a_shifted_row_is_one_where_its_column_cannot_have_been_shifted():
    shifted = {(2, 6): BEYOND}
    assert named((*RESULT[:4], "5", "g/L"), flaws=shifted)[0] == [("S-001", "labs")]
    assert named(("2026-03-05", "S-001"), header=("collected_at", "subject_id", "analyte"), flaws={(2, 4): BEYOND})[0] == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((None, None, "hemoglobin", 80.0), ["A2: is blank; expected an identifier", "B2: is blank; expected a date or date-time"]),
        (("Total", None, None, 12), ["B2: is blank; expected a date or date-time", "C2: is blank; expected an analyte word"]),
    ],
)
def test_a_row_without_subject_or_date_is_refused_whole(cells, said):
    records, problems, _ = read(cells)
    assert records == []
    assert [problem.removeprefix("study.xlsx · labs!")[: len(start)] for problem, start in zip(problems, said, strict=True)] == said


@pytest.mark.parametrize("blank", [(), (None,) * 5, ("", " ", "\u00a0", None, "\t")])
def test_a_blank_row_is_no_row_and_keeps_the_numbers_of_the_others(blank):
    records, problems, _ = read(blank, BAD)
    assert (len(records), problems[0][:22]) == (1, "study.xlsx · labs!D3: "[:22])


def test_a_flaw_of_a_cell_costs_that_cell_and_says_why():
    (fact,) = facts(RESULT, flaws={(2, 4): "is inside merged cells D2:D3"})
    assert (fact.record.value, fact.record.unit, fact.faults) == (None, "g/L", {"value": "is inside merged cells D2:D3"})
    assert read(RESULT, flaws={(2, 4): "is an error"})[1] == ["study.xlsx · labs!D2: is an error; expected a value"]


def test_a_flaw_of_a_required_cell_costs_the_row_and_is_said_once():
    assert read(RESULT, flaws={(2, 1): "is an error"})[:2] == ([], ["study.xlsx · labs!A2: is an error; expected a value"])


def test_a_flaw_in_a_blank_row_counts_only_where_a_column_is_read():
    records, problems, _ = read((None,) * 5, flaws={(2, 4): "is an error"})
    assert records == []
    assert "study.xlsx · labs!D2: is an error; expected a value" in problems
    assert read((None,) * 6, header=(*LABS, "Lot"), flaws={(2, 6): "is an error"})[:2] == ([], [])


def test_a_row_with_more_cells_than_the_header_is_refused_for_nothing_in_it_stands_for_sure():
    rows = [("S-001", "2026-03-05", "hemoglobin", "8", "5", "g/L"), RESULT]
    records, problems, _ = read(*rows, flaws={(2, 6): BEYOND})
    assert [record.value for record in records] == [D(80)]
    assert problems == [f"study.xlsx · labs!2: a cell {BEYOND}; expected one cell a column"]


def test_a_flaw_of_a_header_cell_is_reported():
    notices = read(RESULT, flaws={(1, 4): "is inside merged cells D1:E1"})[2]
    assert notices == ["study.xlsx · labs!D1: is inside merged cells D1:E1; read as 'value'"]


def test_yes_and_one_are_answers_and_a_yes_among_numbers_is_none():
    header = ("subject_id", "collected_at", "analyte", "value", "upper_limit")
    records, problems, _ = read(("S-1", "2026-03-05", "alt", 1, 1.0), ("S-2", "2026-03-05", "alt", True, 1), header=header)
    assert [record.value for record in records] == [D(1), None]
    assert problems == ["study.xlsx · labs!D3: 'True' is not a number; expected a number in U/L"]


def test_a_zero_is_read_and_a_zero_with_a_minus_sign_beside_it_is_not():
    header = ("subject_id", "assessed_on", "longest_cm")
    rows = [("S-1", "2026-03-05", -0.0), ("S-2", "2026-03-05", 0.0), ("S-3", "2026-03-05", 0)]
    records, problems, _ = read(*rows, sheet="lesions", header=header)
    assert [record.longest_cm for record in records] == [None, D(0), D(0)]
    assert len(problems) == 1


def test_the_same_cell_has_the_same_fault_in_every_row():
    records, problems, _ = read(BAD, BAD, BAD)
    assert len(records) == 3
    assert [problem[:20] for problem in problems] == ["study.xlsx · labs!D2", "study.xlsx · labs!D3", "study.xlsx · labs!D4"]


def test_a_long_or_deceptive_text_is_shown_short_and_harmless():
    long, hostile = read((*RESULT[:3], "x" * 500))[1][0], read((*RESULT[:3], "1\u202e2"))[1][0]
    assert long == f"study.xlsx · labs!D2: '{'x' * 60}…' is not a number; expected a number in g/L"
    assert "\u202e" not in hostile
    assert "\u202e" not in read(RESULT, sheet="labs\u202e")[2][0]


def test_offsets_are_read_in_the_sites_time_zone():
    row = ("S-001", "2026-03-04T23:30Z", *RESULT[2:])
    assert read(row, zone=ZoneInfo("Asia/Shanghai"))[0][0].collected_at.day == date(2026, 3, 5)
    assert "time zone is not set" in read(row)[1][0]


def one_row(cells, flaws):
    problems: list[Problem] = []
    origin = Origin("a.csv", "pet", 2, {"subject_id": 1, "scanned_on": 2, "deauville": 3})
    return record_of(SHEETS["pet"], cells, origin, None, flaws, problems), [str(problem) for problem in problems]


def test_one_row_alone_is_read_like_a_row_of_a_table():
    cells = {"subject_id": "S-1", "scanned_on": "2026-03-05", "deauville": "6"}
    fact, problems = one_row(cells, {"uptake": "is an error"})
    assert (fact.record.deauville, fact.record.uptake, [*fact.faults]) == (None, None, ["uptake", "deauville"])
    assert problems == [
        "a.csv · pet!2: is an error; expected a value",
        "a.csv · pet!C2: '6' is not one of the allowed words; expected one of: 1, 2, 3, 4, 5, X",
    ]
    assert one_row({"subject_id": "S-1"}, {})[0] is None


def test_what_several_tables_say_is_put_together_in_order():
    total = together(facts_of(table(row, sheet=sheet), None) for row, sheet in ((RESULT, "labs"), (BAD, "labs"), (RESULT, "other")))
    assert (len(total.facts), len(total.problems), len(total.notices)) == (2, 1, 1)
