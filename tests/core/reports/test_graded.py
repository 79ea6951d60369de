"""The command `grade`: the input's rows, in order, with columns added; flags are answers, a row that cannot be read is listed."""

import csv
import io

import pytest
from openpyxl import Workbook

from core.intake.tables import Refused
from core.reports.formula import formula_safe
from core.reports.graded import grade_file, write_graded

CALM = {"temperature": "36.5", "fever_other_cause": "no", "hypotension": "no", "oxygen_device": "none"}


@pytest.fixture
def file(tmp_path):
    """Write rows as a CSV file, its columns those of the first row, and give the path."""

    def written(*rows, name="bedside.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            out = csv.DictWriter(stream, list(rows[0]), restval="")
            out.writeheader()
            out.writerows(rows)
        return path

    return written


def row(at, subject="S-1", **cells):
    return {"subject_id": subject, "assessed_at": at, **CALM, **cells}


def graded(path, scale="crs"):
    stream = io.StringIO()
    found = grade_file(scale, path)
    write_graded(found, stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue()))), found


def ranges(rows):
    return [(one["at_least"], one["at_most"]) for one in rows]


AFEBRILE = {"hypotension": "yes", "vasopressors": "1", "antipyretic_or_anticytokine": "yes", "hypotension_other_cause": "no"}


def test_crs_before_comes_from_the_earlier_rows_of_the_same_subject_in_time_order(file):
    late, early = row("2026-02-02T08:00", **AFEBRILE), row("2026-02-01T08:00", temperature="38.5")
    rows, _ = graded(file(late, early, row("2026-02-03T08:00", "S-2", **AFEBRILE)))
    assert ranges(rows) == [("3", "3"), ("1", "1"), ("0", "0")]


@pytest.mark.parametrize(
    ("said", "grade", "flag"),
    [
        ("yes", ("3", "3"), ""),
        ("是", ("3", "3"), ""),
        ("1", ("3", "3"), ""),
        ("no", ("0", "0"), "look_for_another_cause"),
        ("", ("0", "3"), "missing:crs_before"),
        ("perhaps", ("0", "3"), "invalid:crs_before"),
    ],
)
def test_a_column_crs_before_answers_itself_and_what_cannot_be_read_is_flagged(file, said, grade, flag):
    rows, found = graded(file({**row("2026-02-02T08:00", **AFEBRILE), "crs_before": said}))
    assert ranges(rows) == [grade]
    assert flag in rows[0]["flags"]
    assert ("crs_before" in rows[0]["flags"]) == flag.endswith("crs_before")
    assert not found.unread


def test_with_a_column_crs_before_neither_subject_nor_time_is_needed(file):
    rows, _ = graded(file({"crs_before": "yes", **CALM, **AFEBRILE}))
    assert ranges(rows) == [("3", "3")]


def test_a_number_of_a_workbook_answers_crs_before_too(tmp_path):
    cells = {"crs_before": 1, **CALM, **AFEBRILE}
    book = Workbook()
    sheet = book.create_sheet("bedside", 0)
    sheet.append(list(cells))
    sheet.append(list(cells.values()))
    book.save(tmp_path / "bedside.xlsx")
    rows, _ = graded(tmp_path / "bedside.xlsx")
    assert ranges(rows) == [("3", "3")]


def test_a_blank_row_stays_blank_and_is_no_fault(file):
    first, blank = row("2026-02-01T08:00"), dict.fromkeys(row(""), "")
    for scale in ("crs", "icans"):
        rows, found = graded(file(first, blank, first), scale)
        assert (rows[1]["at_least"], rows[1]["flags"], found.unread) == ("", "", False)
        assert rows[2]["at_least"] == "0"


def test_a_row_without_its_place_in_time_is_listed_and_left_blank(file):
    rows, found = graded(file(row("yesterday"), row("2026-02-01T08:00")))
    assert [str(problem) for problem in found.problems] == [
        "bedside.csv · bedside!B2: 'yesterday' is not a date; expected a date-time like 2026-03-05T08:00"
    ]
    assert (rows[0]["at_least"], rows[1]["at_least"], found.unread) == ("", "0", True)


def test_a_row_without_its_place_in_time_may_have_been_the_diagnosis(file):
    afebrile = {"temperature": "37.0", "antipyretic_or_anticytokine": "yes", "hypotension": "yes", "vasopressors": "0", "vasopressin": "no"}
    rows, _ = graded(file(row("2026-02-01T08:00", **afebrile)))
    assert (rows[0]["at_least"], rows[0]["at_most"]) == ("0", "0")
    rows, _ = graded(file(row("yesterday", **afebrile | {"temperature": "39"}), row("2026-02-01T08:00", **afebrile)))
    assert (rows[1]["at_least"], rows[1]["at_most"]) == ("0", "2")


def test_a_row_longer_than_the_header_is_listed_and_left_blank(tmp_path):
    path = tmp_path / "icans.csv"
    path.write_text("ice_total,consciousness\n10,alert,more\n9,alert\n", encoding="utf-8")
    rows, found = graded(path, "icans")
    assert found.unread
    assert "expected one cell a column" in str(found.problems[0])
    assert (rows[0]["at_least"], rows[1]["at_least"]) == ("", "1")


def test_an_impossible_value_is_flagged_and_no_fault_of_the_row(file):
    rows, found = graded(file(row("2026-02-01T08:00", temperature="99", vasopressors="-1")))
    assert "invalid:temperature" in rows[0]["flags"].split(";")
    assert "invalid:vasopressors" in rows[0]["flags"].split(";")
    assert (found.problems, found.unread) == ([], False)


def test_times_that_all_carry_an_offset_are_put_in_order_by_it(file):
    early, late = row("2026-02-01T20:00+08:00", temperature="38.5"), row("2026-02-01T13:00Z", **AFEBRILE)
    assert ranges(graded(file(late, early))[0]) == [("3", "3"), ("1", "1")]


def test_columns_of_the_file_s_own_are_carried_along(file):
    rows, _ = graded(file({"nurse": "A", **row("2026-02-01T08:00"), "note": "=1+1"}))
    assert list(rows[0]) == ["nurse", *row(""), "note", "at_least", "at_most", "flags"]
    assert (rows[0]["nurse"], rows[0]["note"]) == ("A", "'=1+1")


def test_lugano_adds_the_response(file):
    scans = [{"deauville": "4", "uptake": "reduced", "new_lesion": "no"}, {"deauville": "2", "uptake": "", "new_lesion": "yes"}]
    rows, _ = graded(file(*scans, name="pet.csv"), "lugano")
    assert [(one["response"], one["flags"]) for one in rows] == [("PR", ""), ("unknown", "contradiction")]


def test_a_sheet_of_the_right_name_is_found_among_others(tmp_path):
    book = Workbook()
    book.active.append(["nothing"])
    sheet = book.create_sheet("Pet")
    sheet.append(["deauville", "new_lesion", "marrow_uptake"])
    sheet.append([2, "no", "no"])
    book.save(tmp_path / "study.xlsx")
    assert graded(tmp_path / "study.xlsx", "lugano")[0][0]["response"] == "CR"


NO_SUBJECT = "bedside.csv: has no column subject_id; expected it, or a column crs_before"
NO_TIME = "bedside.csv: has no column assessed_at; expected it, or a column crs_before"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("temperature\n37\n", f"{NO_SUBJECT}\n{NO_TIME}"),
        ("subject_id,temperature\nS-1,37\n", NO_TIME),
        ("crs_before,temperature,Temperature\nno,37,38\n", "bedside.csv: has column temperature twice; expected it once"),
        ("subject_id,assessed_at\nS-1,2026-02-01\n", "bedside.csv: has no column of sheet bedside; expected some"),
        ("crs_before,crs_before,temperature\nno,no,37\n", "bedside.csv: has column crs_before twice; expected it once"),
    ],
)
def test_a_file_without_what_the_scale_needs_is_refused(tmp_path, text, sentence):
    path = tmp_path / "bedside.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        grade_file("crs", path)
    assert str(refused.value) == sentence


def test_a_file_of_another_sheet_is_refused(tmp_path):
    path = tmp_path / "labs.csv"
    path.write_text("analyte,value\nlvef,60\n", encoding="utf-8")
    for scale in ("icans", "lugano"):
        with pytest.raises(Refused, match=r"^labs\.csv: has no column of sheet"):
            grade_file(scale, path)


SAFE = [("=1+1", "'=1+1"), ("@A1", "'@A1"), ("-5", "-5"), ("+1.5e3", "+1.5e3"), ("-5+2", "'-5+2"), ("+", "'+"), ("a=b", "a=b"), ("", "")]


@pytest.mark.parametrize(("text", "safe"), SAFE)
def test_text_that_a_spreadsheet_would_run_is_marked_as_text(text, safe):
    assert formula_safe(text) == safe


def test_a_column_with_blanks_round_its_name_is_read_and_what_is_not_read_is_told(tmp_path):
    path = tmp_path / "bedside.csv"
    path.write_text("temperature, death ,crs_before,deaths\n39,crs,no,1\n", encoding="utf-8")
    rows, found = graded(path)
    assert (rows[0]["at_least"], rows[0]["at_most"]) == ("5", "5")
    assert found.notices == ["bedside.csv: not read, carried along: 'deaths'"]


def test_a_file_that_holds_an_added_column_already_says_so_and_the_added_one_is_the_last(tmp_path):
    path = tmp_path / "pet.csv"
    path.write_text("deauville,new_lesion,marrow_uptake,response\n2.0,no,no,PR\n", encoding="utf-8")
    rows, found = graded(path, "lugano")
    assert rows[0]["response"] == "CR"
    assert found.notices == ["pet.csv: holds 'response' already; the added columns are the last"]
